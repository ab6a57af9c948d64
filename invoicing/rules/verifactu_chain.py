"""Prove a chain of invoicing records: each hash made again from the record's own XML, each link, and that none is missing."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from countries.models import Country, LegalEntity
from invoicing.models import Invoice, VerifactuChain, VerifactuRecord
from invoicing.rules import verifactu
from invoicing.rules.verifactu_xml import INFORMATION, amount, day, hash_of
from smart.foundation.tenancy import active_country_id

NAMES: Final = {"i": INFORMATION}
BEFORE: Final = "i:Encadenamiento/i:RegistroAnterior/i:Huella"
AT: Final = "i:FechaHoraHusoGenRegistro"


def broken_chains() -> Iterator[str]:
    """Everything wrong with the chains of the entered country, one sentence each. Reads every record."""
    for entity in LegalEntity.objects.filter(verifactu_chain__isnull=False).order_by("pk"):
        rows = VerifactuRecord.objects.of_entity(entity)
        yield from faults_of(rows.iterator())
        length = VerifactuChain.objects.get(entity=entity).length
        count = rows.count()
        if length != count:
            yield f"The chain of {entity} says {length} records and has {count}."
    yield from _missing()


def faults_of(records: Iterable[VerifactuRecord]) -> Iterator[str]:
    """What is wrong with records that follow each other from the first one on."""
    previous: VerifactuRecord | None = None
    for record in records:
        yield from faults(record, previous=previous)
        previous = record


def faults(record: VerifactuRecord, *, previous: VerifactuRecord | None) -> Iterator[str]:
    """What is wrong with one record after another; without one it must be the first."""
    root = etree.fromstring(record.xml.encode())
    before = previous.hash if previous is not None else ""
    place = previous.position + 1 if previous is not None else 1
    if record.position != place:
        yield f"Record {record.number} stands at {record.position}, expected at {place}."
    if record.previous_hash != before or _text(root, BEFORE) != before:
        yield f"Record {record.position} ({record.number}) does not follow the record before it."
    if hash_of(_fields(root)) != record.hash or _text(root, "i:Huella") != record.hash:
        yield f"Record {record.position} ({record.number}) was changed: its hash does not fit its content."
    if _said(root) != _held(record):
        yield f"Record {record.position} ({record.number}): its row and its XML say different things."


def _fields(root: Any) -> list[tuple[str, str]]:
    """What the hash is made of, as the XML says it."""
    held = root.find("i:IDFactura", NAMES)
    fields = [(etree.QName(part).localname, part.text or "") for part in held]
    fields += [
        (name, _text(root, f"i:{name}"))
        for name in ("TipoFactura", "CuotaTotal", "ImporteTotal")
        if _text(root, f"i:{name}")
    ]
    return [*fields, ("Huella", _text(root, BEFORE)), ("FechaHoraHusoGenRegistro", _text(root, AT))]


def _said(root: Any) -> tuple[str, ...]:
    held = [part.text or "" for part in root.find("i:IDFactura", NAMES)]
    return (*held, *(_text(root, f"i:{name}") for name in ("TipoFactura", "CuotaTotal", "ImporteTotal")))


def _held(record: VerifactuRecord) -> tuple[str, ...]:
    named = (record.nif, record.number, day(record.issued_on))
    if record.kind == "anulacion":
        return (*named, "", "", "")
    return (*named, record.invoice_type, amount(record.vat), amount(record.total))


def _text(root: Any, path: str) -> str:
    return root.findtext(path, namespaces=NAMES) or ""


def _missing() -> Iterator[str]:
    country: Country = Country.objects.get(pk=active_country_id())
    start = verifactu.start_of(country, on=country.today()) if verifactu.is_spanish(country) else None
    if start is None:
        return
    rows = Invoice.objects.issued().filter(issued_on__gte=start.since, verifactu_records__isnull=True)
    for number in rows.order_by("number").values_list("number", flat=True):
        yield f"Invoice {number} has no invoicing record."
