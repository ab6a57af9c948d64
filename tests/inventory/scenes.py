"""What the demo's stories do not leave behind: things that only just now wait, and doors that open for a moment only.

`set_scenes` makes the things; `doors` are browsers in the middle of something: signing up, a forgotten password, a code.
"""

import datetime
import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from activities.models import Activity, Client, Mission
from activities.rules import client_access, late_decisions, missions, order_lines, series
from countries.models import Country
from invoicing.models import Invoice
from invoicing.queries.balances import activity_balance
from invoicing.rules import activity_moves, guarantee_fund
from invoicing.rules.journal_export import ask_export
from members.models import Membership, User
from smart.foundation.tenancy import country
from smart.stories.player import drain_jobs
from tests import people
from tests.factories.activities import step_values
from tests.factories.invoicing import D, make_client, staff_actor
from tests.invoicing.suppliers.world import receive, route, xml

PASSWORD: Final = "a long word nobody guesses 7"


@dataclass(frozen=True, slots=True)
class Door:
    """A browser in the middle of something, and where it stands."""

    role: str
    name: str
    open: Callable[[], tuple[Browser, list[str]]]


def set_scenes(where: Country) -> None:
    """Things that wait in the main country: suppliers' invoices, moves, a series, a draft with lines, an endowment, twins."""
    now, today = timezone.now(), where.today()
    with country(where):
        activity = Activity.objects.filter(invoices__isnull=False).select_related("membership__user").distinct().first()
        assert activity is not None, "No activity of the demo has an invoice."
        member = people.as_member(activity.membership)
        route(receive(xml()), (activity, "121.00"))
        _move(now=now)
        _mission_with_lines(activity, member, today=today)
        _series(member, activity, now=now)
        guarantee_fund.propose_endowment(
            amount=D("500.00"), reason="A year of growth", on=today, by=staff_actor("accounting")
        )
        ask_export(
            kind="csv", first=today.replace(month=1, day=1), last=today, is_only_new=False, entity=None,
            by=staff_actor("accounting"),
        )  # fmt: skip
        twin = Client.objects.order_by("pk").first()
        same = {name: getattr(twin, name) for name in ("name", "folded_name", "postal_code", "city", "place")}
        make_client(**same, kind="exempt", reviewed_at=now)
    drain_jobs(where)
    germany = Country.objects.get(code="DE")
    with country(germany):
        _late_wish(germany.today(), now=now)


def _late_wish(today: datetime.date, *, now: Any) -> None:
    """Work that began two days ago undeclared, which an adviser may take: German law gives six weeks."""
    activity = Activity.objects.filter(membership__state="active").select_related("membership__user").order_by("pk")[0]
    member = people.as_member(activity.membership)
    draft = missions.start_mission(activity, submission_id=uuid.uuid4(), by=member)
    _fill_in(draft, member, first=today + datetime.timedelta(days=14 - today.weekday()))
    days = {"starts_on": today - datetime.timedelta(days=2), "ends_on": today + datetime.timedelta(days=2)}
    Mission.objects.filter(pk=draft.pk).update(**days, contract_kind="open_ended")
    draft.refresh_from_db()
    late_decisions.ask_to_declare_late(draft, words="Two days of eight hours each.", by=member, now=now)


def _move(*, now: Any) -> None:
    every = Activity.objects.select_related("membership__user").order_by("pk")
    activity = next(each for each in every if activity_balance(each).available > 1)
    target = Activity.objects.exclude(membership=activity.membership).first()
    facts = {"amount": D("1.00"), "reason": "Shared costs of the show", "now": now}
    activity_moves.request_move(activity, target=target, by=people.as_member(activity.membership), **facts)


def _mission_with_lines(activity: Activity, member: Any, *, today: datetime.date) -> None:
    draft = missions.start_mission(activity, submission_id=uuid.uuid4(), by=member)
    draft = _fill_in(draft, member, first=today + datetime.timedelta(days=14 - today.weekday()))
    facts = {"description": "Painting", "quantity": D("3"), "unit": "DAY", "unit_price": D("400")}
    order_lines.add_line(draft, by=member, **facts)


def _fill_in(draft: Mission, member: Any, *, first: datetime.date) -> Mission:
    days = {"starts_on": first, "ends_on": first + datetime.timedelta(days=4), "valid_until": first}
    for step, values in step_values(Client.objects.order_by("pk").first()).items():
        values |= {name: day for name, day in days.items() if name in values}
        draft = missions.save_step(draft, step=step, values=values, by=member)
    return draft


def _series(member: Any, activity: Activity, *, now: Any) -> None:
    sent = (
        Mission.objects.filter(activity__membership=activity.membership).exclude(state="draft").order_by("-starts_on")
    )
    series.start_series(sent.first(), rhythm="month", times=3, by=member, now=now)


def doors(where: Country) -> Iterator[Door]:
    yield Door("visitor", "signing up", _signing_up)
    yield Door("visitor", "forgot", _forgot)
    yield Door("visitor", "second factor", lambda: _second_factor(where))
    yield Door("member", "long ago", lambda: _signed_in_long_ago(where))
    yield Door("member", "with a key", lambda: _with_a_key(where))
    yield Door("member", "without a factor", lambda: _without_a_factor(where))
    yield Door("client", "inside", lambda: _client_inside(where))


def _signing_up() -> tuple[Browser, list[str]]:
    browser = Browser()
    browser.post("/accounts/signup/", {"email": "sign.up@demo.example", "password1": PASSWORD, "password2": PASSWORD})
    return browser, ["/accounts/confirm-email/"]


def _forgot() -> tuple[Browser, list[str]]:
    user = people.make_user("Fay Forgot", email="fay@demo.example")
    user.set_password(PASSWORD)
    user.save()
    verified(user)
    browser = Browser()
    browser.post("/accounts/password/reset/", {"email": "fay@demo.example"})
    found = re.search(r"(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found, "No mail with a link came for the forgotten password."
    answer = browser.get(found[1])
    return browser, [answer.get("Location", found[1]), found[1].replace("-", "-x", 1)]


def _second_factor(where: Country) -> tuple[Browser, list[str]]:
    user = people.make_staff(where, "adviser", "Tilda Twofactor", email="tilda@demo.example")
    user.set_password(PASSWORD)
    user.save()
    verified(user)
    browser = Browser()
    browser.post("/accounts/login/", {"login": "tilda@demo.example", "password": PASSWORD})
    return browser, ["/accounts/2fa/authenticate/"]


def verified(user: User) -> None:
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)


def _signed_in_long_ago(where: Country) -> tuple[Browser, list[str]]:
    membership = people.make_member(where, "Lou Longago")
    membership.user.set_password(PASSWORD)
    membership.user.save()
    browser = people.sign_in(Browser(), membership.user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3000}]
    session.save()
    return browser, ["/accounts/reauthenticate/", "/accounts/password/change/", "/accounts/2fa/reauthenticate/"]


def _just_reauthenticated(user: User) -> Browser:
    browser = people.sign_in(Browser(), user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return browser


def _without_a_factor(where: Country) -> tuple[Browser, list[str]]:
    membership = people.make_member(where, "Nils Nofactor")
    verified(membership.user)
    names = ("", "totp/activate/", "webauthn/add/")
    return _just_reauthenticated(membership.user), [f"/accounts/2fa/{each}" for each in names]


def _with_a_key(where: Country) -> tuple[Browser, list[str]]:
    """A member with a passkey and a code program."""
    membership: Membership = people.make_member(where, "Kay Keyholder")
    membership.user.set_password(PASSWORD)
    membership.user.save()
    verified(membership.user)
    people.give_second_factor(membership.user)
    data = {"name": "Telephone", "passwordless": True, "credential": _credential()}
    key = Authenticator.objects.create(user=membership.user, type=Authenticator.Type.WEBAUTHN, data=data)
    RecoveryCodes.activate(membership.user)
    browser = _just_reauthenticated(membership.user)
    names = ("totp/deactivate", "recovery-codes", "recovery-codes/generate", "webauthn/add", "webauthn")
    keys = [f"/accounts/2fa/webauthn/keys/{key.pk}/{each}/" for each in ("edit", "remove")]
    return browser, [
        "/accounts/2fa/",
        "/accounts/password/change/",
        *(f"/accounts/2fa/{each}/" for each in names),
        *keys,
    ]


def _credential() -> dict[str, Any]:
    """What a browser says when a key is registered; the key itself is thrown away."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(bytes(16), b"a key of the inventory", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    attested = AttestationObject.create("none", AuthenticatorData.create(bytes(32), flags, 0, bytes(made)), {})
    said = CollectedClientData.create("webauthn.create", b"a challenge", "http://localhost")
    number = websafe_encode(made.credential_id)
    response = {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(bytes(attested))}
    return {"id": number, "rawId": number, "type": "public-key", "response": response}


def _client_inside(where: Country) -> tuple[Browser, list[str]]:
    with country(where):
        client = Invoice.objects.exclude(number="").select_related("client").order_by("pk")[0].client
        facts = {"by": staff_actor("adviser"), "on": where.today(), "now": timezone.now()}
        access = client_access.let_in(client, email="books@client.example", **facts)
        door = f"/{where.code.code.lower()}/client/open/{client_access.access_token(access)}/"
    browser = Browser()
    browser.post(door)
    inside = door.partition("open/")[0]
    return browser, [
        door,
        inside,
        *(f"{inside}{each}/" for each in ("orders", "invoices", "facts", "ask")),
    ]
