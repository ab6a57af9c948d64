"""Income becomes a contract once: the money is reserved with it, and given back when the contract is cancelled."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from activities.models import Contract
from activities.rules import contracts
from invoicing.models import LedgerTransaction
from invoicing.queries.balances import activity_balance
from invoicing.rules import conversion, conversion_answer, invoices, ledger
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import (
    WORK,
    make_activity,
    make_client,
    make_country_without_payroll,
    make_mission,
    member_actor,
    staff_actor,
)

D = Decimal
TODAY = datetime.date(2026, 11, 10)
DAYS = [(WORK[0] + datetime.timedelta(days=n), D("7.6")) for n in range(5)]


@pytest.fixture
def invoiced(mission):
    invoices.invoice_mission(mission, on=TODAY, by=staff_actor("adviser"))
    return mission


@pytest.fixture
def member(activity):
    return member_actor(activity)


def _convert(mission, by, **facts):
    return conversion.convert_income(
        mission.activity,
        mission=mission,
        **{
            "kind": "fixed_term",
            "days": DAYS,
            "budget": D("1168.75"),
            "start_time": datetime.time(9, 0),
            "function": "Muralist",
            "place": "Gent",
            "now": timezone.now(),
            "by": by,
            **facts,
        },
    )


def test_the_contract_is_sent_and_its_cost_reserved(invoiced, member):
    contract = _convert(invoiced, member)

    balance = activity_balance(invoiced.activity)
    assert contract.state == "submitted"
    assert (contract.starts_on, contract.ends_on, contract.days, contract.hours) == (*WORK, D(5), D("38.00"))
    assert balance.credited == D("1168.75")
    assert balance.reserved == contract.budget
    assert balance.available == D("1168.75") - contract.budget
    assert D("0.00") <= balance.available < D("0.05")
    assert contract.net_estimate < contract.gross < contract.budget


def test_the_contract_keeps_the_lines_it_was_computed_from(invoiced, member):
    contract = _convert(invoiced, member)

    assert contract.preview["inputs"] == {"paid_days": "5", "possible_days": "21"}
    assert D(contract.preview["employer_cost"]) == contract.budget
    assert contract.pack_version == contract.preview["pack_version"]


def test_the_answer_and_the_contract_agree_to_the_cent(invoiced, member):
    answer = conversion_answer.simulate_conversion(
        invoiced.activity, mission=invoiced, kind="fixed_term", days=DAYS, budget=D("1168.75")
    )

    contract = _convert(invoiced, member)

    assert (contract.gross, contract.budget, contract.net_estimate) == (answer.gross, answer.cost, answer.net)
    # seven working days after Friday the 20th
    assert answer.promised_on == contract.promised_on == datetime.date(2026, 12, 1)
    assert answer.fall.total == D("1250.00")


def test_part_of_the_budget_leaves_the_rest_available(invoiced, member):
    _convert(invoiced, member, days=DAYS[:2], budget=D("500.00"))

    balance = activity_balance(invoiced.activity)
    assert D("499.95") < balance.reserved <= D("500.00")
    assert balance.available == D("1168.75") - balance.reserved
    assert conversion_answer.usable_budget(invoiced) == balance.available


def test_half_days_are_weighed_in_hours(invoiced, member):
    half = [(day, D("3.8")) for day, _hours in DAYS]

    contract = _convert(invoiced, member, days=half)

    # 21 weekdays of 7.6 hours
    assert contract.preview["inputs"] == {"hours": "19.0", "full_time_hours": "159.6"}


def test_more_than_is_available_is_refused(invoiced, member):
    with pytest.raises(RuleBroken, match=r"has €1,168\.75 available, less than the budget of €1,168\.76") as refused:
        _convert(invoiced, member, budget=D("1168.76"))

    assert (refused.value.code, refused.value.field) == ("not_enough_available", "budget")
    assert not Contract.objects.exists()


def test_a_budget_under_the_minimum_wage_names_the_price_that_would_pass(invoiced, member):
    with pytest.raises(RuleBroken, match=r"below the legal minimum of .* before VAT brings") as refused:
        _convert(invoiced, member, budget=D("300.00"))

    assert refused.value.code == "budget_too_small"
    assert refused.value.params["minimum_price"] > refused.value.params["minimum_budget"] > D("300.00")


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([], "no_days"),
        ([(datetime.date(2026, 11, 23), D("7.6"))], "day_outside_mission"),
    ],
)
def test_days_that_are_none_or_not_of_the_mission_are_refused(invoiced, member, days, code):
    with pytest.raises(RuleBroken) as refused:
        _convert(invoiced, member, days=days)

    assert (refused.value.code, refused.value.field) == (code, "days")


def test_days_of_two_months_need_two_contracts(activity, member):
    mission = make_mission(activity, starts_on=datetime.date(2026, 11, 30), ends_on=datetime.date(2026, 12, 4))
    invoices.invoice_mission(mission, on=TODAY, by=staff_actor("adviser"))

    with pytest.raises(RuleBroken, match="one contract for each month") as refused:
        _convert(mission, member, days=[(mission.starts_on, D("7.6")), (mission.ends_on, D("7.6"))])

    assert refused.value.code == "days_in_two_months"


def test_the_same_day_is_not_worked_twice(invoiced, member):
    _convert(invoiced, member, days=DAYS[:2], budget=D("400.00"))

    with pytest.raises(RuleBroken, match="17 November 2026 is already in contract"):
        _convert(invoiced, member, days=DAYS[1:3], budget=D("400.00"))


def test_a_mission_that_is_not_confirmed_brings_no_contract(invoiced, activity, member):
    other = make_mission(activity, state="approved")

    with pytest.raises(RuleBroken) as refused:
        _convert(other, member)

    assert refused.value.code == "mission_not_confirmed"


def test_a_suspended_activity_converts_nothing(invoiced, member):
    type(invoiced.activity).objects.filter(pk=invoiced.activity_id).update(state="suspended")
    invoiced.activity.refresh_from_db()

    with pytest.raises(RuleBroken) as refused:
        _convert(invoiced, member)

    assert refused.value.code == "activity_not_open"


def test_another_member_may_not_convert(invoiced, inside):
    stranger = member_actor(make_activity(inside))

    with pytest.raises(NotAllowed):
        _convert(invoiced, stranger)


def test_what_the_law_forbids_leaves_nothing_reserved(activity, member):
    late = make_mission(activity, submitted_at=datetime.datetime(2026, 11, 16, 10, 0, tzinfo=datetime.UTC))
    invoices.invoice_mission(late, on=TODAY, by=staff_actor("adviser"))

    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        _convert(late, member)

    assert refused.value.code == "contract_blocked"
    assert activity_balance(activity).reserved == 0
    assert not Contract.objects.exists()


def test_cancelling_gives_the_budget_back_at_once(invoiced, member):
    contract = _convert(invoiced, member)

    contracts.cancel_contract(contract, reason="The client moved the date", by=member)

    balance = activity_balance(invoiced.activity)
    assert (balance.reserved, balance.available) == (D("0.00"), D("1168.75"))


def test_releasing_twice_gives_back_once(invoiced, member):
    contract = _convert(invoiced, member)
    contracts.cancel_contract(contract, reason="The client moved the date", by=member)

    conversion.release_reservation(contract, on=TODAY, by=staff_actor("adviser"))

    assert LedgerTransaction.objects.filter(kind=ledger.Kind.RELEASED).count() == 1


def test_a_country_without_payroll_holds_what_was_agreed(db, clock):
    spain = make_country_without_payroll("ES")
    with enter(spain):
        client = make_client(place="ES", language="es")
        mission = make_mission(make_activity(spain), client=client, place="ES", contract_kind="")
        invoices.invoice_mission(mission, on=TODAY, by=staff_actor("adviser"))
        kind = conversion_answer.kinds_of(spain)[0].code

        answer = conversion_answer.simulate_conversion(
            mission.activity, mission=mission, kind=kind, days=DAYS, budget=D("1000.00"), agreed_gross=D("700.00")
        )

    assert (answer.gross, answer.cost, answer.net, answer.fall) == (D("700.00"), D("1000.00"), None, None)
    assert "Payroll is not open yet in Spain" in answer.notes[0]
