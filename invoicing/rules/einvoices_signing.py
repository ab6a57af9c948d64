"""The signature a Facturae needs: made with the operator's certificate where there is one, told as missing where not.

Without a signature the document is valid and ready to be signed: it goes by hand only, whatever the adapters say.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from invoicing.einvoice import xades
from invoicing.einvoice.findings import WARNING, Finding
from invoicing.einvoice.words import EinvoiceError, Sentence, gettext_noop

SIGNED_FORMAT: Final = "facturae"
RULE: Final = "ES-SIGNATURE"
EXPECTED: Final = Sentence(gettext_noop("the signature of the seller (XAdES), as FACe takes no document without it"))
NO_CERTIFICATE: Final = Sentence(gettext_noop("a document ready to be signed, as the portal holds no certificate"))
NOT_FOUND: Final = gettext_noop("no file at %(path)s")


def signed(xml: bytes, *, format_name: str, now: datetime) -> tuple[bytes, list[Finding]]:
    """The document with its signature, or as it was with the finding that says why there is none."""
    if format_name != SIGNED_FORMAT:
        return xml, []
    if not settings.FACTURAE_CERTIFICATE:
        return xml, [_missing(NO_CERTIFICATE)]
    try:
        return xades.sign(xml, by=signing_key(), now=now), []
    except EinvoiceError as error:
        return xml, [_missing(error.sentence)]


def signing_key() -> xades.SigningKey:
    """The key of the settings. Raises EinvoiceError when the file is not there or cannot be read."""
    path = Path(settings.FACTURAE_CERTIFICATE)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EinvoiceError(NOT_FOUND, path=path.name) from error
    return xades.read_key(content, password=settings.FACTURAE_CERTIFICATE_PASSWORD)


def is_unsigned(findings: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a document waits for its signature, by the findings stored with it."""
    return any(finding["rule"] == RULE for finding in findings)


def _missing(found: Sentence) -> Finding:
    return Finding(rule=RULE, term="", found=found, expected=EXPECTED, severity=WARNING)
