"""The six other countries declare too, each with its own kinds of contract and its own lead."""

import datetime

import pytest

from activities.models import Declaration
from activities.place import contract_kinds
from activities.rules import contracts, missions, orders
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
APRIL = [(datetime.date(2026, 4, day), made.D("8.00")) for day in range(1, 4)]
DATES = {"starts_on": APRIL[0][0], "ends_on": APRIL[-1][0], "days": made.D("3"), "hours_per_day": made.D("8")}


def draft_in(where, **changes):
    member = people.make_member(where, "Mia Example")
    activity = made.make_activity(member)
    kind = contract_kinds(where)[0].code
    facts = {**DATES, "place": where.code.code, "contract_kind": kind, "service_kind": "general", **changes}
    return made.make_draft(activity, made.make_client(place=where.code.code), **facts)


@pytest.mark.parametrize("code", ["FR", "ES", "IT", "DE", "AT", "SE"])
def test_from_the_mission_to_the_validated_contract(code):
    where = people.make_country(code)
    with enter(where):
        mission = draft_in(where)
        by = as_member(mission.activity.membership)
        missions.send_mission(mission, by=by, now=made.NOW)
        orders.accept_order(made.order_of(mission), name="Client", ip="", by=made.THE_CLIENT, now=made.NOW)
        mission = missions.approve_mission(mission, by=made.ADVISER)
        contract = made.make_contract(
            mission.activity,
            mission=mission,
            kind=mission.contract_kind,
            days=APRIL,
            gross=made.D("3000.00"),
            budget=made.D("4500.00"),
        )
        contracts.submit_contract(contract, by=by, now=made.NOW)
        contract = contracts.validate_contract(contract, by=made.ADVISER, now=made.NOW)

        assert contract.reference.startswith(f"{code}-C-2026-")
        assert contract.state in {"validated", "declared"}
        assert all(declaration.due_at for declaration in Declaration.objects.all())


def test_austria_wants_three_working_days():
    where = people.make_country("AT")
    with enter(where):
        mission = draft_in(where)
        by = as_member(mission.activity.membership)
        friday_too_late = datetime.datetime(2026, 3, 28, 9, 0, tzinfo=datetime.UTC)
        type(made.order_of(mission)).objects.update(valid_until=APRIL[0][0])

        with pytest.raises(RuleBroken, match="by 27 March 2026 at the latest") as broken:
            missions.send_mission(mission, by=by, now=friday_too_late)

        assert broken.value.code == "late_declaration"


def test_germany_wants_it_in_the_month_before():
    where = people.make_country("DE")
    with enter(where):
        mission = draft_in(where, starts_on=datetime.date(2026, 4, 8), ends_on=datetime.date(2026, 4, 10))
        type(made.order_of(mission)).objects.update(valid_until=datetime.date(2026, 4, 8))
        in_april = datetime.datetime(2026, 4, 1, 9, 0, tzinfo=datetime.UTC)

        with pytest.raises(RuleBroken, match="by 31 March 2026 at the latest"):
            missions.send_mission(mission, by=as_member(mission.activity.membership), now=in_april)


def test_midnight_in_sweden_is_midnight_there_and_not_in_greenwich():
    where = people.make_country("SE")
    with enter(where):
        mission = draft_in(where)
        type(made.order_of(mission)).objects.update(valid_until=APRIL[0][0])
        two_past_nine_in_stockholm = datetime.datetime(2026, 4, 1, 7, 2, tzinfo=datetime.UTC)

        with pytest.raises(RuleBroken) as broken:
            missions.send_mission(mission, by=as_member(mission.activity.membership), now=two_past_nine_in_stockholm)

        assert broken.value.code == "late_declaration"
