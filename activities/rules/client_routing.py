"""How invoices reach a client: its electronic address, what it wants to read on them, what one country's format asks more.

These facts are no part of the invoice itself, so they may change after it was issued: a document that could not be
delivered is mended here and tried again.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.de import leitweg
from stdnum.exceptions import ValidationError

from activities import perms
from activities.models import Client
from activities.models.client import ClientKind
from activities.place import entered_country
from activities.rules.clients import tell_changed
from countries.electronic_address import AddressRefused, checked_address
from countries.guards import require_awake
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

ROUTING: Final[Mapping[str, tuple[str, ...]]] = {
    "IT": ("sdi_code", "pec"),
    "ES": ("dir3_accounting", "dir3_management", "dir3_processing"),
    "AT": ("supplier_number",),
}
"""What the format of the seller's country asks more of a client."""
WISHES: Final = ("pdf", "peppol", "facturx", "xrechnung", "ubl")
LONGEST_TERM: Final = 120
SDI: Final = re.compile(r"[A-Z0-9]{6,7}")
DIR3: Final = re.compile(r"[A-Z]{1,2}[A-Z0-9]{7,8}")
ENDPOINT: Final = {"scheme": "endpoint_scheme", "value": "endpoint_id"}
SAVED: Final = (
    "endpoint_scheme",
    "endpoint_id",
    "buyer_reference",
    "billing_email",
    "terms_days",
    "credit_limit",
    "routing",
)


@transaction.atomic
def route_client(client: Client, *, by: Actor, **facts: Any) -> Client:
    """Save how invoices reach a client. Facts: endpoint_scheme, endpoint_id, buyer_reference, billing_email, terms_days,
    credit_limit, format (a wish), and the keys of ROUTING. What is not given is emptied, other keys of `routing` stay.
    """
    country = entered_country()
    require_awake(country)
    if not perms.may_route_client(by):
        raise NotAllowed(_("Only an adviser or an accountant of the country may say how invoices reach a client."))
    locked: Client = Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    locked.endpoint_scheme, locked.endpoint_id = _endpoint(facts)
    locked.buyer_reference = _reference(locked, str(facts.get("buyer_reference") or "").strip())
    locked.billing_email = str(facts.get("billing_email") or "").strip()
    locked.terms_days, locked.credit_limit = _terms(facts.get("terms_days")), facts.get("credit_limit")
    locked.routing = _routing(locked, facts, country=country.code.code)
    locked.save(update_fields=list(SAVED))
    tell_changed(locked)
    return locked


def fields_of(country: str) -> tuple[str, ...]:
    """The fields only this country's format asks for."""
    return ROUTING.get(country, ())


def _endpoint(facts: Mapping[str, Any]) -> tuple[str, str]:
    try:
        address = checked_address(str(facts.get("endpoint_scheme") or ""), str(facts.get("endpoint_id") or ""))
    except AddressRefused as refused:
        raise RuleBroken("endpoint_refused", refused.sentence, field=ENDPOINT[refused.field]) from refused
    return address.scheme, address.value


def _reference(client: Client, typed: str) -> str:
    """A German public body's reference is its Leitweg-ID, whose check digits are known."""
    if not typed or client.kind != ClientKind.PUBLIC or client.place.code != "DE":
        return typed
    try:
        leitweg.validate(typed)
    except ValidationError as refused:
        raise RuleBroken(
            "leitweg_refused",
            _("“%(found)s” is no Leitweg-ID: its form or its check digits do not fit. Copy it from the order.")
            % {"found": typed},
            field="buyer_reference",
        ) from refused
    return typed


def _terms(days: int | None) -> int | None:
    if days is not None and not 0 <= days <= LONGEST_TERM:
        raise RuleBroken(
            "terms_days",
            _("%(days)d days are no term for paying: write 0 to %(most)d, or leave it empty for the country's term.")
            % {"days": days, "most": LONGEST_TERM},
            field="terms_days",
        )
    return days


def _routing(client: Client, facts: Mapping[str, Any], *, country: str) -> dict[str, str]:
    kept = {name: value for name, value in client.routing.items() if name not in {"format", *fields_of(country)}}
    given = {name: str(facts.get(name) or "").strip() for name in fields_of(country)}
    for name in ("sdi_code", "dir3_accounting", "dir3_management", "dir3_processing"):
        if name in given:
            given[name] = _code(name, given[name])
    wish = str(facts.get("format") or "")
    if wish and wish not in WISHES:
        raise RuleBroken(
            "format_wish", _("“%(found)s” is no format a client can ask for.") % {"found": wish}, field="format"
        )
    return kept | {name: value for name, value in {**given, "format": wish}.items() if value}


def _code(name: str, typed: str) -> str:
    code = typed.upper()
    shape, words = (
        (SDI, _("six characters for an office, seven for a firm"))
        if name == "sdi_code"
        else (DIR3, _("a letter or two and the rest digits, nine or ten characters in all"))
    )
    if code and not shape.fullmatch(code):
        raise RuleBroken(
            f"{name}_refused",
            _("“%(found)s” is no such code; expected %(expected)s. Copy it again.")
            % {"found": typed, "expected": words},
            field=name,
        )
    return code
