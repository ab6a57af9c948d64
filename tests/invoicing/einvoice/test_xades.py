"""The signature of a Facturae: made with a throw-away certificate, verified, and refused after any change."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from lxml import etree

from invoicing.einvoice import profiles, xades
from invoicing.einvoice.words import EinvoiceError
from tests.invoicing.einvoice.cases import case
from tests.invoicing.einvoice.national import FACTURAE, faults

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
NAME = x509.Name(
    [x509.NameAttribute(NameOID.COUNTRY_NAME, "ES"), x509.NameAttribute(NameOID.COMMON_NAME, "Inventada, S.Coop.")]
)


def certify(key, *, since: datetime = NOW - timedelta(days=1)) -> x509.Certificate:
    built = x509.CertificateBuilder().subject_name(NAME).issuer_name(NAME).public_key(key.public_key())
    built = built.serial_number(4711).not_valid_before(since).not_valid_after(since + timedelta(days=30))
    return built.sign(key, SHA256())


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def signer(key) -> xades.SigningKey:
    return xades.SigningKey(key=key, certificates=(certify(key),))


@pytest.fixture(scope="module")
def signed(signer) -> bytes:
    return xades.sign(profiles.write(case("ES", "domestic"), syntax="facturae"), by=signer, now=NOW)


def test_a_signed_document_is_valid_and_reads_the_same(signed, signer):
    xades.verify(signed, certificate=signer.certificates[0])

    assert faults(signed, FACTURAE) == []
    assert xades.is_signed(signed)
    assert profiles.read(signed) == profiles.read(profiles.write(case("ES", "domestic"), syntax="facturae"))


def test_the_signature_says_policy_role_time_and_certificate(signed):
    root = etree.fromstring(signed)

    def text(name: str) -> str | None:
        return root.findtext(f".//{{http://uri.etsi.org/01903/v1.3.2#}}{name}")

    assert text("Identifier").endswith("politica_de_firma_formato_facturae_v3_1.pdf")
    assert (text("ClaimedRole"), text("SigningTime"), text("MimeType")) == (
        "emisor",
        "2026-11-26T09:30:00Z",
        "text/xml",
    )
    assert root.findtext(".//{*}SigPolicyHash/{*}DigestValue") == "Ohixl6upD6av8N7pEvDABhEL6hM="
    assert root.findtext(".//{*}SigningCertificate//{*}X509IssuerName") == "CN=Inventada\\, S.Coop.,C=ES"
    assert [part.get("Type", "")[-16:] for part in root.iter("{*}Reference")] == ["", "SignedProperties", ""]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<InvoiceTotal>363.00", b"<InvoiceTotal>3.63"),
        (b"Teatro Imaginario", b"Teatro Distinto"),
        (b">emisor<", b">receptor<"),
        (b"2026-11-26T09:30:00Z", b"2026-11-27T09:30:00Z"),
        (b"formato_facturae_v3_1", b"formato_facturae_v3_2"),
    ],
)
def test_a_change_after_signing_is_found(signed, signer, before, after):
    assert before in signed

    with pytest.raises(EinvoiceError, match="The signature does not fit"):
        xades.verify(signed.replace(before, after), certificate=signer.certificates[0])


def test_another_certificate_and_a_missing_signature_are_refused(signed, signer):
    other = certify(rsa.generate_private_key(65537, 2048))

    with pytest.raises(EinvoiceError, match="another certificate"):
        xades.verify(signed, certificate=other)
    with pytest.raises(EinvoiceError, match="Signature"):
        xades.verify(profiles.write(case("ES", "domestic"), syntax="facturae"), certificate=signer.certificates[0])


@pytest.mark.parametrize("kind", ["pkcs12", "pem"])
def test_key_and_certificate_come_from_a_pkcs12_or_a_pem_file(key, kind):
    certificate, secret = certify(key), BestAvailableEncryption(b"secret")
    if kind == "pkcs12":
        content = pkcs12.serialize_key_and_certificates(b"smart", key, certificate, None, secret)
    else:
        content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret) + certificate.public_bytes(Encoding.PEM)

    found = xades.read_key(content, password="secret")

    assert found.holder == "CN=Inventada\\, S.Coop.,C=ES"
    assert found.key.private_numbers() == key.private_numbers()
    with pytest.raises(EinvoiceError, match="cannot be read"):
        xades.read_key(content, password="wrong")


def test_a_key_is_not_shown(signer):
    assert "RSAPrivateKey" not in repr(signer)


def test_what_is_no_certificate_or_no_rsa_key_is_refused():
    curve = ec.generate_private_key(ec.SECP256R1())
    pem = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    with pytest.raises(EinvoiceError, match="cannot be read"):
        xades.read_key(b"nothing of the kind")
    with pytest.raises(EinvoiceError, match="expected an RSA key"):
        xades.read_key(pem + certify(curve).public_bytes(Encoding.PEM))


def test_a_certificate_that_has_ended_signs_nothing(key):
    ended = xades.SigningKey(key=key, certificates=(certify(key, since=datetime(2025, 1, 1, tzinfo=UTC)),))

    with pytest.raises(EinvoiceError, match="valid from 2025-01-01 to 2025-01-31, and today is 2026-11-26"):
        xades.sign(profiles.write(case("ES", "domestic"), syntax="facturae"), by=ended, now=NOW)
