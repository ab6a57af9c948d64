"""Spain's chained invoicing records: made in the transaction of the issue, one chain for each legal entity.

Real Decreto 1007/2023, art. 8 to 12. The end of the chain is locked after the counter of the number and held to the commit,
so that no two records name the same predecessor; the database refuses it besides.
"""

import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings as django_settings
from django.utils.translation import gettext as _

from countries import verifactu_law
from countries.models import Country, LegalEntity
from countries.rules import settings
from invoicing import perms
from invoicing.models import Invoice, VerifactuChain, VerifactuRecord
from invoicing.rules import verifactu_content as content
from invoicing.rules import verifactu_xml as xml
from invoicing.rules.vat_groups import vat_groups
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

SYSTEM_NAME: Final = "Smart"
SYSTEM_CODE: Final = "SM"
SYSTEM_VERSION: Final = "1.0"
"""Named in smart/docs/verifactu.md, the responsible declaration: raise it there and here when what it declares changes."""
LEGEND: Final = "VERI*FACTU"
HEADING: Final = "QR tributario:"
"""The law's own words beside the code, in Spanish whatever the language of the invoice (Orden HAC/1177/2024, art. 20, 21)."""


def keeps_records(country: Country, *, on: datetime.date) -> bool:
    """Whether invoices of the country issued on the day are recorded. Costs the setting, in Spain only."""
    if not is_spanish(country):
        return False
    start = start_of(country, on=on)
    return start is not None and on >= start.since


def is_spanish(country: Country) -> bool:
    return bool(country.code.code == verifactu_law.COUNTRY)


def legend_of(country: Country, *, on: datetime.date) -> str:
    """The legend of the law, which only those may print who send every record to the AEAT (RD 1007/2023 art. 16); else empty."""
    return LEGEND if settings.setting_value(country, verifactu_law.SENDS, on=on, default=False) else ""


def start_of(country: Country, *, on: datetime.date) -> verifactu_law.Start | None:
    """The law's first day for what the cooperative is on a day: a payer of corporation tax unless its setting says otherwise."""
    taxpayer = settings.setting_value(country, verifactu_law.SETTING, on=on, default=verifactu_law.CORPORATE_TAX)
    return verifactu_law.start_of(taxpayer)


def record_issue(invoice: Invoice, *, country: Country, now: datetime.datetime) -> VerifactuRecord | None:
    """Add the record of an invoice that has its number, or return the one it has. None where the law keeps none.

    Call it last in the transaction of the issue. Raises RuleBroken("verifactu_nif") when the entity has no Spanish number.
    """
    assert invoice.issued_on is not None, "an invoice is recorded once it has its day and number"
    if not keeps_records(country, on=invoice.issued_on):
        return None
    _require_nif(invoice)
    chain = _locked_chain(invoice.entity)
    known: VerifactuRecord | None = VerifactuRecord.objects.filter(invoice=invoice).first()
    if known is not None:
        return known
    last: VerifactuRecord | None = VerifactuRecord.objects.filter(entity=invoice.entity, position=chain.length).first()
    record = _record(invoice, at=_moment(country, now=now, last=last))
    made = _keep(record, invoice, after=last, position=chain.length + 1)
    chain.length = made.position
    chain.save(update_fields=["length"])
    return made


def export_records(entity: LegalEntity, *, first: int, last: int, by: Actor) -> bytes:
    """The records from one position to another as a message for the AEAT. Fields: first, last."""
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may export the invoicing records."))
    if not 0 <= last - first < xml.LARGEST_FILE:
        raise RuleBroken(
            "records_range",
            _("From %(first)s to %(last)s are %(count)s records; a file holds 1 to %(most)s. Choose fewer.")
            % {"first": first, "last": last, "count": max(last - first + 1, 0), "most": xml.LARGEST_FILE},
            field="last",
        )
    rows = list(VerifactuRecord.objects.of_entity(entity).filter(position__range=(first, last)))
    if not rows:
        raise RuleBroken(
            "no_records",
            _("%(entity)s has no records from %(first)s to %(last)s. Look at the list for its positions.")
            % {"entity": entity, "first": first, "last": last},
            field="first",
        )
    return xml.submission((row.xml.encode() for row in rows), name=entity.name, nif=rows[0].nif)


def check_address(record: VerifactuRecord) -> str:
    """Where a reader of the code sees whether the AEAT has the invoice."""
    return xml.check_address(_named(record), total=record.total)


def record_of(invoice: Invoice) -> VerifactuRecord | None:
    """The record of an invoice, if it has one. Costs a query."""
    found: VerifactuRecord | None = VerifactuRecord.objects.filter(invoice=invoice).order_by("position").first()
    return found


def _require_nif(invoice: Invoice) -> None:
    if content.nif_of(invoice.seller):
        return
    raise RuleBroken(
        "verifactu_nif",
        _(
            "%(entity)s has no Spanish tax number of nine characters, which every invoicing record names. An administrator must enter it."
        )
        % {"entity": invoice.entity},
    )


def _locked_chain(entity: LegalEntity) -> VerifactuChain:
    rows = VerifactuChain.objects.select_for_update(of=("self",), no_key=True)
    found: VerifactuChain | None = rows.filter(entity=entity).first()
    if found is not None:
        return found
    VerifactuChain.objects.get_or_create(entity=entity)
    locked: VerifactuChain = rows.get(entity=entity)
    return locked


def _moment(country: Country, *, now: datetime.datetime, last: VerifactuRecord | None) -> datetime.datetime:
    """The country's clock, to the second, never before the record it follows."""
    after = max(now, last.generated_at) if last is not None else now
    return after.astimezone(ZoneInfo(country.time_zone)).replace(microsecond=0)


def _record(invoice: Invoice, *, at: datetime.datetime) -> xml.IssueRecord:
    sign, recipient = content.sign_of(invoice), content.recipient_of(invoice.buyer)
    supplied_on = invoice.supplied_on
    is_earlier = supplied_on is not None and invoice.issued_on is not None and supplied_on < invoice.issued_on
    return xml.IssueRecord(
        invoice=content.invoice_id(invoice),
        issuer=invoice.seller["name"],
        invoice_type=content.type_of(invoice, is_identified=recipient is not None),
        description=content.description_of(invoice),
        details=content.details_of(vat_groups(invoice), sign=sign, buyer_country=invoice.buyer["country"]),
        tax=sign * invoice.vat,
        total=sign * invoice.total,
        generated_at=at,
        recipient=recipient,
        rectified=_rectified(invoice),
        operation_on=supplied_on if is_earlier else None,
    )


def _rectified(invoice: Invoice) -> tuple[xml.InvoiceId, ...]:
    return (content.invoice_id(invoice.corrects),) if invoice.corrects is not None else ()


def _keep(
    record: xml.IssueRecord, invoice: Invoice, *, after: VerifactuRecord | None, position: int
) -> VerifactuRecord:
    previous = xml.PreviousRecord(invoice=_named(after), hash=after.hash) if after is not None else None
    system = _system(invoice)
    made: VerifactuRecord = VerifactuRecord.objects.create(
        entity=invoice.entity,
        invoice=invoice,
        position=position,
        nif=record.invoice.nif,
        number=record.invoice.number,
        issued_on=record.invoice.issued_on,
        invoice_type=record.invoice_type,
        vat=record.tax,
        total=record.total,
        previous_hash=previous.hash if previous else "",
        hash=xml.record_hash(record, previous=previous),
        generated_at=record.generated_at,
        xml=xml.record_xml(record, previous=previous, system=system).decode(),
    )
    return made


def _named(record: VerifactuRecord) -> xml.InvoiceId:
    return xml.InvoiceId(nif=record.nif, number=record.number, issued_on=record.issued_on)


def _system(invoice: Invoice) -> xml.System:
    """The software; its producer is the entity itself unless the operator is named in the settings."""
    name, nif = django_settings.VERIFACTU_PRODUCER_NAME, django_settings.VERIFACTU_PRODUCER_NIF
    return xml.System(
        producer=name or invoice.seller["name"],
        nif=nif or content.nif_of(invoice.seller),
        name=SYSTEM_NAME,
        code=SYSTEM_CODE,
        version=SYSTEM_VERSION,
        installation=django_settings.VERIFACTU_INSTALLATION,
        serves_several=LegalEntity.objects.count() > 1,
    )
