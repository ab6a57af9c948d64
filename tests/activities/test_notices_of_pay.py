"""When the month's payslip is posted, what the country wants told with the pay waits at the desk.

An artist of a French show: five cachets in November 2026 for 900.00 euros gross.
"""

import datetime
from dataclasses import replace

import pytest

from activities.models import Contract, Declaration
from activities.rules import declarations, notices
from invoicing.rules import posting
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people
from tests.factories import activities as made
from tests.factories.papers import CASES, make_paper_contract, make_payslip

pytestmark = pytest.mark.django_db
PAID = {"gross": "900.00", "contributions": "567.89"}


@pytest.fixture
def france():
    where = people.make_country("FR")
    with country(where):
        yield where


def ended(where, code="FR"):
    return make_paper_contract(where, CASES[code], state="ended")


def prepare(contract, **changes):
    return notices.prepare_pay_notices(contract, **{"paid": PAID, "by": PORTAL, "now": made.NOW, **changes})


def test_the_certificate_and_the_contract_block_are_due_on_the_15th_of_the_next_month(france):
    certificate, block = prepare(ended(france))

    assert (certificate.kind, block.kind) == ("aem", "dsn_contract")
    assert certificate.due_at.isoformat() == block.due_at.isoformat() == "2026-12-15T12:00:00+01:00"


def test_the_certificate_names_the_pay_and_what_the_engagement_answered(france):
    contract = ended(france)

    certificate, block = prepare(contract)

    fields = certificate.fields
    assert (fields["gross_before_abatement"], fields["contributions"]) == ("900.00", "567.89")
    assert (fields["cachets"], fields["production_number"]) == ("5", "10A2345678")
    assert (fields["job"], fields["annex"]) == ("Muralist", "10")
    assert block.fields["S21.G00.40.009"] == contract.reference


def test_asked_twice_nothing_new_is_prepared(france):
    contract = ended(france)

    first = prepare(contract)
    second = prepare(contract)

    assert first == second
    assert Declaration.objects.count() == 2


def test_filled_in_again_later_the_pay_is_still_known(france):
    certificate, _block = prepare(ended(france))

    again = declarations.prepare_again(certificate, by=made.PAYROLL, now=made.NOW)

    assert again.fields["contributions"] == "567.89"


def test_it_says_who_may_and_when(france):
    running = make_paper_contract(france, CASES["FR"], state="signed")

    with pytest.raises(RuleBroken) as refused:
        prepare(running)
    with pytest.raises(NotAllowed):
        prepare(ended(france), by=made.BOOKS)

    assert refused.value.code == "not_over"
    assert not Declaration.objects.exists()


def test_another_country_finds_no_such_contract(france):
    contract = ended(france)

    with country(people.make_country("BE")), pytest.raises(Contract.DoesNotExist):
        prepare(contract)


def test_a_posted_payslip_ends_the_contract_and_hands_its_facts_down(france):
    payslip = make_payslip(france, CASES["FR"])

    posting.post_line(payslip.line_id)
    posting.post_line(payslip.line_id)

    rows = {row.kind: row for row in Declaration.objects.all()}
    assert set(rows) == {"aem", "dsn_contract"}
    assert rows["aem"].fields["gross_before_abatement"] == "900.00"
    assert rows["aem"].fields["contributions"] == str(payslip.employee_total + payslip.employer_total)
    assert Contract.objects.get().state == "ended"


@pytest.mark.parametrize(
    ("code", "told"),
    [("BE", {"dimona_out"}), ("DE", {"deuev_end"}), ("AT", {"elda_end"}), ("ES", set()), ("IT", set()), ("SE", set())],
)
def test_elsewhere_posting_brings_the_notices_of_the_end_alone(code, told):
    """Nothing was told at the start here, so Belgium asks for its OUT."""
    where = people.make_country(code)
    with country(where):
        payslip = make_payslip(where, CASES[code])

        posting.post_line(payslip.line_id)

        assert set(Declaration.objects.values_list("kind", flat=True)) == told


def test_a_notice_of_the_end_that_waits_learns_the_pay():
    where = people.make_country("DE")
    with country(where):
        contract = ended(where, "DE")
        (before,) = notices.prepare_end_notices(contract, by=PORTAL, now=made.NOW)

        (after,) = prepare(contract, paid={"gross": "1250.40", "contributions": "500.00"})

        assert (before.fields["pay"], after.fields["pay"], after.pk) == ("1100", "1250", before.pk)


def test_the_transition_zone_reports_the_reduced_pay_of_the_payslip_and_the_real_one():
    """1,200.00 for twenty days is 1,800.00 a month: below the upper limit, so the base on the payslip counts."""
    where = people.make_country("DE")
    with country(where):
        case = replace(CASES["DE"], gross="1200.00")
        contract = make_paper_contract(where, case, state="ended", first=datetime.date(2026, 11, 2), days=20)
        (before,) = notices.prepare_end_notices(contract, by=PORTAL, now=made.NOW)

        (after,) = prepare(contract, paid={"gross": "1200.00", "line.transition_base": "1126.51"})

        assert "pay" in before.missing
        assert (after.fields["transition_zone"], after.fields["real_pay"]) == ("1", "1200")
        assert (after.fields["pay"], "pay" in after.missing) == ("1127", False)


def test_every_line_of_the_payslip_is_handed_down_by_its_code():
    """The pay of tests/scenarios/be_mural.yaml: 105.13 of the worker and 220.79 of the employer are contributions."""
    where = people.make_country("BE")
    with country(where):
        facts = posting.paid_facts(make_payslip(where, CASES["BE"]))

    assert (facts["gross"], facts["contributions"]) == ("808.44", "325.92")
    assert (facts["line.social_security"], facts["line.work_bonus_a"]) == ("-105.66", "0.53")


def test_the_agibilita_of_a_show_names_the_pay_agreed():
    where = people.make_country("IT")
    with country(where):
        contract = make_paper_contract(where, CASES["IT"], state="validated")

        rows = declarations.prepare_declarations(contract, by=made.PAYROLL, now=made.NOW)

        (certificate,) = [row for row in rows if row.kind == "agibilita"]
        assert certificate.fields["pay"] == "1000.00"
        assert "pay" not in certificate.missing
