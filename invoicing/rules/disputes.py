"""Disputes: whoever disagrees with an issued invoice says why; somebody owns the answer and has a day for it.

While an invoice is disputed nobody is reminded. A dispute ends with an answer the client reads, by being withdrawn, or by
itself when the invoice is credited or paid whole.
"""

import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from countries.calendars import add_working_days
from countries.models import Country
from countries.rules.settings import working_calendar
from invoicing import perms
from invoicing.models import Dispute, Invoice
from invoicing.models.dispute import DisputeReason
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import invoice_tellings, payments
from invoicing.states import DisputeState, InvoiceState
from members.models import User
from members.queries import staff_of
from members.states import Role
from smart.foundation.actors import CLIENT, MEMBER, PORTAL, STAFF, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

DISPUTABLE: Final = frozenset({InvoiceState.ISSUED, InvoiceState.SENT, InvoiceState.PARTLY_PAID})
ANSWER_DAYS: Final = 10
"""Working days within which a dispute is answered."""


@transaction.atomic
def open_dispute(
    invoice: Invoice, *, code: str, words: str, who: str, on: datetime.date, now: datetime.datetime, by: Actor
) -> Dispute:
    """Record that somebody disagrees with an issued invoice. The client's second complaint returns the first one.

    `who` is the name the client typed. Fields: code, words, who. Raises RuleBroken("not_disputable") when nothing is owed.
    """
    if not (by.is_(CLIENT) or perms.may_dispute(by, invoice.activity)):
        raise NotAllowed(_("Only the client, the member or the cooperative may dispute an invoice."))
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    existing = Dispute.objects.open().filter(invoice=locked).first()
    if existing is not None:
        return existing  # type: ignore[no-any-return]
    _check(locked, code=code, words=words, who=who)
    country = Country.objects.get(pk=active_country_id())
    owners = _owners(locked, country)
    dispute: Dispute = Dispute.objects.create(
        invoice=locked,
        code=code,
        words=words.strip(),
        opened_kind=_capacity(by),
        opened_by_id=by.user_id,
        opened_label=who.strip()[:200],
        opened_at=now,
        owner_id=owners[0].pk if owners else None,
        owner_label=owners[0].full_name if owners else "",
        due_on=add_working_days(on, ANSWER_DAYS, working_calendar(country)),
    )
    move(locked, to=InvoiceState.DISPUTED, by=by, reason=words.strip())
    if by.is_(CLIENT):
        invoice_tellings.keep_client_words(locked, who=dispute.opened_label, words=dispute.words)
    invoice_tellings.tell_of_dispute(dispute, owners=owners)
    return dispute


@transaction.atomic
def take_over(dispute: Dispute, *, by: Actor) -> Dispute:
    """Become the owner of an open dispute."""
    _check_staff(by)
    locked = _locked(dispute)
    locked.owner_id, locked.owner_label = by.user_id, by.label
    locked.save(update_fields=["owner_id", "owner_label"])
    return locked


@transaction.atomic
def resolve_dispute(dispute: Dispute, *, outcome: str, on: datetime.date, now: datetime.datetime, by: Actor) -> Dispute:
    """Answer a dispute: the invoice stands as it is now, and is owed again. The client and the member read the outcome."""
    _check_staff(by)
    return _close(dispute, to=DisputeState.RESOLVED, outcome=outcome, on=on, now=now, by=by)


@transaction.atomic
def withdraw_dispute(dispute: Dispute, *, words: str, on: datetime.date, now: datetime.datetime, by: Actor) -> Dispute:
    """Take a dispute back: whoever opened it, by the client's link or signed in, or the cooperative."""
    is_own = by.is_(CLIENT) if dispute.opened_kind == CLIENT else by.user_id == dispute.opened_by_id
    if not (is_own or perms.may_answer_dispute(by)):
        raise NotAllowed(_("Only whoever disputed the invoice may withdraw it."))
    said = words.strip() or _("Withdrawn by %(who)s.") % {"who": by.label or dispute.opened_label}
    return _close(dispute, to=DisputeState.WITHDRAWN, outcome=said, on=on, now=now, by=by)


def close_when_over(invoice: Invoice, *, outcome: str, on: datetime.date, now: datetime.datetime) -> None:
    """Close the open dispute of an invoice that was credited, paid or written off whole. The caller holds its lock."""
    dispute = Dispute.objects.open().filter(invoice=invoice).first()
    if dispute is None or invoice.state == InvoiceState.DISPUTED:
        return
    _write_end(dispute, to=DisputeState.RESOLVED, outcome=outcome, on=on, now=now, by=PORTAL)


def close_disputes_over(*, on: datetime.date, now: datetime.datetime) -> int:
    """Close the disputes of invoices that were paid or written off meanwhile: a step of every day. Return how many."""
    behind = ("invoice__activity__membership__user", "invoice__mission", "invoice__country")
    over = Dispute.objects.open().exclude(invoice__state=InvoiceState.DISPUTED).select_related(*behind)
    for dispute in over:
        outcome = _("The invoice is “%(state)s”.") % {"state": dispute.invoice.get_state_display()}
        close_when_over(dispute.invoice, outcome=outcome, on=on, now=now)
    return len(over)


def may_be_disputed(invoice: Invoice) -> bool:
    return invoice.kind != InvoiceKind.CREDIT_NOTE and invoice.state in DISPUTABLE


def _close(
    dispute: Dispute, *, to: DisputeState, outcome: str, on: datetime.date, now: datetime.datetime, by: Actor
) -> Dispute:
    if not outcome.strip():
        raise RuleBroken("outcome_missing", _("Write the answer: the client and the member read it."), field="outcome")
    locked = _locked(dispute)
    invoice: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=locked.invoice_id)
    if invoice.state == InvoiceState.DISPUTED:
        move(invoice, to=_state_behind(invoice), by=PORTAL, reason=outcome.strip())
    locked.invoice = invoice
    return _write_end(locked, to=to, outcome=outcome.strip(), on=on, now=now, by=by)


def _write_end(
    dispute: Dispute, *, to: DisputeState, outcome: str, on: datetime.date, now: datetime.datetime, by: Actor
) -> Dispute:
    dispute.outcome, dispute.closed_at = outcome, now
    dispute.closed_label = (by.label or dispute.opened_label)[:200]
    dispute.save(update_fields=["outcome", "closed_at", "closed_label"])
    move(dispute, to=to, by=by, reason=outcome)
    invoice_tellings.tell_of_outcome(dispute, day=on)
    return dispute


def _state_behind(invoice: Invoice) -> InvoiceState:
    """Where the invoice stands without the dispute, by its money."""
    if payments.open_amount(invoice) <= 0:
        return InvoiceState.PAID
    return InvoiceState.PARTLY_PAID if payments.paid_amount(invoice) > 0 else InvoiceState.SENT


def _locked(dispute: Dispute) -> Dispute:
    rows = Dispute.objects.select_related("invoice__activity__membership__user", "invoice__mission", "invoice__country")
    locked: Dispute = rows.select_for_update(of=("self",), no_key=True).get(pk=dispute.pk)
    if locked.state != DisputeState.OPEN:
        raise Conflict(
            "dispute_over",
            _("The dispute is “%(state)s” already (%(who)s). Nothing was changed.")
            % {"state": locked.get_state_display(), "who": locked.closed_label or "?"},
        )
    return locked


def _check(invoice: Invoice, *, code: str, words: str, who: str) -> None:
    if not may_be_disputed(invoice):
        raise RuleBroken(
            "not_disputable",
            _("%(number)s is “%(state)s”: it can be disputed only while it is to be paid.")
            % {"number": invoice, "state": invoice.get_state_display()},
        )
    if code not in DisputeReason.values:
        raise RuleBroken(
            "dispute_reason", _("“%(found)s” is no reason. Choose one of the list.") % {"found": code}, field="code"
        )
    if not words.strip():
        raise RuleBroken("words_missing", _("Write what is wrong, so that it can be mended."), field="words")
    if not who.strip():
        raise RuleBroken("name_missing", _("Write your name: it stands under what you say."), field="who")


def _check_staff(by: Actor) -> None:
    if not perms.may_answer_dispute(by):
        raise NotAllowed(_("Only an adviser or an accountant may answer a dispute."))


def _owners(invoice: Invoice, country: Country) -> list[User]:
    """The member's adviser owns it; without one the accountants and advisers are told and the first of them owns it."""
    adviser = invoice.activity.membership.adviser
    return [adviser] if adviser is not None else staff_of(country, Role.ACCOUNTING, Role.ADVISER)


def _capacity(by: Actor) -> str:
    return next((kind for kind in (CLIENT, STAFF, MEMBER) if by.is_(kind)), STAFF)
