"""The signature of a Facturae: XAdES-EPES under its signature policy 3.1, enveloped, RSA with SHA-256.

What the policy asks: three references (the document, the signed properties, the certificate), signing time, signing
certificate, the policy's name and digest, and the role of the signer. The digest is the SHA-1 that signers and FACe use
for version 3.1. It was read in public sources (Facturae-PHP, the localisations of Odoo and OCA, FirmaXadesNet agree);
it is not computed here from the document, whose published file is said to have changed since. FACe has the last word.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from lxml import etree
from signxml import CanonicalizationMethod, DigestAlgorithm, SignatureConfiguration, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.util import namespaces
from signxml.xades import XAdESDataObjectFormat, XAdESSignaturePolicy, XAdESSigner, XAdESVerifier

from invoicing.einvoice.words import EinvoiceError, gettext_noop
from invoicing.einvoice.xml import parse

POLICY: Final = XAdESSignaturePolicy(
    Identifier=(
        "http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf"
    ),
    Description="Política de Firma FacturaE v3.1",
    DigestMethod=DigestAlgorithm.SHA1,
    DigestValue="Ohixl6upD6av8N7pEvDABhEL6hM=",
)
ISSUER: Final = "emisor"
FORMAT: Final = XAdESDataObjectFormat(Description="Factura electrónica", MimeType="text/xml")
SIGNATURE: Final = f"{{{namespaces.ds}}}Signature"
REFERENCES: Final = 3
SHA256_URI: Final = DigestAlgorithm.SHA256.value
INVALID: Final = (SignXMLException, ValueError)
"""What a broken signature raises: a wrong digest, a wrong certificate, an element that cannot be read."""


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """The key of the signer with its certificate and those above it. Never shown, never kept."""

    key: rsa.RSAPrivateKey
    certificates: tuple[x509.Certificate, ...]

    @property
    def holder(self) -> str:
        """Whose certificate it is, as it says itself."""
        return self.certificates[0].subject.rfc4514_string()


def read_key(content: bytes, *, password: str = "") -> SigningKey:
    """Read a PKCS#12 file, or a PEM file that holds key and certificates. Raises EinvoiceError when it is neither."""
    secret = password.encode() or None
    try:
        key, certificates = _of_pem(content, secret) if b"-----BEGIN" in content else _of_pkcs12(content, secret)
    except (ValueError, TypeError) as error:
        text = gettext_noop(
            "The signing certificate cannot be read: %(found)s. Expected a PKCS#12 or PEM file with key and certificate,"
            " and its password. Look at FACTURAE_CERTIFICATE and FACTURAE_CERTIFICATE_PASSWORD."
        )
        raise EinvoiceError(text, found=error) from error
    if isinstance(key, rsa.RSAPrivateKey) and certificates:
        return SigningKey(key=key, certificates=tuple(certificates))
    text = gettext_noop(
        "The signing certificate holds %(found)s; expected an RSA key and its certificate. Ask its issuer for one."
    )
    raise EinvoiceError(text, found=type(key).__name__ if certificates else "no certificate")


def _of_pkcs12(content: bytes, secret: bytes | None) -> tuple[Any, list[x509.Certificate]]:
    key, certificate, others = pkcs12.load_key_and_certificates(content, secret)
    return key, [*([certificate] if certificate else []), *others]


def _of_pem(content: bytes, secret: bytes | None) -> tuple[Any, list[x509.Certificate]]:
    return load_pem_private_key(content, secret), x509.load_pem_x509_certificates(content)


def is_signed(xml: bytes) -> bool:
    """True when the document carries a signature, whether it is valid or not."""
    return parse(xml).find(SIGNATURE) is not None


def sign(xml: bytes, *, by: SigningKey, now: datetime) -> bytes:
    """Return the document with its signature as last element. Raises EinvoiceError when the certificate is not valid now."""
    _require_valid(by.certificates[0], now=now)
    signer = _Signer(signing_time=now)
    signed = signer.sign(parse(xml), key=by.key, cert=list(by.certificates), always_add_key_value=False)
    return etree.tostring(signed, xml_declaration=True, encoding="UTF-8")


def verify(xml: bytes, *, certificate: x509.Certificate) -> None:
    """Check document, signed properties, certificate and policy. Raises EinvoiceError when one of them does not fit.

    Says nothing about who issued the certificate: whom to trust is the receiver's question.
    """
    verifier = XAdESVerifier()
    expected = SignatureConfiguration(expect_references=REFERENCES, location="./")
    try:
        verifier.verify(parse(xml), x509_cert=certificate, expect_signature_policy=POLICY, expect_config=expected)
    except INVALID as error:
        text = gettext_noop(
            "The signature does not fit: %(found)s. The document was changed after it was signed, or another certificate"
            " signed it. Make it again."
        )
        raise EinvoiceError(text, found=error) from error


def _require_valid(certificate: x509.Certificate, *, now: datetime) -> None:
    if certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        return
    text = gettext_noop(
        "The signing certificate is valid from %(first)s to %(last)s, and today is %(found)s. Put a valid one in its place."
    )
    first, last = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
    raise EinvoiceError(text, first=first, last=last, found=now.date())


class _Signer(XAdESSigner):  # type: ignore[misc]
    """Writes the time it is given, and the certificate as XAdES 1.3.2 has it, which is what the policy names."""

    def __init__(self, *, signing_time: datetime) -> None:
        super().__init__(
            signature_policy=POLICY,
            claimed_roles=[ISSUER],
            data_object_format=FORMAT,
            signature_algorithm=SignatureMethod.RSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
        )
        self.signing_time = signing_time

    def add_signing_time(self, signed_signature_properties: Any, **_rest: Any) -> None:
        said = self.signing_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        _add(signed_signature_properties, "xades", "SigningTime").text = said

    def add_signing_certificate(self, signed_signature_properties: Any, *, signing_settings: Any, **_rest: Any) -> None:
        certificate = signing_settings.cert_chain[0]
        row = _add(_add(signed_signature_properties, "xades", "SigningCertificate"), "xades", "Cert")
        digest = _add(row, "xades", "CertDigest")
        _add(digest, "ds", "DigestMethod").set("Algorithm", SHA256_URI)
        _add(digest, "ds", "DigestValue").text = b64encode(certificate.fingerprint(SHA256())).decode()
        issuer = _add(row, "xades", "IssuerSerial")
        _add(issuer, "ds", "X509IssuerName").text = certificate.issuer.rfc4514_string()
        _add(issuer, "ds", "X509SerialNumber").text = str(certificate.serial_number)


def _add(parent: Any, prefix: str, name: str) -> Any:
    return etree.SubElement(parent, f"{{{namespaces[prefix]}}}{name}")
