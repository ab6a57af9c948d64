"""What became of an electronic invoice: answers in the codes of the channel, kept as they came, and proof of delivery."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.einvoice_adapters import AccessPoint, Answer, adapter_named
from invoicing.einvoice_codes import codes_of
from invoicing.models import EInvoiceStatus, ElectronicInvoice
from invoicing.models.einvoice import StatusSource
from invoicing.rules import einvoices_tellings
from invoicing.rules.einvoices import KEPT
from invoicing.states import EInvoiceState
from members.models import Document
from members.rules import documents
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move

PROOF: Final = "einvoice_proof"
ORDER: Final = (EInvoiceState.SENT, EInvoiceState.DELIVERED, EInvoiceState.ACCEPTED)
FINAL: Final = frozenset({EInvoiceState.ACCEPTED, EInvoiceState.REFUSED})
STAMPS: Final = {
    EInvoiceState.DELIVERED: "delivered_at",
    EInvoiceState.ACCEPTED: "answered_at",
    EInvoiceState.REFUSED: "answered_at",
}
ANSWERABLE: Final = frozenset({*ORDER, EInvoiceState.REFUSED})


@transaction.atomic
def record_status(
    electronic: ElectronicInvoice, *, answer: Answer, by: Actor, now: datetime, source: str = StatusSource.STAFF
) -> EInvoiceStatus:
    """Keep an answer and let the document follow it; the same answer again changes nothing. Fields: code, note, at.

    An answer never moves a document backwards, and what was answered for good stays answered: it is kept as news.
    """
    _check(by)
    found: ElectronicInvoice = ElectronicInvoice.objects.select_for_update(of=("self",), no_key=True).get(
        pk=electronic.pk
    )
    _check_answer(found, answer, now=now)
    status, made = EInvoiceStatus.objects.get_or_create(
        electronic=found,
        code=answer.code,
        at=answer.at,
        defaults={
            "note": answer.note.strip(),
            "raw": answer.raw,
            "source": source,
            "recorded_at": now,
            "by_id": by.user_id,
            "by_label": by.label,
        },
    )
    if made:
        _follow(found, answer, by=by)
    return status  # type: ignore[no-any-return]


def ask_access_point(electronic: ElectronicInvoice, *, by: Actor, now: datetime) -> int:
    """Ask the way a document went what became of it; return how many answers were new. Ways that tell nothing: zero."""
    adapter = adapter_named(electronic.sent_via)
    if not isinstance(adapter, AccessPoint):
        return 0
    before = EInvoiceStatus.objects.filter(electronic=electronic).count()
    for answer in adapter.status(electronic.reference):
        record_status(electronic, answer=answer, by=by, now=now, source=StatusSource.ADAPTER)
    return EInvoiceStatus.objects.filter(electronic=electronic).count() - before


@transaction.atomic
def keep_proof(electronic: ElectronicInvoice, *, content: bytes, suffix: str, media_type: str, by: Actor) -> Document:
    """Keep a receipt of the channel in the vault. Raises RuleBroken("not_sent") before the document left."""
    _check(by)
    if electronic.state not in ANSWERABLE:
        raise _not_sent(electronic, field="file")
    return documents.issue_document(
        subject=electronic,
        kind=PROOF,
        title=_("Proof of delivery of %(number)s") % {"number": electronic.invoice.number},
        content=content,
        language="",
        retention_class=KEPT,
        by=by,
        suffix=suffix,
        content_type=media_type,
    )


def _follow(found: ElectronicInvoice, answer: Answer, *, by: Actor) -> None:
    to = codes_of(found.channel)[answer.code].to
    if not to or found.state in FINAL or (to in ORDER and ORDER.index(EInvoiceState(to)) <= _rank(found)):
        return
    state = EInvoiceState(to)
    move(found, to=state, by=by, reason=answer.note.strip())
    setattr(found, STAMPS[state], answer.at)
    found.save(update_fields=[STAMPS[state]])
    if state == EInvoiceState.REFUSED:
        einvoices_tellings.tell_of_refusal(found, note=answer.note)


def _rank(found: ElectronicInvoice) -> int:
    return ORDER.index(EInvoiceState(found.state))


def _check_answer(found: ElectronicInvoice, answer: Answer, *, now: datetime) -> None:
    if found.state not in ANSWERABLE:
        raise _not_sent(found, field="code")
    code = codes_of(found.channel).get(answer.code)
    if code is None:
        raise RuleBroken(
            "unknown_code",
            _("“%(found)s” is no code of this channel. Choose one of the list.") % {"found": answer.code},
            field="code",
        )
    if code.needs_note and not answer.note.strip():
        raise RuleBroken("note_missing", _("Copy what was answered: the next person has to mend it."), field="note")
    if answer.at > now:
        raise RuleBroken("later_than_now", _("The answer lies in the future. Enter when it came."), field="at")


def _not_sent(found: ElectronicInvoice, *, field: str) -> RuleBroken:
    return RuleBroken(
        "not_sent",
        _("%(number)s is “%(state)s”: there is an answer only to what was sent.")
        % {"number": found.invoice.number, "state": found.get_state_display()},
        field=field,
    )


def _check(by: Actor) -> None:
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only an adviser or an accountant of the country handles electronic invoices."))
