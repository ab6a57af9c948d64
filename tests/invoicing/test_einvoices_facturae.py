"""From the issue to a signed Facturae for a Spanish public body; without a certificate it waits for its signature."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.test import Client as Browser
from django.test import override_settings

from invoicing.einvoice import profiles, xades
from invoicing.einvoice.model import Identifier
from invoicing.rules import credit_notes, einvoices, einvoices_sending
from members.rules import documents
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_country
from tests.invoicing.einvoice.conftest import REFERENCE
from tests.invoicing.einvoice.test_xades import certify
from tests.invoicing.einvoice_world import NOW, TODAY, accountant, issue, make_firm, prepare
from tests.people import make_staff, sign_in

DIR3 = {"dir3_accounting": "L01280796", "dir3_management": "L01280797", "dir3_processing": "LA0000123"}


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    rules = REFERENCE if REFERENCE.is_dir() else None
    with time_machine.travel(NOW, tick=False), override_settings(EINVOICE_RULES=rules):
        yield


@pytest.fixture
def spain(db) -> Iterator[object]:
    country = make_country("ES")
    with enter(country):
        yield country


@pytest.fixture
def council(spain):
    return make_firm("ES", kind="public", vat_number="ESP9999999G", routing=DIR3)


@pytest.fixture
def certificate(tmp_path, settings) -> Path:
    key = rsa.generate_private_key(65537, 2048)
    path = tmp_path / "seal.p12"
    content = pkcs12.serialize_key_and_certificates(
        b"smart", key, certify(key, since=NOW), None, BestAvailableEncryption(b"secret")
    )
    path.write_bytes(content)
    settings.FACTURAE_CERTIFICATE, settings.FACTURAE_CERTIFICATE_PASSWORD = str(path), "secret"
    return path


def rules_of(electronic) -> list[tuple[str, str]]:
    return [(row["rule"], row["severity"]) for row in electronic.findings]


def test_a_council_gets_a_signed_document_with_its_offices(spain, council, certificate):
    electronic = prepare(issue(spain, council))
    written = documents.read_document(einvoices.paper_of(electronic))

    key = xades.read_key(certificate.read_bytes(), password="secret")

    xades.verify(written, certificate=key.certificates[0])
    assert (electronic.format, electronic.channel, electronic.state) == ("facturae", "face", "ready")
    assert rules_of(electronic) == []
    assert profiles.read(written).buyer.identifiers == (
        Identifier(value="L01280796", scheme="DIR3:01"),
        Identifier(value="L01280797", scheme="DIR3:02"),
        Identifier(value="LA0000123", scheme="DIR3:03"),
    )


def test_a_credit_note_to_a_council_corrects_below_zero(spain, council, certificate):
    invoice = issue(spain, council)
    note = credit_notes.credit_invoice(invoice, reason="Menos trabajo", on=TODAY, by=accountant())

    electronic = prepare(note)
    written = documents.read_document(einvoices.paper_of(electronic))

    assert (electronic.state, rules_of(electronic)) == ("ready", [])
    assert f"<InvoiceTotal>-{note.total}</InvoiceTotal>" in written.decode()
    assert profiles.read(written).preceding_invoices[0].number == invoice.number


def test_without_a_certificate_it_is_ready_to_be_signed_and_goes_by_hand(spain, council, settings):
    settings.EINVOICE_ADAPTERS = {"ES:face": "directory"}
    electronic = prepare(issue(spain, council))

    assert (electronic.state, rules_of(electronic)) == ("ready", [("ES-SIGNATURE", "warning")])
    assert einvoices_sending.way(electronic) == "manual"
    with pytest.raises(RuleBroken, match="goes by hand"):
        einvoices_sending.ask_to_send(electronic, by=PORTAL)


def test_a_certificate_that_is_gone_or_has_ended_is_told_and_stops_nothing(spain, council, certificate, settings):
    key = rsa.generate_private_key(65537, 2048)
    ended = certify(key, since=NOW.replace(year=2025))
    certificate.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", key, ended, None, BestAvailableEncryption(b"secret"))
    )
    late = prepare(issue(spain, council))
    settings.FACTURAE_CERTIFICATE = "/nowhere/seal.p12"
    lost = prepare(issue(spain, council))

    assert "valid from" in late.findings[0]["found"]["text"]
    assert lost.findings[0]["found"] == {"text": "no file at %(path)s", "values": {"path": "seal.p12"}}
    assert (late.state, lost.state) == ("ready", "ready")


def test_a_council_without_offices_is_told_where_to_enter_them(spain, certificate):
    electronic = prepare(issue(spain, make_firm("ES", kind="public", vat_number="ESP9999999G")))

    assert (electronic.state, rules_of(electronic)) == ("ready", [("ES-06", "warning")])
    assert electronic.findings[0]["target"] == "client"


def test_the_page_says_how_an_unsigned_document_is_signed(spain, council):
    electronic = prepare(issue(spain, council))

    desk = sign_in(Browser(), make_staff(spain, "accounting"))

    page = desk.get(f"/es/staff/einvoices/{electronic.pk}/").content.decode()

    assert "a document ready to be signed, as the portal holds no certificate" in page
    assert "Sign the file with the cooperative&#x27;s certificate before it goes to FACe." in page
