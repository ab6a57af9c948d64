"""Our invoices as electronic documents: chosen by the law of the day, written, checked, mended, tried again.

One attempt is current; whatever stops it from going out is on it in words. The XML of an attempt is in the vault and
never changes: mending makes a new attempt.
"""

import hashlib
from datetime import datetime
from typing import Final

from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.entered import entered_country
from invoicing import perms
from invoicing.einvoice import profiles
from invoicing.einvoice.model import Invoice as Document
from invoicing.models import ElectronicInvoice, Invoice
from invoicing.rules import einvoices_choice, einvoices_findings, einvoices_signing, einvoices_tellings
from invoicing.rules.einvoices_mapping import einvoice_of
from invoicing.states import EInvoiceState, InvoiceState
from members.models import Document as Paper
from members.rules import documents
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said
from smart.foundation.states import move

XML: Final = "einvoice_xml"
"""The kind under which the vault keeps the XML of an attempt."""
KEPT: Final = "invoice"
JOB: Final = "prepare_einvoice"
FACTURX: Final = "facturx"
MENDABLE: Final = frozenset({EInvoiceState.INVALID, EInvoiceState.WAITING, EInvoiceState.READY, EInvoiceState.REFUSED})
"""From here a new attempt may follow; what is under way is answered first."""


@transaction.atomic
def begin(invoice: Invoice, *, by: Actor, now: datetime) -> ElectronicInvoice | None:
    """Make the first attempt for an issued invoice, or return the current one. None where a PDF is all there is."""
    _check(by)
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    current = current_of(locked)
    if current is not None or locked.state == InvoiceState.DRAFT:
        return current
    return _new_attempt(locked, now=now)


@transaction.atomic
def check_again(electronic: ElectronicInvoice, *, by: Actor, now: datetime) -> ElectronicInvoice | None:
    """Follow an attempt with a new one, made of the facts as they are now, and put its check on the work list.

    Returns None when the law or the client now leaves it at a PDF. Raises RuleBroken("under_way") and ("replaced").
    """
    _check(by)
    invoice: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=electronic.invoice_id)
    found: ElectronicInvoice = ElectronicInvoice.objects.select_for_update(of=("self",), no_key=True).get(
        pk=electronic.pk
    )
    _require_mendable(found)
    if found.state not in {EInvoiceState.REFUSED, EInvoiceState.CANCELLED}:
        move(found, to=EInvoiceState.CANCELLED, by=by, reason=Said(gettext_noop("Followed by a new attempt.")))
    found.is_current = False
    found.save(update_fields=["is_current"])
    made = _new_attempt(invoice, now=now)
    if made is not None:
        jobs.enqueue(JOB, key=str(made.pk), payload={"electronic": made.pk})
    return made


@transaction.atomic
def cancel(electronic: ElectronicInvoice, *, reason: str, by: Actor) -> ElectronicInvoice:
    """Give an attempt up: the invoice goes another way. It stays, with the reason; a new attempt can follow."""
    _check(by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say which way the invoice goes instead."), field="reason")
    found: ElectronicInvoice = ElectronicInvoice.objects.select_for_update(of=("self",), no_key=True).get(
        pk=electronic.pk
    )
    move(found, to=EInvoiceState.CANCELLED, by=by, reason=reason.strip())
    return found


@transaction.atomic
def write_and_check(electronic: ElectronicInvoice, *, by: Actor, now: datetime) -> ElectronicInvoice:
    """Write the XML into the vault, check it, and say what became of it. An attempt that was checked is left alone."""
    rows = ElectronicInvoice.objects.select_related(
        "invoice__entity", "invoice__client", "invoice__mission", "invoice__corrects"
    )
    found: ElectronicInvoice = rows.select_for_update(of=("self",), no_key=True).get(pk=electronic.pk)
    if found.state != EInvoiceState.PREPARED:
        return found
    document = einvoice_of(found.invoice, format_name=found.format)
    xml = _written(document, found.format)
    if xml is None:
        move(found, to=EInvoiceState.WAITING, by=by)
        return found
    xml, unsigned = einvoices_signing.signed(xml, format_name=found.format, now=now)
    found.sha256 = _keep(found, xml, by=by)
    found.specification = _specification(document, found.format)
    found.findings, found.rules = einvoices_findings.check_document(
        xml, profile=found.format, rules_dir=django_settings.EINVOICE_RULES, on=found.invoice.issued_on
    )
    found.findings += einvoices_findings.stored(unsigned)
    found.checked_at = now
    found.save(update_fields=["sha256", "specification", "findings", "rules", "checked_at"])
    if not einvoices_findings.is_fatal(found.findings):
        move(found, to=EInvoiceState.READY, by=by)
        return found
    move(found, to=EInvoiceState.INVALID, by=by, reason=einvoices_findings.first_sentence(found.findings))
    einvoices_tellings.tell_of_findings(found)
    return found


def current_of(invoice: Invoice) -> ElectronicInvoice | None:
    """The attempt that counts, if the invoice has one."""
    found: ElectronicInvoice | None = ElectronicInvoice.objects.current().filter(invoice=invoice).first()
    return found


def holds_back(invoice: Invoice) -> bool:
    """Whether nothing may go to the client yet: the law asks for the electronic document and it is not valid."""
    current = current_of(invoice)
    return current is not None and current.is_mandatory and current.state == EInvoiceState.INVALID


def xml_for_paper(invoice: Invoice) -> bytes | None:
    """The XML that belongs into the PDF itself (Factur-X), once it is valid."""
    current = current_of(invoice)
    if current is None or current.format != FACTURX or current.state in {EInvoiceState.INVALID, EInvoiceState.PREPARED}:
        return None
    paper = paper_of(current)
    return documents.read_document(paper) if paper is not None else None


def paper_of(electronic: ElectronicInvoice) -> Paper | None:
    """The XML in the vault; None while it is not written."""
    return documents.latest_document(electronic, XML)


def file_name(electronic: ElectronicInvoice) -> str:
    """What the XML is called on the way: the number of the invoice, safe in every file system."""
    number = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in electronic.invoice.number)
    return f"{number}-{electronic.format}.xml"


def _new_attempt(invoice: Invoice, *, now: datetime) -> ElectronicInvoice | None:
    country = entered_country()
    choice = einvoices_choice.choice_for(invoice, country, on=einvoices_choice.day_of_choice(invoice, country))
    if not choice.is_electronic:
        return None
    last = ElectronicInvoice.objects.filter(invoice=invoice).aggregate(last=Max("attempt"))["last"] or 0
    made: ElectronicInvoice = ElectronicInvoice.objects.create(
        invoice=invoice,
        attempt=last + 1,
        format=choice.format,
        channel=choice.channel,
        is_mandatory=choice.is_mandatory,
        choice=einvoices_choice.document_of(choice),
        prepared_at=now,
    )
    return made


def _written(document: Document, format_name: str) -> bytes | None:
    """The XML, or None where the format is not written here yet."""
    if format_name not in profiles.SYNTAXES:
        return None
    return profiles.write(document, syntax=format_name)


def _specification(document: Document, format_name: str) -> str:
    return (profiles.SYNTAXES[format_name].specification or document.specification)[:200]


def _keep(electronic: ElectronicInvoice, xml: bytes, *, by: Actor) -> str:
    documents.issue_document(
        subject=electronic,
        kind=XML,
        title=file_name(electronic),
        content=xml,
        language="",
        retention_class=KEPT,
        by=by,
        suffix=".xml",
        content_type="application/xml",
    )
    return hashlib.sha256(xml).hexdigest()


def _require_mendable(found: ElectronicInvoice) -> None:
    if not found.is_current:
        raise RuleBroken("replaced", _("Another attempt has followed this one. Look at the newest."))
    if found.state not in MENDABLE | {EInvoiceState.CANCELLED}:
        raise RuleBroken(
            "under_way",
            _("%(number)s is “%(state)s”: a new attempt can follow once it is refused.")
            % {"number": found.invoice.number, "state": found.get_state_display()},
        )


def _check(by: Actor) -> None:
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only an adviser or an accountant of the country handles electronic invoices."))
