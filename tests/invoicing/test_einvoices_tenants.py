"""Each tenant from the issue to the document: valid by our own checks and by the official ones that are at hand."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import override_settings

from activities.models import Order
from invoicing.rules import credit_notes, einvoices, invoices
from members.rules import documents
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_country, make_mission
from tests.invoicing.einvoice.conftest import REFERENCE
from tests.invoicing.einvoice_world import NOW, TODAY, accountant, issue, make_firm, prepare

SEVEN = ("BE", "FR", "DE", "IT", "ES", "AT", "SE")
DOMESTIC = {"BE": "peppol", "FR": "facturx", "DE": "facturx", "IT": "fatturapa"}
PUBLIC = {
    "BE": ("peppol", {}),
    "FR": ("facturx", {}),
    "DE": ("xrechnung", {"buyer_reference": "04011000-1234512345-06"}),
    "IT": ("fatturapa", {"routing": {"sdi_code": "ABC123"}}),
    "SE": ("peppol", {}),
    "AT": ("ebinterface", {"routing": {"supplier_number": "0012345678"}, "buyer_reference": "Z01"}),
}


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with (
        time_machine.travel(NOW, tick=False),
        override_settings(EINVOICE_RULES=REFERENCE if REFERENCE.is_dir() else None),
    ):
        yield


def fatal(electronic):
    return [(row["rule"], row["field"], row["text"]) for row in electronic.findings if row["severity"] == "fatal"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", SEVEN)
def test_an_invoice_to_a_firm_at_home(code):
    country = make_country(code)
    with enter(country):
        electronic = prepare(issue(country, make_firm(code)))

        assert (electronic.format if electronic else None) == DOMESTIC.get(code)
        if electronic is not None:
            assert fatal(electronic) == []
            assert electronic.state == "ready"


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(PUBLIC))
def test_an_invoice_to_a_public_body(code):
    country = make_country(code)
    expected, facts = PUBLIC[code]
    with enter(country):
        electronic = prepare(issue(country, make_firm(code, kind="public", **facts)))

        assert electronic.format == expected
        assert fatal(electronic) == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(DOMESTIC))
def test_a_credit_note_names_its_invoice(code):
    country = make_country(code)
    with enter(country):
        invoice = issue(country, make_firm(code))
        note = credit_notes.credit_invoice(invoice, reason="Half of it fell out", on=TODAY, by=accountant())

        electronic = prepare(note)

        assert fatal(electronic) == []
        xml = documents.read_document(einvoices.paper_of(electronic)).decode()
        assert invoice.number in xml


@pytest.mark.django_db
@pytest.mark.parametrize("code", SEVEN)
def test_a_firm_in_another_member_state_that_wants_peppol(code):
    """Reverse charge: category AE, both VAT numbers, the mention as reason."""
    country = make_country(code)
    other = "FR" if code != "FR" else "BE"
    scheme, value = ("0225", "888888807") if other == "FR" else ("0208", "0888888006")
    with enter(country):
        client = make_firm(other, endpoint_scheme=scheme, endpoint_id=value)
        electronic = prepare(issue(country, client))

        assert electronic.format == ("fatturapa" if code == "IT" else "peppol")
        assert fatal(electronic) == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", SEVEN)
def test_a_client_outside_the_union_that_wants_a_file(code):
    country = make_country(code)
    facts = {"place": "CH", "postal_code": "8001", "city": "Zürich", "vat_number": "", "company_number": "CHE999999996"}
    address = {"endpoint_scheme": "0183", "endpoint_id": "CHE999999996"}
    with enter(country):
        electronic = prepare(issue(country, make_client(**facts, **address)))

        assert electronic.format == ("fatturapa" if code == "IT" else "peppol")
        assert fatal(electronic) == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(DOMESTIC))
def test_a_deposit_and_the_invoice_that_takes_it_off(code):
    country = make_country(code)
    with enter(country):
        mission = make_mission(make_activity(country), client=make_firm(code), place=code)
        Order.objects.create(
            mission=mission, state="accepted", valid_until=TODAY, deposit=Decimal("250.00"), invoice_on=TODAY
        )

        deposit, final = invoices.follow_plan(mission, on=TODAY, by=PORTAL)

        for document in (prepare(deposit), prepare(final)):
            assert fatal(document) == []
        assert deposit.number in documents.read_document(einvoices.paper_of(einvoices.current_of(final))).decode()


def test_the_day_of_the_tests_is_one_of_the_law():
    assert datetime.date(2026, 1, 1) < TODAY
