"""What the tests of the outbox stand on: an issued invoice in a tenant, its client, and its electronic document."""

import datetime
from typing import Any

from activities.models import Client
from countries.models import Country
from invoicing.models import ElectronicInvoice, Invoice
from invoicing.rules import einvoices, invoices
from smart.foundation.actors import PORTAL, Actor
from tests.factories.invoicing import make_activity, make_client, make_mission, staff_actor

TODAY = datetime.date(2026, 11, 10)
NOW = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)
FIRMS: dict[str, dict[str, Any]] = {
    "BE": {"vat_number": "BE0888888006", "place": "BE", "language": "nl"},
    "FR": {"vat_number": "FR51888888807", "place": "FR", "postal_code": "59000", "city": "Lille", "language": "fr"},
    "DE": {"vat_number": "DE888888885", "place": "DE", "postal_code": "10115", "city": "Berlin", "language": "de"},
    "IT": {
        "vat_number": "IT99999990155",
        "place": "IT",
        "postal_code": "20121",
        "city": "Milano",
        "language": "it",
        "routing": {"sdi_code": "ABC1234"},
    },
    "ES": {"vat_number": "ESB99999906", "place": "ES", "postal_code": "41002", "city": "Sevilla", "language": "es"},
    "AT": {"vat_number": "ATU88888883", "place": "AT", "postal_code": "1070", "city": "Wien", "language": "de"},
    "SE": {"vat_number": "SE559999999101", "place": "SE", "postal_code": "111 20", "city": "Malmö", "language": "sv"},
}
"""A firm of each country, invented, with check digits that fit."""


def make_firm(code: str, **facts: Any) -> Client:
    return make_client(**{**FIRMS[code], **facts})


def issue(country: Country, client: Client, *, by: Actor = PORTAL, **facts: Any) -> Invoice:
    """An issued invoice over 1 250.00 for work done in the country of the seller."""
    mission = make_mission(make_activity(country), client=client, **{"place": country.code.code, **facts})
    return invoices.invoice_mission(mission, on=TODAY, by=by)


def prepare(invoice: Invoice) -> ElectronicInvoice | None:
    """The first attempt, written and checked as the worker does it."""
    begun = einvoices.begin(invoice, by=PORTAL, now=NOW)
    return einvoices.write_and_check(begun, by=PORTAL, now=NOW) if begun is not None else None


def accountant() -> Actor:
    return staff_actor("accounting")
