"""What the books' tests stand on: a country with its settings, a member's activity, a confirmed mission."""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from activities.models import Activity, Client, Mission, Order, OrderLine
from countries.models import Country, LegalEntity
from countries.rules.load import load_countries
from members.models import Membership, Profile, User
from members.states import Role
from smart.foundation.actors import MEMBER, STAFF, Actor

_counter = itertools.count(1)
D = Decimal
WORK = (datetime.date(2026, 11, 16), datetime.date(2026, 11, 20))
"""Monday to Friday, five working days of a November with 21."""


def make_country(code: str = "BE") -> Country:
    """A country of the data files with its legal entity, bank accounts and approved settings, open for work."""
    (made,) = load_countries([code])
    return made


def make_country_without_payroll(code: str = "ES") -> Country:
    """A tenant that declares, invoices and holds budgets, while nothing of its pay is computed yet."""
    made = make_country(code)
    made.has_payroll = False
    made.save(update_fields=["has_payroll"])
    return made


def make_user(first: str = "Noor", last: str = "Peeters") -> User:
    return User.objects.create_user(
        f"{first}.{last}.{next(_counter)}@example.org".lower(), first_name=first, last_name=last
    )


def make_membership(country: Country, user: User | None = None) -> Membership:
    membership = Membership.objects.create(
        country=country,
        user=user or make_user(),
        state="active",
        number=f"M{next(_counter):05}",
        applied_on=datetime.date(2026, 1, 5),
        joined_on=datetime.date(2026, 1, 12),
    )
    Profile.objects.create(
        membership=membership, legal_first_name="Noor", legal_last_name="Peeters", birth_date=datetime.date(1990, 4, 2)
    )
    return membership


def make_activity(country: Country, membership: Membership | None = None, **facts: Any) -> Activity:
    return Activity.objects.create(
        **{
            "membership": membership or make_membership(country),
            "entity": LegalEntity.objects.get(is_default=True),
            "code": f"A{next(_counter):04}",
            "name": "Murals",
            "opened_on": datetime.date(2026, 2, 2),
            **facts,
        }
    )


def belgian_vat_number() -> str:
    """An invented number with the right check digits (97 less the remainder), another one each time."""
    base = 8_880_000 + next(_counter)
    return f"BE{base:08}{97 - base % 97:02}"


def make_client(**facts: Any) -> Client:
    """A Belgian firm that can be reached by Peppol under its number, unless the facts say otherwise."""
    if facts.get("kind", "company") == "company" and facts.get("place", "BE") == "BE":
        facts.setdefault("vat_number", belgian_vat_number())
    return Client.objects.create(
        **{
            "kind": "company",
            "name": "Huis van het Voorbeeld",
            "folded_name": "huis van het voorbeeld",
            "street": "Voorbeeldstraat 3",
            "postal_code": "9000",
            "city": "Gent",
            "place": "BE",
            "email": "facturen@huis.example",
            "language": "nl",
            "added_by_id": 1,
            "added_at": timezone.now(),
            **facts,
        }
    )


def make_mission(activity: Activity, **facts: Any) -> Mission:
    """A confirmed mission of 1 250.00 before VAT, unless the facts say otherwise."""
    return Mission.objects.create(
        **{
            "activity": activity,
            "client": facts.get("client") or make_client(),
            "reference": f"2026-M{next(_counter):05}",
            "title": "Wall painting",
            "description": "Painting the wall of the covered playground",
            "work_setting": "agreed",
            "starts_on": WORK[0],
            "ends_on": WORK[1],
            "start_time": datetime.time(9, 0),
            "days": D(5),
            "hours_per_day": D("7.6"),
            "place": "BE",
            "city": "Gent",
            "function": "Muralist",
            "has_risks": False,
            "contract_kind": "fixed_term",
            "service_kind": "general",
            "amount": D("1250.00"),
            "state": "confirmed",
            "created_at": timezone.now(),
            "submitted_at": timezone.now(),
            **facts,
        }
    )


def make_order(mission: Mission, *lines: tuple[str, str], **facts: Any) -> Order:
    """The accepted order of a mission; a line is its kind of service and its amount, which sum to the mission's."""
    order = Order.objects.create(**{"mission": mission, "state": "accepted", "contact_name": "Greet Klant", **facts})
    for place, (service, amount) in enumerate(lines, start=1):
        OrderLine.objects.create(
            order=order,
            position=place,
            service_kind=service,
            description=f"Part {place}: {service}",
            unit_price=D(amount),
            net=D(amount),
        )
    return order


def member_actor(activity: Activity) -> Actor:
    user = activity.membership.user
    return Actor(kinds=frozenset({MEMBER}), user_id=user.pk, label=user.full_name, ip="127.0.0.1")


def staff_actor(*roles: str) -> Actor:
    user = make_user("Staff", "Example")
    return Actor(
        kinds=frozenset({STAFF}), user_id=user.pk, label="Staff Example", roles=frozenset(roles or {Role.ACCOUNTING})
    )
