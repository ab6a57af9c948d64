"""Clients, shared by the members of a country: numbers checked offline, one row a VAT number, new ones reviewed by staff."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities import perms, signals
from activities.models import Client
from activities.models.client import ClientKind
from activities.place import entered_country
from countries.guards import require_awake, require_open
from countries.identifiers import EU, EU_VAT_PREFIX, IdentifierCheck, check_identifier
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken

FACTS: Final = (
    "kind",
    "name",
    "vat_number",
    "company_number",
    "street",
    "postal_code",
    "city",
    "place",
    "email",
    "language",
)
REGISTERED: Final = ("kind", "name", "vat_number", "company_number", "street", "postal_code", "city", "place")
"""What a register knows: a change of it after the review is looked at again."""
BLOCK: Final = ("blocked_reason", "blocked_on", "blocked_until", "blocked_by")
NUMBERS: Final = {"vat_number": "vat", "company_number": "company_number"}


class ClientKnown(RuleBroken):
    """The country already has this client: `client` is offered instead of a second one."""

    def __init__(self, client: Client) -> None:
        super().__init__(
            "client_known",
            _("%(name)s is already a client of the cooperative, with this VAT number. Choose it instead of adding it.")
            % {"name": client.name},
            field="vat_number",
            client=client.pk,
        )
        self.client = client


def fold(name: str) -> str:
    """Return the name in lower case without accents, for search by its beginning."""
    bare = unicodedata.normalize("NFKD", name)
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(kept.casefold().split())[:160]


@transaction.atomic
def add_client(*, by: Actor, **facts: Any) -> Client:
    """Add a client that staff will review. Facts: FACTS. Raises ClientKnown when the VAT number is already there.

    The VAT number may be of another country than the client's address; an unchecked number is accepted (the page says so).
    """
    country = entered_country()
    if not perms.may_add_client(by) or by.user_id is None:
        raise NotAllowed(_("Only members and advisers of the country may add a client."))
    require_open(country)
    checked = check_facts(facts)
    known = _known(checked)
    if known is not None:
        raise ClientKnown(known)
    try:
        with transaction.atomic():
            client: Client = Client.objects.create(**checked, added_by_id=by.user_id, added_at=timezone.now())
    except IntegrityError as refused:
        if "activities_client_vat_number" not in str(refused):
            raise
        raise ClientKnown(Client.objects.get(vat_number=checked["vat_number"])) from None
    return client


@transaction.atomic
def edit_client(client: Client, *, by: Actor, **facts: Any) -> Client:
    """Correct a client's facts. Issued documents keep the facts they were issued with."""
    _check_reviewer(by)
    checked = check_facts({name: getattr(client, name) for name in FACTS} | facts)
    known = _known(checked)
    if known is not None and known.pk != client.pk:
        raise ClientKnown(known)
    if any(str(getattr(client, name)) != checked[name] for name in REGISTERED):
        client.changed_at = timezone.now()
    for name, value in checked.items():
        setattr(client, name, value)
    client.save(update_fields=[*checked, "changed_at"])
    tell_changed(client)
    return client


@transaction.atomic
def review_client(client: Client, *, by: Actor) -> Client:
    """Say that the client's facts were compared with a register, first or after a change; a second reviewer is told."""
    _check_reviewer(by)
    locked: Client = Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    if locked.reviewed_at is not None and not is_changed_since_review(locked):
        raise Conflict("already_reviewed", _("%(name)s was already reviewed. Nothing was changed.") % {"name": client})
    locked.reviewed_at, locked.reviewed_by_id = timezone.now(), by.user_id
    locked.save(update_fields=["reviewed_at", "reviewed_by_id"])
    return locked


def is_changed_since_review(client: Client) -> bool:
    """Whether a fact a register knows was changed after somebody compared it."""
    if client.changed_at is None or client.reviewed_at is None:
        return False
    return bool(client.changed_at > client.reviewed_at)


@transaction.atomic
def block_client(client: Client, *, reason: str, by: Actor, until: date | None = None) -> Client:
    """Refuse new missions for a client; the reason is shown to members. On `until` staff look at it again.

    Blocking a blocked client gives it another reason and another day; the block goes on since its first day.
    """
    _check_reviewer(by)
    today = entered_country().today()
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why the client is blocked; members read it."), field="reason")
    if until is not None and until <= today:
        raise RuleBroken("until_past", _("Choose a day to come, or leave it empty."), field="until")
    if not client.blocked_reason:
        client.blocked_on = today
    client.blocked_reason, client.blocked_until, client.blocked_by = reason.strip(), until, by.label
    if client.reviewed_at is None:
        client.reviewed_at, client.reviewed_by_id = timezone.now(), by.user_id
    client.save(update_fields=[*BLOCK, "reviewed_at", "reviewed_by_id"])
    tell_changed(client)
    return client


@transaction.atomic
def unblock_client(client: Client, *, by: Actor) -> Client:
    _check_reviewer(by)
    client.blocked_reason, client.blocked_on, client.blocked_until, client.blocked_by = "", None, None, ""
    client.save(update_fields=list(BLOCK))
    tell_changed(client)
    return client


def tell_changed(client: Client) -> None:
    """News for the books: what is known of the client changed, and with it perhaps the guarantee of its orders."""
    signals.client_changed.send(sender=Client, country_id=client.country_id, id=client.pk)


def require_usable_client(client: Client) -> None:
    """Refuse a new mission for a blocked client, with the reason staff gave."""
    if client.blocked_reason:
        raise RuleBroken(
            "client_blocked",
            _("The cooperative takes no new mission for %(name)s: %(reason)s Ask your adviser.")
            % {"name": client.name, "reason": client.blocked_reason},
            field="client",
        )


def require_standing_client(client: Client) -> None:
    """Refuse new work for a client that was merged into another one, and name the one that stays. Costs a query then."""
    if client.merged_into is not None:
        raise RuleBroken(
            "client_merged",
            _("%(name)s was merged into %(into)s. Choose that one.")
            % {"name": client.name, "into": client.merged_into.name},
            field="client",
        )


def check_number(field: str, number: str, *, place: str) -> IdentifierCheck:
    """Check a client's number by its own arithmetic; a VAT number that names its country is checked by that country's rules."""
    return check_identifier(vat_country(number, place) if field == "vat_number" else place, NUMBERS[field], number)


def vat_country(number: str, place: str) -> str:
    """The country of a VAT number: its prefix when it is one of the Union's, otherwise the client's own country."""
    by_prefix = {EU_VAT_PREFIX.get(code, code): code for code in EU}
    return by_prefix.get(number.strip()[:2].upper(), place)


def check_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts to store: numbers compact, names trimmed, the folded name beside; raise RuleBroken at the field."""
    checked = {name: str(facts.get(name) or "").strip() for name in FACTS}
    for field in ("name", "street", "postal_code", "city", "place", "email", "language"):
        if not checked[field]:
            raise RuleBroken("client_incomplete", _("The client's facts are not complete."), field=field)
    if checked["kind"] not in ClientKind.values:
        raise RuleBroken("client_kind", _("Choose what kind of client this is."), field="kind")
    if checked["kind"] == ClientKind.COMPANY and not checked["vat_number"]:
        raise RuleBroken(
            "vat_number_missing",
            _(
                "A company or association with a VAT number needs that number here. "
                "If it has none, choose “without a VAT number” above."
            ),
            field="vat_number",
        )
    for field in NUMBERS:
        checked[field] = _compact(field, checked)
    checked["folded_name"] = fold(checked["name"])
    return checked


def _compact(field: str, facts: Mapping[str, str]) -> str:
    if not facts[field]:
        return ""
    check = check_number(field, facts[field], place=facts["place"])
    if not check.ok:
        raise RuleBroken(f"{field}_refused", check.message, field=field)
    return check.compact


def _known(facts: Mapping[str, str]) -> Client | None:
    if not facts["vat_number"]:
        return None
    found: Client | None = Client.objects.filter(vat_number=facts["vat_number"]).first()
    return found


def _check_reviewer(by: Actor) -> None:
    require_awake(entered_country())
    if not perms.may_review_client(by):
        raise NotAllowed(_("Only an adviser of the country may review clients."))
