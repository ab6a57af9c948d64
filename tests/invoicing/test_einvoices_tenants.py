"""Each tenant from the issue to the document: valid by our own checks and by the official ones that are at hand."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import override_settings

from invoicing.rules import credit_notes, einvoices
from members.rules import documents
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_country
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


def test_the_day_of_the_tests_is_one_of_the_law():
    assert datetime.date(2026, 1, 1) < TODAY
