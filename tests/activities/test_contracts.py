"""A contract is drafted from confirmed work, checked by the country's law, decided once."""

import datetime

import pytest

from activities.models import Contract, Declaration
from activities.rules import contract_checks, contracts
from activities.signals import contract_cancelled, contract_validated
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
D = made.D


def listen(signal):
    heard = []

    def hear(sender, country_id, id, **kwargs):
        heard.append(id)

    signal.connect(hear, weak=False)
    return heard, lambda: signal.disconnect(hear)


def test_a_draft_keeps_its_days_and_its_promise(murals):
    contract = made.make_contract(murals)

    assert contract.reference == f"BE-C-2026-{contract.pk:05}"
    assert (contract.days, contract.hours) == (D("5"), D("38.00"))
    assert contract.working_days.count() == 5
    assert contract.promised_on == datetime.date(2026, 3, 24)  # seven working days after Friday 13 March


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": []}, "no_days"),
        ({"days": [(datetime.date(2026, 3, 9), D("7.6"))] * 2}, "day_twice"),
        ({"days": [(datetime.date(2026, 3, 9), D("25"))]}, "hours_out_of_range"),
        ({"kind": "slavery"}, "contract_kind"),
    ],
)
def test_what_cannot_be_a_contract_is_refused(murals, changes, code):
    mission = made.make_confirmed(murals)
    if changes.get("days") == []:
        with pytest.raises(RuleBroken) as broken:
            contracts._check_days([], made.STARTS_ON, made.ENDS_ON)
    else:
        with pytest.raises(RuleBroken) as broken:
            made.make_contract(murals, mission=mission, **changes)

    assert broken.value.code == code


def test_a_mission_that_is_not_confirmed_gives_no_contract(murals):
    with pytest.raises(RuleBroken) as broken:
        made.make_contract(murals, mission=made.make_sent(murals))

    assert broken.value.code == "mission_not_confirmed"


def test_only_the_holder_or_an_adviser_drafts(murals, eve):
    mission = made.make_confirmed(murals)
    facts = {"activity": murals, "mission": mission, "by": as_member(eve)}

    with pytest.raises(NotAllowed):
        contracts.draft_contract(
            kind="fixed_term",
            function="Muralist",
            place="Gent",
            starts_on=made.STARTS_ON,
            ends_on=made.ENDS_ON,
            start_time=datetime.time(9),
            days=made.DAYS,
            gross=D("910"),
            budget=D("1168"),
            net_estimate=None,
            preview={},
            pack_version="",
            **facts,
        )


def test_submitting_runs_the_checks_and_keeps_the_warnings(murals):
    contract = made.make_submitted(murals)

    assert contract.state == "submitted"
    assert [found["code"] for found in contract.findings] == ["not_written_before_start"]


def test_a_pay_below_the_minimum_is_refused_with_the_way_out_and_kept(murals, alice):
    contract = made.make_contract(murals, gross=D("200.00"), budget=D("300.00"))

    with pytest.raises(RuleBroken, match="below the minimum") as broken:
        contracts.submit_contract(contract, by=as_member(alice), now=made.NOW)

    assert broken.value.code == "contract_blocked"
    contract.refresh_from_db()
    assert contract.state == "draft"
    assert "below_minimum_pay" in [found["code"] for found in contract.findings]


def test_only_the_member_submits(murals, eve):
    contract = made.make_contract(murals)

    for by in (as_member(eve), made.ADVISER):
        with pytest.raises(NotAllowed):
            contracts.submit_contract(contract, by=by, now=made.NOW)


def test_validation_declares_prints_and_tells_the_books(murals):
    heard, stop = listen(contract_validated)

    contract = made.make_validated(murals)
    stop()

    assert (contract.state, contract.validated_at, heard) == ("validated", made.NOW, [contract.pk])
    assert Declaration.objects.get(contract=contract).kind == "dimona_in"
    assert Job.objects.get(kind="render_contract").payload == {"contract": contract.pk, "version": 1}


def test_the_second_validator_hears_who_was_first(murals):
    contract = made.make_submitted(murals)
    contracts.validate_contract(Contract.objects.get(pk=contract.pk), by=made.ADVISER, now=made.NOW)

    with pytest.raises(Conflict, match="Bob Adviser"):
        contracts.validate_contract(contract, by=made.SECOND, now=made.NOW)


def test_others_validate_nothing(murals, alice):
    contract = made.make_submitted(murals)

    for by in (as_member(alice), made.PAYROLL, made.BOOKS):
        with pytest.raises(NotAllowed):
            contracts.validate_contract(contract, by=by, now=made.NOW)


def test_after_the_start_a_contract_without_signatures_is_refused(murals):
    contract = made.make_submitted(murals)
    after = datetime.datetime(2026, 3, 9, 8, 1, tzinfo=datetime.UTC)

    with pytest.raises(RuleBroken) as broken:
        contracts.validate_contract(contract, by=made.ADVISER, now=after)

    assert broken.value.params["findings"] == ["not_written_before_start"]


def test_two_contracts_of_a_person_do_not_share_a_day(murals, alice):
    made.make_validated(murals)
    second = made.make_contract(made.make_activity(alice), days=[(datetime.date(2026, 3, 13), D("7.60"))])

    with pytest.raises(RuleBroken) as broken:
        contracts.submit_contract(second, by=as_member(alice), now=made.NOW)

    assert "overlap" in broken.value.params["findings"]


def test_interleaved_days_do_not_overlap(murals, alice):
    days = [(datetime.date(2026, 3, day), D("7.60")) for day in (9, 11, 13)]
    between = [(datetime.date(2026, 3, day), D("7.60")) for day in (10, 12)]
    made.make_validated(murals, days=days)
    second = made.make_contract(made.make_activity(alice), days=between)

    assert contract_checks.other_contracts(second) == ()


def test_another_persons_days_do_not_matter(murals, eve):
    made.make_validated(murals)

    assert made.make_submitted(made.make_activity(eve)).state == "submitted"


def test_a_return_needs_a_reason(murals):
    contract = made.make_submitted(murals)

    with pytest.raises(RuleBroken):
        contracts.return_contract(contract, reason="", by=made.ADVISER)
    returned = contracts.return_contract(contract, reason="Which hours?", by=made.ADVISER)

    assert (returned.state, returned.returned_reason) == ("returned", "Which hours?")
    with pytest.raises(Conflict):
        contracts.return_contract(returned, reason="Again", by=made.SECOND)


def test_a_cancelled_contract_gives_its_budget_back(murals, alice):
    contract = made.make_contract(murals)
    heard, stop = listen(contract_cancelled)

    cancelled = contracts.cancel_contract(contract, reason="Other plans", by=as_member(alice))
    stop()

    assert (cancelled.state, heard) == ("cancelled", [contract.pk])
    with pytest.raises(RuleBroken):
        contracts.cancel_contract(cancelled, reason="Again", by=as_member(alice))


def test_nobody_elses_contract_is_cancelled(murals, eve):
    contract = made.make_contract(murals)

    with pytest.raises(NotAllowed):
        contracts.cancel_contract(contract, reason="Mischief", by=as_member(eve))


def test_a_declared_contract_is_cancelled_at_the_desk_first(murals):
    contract = made.make_validated(murals)
    Declaration.objects.filter(contract=contract).update(state="sent")

    with pytest.raises(RuleBroken) as broken:
        contracts.cancel_contract(contract, reason="Ill", by=made.ADVISER)

    assert broken.value.code == "declaration_sent"


def test_signed_contracts_end_the_day_after_their_last(murals):
    contract = made.make_validated(murals)
    for state in ("declared", "signed"):
        Contract.objects.filter(pk=contract.pk).update(state=state)

    assert contracts.end_contracts(by=PORTAL, on=made.ENDS_ON) == 0
    assert contracts.end_contracts(by=PORTAL, on=made.ENDS_ON + datetime.timedelta(days=1)) == 1
