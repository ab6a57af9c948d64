"""The work of the tests: a mural for a school in Ghent, in March 2026, seen from a Monday in February."""

import datetime
import itertools
import uuid
from decimal import Decimal
from typing import Any

from activities.models import Activity, Client, Contract, Mission, Order
from activities.rules import contracts, missions, orders
from activities.rules.activities import open_activity
from members.models import Membership
from smart.foundation.actors import Actor
from tests.people import as_member, as_staff

D = Decimal
NOW = datetime.datetime(2026, 2, 23, 10, 0, tzinfo=datetime.UTC)
"""A Monday, 11 o'clock in Brussels."""
STARTS_ON, ENDS_ON = datetime.date(2026, 3, 9), datetime.date(2026, 3, 13)
DAYS = [(datetime.date(2026, 3, day), D("7.60")) for day in range(9, 14)]
_counter = itertools.count(1)

ADVISER = Actor(frozenset({"staff"}), user_id=900001, label="Bob Adviser", ip="127.0.0.1", roles=frozenset({"adviser"}))
SECOND = Actor(frozenset({"staff"}), user_id=900002, label="Bea Adviser", ip="127.0.0.1", roles=frozenset({"adviser"}))
PAYROLL = Actor(frozenset({"staff"}), user_id=900003, label="Paula", ip="127.0.0.1", roles=frozenset({"payroll"}))
BOOKS = Actor(frozenset({"staff"}), user_id=900004, label="Rik", ip="127.0.0.1", roles=frozenset({"accounting"}))
THE_CLIENT = Actor(frozenset({"client"}), label="Greet Klant", ip="192.0.2.7")


def make_activity(membership: Membership, *, name: str = "") -> Activity:
    return open_activity(membership, name=name or f"Murals {next(_counter)}", by=as_member(membership))


def make_client(**facts: Any) -> Client:
    number = next(_counter)
    name = facts.pop("name", f"Voorbeeldschool {number}")
    return Client.objects.create(
        **{
            "kind": "exempt",
            "name": name,
            "folded_name": name.casefold(),
            "street": "Voorbeeldstraat 3",
            "postal_code": "9000",
            "city": "Gent",
            "place": "BE",
            "email": "facturen@school.example",
            "language": "nl",
            "added_by_id": 1,
            "added_at": NOW,
            "reviewed_at": NOW,
            **facts,
        }
    )


def step_values(client: Client | None = None) -> dict[int, dict[str, Any]]:
    """What a member types on the four pages."""
    return {
        1: {
            "title": "Mural in the covered playground",
            "description": "Painting a mural of 40 m2 with the pupils.",
            "client": client,
            "work_setting": "agreed",
        },
        2: {
            "place": "BE",
            "city": "Gent",
            "starts_on": STARTS_ON,
            "ends_on": ENDS_ON,
            "start_time": datetime.time(9, 0),
            "days": D("5"),
            "hours_per_day": D("7.60"),
        },
        3: {"function": "Muralist", "service_kind": "design", "is_artistic": True, "has_risks": False, "risk_note": ""},
        4: {
            "contract_kind": "fixed_term",
            "amount": D("1250.00"),
            "contact_name": "Greet Klant",
            "contact_email": "greet@school.example",
            "valid_until": datetime.date(2026, 3, 6),
            "purchase_order": "",
        },
    }


def make_draft(activity: Activity, client: Client | None = None, **changes: Any) -> Mission:
    """A draft with all four pages filled in; `changes` replace single answers."""
    by = as_member(activity.membership)
    mission = missions.start_mission(activity, submission_id=uuid.uuid4(), by=by)
    for step, values in step_values(client or make_client()).items():
        values |= {name: value for name, value in changes.items() if name in values}
        mission = missions.save_step(mission, step=step, values=values, by=by)
    return mission


def make_sent(activity: Activity, client: Client | None = None, **changes: Any) -> Mission:
    mission = make_draft(activity, client, **changes)
    return missions.send_mission(mission, by=as_member(activity.membership), now=NOW)


def order_of(mission: Mission) -> Order:
    return Order.objects.select_related("mission__client", "country").get(mission=mission)


def make_confirmed(activity: Activity, client: Client | None = None, **changes: Any) -> Mission:
    mission = make_sent(activity, client, **changes)
    orders.accept_order(order_of(mission), name="Greet Klant", ip="192.0.2.7", by=THE_CLIENT, now=NOW)
    return missions.approve_mission(mission, by=ADVISER)


def make_contract(activity: Activity, *, mission: Mission | None = None, **changes: Any) -> Contract:
    """A drafted contract of five days at 910 gross; the budget is taken as reserved."""
    mission = mission or make_confirmed(activity)
    facts = {
        "kind": "fixed_term",
        "function": "Muralist",
        "place": "Gent",
        "days": DAYS,
        "start_time": datetime.time(9, 0),
        "gross": D("910.00"),
        "budget": D("1168.75"),
        "net_estimate": D("703.17"),
        "preview": {},
        "pack_version": "test",
        **changes,
    }
    days = facts["days"]
    facts |= {"starts_on": days[0][0], "ends_on": days[-1][0]}
    return contracts.draft_contract(activity=activity, mission=mission, by=as_member(activity.membership), **facts)


def make_submitted(activity: Activity, **changes: Any) -> Contract:
    contract = make_contract(activity, **changes)
    return contracts.submit_contract(contract, by=as_member(activity.membership), now=NOW)


def make_validated(activity: Activity, **changes: Any) -> Contract:
    return contracts.validate_contract(make_submitted(activity, **changes), by=ADVISER, now=NOW)


def adviser(user: Any) -> Actor:
    return as_staff(user, "adviser")


def fast_missions(activity: Activity, count: int, **facts: Any) -> list[Mission]:
    """Many missions straight into the table, for lists and their query budgets."""
    facts.setdefault("client", make_client())
    made = Mission.objects.bulk_create(
        [
            Mission(
                **{
                    "activity": activity,
                    "reference": f"X-{next(_counter):06}",
                    "title": f"Mural {position}",
                    "description": "A mural of many colours.",
                    "starts_on": STARTS_ON,
                    "ends_on": ENDS_ON,
                    "start_time": datetime.time(9, 0),
                    "days": D("5"),
                    "amount": D("1250.00"),
                    "state": "submitted",
                    "created_at": NOW,
                    "submitted_at": NOW,
                    **facts,
                }
            )
            for position in range(count)
        ]
    )
    Order.objects.bulk_create([Order(mission=mission, state="sent", valid_until=STARTS_ON) for mission in made])
    return made
