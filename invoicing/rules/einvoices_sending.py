"""An electronic invoice leaves the house: by an adapter in a worker, by the invoice's own mail, or by hand."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.einvoice_adapters import BY_HAND, WITH_THE_MAIL, Parcel, adapter_named, way_of
from invoicing.models import ElectronicInvoice, Invoice
from invoicing.rules import einvoices, einvoices_parties, einvoices_signing, parties
from invoicing.states import EInvoiceState
from members.rules import documents
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job, JobState
from smart.foundation.states import move

JOB: Final = "send_einvoice"
ASK: Final = "ask_einvoice"
SENDABLE: Final = frozenset({EInvoiceState.READY, EInvoiceState.WAITING})
NOT_ASKED: Final = frozenset({"", BY_HAND, WITH_THE_MAIL})
"""Ways that tell nothing of themselves what became of a document."""
EMAIL_CHANNEL: Final = "email"
ZIP_DAY: Final = (2020, 1, 1, 0, 0, 0)
"""Every file of an export carries this day, so that the same export is the same bytes."""


@transaction.atomic
def ask_to_send(electronic: ElectronicInvoice, *, by: Actor) -> Job:
    """Put the sending by the adapter on the work list; asked again, one that was given up starts afresh.

    Raises RuleBroken("goes_by_hand") where no adapter is set and RuleBroken("not_ready").
    """
    _check(by)
    _require(electronic, {EInvoiceState.READY})
    if way(electronic) == BY_HAND:
        raise RuleBroken("goes_by_hand", _("This invoice goes by hand: take its file and note the reference."))
    job = jobs.enqueue(JOB, key=str(electronic.pk), payload={"electronic": electronic.pk})
    jobs.requeue(job)
    return job


def send_if_automatic(electronic: ElectronicInvoice, *, by: Actor) -> None:
    """Put a ready document on the way its country's settings name; by hand it waits for staff."""
    if electronic.state == EInvoiceState.READY and way(electronic) != BY_HAND:
        ask_to_send(electronic, by=by)


def send_now(electronic_id: int, *, by: Actor, now: datetime) -> ElectronicInvoice:
    """Hand the document to its adapter and record it as sent. One that is not ready any more is left alone."""
    rows = ElectronicInvoice.objects.select_related("invoice__country", "invoice__client", "invoice__entity")
    found: ElectronicInvoice = rows.get(pk=electronic_id)
    name = way(found)
    if found.state != EInvoiceState.READY or name == BY_HAND:
        return found
    reference = adapter_named(name).send(parcel_of(found))
    return mark_sent(found, reference=reference, via=name, by=by, now=now)


@transaction.atomic
def mark_sent(
    electronic: ElectronicInvoice, *, reference: str, by: Actor, now: datetime, via: str = BY_HAND
) -> ElectronicInvoice:
    """Record that the document left, by which way and under which reference. Raises RuleBroken("not_ready").

    A document in a format that is not written here may have been typed into the receiver's own pages: it counts too.
    """
    _check(by)
    if not reference.strip():
        raise RuleBroken("reference_missing", _("Enter the reference under which it was sent."), field="reference")
    found: ElectronicInvoice = ElectronicInvoice.objects.select_for_update(of=("self",), no_key=True).get(
        pk=electronic.pk
    )
    _require(found, SENDABLE)
    move(found, to=EInvoiceState.SENT, by=by)
    found.sent_via, found.reference, found.sent_at = via, reference.strip()[:120], now
    found.save(update_fields=["sent_via", "reference", "sent_at"])
    return found


@transaction.atomic
def mark_many_sent(chosen: Iterable[int], *, reference: str, by: Actor, now: datetime) -> list[ElectronicInvoice]:
    """Record a whole export as sent under one reference; what is not ready any more is left out."""
    _check(by)
    if not reference.strip():
        raise RuleBroken("reference_missing", _("Enter the reference under which they were sent."), field="reference")
    rows = list(ElectronicInvoice.objects.ready().filter(pk__in=list(chosen)).order_by("pk"))
    if not rows:
        raise RuleBroken("nothing_chosen", _("Choose at least one invoice that is ready."))
    return [mark_sent(row, reference=reference, by=by, now=now) for row in rows]


def sent_with_mail(invoice: Invoice, *, by: Actor, now: datetime) -> None:
    """The mail of an invoice links to its PDF; where the document is inside that PDF and mail is its way, it is sent."""
    current = einvoices.current_of(invoice)
    if current is None or current.format != einvoices.FACTURX or current.channel != EMAIL_CHANNEL:
        return
    if current.state == EInvoiceState.READY and way(current) == BY_HAND:
        mark_sent(current, reference=invoice.buyer["email"], via=WITH_THE_MAIL, by=by, now=now)


def enqueue_questions(*, on: date) -> int:
    """Put a question for each document under way by an access point on the work list, once a day; return how many."""
    rows = ElectronicInvoice.objects.under_way().exclude(sent_via__in=NOT_ASKED)
    found = list(rows.values_list("pk", flat=True))
    for electronic_id in found:
        jobs.enqueue(ASK, key=f"{electronic_id}-{on.isoformat()}", payload={"electronic": electronic_id})
    return len(found)


def way(electronic: ElectronicInvoice) -> str:
    """How this document goes out: "manual", or the name of an adapter. What waits for its signature goes by hand."""
    if einvoices_signing.is_unsigned(electronic.findings):
        return BY_HAND
    return way_of(electronic.invoice.country.code.code, electronic.channel)


def sending_of(electronic: ElectronicInvoice) -> str:
    """Where an asked sending stands: "" (not asked or done), "waiting" or "given_up"."""
    state = Job.objects.filter(kind=JOB, key=str(electronic.pk)).values_list("state", flat=True).first()
    if state in {JobState.QUEUED, JobState.RUNNING}:
        return "waiting"
    return "given_up" if state == JobState.PARKED else ""


def parcel_of(electronic: ElectronicInvoice) -> Parcel:
    """Everything an adapter needs, read from the vault and the copies. Costs three queries."""
    invoice = electronic.invoice
    paper = einvoices.paper_of(electronic)
    assert paper is not None, "a document that is ready has its XML"
    pdf = documents.latest_document(invoice, "invoice")
    buyer = {**invoice.buyer, **parties.receiver_of(invoice.client)}
    seller = {**invoice.seller, **parties.sender_of(invoice.entity)}
    sender = einvoices_parties.seller_endpoint(seller)
    receiver = einvoices_parties.buyer_endpoint(buyer, electronic.format)
    return Parcel(
        key=str(electronic.pk),
        country=invoice.country.code.code,
        channel=electronic.channel,
        format=electronic.format,
        number=invoice.number,
        file_name=einvoices.file_name(electronic),
        content=documents.read_document(paper),
        sender=(sender.scheme, sender.value),
        receiver=(receiver.scheme, receiver.value),
        mail_to=invoice.client.billing_email or invoice.client.email,
        language=invoice.language,
        seller_name=invoice.seller["name"],
        papers=tuple(found.pk for found in (paper, pdf) if found is not None),
    )


def export_zip(chosen: Sequence[ElectronicInvoice], *, by: Actor) -> bytes:
    """The files of many documents in one archive, for the pages of a platform. Reads each from the vault."""
    _check(by)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for electronic in chosen:
            paper = einvoices.paper_of(electronic)
            if paper is not None:
                entry = zipfile.ZipInfo(einvoices.file_name(electronic), date_time=ZIP_DAY)
                archive.writestr(entry, documents.read_document(paper), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _require(found: ElectronicInvoice, states: Iterable[str]) -> None:
    if not found.is_current or found.state not in states:
        raise RuleBroken(
            "not_ready",
            _("%(number)s is “%(state)s”: only what is ready can be sent.")
            % {"number": found.invoice.number, "state": found.get_state_display()},
        )


def _check(by: Actor) -> None:
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only an adviser or an accountant of the country handles electronic invoices."))
