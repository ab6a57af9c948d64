"""The way into a client's space without an account: a signed link, sent to an address that is known, renewed or revoked.

Nobody learns from the answer whether an address is known. An address is known when a reviewed client's facts name it, or
when staff let it in; a revoked one stays out until staff let it in again.
"""

import datetime
import uuid
from datetime import timedelta
from typing import Any, Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Client, ClientAccess
from activities.place import entered_country
from activities.rules import client_mail
from countries.guards import require_awake
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import active_country_id

SALT: Final = "activities.client_space"
LASTS: Final = timedelta(days=365)
"""How long a link opens the space; asking for it again gives another year."""


def access_token(access: ClientAccess) -> str:
    """The signed name of an access: dead when its key is renewed."""
    signer = signing.Signer(salt=f"{SALT}.{access.country_id}")
    return signer.sign_object({"a": access.pk, "k": access.key.hex})


def access_of_token(token: str, *, on: datetime.date) -> ClientAccess | None:
    """The access a link opens: None for a link we never made, of another country, revoked, renewed or over. One query."""
    try:
        facts: dict[str, Any] = signing.Signer(salt=f"{SALT}.{active_country_id()}").unsign_object(token)
    except signing.BadSignature:
        return None
    return living_access(facts.get("a"), key=str(facts.get("k")), on=on)


def living_access(pk: Any, *, key: str, on: datetime.date) -> ClientAccess | None:
    """The access with this number and key, as long as it opens anything. One query."""
    rows = ClientAccess.objects.select_related("client", "country").filter(pk=pk, revoked_at__isnull=True)
    found: ClientAccess | None = rows.filter(expires_on__gte=on).first()
    return found if found is not None and found.key.hex == key else None


@transaction.atomic
def send_links(email: str, *, on: datetime.date, now: datetime.datetime) -> int:
    """Mail the address its link for every client it belongs to, at most once an hour. Returns how many, for nobody to see."""
    typed = email.strip()
    sent = 0
    for access in _accesses_of(typed, on=on, now=now):
        client_mail.mail_link(access, token=access_token(access), now=now)
        sent += 1
    return sent


@transaction.atomic
def let_in(client: Client, *, email: str, by: Actor, on: datetime.date, now: datetime.datetime) -> ClientAccess:
    """Let an address into the client's space and mail it its link; every link it had before dies."""
    _check_staff(by)
    typed = email.strip().lower()
    try:
        validate_email(typed)
    except ValidationError:
        raise RuleBroken(
            "email_wrong", _("“%(found)s” is no e-mail address.") % {"found": email}, field="email"
        ) from None
    if client.merged_into_id is not None:
        raise RuleBroken("client_merged", _("This client was merged into another one. Go to the one that stays."))
    facts = {"key": uuid.uuid4(), "invited_by": by.label, "expires_on": on + LASTS}
    facts |= {"revoked_at": None, "revoked_by": ""}
    made, _new = ClientAccess.objects.update_or_create(
        client=client, email=typed, defaults=facts, create_defaults={**facts, "made_at": now}
    )
    access: ClientAccess = ClientAccess.objects.select_related("client", "country").get(pk=made.pk)
    client_mail.mail_link(access, token=access_token(access), now=now)
    return access


@transaction.atomic
def revoke_access(access: ClientAccess, *, by: Actor, now: datetime.datetime) -> ClientAccess:
    """Shut an address out: every link it was sent is dead, and asking for a new one sends nothing."""
    _check_staff(by)
    locked: ClientAccess = ClientAccess.objects.select_for_update(of=("self",), no_key=True).get(pk=access.pk)
    if locked.revoked_at is not None:
        raise Conflict("already_revoked", _("The link of %(email)s is revoked already.") % {"email": locked.email})
    locked.key, locked.revoked_at, locked.revoked_by = uuid.uuid4(), now, by.label
    locked.save(update_fields=["key", "revoked_at", "revoked_by"])
    return locked


@transaction.atomic
def enter_space(access: ClientAccess, *, now: datetime.datetime) -> ClientAccess:
    """Note that the link was used, for staff who decide whether it is still needed."""
    ClientAccess.objects.filter(pk=access.pk).update(last_used_at=now)
    access.last_used_at = now
    return access


def _accesses_of(typed: str, *, on: datetime.date, now: datetime.datetime) -> list[ClientAccess]:
    """The address's accesses, made where a reviewed client names it, each good for another year."""
    lower = typed.lower()
    named = Q(email__in={typed, lower}) | Q(billing_email__in={typed, lower})
    clients = Client.objects.standing().filter(named, reviewed_at__isnull=False)
    for client in clients:
        ClientAccess.objects.get_or_create(
            client=client, email=lower, defaults={"made_at": now, "expires_on": on + LASTS}
        )
    alive = ClientAccess.objects.filter(email=lower, revoked_at__isnull=True)
    known = alive.filter(Q(client__in=clients) | ~Q(invited_by=""))
    ids = list(known.values_list("pk", flat=True))
    ClientAccess.objects.filter(pk__in=ids).update(expires_on=on + LASTS)
    return list(ClientAccess.objects.filter(pk__in=ids).select_related("client", "country").order_by("pk"))


def _check_staff(by: Actor) -> None:
    require_awake(entered_country())
    if not perms.may_route_client(by):
        raise NotAllowed(_("Only an adviser or an accountant of the country may decide who opens a client's space."))
