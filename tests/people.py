"""The people of the tests, plainly invented. Alice and her neighbours live in real tenants with their real settings."""

import datetime
import itertools
import time
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from countries.models import Country
from countries.rules.load import load_countries
from members.agreements import USE_AGREEMENT, versions_of
from members.models import Consent, Membership, StaffRole, User
from members.rules.profiles import save_profile
from members.states import MembershipState
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.tenancy import country

_counter = itertools.count(1)
LONG_AGO = datetime.date(2024, 1, 1)


def make_country(code: str = "BE") -> Country:
    """A tenant as the data files describe it."""
    return load_countries([code])[0]


def make_user(name: str, *, language: str = "en", **fields: Any) -> User:
    first, _, last = name.partition(" ")
    email = fields.pop("email", f"{first.lower()}.{next(_counter)}@demo.example")
    return User.objects.create_user(email, first_name=first, last_name=last, language=language, **fields)


def belgian_national_number(born: datetime.date, serial: int) -> str:
    """An invented number with the right checksum (mod 97, with a 2 in front for births since 2000)."""
    nine = f"{born:%y%m%d}{serial:03d}"
    check = 97 - int(("2" if born.year >= 2000 else "") + nine) % 97
    return f"{nine}{check:02d}"


def belgian_iban(account: int) -> str:
    """An invented Belgian account number with the right checksums."""
    ten = f"999{account:07d}"
    national = f"{ten}{int(ten) % 97 or 97:02d}"
    check = 98 - int(national + "111400") % 97
    return f"BE{check:02d}{national}"


def make_member(where: Country, name: str = "Alice Example", *, active: bool = True, **fields: Any) -> Membership:
    """A member with a complete file (Belgium: national number and account with right checksums)."""
    user = make_user(name, **fields)
    number = next(_counter)
    membership = Membership.objects.create(
        country=where,
        user=user,
        state=MembershipState.ACTIVE if active else MembershipState.APPLIED,
        number=f"{where.code}-{number:06d}" if active else "",
        applied_on=LONG_AGO,
        joined_on=LONG_AGO if active else None,
    )
    born = datetime.date(1990, 5, 17)
    facts: dict[str, Any] = {"legal_first_name": user.first_name, "legal_last_name": user.last_name, "birth_date": born}
    facts |= {"street": "Example street 1", "postal_code": "1000", "city": "Somewhere", "residence": where.code.code}
    facts |= {"iban": belgian_iban(number)}
    if where.code.code == "BE":
        facts["national_number"] = belgian_national_number(born, number % 997)
    with country(where):
        save_profile(membership, by=PORTAL, **facts)
        if active:
            accept_every_agreement(membership)
    return membership


def accept_every_agreement(membership: Membership) -> None:
    """All versions there are, so that a test on any day is about something else."""
    for version in versions_of(str(membership.country.code)):
        Consent.objects.create(
            membership=membership, text=USE_AGREEMENT, version=version.code, accepted_at=timezone.now()
        )


def make_staff(where: Country, role: str = "adviser", name: str = "Bob Example", **fields: Any) -> User:
    """A person who works for the country, with their second factor enrolled."""
    user = make_user(name, **fields)
    StaffRole.objects.create(country=where, user=user, role=role, since=LONG_AGO)
    give_second_factor(user)
    return user


def make_admin(name: str = "Dan Example") -> User:
    user = make_user(name, is_network_admin=True)
    give_second_factor(user)
    return user


def give_second_factor(user: User) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(user, generate_totp_secret())


def sign_in(browser: Browser, user: User) -> Browser:
    """A real session of the person, as after password and second factor."""
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
    session.save()
    return browser


def as_member(membership: Membership) -> Actor:
    user = membership.user
    return Actor(kinds=frozenset({"member"}), user_id=user.pk, label=user.full_name, ip="127.0.0.1")


def as_staff(user: User, *roles: str) -> Actor:
    held = frozenset(roles or {"adviser"})
    return Actor(kinds=frozenset({"staff"}), user_id=user.pk, label=user.full_name, ip="127.0.0.1", roles=held)


def as_client(name: str = "Client Example") -> Actor:
    return Actor(kinds=frozenset({"client"}), label=name, ip="127.0.0.1")
