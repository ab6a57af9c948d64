"""When a contract ends, what its country wants told of the end waits at the desk: its own deadline, once, never too much.

Five days of work, Monday 16 to Friday 20 November 2026, from 9:00 on the country's clock.
"""

import datetime
from contextlib import contextmanager
from dataclasses import replace

import pytest

from activities.models import Contract, Declaration
from activities.rules import contracts, declaration_files, declarations, notices
from countries.addresses import country_url
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people
from tests.factories import activities as made
from tests.factories.papers import CASES, make_paper_contract

pytestmark = pytest.mark.django_db
DAY_AFTER = datetime.date(2026, 11, 21)
NOVEMBER = datetime.datetime(2026, 11, 21, 5, 0, tzinfo=datetime.UTC)


@contextmanager
def living_in(code):
    where = people.make_country(code)
    with country(where):
        yield where


def signed(where, code, **changes):
    """A signed contract whose start was prepared for the authorities."""
    contract = make_paper_contract(where, replace(CASES[code], **changes), state="signed")
    declarations.prepare_declarations(contract, by=made.PAYROLL, now=made.NOW)
    return contract


def end_all():
    return contracts.end_contracts(by=PORTAL, on=DAY_AFTER)


def kinds():
    return sorted(Declaration.objects.values_list("kind", flat=True))


def told(kind, **facts):
    """Send what was prepared at the start, and have it accepted."""
    row = Declaration.objects.select_related("contract__membership").get(kind=kind)
    declarations.mark_sent(row, reference="S-1", by=made.PAYROLL, now=made.NOW)
    return declarations.acknowledge(row, by=made.PAYROLL, now=made.NOW, **facts)


def test_germany_wants_the_end_within_six_weeks_with_the_pay():
    with living_in("DE") as where:
        signed(where, "DE")

        assert end_all() == 1

        notice = Declaration.objects.get(kind="deuev_end")
        assert notice.due_at.isoformat() == "2027-01-01T08:00:00+00:00"
        assert (notice.state, notice.fields["GD"], notice.fields["pay"]) == ("prepared", "30", "1100")
        assert notice.fields["period_end"] == "2026-11-20"


def test_irregular_work_in_germany_was_told_with_its_end():
    with living_in("DE") as where:
        signed(where, "DE", kind="irregular")

        end_all()

        assert kinds() == ["deuev_start_end"]


def test_austria_wants_the_end_within_seven_days():
    with living_in("AT") as where:
        signed(where, "AT")

        end_all()

        notice = Declaration.objects.get(kind="elda_end")
        assert notice.due_at.isoformat() == "2026-11-27T22:59:00+00:00"
        assert notice.fields["employment_end"] == notice.fields["pay_claim_end"] == "2026-11-20"
        assert notice.fields["reason"] == "Zeitablauf"


def test_paid_out_holidays_in_austria_move_the_end_of_the_pay_to_what_staff_says():
    with living_in("AT") as where:
        signed(where, "AT", engagement={"open_holiday_days": "0.41"})

        end_all()

        assert "pay_claim_end" in Declaration.objects.get(kind="elda_end").missing


def test_casual_days_in_austria_have_no_end_of_their_own():
    with living_in("AT") as where:
        signed(where, "AT", kind="casual")

        end_all()

        assert kinds() == ["elda_casual"]


def test_spain_had_both_since_the_start_and_gets_nothing_new():
    with living_in("ES") as where:
        signed(where, "ES")

        end_all()

        assert kinds() == ["alta_red", "baja_red", "certificado", "contrata"]


@pytest.mark.parametrize(("code", "start"), [("FR", ["dpae"]), ("IT", ["agibilita", "unilav"]), ("SE", ["agi"])])
def test_a_country_without_a_notice_of_the_end_gets_none(code, start):
    with living_in(code) as where:
        signed(where, code)

        assert end_all() == 1

        assert kinds() == start
        assert Contract.objects.get().state == "ended"


def test_belgium_knew_the_last_day_from_the_dimona_in():
    with living_in("BE") as where:
        signed(where, "BE")
        told("dimona_in", receipt="123456789012")

        end_all()

        assert kinds() == ["dimona_in"]


def test_belgium_wants_an_out_when_the_work_ended_on_another_day_than_the_in_told():
    with living_in("BE") as where:
        contract = signed(where, "BE")
        told("dimona_in", receipt="123456789012")
        Contract.objects.filter(pk=contract.pk).update(ends_on=datetime.date(2026, 11, 19))

        end_all()

        out = Declaration.objects.get(kind="dimona_out")
        assert out.fields["EndingDate"] == "2026-11-19"
        assert out.fields["DimonaPeriodId"] == "123456789012"
        assert out.missing == []
        assert out.due_at.isoformat() == "2026-11-20T22:59:00+00:00"


def test_an_out_after_a_friday_is_due_on_monday():
    """The IN was never sent from here, so nobody was told a last day."""
    with living_in("BE") as where:
        signed(where, "BE")

        end_all()

        out = Declaration.objects.get(kind="dimona_out")
        assert out.due_at.isoformat() == "2026-11-23T22:59:00+00:00"
        assert out.missing == ["DimonaPeriodId"]


def test_ended_twice_it_is_told_once_and_what_was_sent_stays():
    with living_in("DE") as where:
        contract = signed(where, "DE")
        end_all()
        first = Declaration.objects.get(kind="deuev_end")

        (waiting,) = notices.prepare_end_notices(contract, by=PORTAL, now=NOVEMBER)
        told("deuev_end", receipt="R-30")
        (sent,) = notices.prepare_end_notices(contract, by=PORTAL, now=NOVEMBER)

        assert first.pk == waiting.pk == sent.pk
        assert (sent.state, sent.receipt) == ("acknowledged", "R-30")
        assert Contract.objects.get().state == "ended"
        assert end_all() == 0


def test_what_was_cancelled_at_the_desk_does_not_come_back_by_itself():
    with living_in("DE") as where:
        contract = signed(where, "DE")
        end_all()
        declarations.cancel_declaration(Declaration.objects.get(kind="deuev_end"), reason="By hand", by=made.PAYROLL)

        notices.prepare_end_notices(contract, by=PORTAL, now=NOVEMBER)

        assert Declaration.objects.get(kind="deuev_end").state == "cancelled"


def test_filled_in_again_from_completed_papers_it_is_the_same_notice():
    with living_in("DE") as where:
        contract = signed(where, "DE")
        end_all()
        notice = Declaration.objects.get(kind="deuev_end")
        assert "occupation_key" in notice.missing
        Contract.objects.filter(pk=contract.pk).update(
            engagement={**contract.engagement, "occupation_code": "933421111"}
        )

        again = declarations.prepare_again(notice, by=made.PAYROLL, now=NOVEMBER)

        assert (again.pk, again.fields["occupation_key"]) == (notice.pk, "933421111")
        assert "occupation_key" not in again.missing


def test_a_running_contract_has_no_end_to_tell():
    with living_in("DE") as where:
        contract = signed(where, "DE")

        with pytest.raises(RuleBroken) as refused:
            notices.prepare_end_notices(contract, by=PORTAL, now=NOVEMBER)

        assert refused.value.code == "not_over"
        assert "is “Signed”" in refused.value.message


def test_only_the_desk_and_the_portal_prepare_it():
    with living_in("DE") as where:
        contract = signed(where, "DE")
        end_all()

        for by in (people.as_member(contract.membership), made.BOOKS, made.THE_CLIENT):
            with pytest.raises(NotAllowed):
                notices.prepare_end_notices(contract, by=by, now=NOVEMBER)
        assert notices.prepare_end_notices(contract, by=made.PAYROLL, now=NOVEMBER)


def test_another_country_finds_no_such_contract():
    germany, austria = people.make_country("DE"), people.make_country("AT")
    with country(germany):
        contract = signed(germany, "DE")
        end_all()

    with country(austria), pytest.raises(Contract.DoesNotExist):
        notices.prepare_end_notices(contract, by=PORTAL, now=NOVEMBER)


def test_one_that_the_law_cannot_answer_stays_signed_and_the_others_end():
    with living_in("BE") as where:
        odd = make_paper_contract(where, replace(CASES["BE"], engagement={"worker_type": "A17"}), state="signed")
        other = signed(where, "BE")

        assert end_all() == 1

        states = dict(Contract.objects.values_list("pk", "state"))
        assert states == {odd.pk: "signed", other.pk: "ended"}


def test_the_desk_shows_it_gives_its_file_and_records_its_way(client):
    where = people.make_country("DE")
    with country(where):
        signed(where, "DE")
        end_all()
        notice = Declaration.objects.select_related("contract").get(kind="deuev_end")
    people.sign_in(client, people.make_staff(where, "payroll", "Paula Payroll"))
    at = country_url(where.slug, "activities:staff_declaration_detail", notice.pk)

    desk = client.get(country_url(where.slug, "activities:staff_declaration_desk")).content.decode()
    page = client.get(at).content.decode()
    taken = client.post(f"{at}export/", {"format": "csv"})
    sent = client.post(f"{at}send/", {"send-reference": "DEUEV-30"})

    assert at in desk
    assert "1 January 2027, 09:00" in desk
    assert notice.contract.reference in page
    assert '"GD","30"' in taken.content.decode()
    assert sent.status_code == 302
    with country(where):
        row = Declaration.objects.select_related("contract__membership").get(pk=notice.pk)
        assert (row.state, row.reference) == ("sent", "DEUEV-30")
        assert row.file_sha256 == declaration_files.fingerprint(row)
