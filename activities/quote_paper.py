"""The quote on paper: the plain dictionary its PDF is made of, from the kept version and the answer to it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from activities.models import Order, OrderAnswer, OrderVersion
from activities.models.order_version import AnswerKind
from activities.quote import shown_proof, shown_terms
from activities.rules.orders import token_of
from countries.addresses import country_address
from countries.models import Country


def quote_context(version: OrderVersion, answer: OrderAnswer | None, *, country: Country) -> dict[str, Any]:
    """Everything the template needs; call it with the client's language active. The same version gives the same words."""
    quote = shown_terms(version.terms, country=country)
    return {
        "country": country.code.code,
        "currency": quote["currency"],
        "copy": _("Copy of the client"),
        "quote": quote,
        "issued_on": country.local(version.sent_at).date(),
        "sha256": version.sha256,
        "link": None if answer else link_of(version.order, version=version, country=country),
        "proof": shown_proof(version, answer, country=country),
        "is_accepted": answer is not None and answer.kind == AnswerKind.ACCEPTED,
    }


def issued_at(version: OrderVersion, answer: OrderAnswer | None) -> datetime:
    """The date inside the file: when it was sent or, with the proof, when it was answered."""
    at: datetime = answer.answered_at if answer else version.sent_at
    return at


def link_of(order: Order, *, version: OrderVersion, country: Country) -> str:
    """The address this version was sent with; dead once a later version is out."""
    return country_address(country, "activities:order_client", token_of(order, key=version.link_key))
