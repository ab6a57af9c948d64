"""A file of a supplier: what it is, what of it is kept, and the invoices it holds when a machine can read them.

An e-invoice, and a PDF that holds one, is kept as it came, to the byte. A photo is written anew. What acts is refused.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from invoicing.einvoice import cii, ebinterface, facturae, fatturapa, profiles, ubl
from invoicing.einvoice.facturx_pdf import extract_xml, is_pdf
from invoicing.einvoice.model import Invoice as Document
from invoicing.einvoice.words import EinvoiceError
from invoicing.einvoice.xml import Element, parse
from invoicing.models.supplier import SupplierFormat
from smart.foundation import uploads
from smart.foundation.errors import RuleBroken

LONGEST: Final = 200
MOST_ROWS: Final = 400
PDF, XML = ("application/pdf", ".pdf"), ("application/xml", ".xml")
FORMATS: Final = {
    **dict.fromkeys(ubl.KINDS, SupplierFormat.UBL),
    cii.RSM: SupplierFormat.CII,
    fatturapa.NAMESPACE: SupplierFormat.FATTURAPA,
    **dict.fromkeys(facturae.NAMESPACES, SupplierFormat.FACTURAE),
    **dict.fromkeys(ebinterface.NAMESPACES, SupplierFormat.EBINTERFACE),
}


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What the bytes are, and `content`, those that are kept. `invoices` is empty for a paper: a person types its facts."""

    format: str
    content_type: str
    suffix: str
    content: bytes
    invoices: tuple[Document, ...] = ()


def read_file(content: bytes, *, name: str) -> ReceivedFile:
    """Tell by the content what the file is, never by its name alone.

    Raises RuleBroken (field file): file_empty, file_too_large, signed_envelope, unreadable, unknown_file, and what
    `uploads` says of a photo or PDF.
    """
    if not content:
        raise _refused("file_empty", _("The file is empty. Choose another one."))
    if len(content) > uploads.LARGEST:
        raise _refused("file_too_large", _("The file has more than 10 MB. Ask the supplier for a smaller one."))
    if is_pdf(content):
        return _pdf(content)
    if uploads.is_picture(content):
        return _paper(content)
    if name.lower().endswith(".p7m") or content[:1] == b"\x30":
        raise _refused(
            "signed_envelope",
            _(
                "The file is a signed envelope (.p7m), which is not opened here. Take the XML out of it, or download the"
                " XML without signature from where it was received."
            ),
        )
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        raise _refused("unknown_file", _("The file is no XML, PDF, JPEG or PNG. Choose the invoice as it came."))
    return _xml(content)


def xml_inside(content: bytes) -> bytes:
    """The XML of a readable original: the file itself, or what its PDF holds."""
    return extract_xml(content) if is_pdf(content) else content


def _pdf(content: bytes) -> ReceivedFile:
    """A PDF with readable data inside, or a paper: what is printed counts and a person reads it."""
    try:
        xml = extract_xml(content)
    except EinvoiceError:
        return _paper(content)
    uploads.check_carrier(content)
    try:
        return ReceivedFile(_format_of(xml), *PDF, content, profiles.read_all(xml))
    except EinvoiceError:
        return ReceivedFile(SupplierFormat.PAPER, *PDF, content)


def _paper(content: bytes) -> ReceivedFile:
    """A photo or a PDF of pages; an invoice is kept whole, however many it has."""
    safe = uploads.make_safe(content, most_pages=None)
    return ReceivedFile(SupplierFormat.PAPER, safe.content_type, safe.suffix, safe.content)


def _xml(content: bytes) -> ReceivedFile:
    try:
        return ReceivedFile(_format_of(content), *XML, content, profiles.read_all(content))
    except EinvoiceError as error:
        sentence = error.sentence
        words = _(sentence.text) % sentence.values if sentence.values else _(sentence.text)
        raise _refused("unreadable", words) from error


def _format_of(xml: bytes) -> str:
    namespace = parse(xml).tag[1:].partition("}")[0]
    return FORMATS.get(namespace, SupplierFormat.UBL)


def _refused(code: str, words: str) -> RuleBroken:
    return RuleBroken(code, words, field="file")


def readable(xml: bytes) -> list[dict[str, str]]:
    """The elements of the XML that say something, in its order, each with the group it stands in; long texts are cut."""
    rows: list[dict[str, str]] = []
    for element in parse(xml).iter():
        words = (element.text or "").strip()
        if not words or len(element):
            continue
        group = [_local(each) for each in reversed(list(element.iterancestors()))][1:]
        said = ", ".join(f"{_local_name(name)} {value}" for name, value in element.attrib.items())
        cut = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
        rows.append({"group": " › ".join(group[-2:]), "name": _local(element), "value": cut, "said": said[:LONGEST]})
        if len(rows) == MOST_ROWS:
            break
    return rows


def _local(element: Element) -> str:
    return _local_name(element.tag)


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]
