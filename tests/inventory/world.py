"""The world whose pages are visited: the whole demo on a fixed day, and somebody for each role who looks at it."""

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Final

import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import override_settings

from countries.models import Country
from members.models import Membership, StaffRole, User
from members.states import MembershipState
from smart.foundation.tenancy import all_countries
from smart.translating.models import Translator
from tests import people

AT: Final = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=datetime.UTC)
MAIN: Final = "BE"
"""The country whose people all visit; of the others a member does, and of some an adviser."""
DESKS: Final = {MAIN, "FR", "DE"}
LINK: Final = re.compile(r"https?://[^\s/]+(/[a-z]{2}/[^\s\"'<>]+)")


@dataclass(frozen=True, slots=True)
class Person:
    """Who visits: their role, their user (None for visitors and clients), their country, and where they begin."""

    role: str
    user_id: int | None
    country: str
    starts: tuple[str, ...] = ()
    door: str = ""
    """Somebody in the middle of something visits only where they begin, and what that leads to."""

    @property
    def key(self) -> str:
        return f"{self.role} {self.country} {self.user_id or self.door}".strip()


def make_world() -> tuple[str, ...]:
    """Make the whole demo, as `make demo` does; return the addresses in the mails that went to clients."""
    with override_settings(DEMO=True), time_machine.travel(AT, tick=False):
        call_command("demo_data", stdout=StringIO())
        people._counter = itertools.count(900_001)  # member numbers that no story gives
        for code in sorted(DESKS):
            where = Country.objects.get(code=code)
            people.make_member(where, f"Ada Applicant{code}", active=False)
            people.make_staff(where, "country_admin", f"Carla Admin{code}")
    return tuple(sorted({path for message in mail.outbox for path in LINK.findall(str(message.body))}))


def visitors(links: tuple[str, ...]) -> Iterator[Person]:
    """Everybody who looks at the world, each role of the main country first."""
    yield Person("visitor", None, MAIN)
    yield Person("client", None, MAIN, links)
    with all_countries(reason="inventory of pages"):
        memberships = list(
            Membership.objects.filter(restricted_at=None).select_related("user", "country").order_by("pk")
        )
        roles = list(StaffRole.objects.select_related("user", "country").order_by("pk"))
    yield from _members(memberships)
    yield from _staff(roles)
    given = Translator.objects.working().select_related("user").order_by("pk").first()
    if given is not None:
        people.give_second_factor(given.user)
        yield Person("translator", given.user_id, "")
    admin = User.objects.filter(is_network_admin=True).order_by("pk").first()
    if admin is not None:
        people.give_second_factor(admin)
        yield Person("network administrator", admin.pk, "")


def _members(memberships: list[Membership]) -> Iterator[Person]:
    seen = set()
    for each in memberships:
        code = each.country.code.code
        role = "member" if each.state == MembershipState.ACTIVE else "applicant"
        if code == MAIN or (code, role) not in seen:
            seen.add((code, role))
            yield Person(role, each.user_id, code)


def _staff(roles: list[StaffRole]) -> Iterator[Person]:
    """One person for each role; staff of stories get a second factor, as they would need one."""
    seen = set()
    for each in roles:
        code = each.country.code.code
        if (code, each.role) in seen or code not in DESKS or (code != MAIN and each.role != "adviser"):
            continue
        seen.add((code, each.role))
        people.give_second_factor(each.user)
        yield Person(str(each.get_role_display()).lower(), each.user_id, code)
