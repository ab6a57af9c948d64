"""The invoicing records of VERI*FACTU as the AEAT describes them: content, hash, XML and the address in the QR code. Pure.

Real Decreto 1007/2023 (art. 9 to 12), Orden HAC/1177/2024, and the AEAT's technical descriptions: hash 0.1.2, QR code
0.5.0, schemas SuministroInformacion and SuministroLR 1.0. The hash is SHA-256 over named fields, in capital hexadecimal
digits; the three worked examples of the AEAT are in the tests. Amounts have two decimals, days are 31-12-2027.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from lxml import etree

from invoicing.einvoice.xml import CONTROL

SERVICE: Final = (
    "https://www2.agenciatributaria.gob.es/static_files/common/internet/dep/aplicaciones/es/aeat/tike/cont/ws/"
)
INFORMATION: Final = f"{SERVICE}SuministroInformacion.xsd"
SUBMISSION: Final = f"{SERVICE}SuministroLR.xsd"
NAMESPACES: Final = {"sum": SUBMISSION, "sum1": INFORMATION}
CHECK_ADDRESS: Final = "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
"""Where a reader of the QR code sees whether the AEAT has the invoice (records that are sent to it)."""
VERSION: Final = "1.0"
SHA_256: Final = "01"
LARGEST_FILE: Final = 1000
"""Records one message may hold (SuministroLR)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceId:
    """Who issued an invoice, under which number and on which day."""

    nif: str
    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousRecord:
    """The last link of the chain."""

    invoice: InvoiceId
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The client: a Spanish NIF, or another identifier with its kind (02 VAT number, 04 number at home) and country."""

    name: str
    nif: str = ""
    id_type: str = ""
    id: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDetail:
    """One row of the breakdown: `qualification` S1, S2, N1 or N2, or `exemption` E1 to E6; rate and tax only where due."""

    base: Decimal
    tax: str = "01"
    regime: str = "01"
    qualification: str = ""
    exemption: str = ""
    rate: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The software and who produced it, as every record names them."""

    producer: str
    nif: str
    name: str
    code: str
    version: str
    installation: str
    serves_several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord:
    """RegistroAlta: an invoice was issued. `rectified` are the invoices a credit note corrects, by differences."""

    invoice: InvoiceId
    issuer: str
    invoice_type: str
    description: str
    details: tuple[TaxDetail, ...]
    tax: Decimal
    total: Decimal
    generated_at: datetime
    recipient: Recipient | None = None
    rectified: tuple[InvoiceId, ...] = ()
    operation_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnulmentRecord:
    """RegistroAnulacion: an invoice that was recorded was no invoice."""

    invoice: InvoiceId
    generated_at: datetime


Record = IssueRecord | AnnulmentRecord


def amount(value: Decimal) -> str:
    """An amount as the records write it."""
    return format(value, ".2f")


def day(value: date) -> str:
    return value.strftime("%d-%m-%Y")


def moment(value: datetime) -> str:
    """The instant with its offset, to the second."""
    return value.isoformat(timespec="seconds")


def hashed_fields(record: Record, *, previous: PreviousRecord | None) -> list[tuple[str, str]]:
    """What the hash is taken of: names and values in the AEAT's order; the first record has no predecessor's hash."""
    before = previous.hash if previous else ""
    held = record.invoice
    if isinstance(record, AnnulmentRecord):
        fields = [
            ("IDEmisorFacturaAnulada", held.nif),
            ("NumSerieFacturaAnulada", held.number),
            ("FechaExpedicionFacturaAnulada", day(held.issued_on)),
        ]
    else:
        fields = [
            ("IDEmisorFactura", held.nif),
            ("NumSerieFactura", held.number),
            ("FechaExpedicionFactura", day(held.issued_on)),
            ("TipoFactura", record.invoice_type),
            ("CuotaTotal", amount(record.tax)),
            ("ImporteTotal", amount(record.total)),
        ]
    return [*fields, ("Huella", before), ("FechaHoraHusoGenRegistro", moment(record.generated_at))]


def hash_of(fields: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of the fields, 64 capital hexadecimal digits."""
    text = "&".join(f"{name}={value.strip()}" for name, value in fields)
    return hashlib.sha256(text.encode()).hexdigest().upper()


def record_hash(record: Record, *, previous: PreviousRecord | None) -> str:
    """The hash of a record that follows another."""
    return hash_of(hashed_fields(record, previous=previous))


def record_xml(record: Record, *, previous: PreviousRecord | None, system: System) -> bytes:
    """The record as the element of the AEAT's schema, with its hash."""
    if isinstance(record, AnnulmentRecord):
        root = _annulment(record, previous=previous, system=system)
    else:
        root = _issue(record, previous=previous, system=system)
    _leaf(root, "TipoHuella", SHA_256)
    _leaf(root, "Huella", record_hash(record, previous=previous))
    return etree.tostring(root, encoding="UTF-8")


def submission(records: Iterable[bytes], *, name: str, nif: str) -> bytes:
    """Up to a thousand records of one issuer as the message the AEAT takes."""
    root = etree.Element(f"{{{SUBMISSION}}}RegFactuSistemaFacturacion", nsmap=NAMESPACES)
    issuer = _group(etree.SubElement(root, f"{{{SUBMISSION}}}Cabecera"), "ObligadoEmision")
    _leaf(issuer, "NombreRazon", name[:120])
    _leaf(issuer, "NIF", nif)
    for record in records:
        etree.SubElement(root, f"{{{SUBMISSION}}}RegistroFactura").append(etree.fromstring(record))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def check_address(invoice: InvoiceId, *, total: Decimal) -> str:
    """The address in the QR code: number of the issuer, of the invoice, its day and its total, nothing else."""
    facts = {
        "nif": invoice.nif,
        "numserie": invoice.number,
        "fecha": day(invoice.issued_on),
        "importe": amount(total),
    }
    return f"{CHECK_ADDRESS}?{urlencode(facts)}"


def _issue(record: IssueRecord, *, previous: PreviousRecord | None, system: System) -> Any:
    root = etree.Element(f"{{{INFORMATION}}}RegistroAlta", nsmap={"sum1": INFORMATION})
    _leaf(root, "IDVersion", VERSION)
    _invoice(_group(root, "IDFactura"), record.invoice)
    _leaf(root, "NombreRazonEmisor", record.issuer[:120])
    _leaf(root, "TipoFactura", record.invoice_type)
    if record.rectified:
        _leaf(root, "TipoRectificativa", "I")
        group = _group(root, "FacturasRectificadas")
        for each in record.rectified:
            _invoice(_group(group, "IDFacturaRectificada"), each)
    _leaf(root, "FechaOperacion", day(record.operation_on) if record.operation_on else "")
    _leaf(root, "DescripcionOperacion", record.description[:500])
    if record.recipient is None:
        _leaf(root, "FacturaSinIdentifDestinatarioArt61d", "S")
    else:
        _recipient(_group(_group(root, "Destinatarios"), "IDDestinatario"), record.recipient)
    breakdown = _group(root, "Desglose")
    for detail in record.details:
        _detail(_group(breakdown, "DetalleDesglose"), detail)
    _leaf(root, "CuotaTotal", amount(record.tax))
    _leaf(root, "ImporteTotal", amount(record.total))
    _end(root, record, previous=previous, system=system)
    return root


def _annulment(record: AnnulmentRecord, *, previous: PreviousRecord | None, system: System) -> Any:
    root = etree.Element(f"{{{INFORMATION}}}RegistroAnulacion", nsmap={"sum1": INFORMATION})
    _leaf(root, "IDVersion", VERSION)
    _invoice(_group(root, "IDFactura"), record.invoice, ending="Anulada")
    _end(root, record, previous=previous, system=system)
    return root


def _end(root: Any, record: Record, *, previous: PreviousRecord | None, system: System) -> None:
    chain = _group(root, "Encadenamiento")
    if previous is None:
        _leaf(chain, "PrimerRegistro", "S")
    else:
        before = _group(chain, "RegistroAnterior")
        _invoice(before, previous.invoice)
        _leaf(before, "Huella", previous.hash)
    _system(_group(root, "SistemaInformatico"), system)
    _leaf(root, "FechaHoraHusoGenRegistro", moment(record.generated_at))


def _invoice(group: Any, held: InvoiceId, *, ending: str = "") -> None:
    _leaf(group, f"IDEmisorFactura{ending}", held.nif)
    _leaf(group, f"NumSerieFactura{ending}", held.number)
    _leaf(group, f"FechaExpedicionFactura{ending}", day(held.issued_on))


def _recipient(group: Any, held: Recipient) -> None:
    _leaf(group, "NombreRazon", held.name[:120])
    if held.nif:
        _leaf(group, "NIF", held.nif)
        return
    other = _group(group, "IDOtro")
    _leaf(other, "CodigoPais", held.country)
    _leaf(other, "IDType", held.id_type)
    _leaf(other, "ID", held.id[:20])


def _detail(group: Any, detail: TaxDetail) -> None:
    _leaf(group, "Impuesto", detail.tax)
    _leaf(group, "ClaveRegimen", detail.regime)
    _leaf(group, "CalificacionOperacion", detail.qualification)
    _leaf(group, "OperacionExenta", detail.exemption)
    _leaf(group, "TipoImpositivo", amount(detail.rate) if detail.rate is not None else "")
    _leaf(group, "BaseImponibleOimporteNoSujeto", amount(detail.base))
    _leaf(group, "CuotaRepercutida", amount(detail.amount) if detail.amount is not None else "")


def _system(group: Any, system: System) -> None:
    _leaf(group, "NombreRazon", system.producer[:120])
    _leaf(group, "NIF", system.nif)
    _leaf(group, "NombreSistemaInformatico", system.name)
    _leaf(group, "IdSistemaInformatico", system.code)
    _leaf(group, "Version", system.version)
    _leaf(group, "NumeroInstalacion", system.installation)
    _leaf(group, "TipoUsoPosibleSoloVerifactu", "S")
    _leaf(group, "TipoUsoPosibleMultiOT", "S")
    _leaf(group, "IndicadorMultiplesOT", "S" if system.serves_several else "N")


def _group(parent: Any, name: str) -> Any:
    return etree.SubElement(parent, f"{{{INFORMATION}}}{name}")


def _leaf(parent: Any, name: str, text: str) -> None:
    said = CONTROL.sub("", text)
    if said:
        _group(parent, name).text = said
