"""From the issue to a valid FatturaPA or ebInterface, and what is missing told in words."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import override_settings

from invoicing.einvoice import profiles
from invoicing.rules import einvoices, invoices
from members.rules import documents
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, make_mission, make_order
from tests.invoicing.einvoice.conftest import REFERENCE
from tests.invoicing.einvoice_world import NOW, TODAY, issue, make_firm, prepare


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with (
        time_machine.travel(NOW, tick=False),
        override_settings(EINVOICE_RULES=REFERENCE if REFERENCE.is_dir() else None),
    ):
        yield


def fatal(electronic) -> list[str]:
    return [row["rule"] for row in electronic.findings if row["severity"] == "fatal"]


@pytest.mark.django_db
def test_an_invoice_to_the_government_is_valid_with_order_and_supplier_number():
    country = make_country("AT")
    with enter(country):
        client = make_firm("AT", kind="public", routing={"supplier_number": "80815"})
        mission = make_mission(make_activity(country), client=client, place="AT")
        make_order(mission, purchase_order="Z01")
        electronic = prepare(invoices.invoice_mission(mission, on=TODAY, by=PORTAL))

        written = documents.read_document(einvoices.paper_of(electronic))

        assert (electronic.format, fatal(electronic), electronic.state) == ("ebinterface", [], "ready")
        assert profiles.read(written).order_reference == "Z01"
        assert profiles.read(written).seller.identifiers[0].value == "80815"


@pytest.mark.django_db
def test_without_order_and_supplier_number_it_is_held_back():
    country = make_country("AT")
    with enter(country):
        electronic = prepare(issue(country, make_firm("AT", kind="public")))

        assert fatal(electronic) == ["AT-03", "AT-01"]
        assert electronic.state == "invalid"


@pytest.mark.django_db
def test_an_italian_invoice_to_a_swiss_firm_keeps_the_sellers_number():
    """Outside the scope of VAT: the norm hides VAT numbers there, the exchange system asks for them."""
    country = make_country("IT")
    with enter(country):
        client = make_firm("DE", place="CH", vat_number="", postal_code="8001", city="Zürich")
        electronic = prepare(issue(country, client))

        written = documents.read_document(einvoices.paper_of(electronic)).decode()

        assert (electronic.format, fatal(electronic)) == ("fatturapa", [])
        assert profiles.read(written.encode()).seller.vat_id.startswith("IT")
        assert "<CodiceDestinatario>XXXXXXX</CodiceDestinatario>" in written
        assert "<Natura>N2.1</Natura>" in written
