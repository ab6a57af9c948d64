"""Interest and the fixed sum of an invoice that is paid late: computed from the books, claimed by letter, booked when paid.

They never change the invoice and are no part of what is open on it.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from countries.calendars import add_working_days
from countries.late_payment import Claim, LateCharges, LateRateMissing, Step, compute_late_charges
from countries.late_payment_law import ReferenceRate, law_of
from countries.models import Country
from countries.rules import settings
from invoicing import perms
from invoicing.models import Invoice, LedgerEntry, LedgerTransaction, Reminder
from invoicing.models.reminder import Channel
from invoicing.rules import ledger, payments
from invoicing.states import ReminderState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO

LETTER_DAYS = 3
"""Code of economic law (BE) art. XIX.2: after a letter, the fourteen days begin on the third working day."""


def late_charges(invoice: Invoice, *, country: Country, on: datetime.date) -> LateCharges:
    """What the law adds to an unpaid invoice on the day. Raises RuleBroken("late_rate_missing") for a half-year without rate."""
    law = law_of(country.code.code)
    if law is None or law.currency != invoice.currency:
        return LateCharges(none_because="no_law")
    try:
        return compute_late_charges(
            claim_of(invoice, country=country, on=on), law=law, on=on, entered=_entered(country, on)
        )
    except LateRateMissing as missing:
        raise RuleBroken(
            "late_rate_missing",
            _(
                "The reference rate of the half-year from %(since)s is not known: no interest can be computed for it."
                " An administrator must enter it under “%(setting)s”, or send the reminder without interest."
            )
            % {
                "since": formats.day(missing.since),
                "setting": settings.label_of(country, "late.reference_rates"),
            },
            since=missing.since.isoformat(),
        ) from missing


def claim_of(invoice: Invoice, *, country: Country, on: datetime.date) -> Claim:
    """The invoice as the law looks at it: who owes, since when, and what was open after each day. Up to four queries."""
    assert invoice.due_on is not None, "only issued invoices are claimed"
    clause: bool = settings.setting_value(country, "late.consumer_clause", on=on, default=False)
    return Claim(
        debtor=str(invoice.buyer.get("kind") or invoice.client.kind),
        due_on=invoice.due_on,
        steps=_steps(invoice),
        has_clause=clause,
        free_from=_free_from(invoice, country),
    )


def charges_document(charges: LateCharges) -> dict[str, Any]:
    """The charges as they are kept with a reminder: each line with its days, rate and source."""
    return {
        "none_because": charges.none_because,
        "source": charges.source,
        "confidence": charges.confidence,
        "compensation": str(charges.compensation),
        "lines": [
            {
                "first": line.first.isoformat(),
                "last": line.last.isoformat(),
                "days": line.days,
                "amount": str(line.amount),
                "rate": str(line.rate),
                "interest": str(line.interest),
                "source": line.source,
                "confidence": line.confidence,
            }
            for line in charges.lines
        ],
    }


def claimed_and_unpaid(invoice: Invoice) -> Decimal:
    """What the last letter claimed beside the invoice, less what was paid of it. Two queries."""
    last = Reminder.objects.filter(invoice=invoice, state=ReminderState.SENT).order_by("-level").first()
    claimed: Decimal = last.interest + last.compensation if last else ZERO
    return claimed - charges_paid(invoice)


def charges_paid(invoice: Invoice) -> Decimal:
    """Interest and fixed sums booked for the invoice. One query."""
    entries = LedgerEntry.objects.of_account(ledger.LATE_INTEREST).filter(
        transaction__subject_table=Invoice._meta.db_table, transaction__subject_id=invoice.pk
    )
    return -sum(entries.values_list("amount", flat=True), ZERO)


@transaction.atomic
def record_late_charges(
    invoice: Invoice, *, amount: Decimal, on: datetime.date, key: str, by: Actor
) -> LedgerTransaction:
    """Book interest and fixed sums that have arrived on the bank; `key` names the payment, so it is booked once.

    Raises RuleBroken("late_amount", field amount) above what letters claimed and is not paid yet.
    """
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may register a payment."))
    ledger.lock_activities([invoice.activity_id])
    event = f"late-paid:{invoice.pk}:{key}"
    left = claimed_and_unpaid(invoice)
    if not LedgerTransaction.objects.filter(event=event).exists() and not ZERO < amount <= left:
        raise RuleBroken(
            "late_amount",
            _("%(amount)s cannot be booked as interest: letters about %(number)s claim %(left)s that is not paid yet.")
            % {
                "amount": formats.money(amount, invoice.currency),
                "left": formats.money(left, invoice.currency),
                "number": invoice.number,
            },
            field="amount",
        )
    return ledger.post(
        event=event,
        kind=ledger.Kind.LATE_INTEREST,
        on=on,
        entries=[(ledger.BANK, None, amount), (ledger.LATE_INTEREST, None, -amount)],
        subject=invoice,
        by=by,
        label=invoice.number,
    )


def _steps(invoice: Invoice) -> tuple[Step, ...]:
    """What was open at the end of the due day and after each later day on which it changed."""
    assert invoice.due_on is not None
    changes: dict[datetime.date, Decimal] = {invoice.due_on: ZERO}
    for day, amount in payments.claims_of(invoice).values_list("transaction__on", "amount"):
        after = max(day, invoice.due_on)
        changes[after] = changes.get(after, ZERO) + amount
    steps, left = [], ZERO
    for day in sorted(changes):
        left += changes[day]
        steps.append(Step(day, left))
    return tuple(steps)


def _free_from(invoice: Invoice, country: Country) -> datetime.date | None:
    first = Reminder.objects.filter(invoice=invoice, state=ReminderState.SENT).order_by("sent_on", "pk").first()
    if first is None or first.sent_on is None:
        return None
    if first.channel == Channel.LETTER:
        sent_on: datetime.date = first.posted_on or first.sent_on
        return add_working_days(sent_on, LETTER_DAYS, settings.working_calendar(country))
    return first.sent_on + datetime.timedelta(days=1)  # type: ignore[no-any-return]


def _entered(country: Country, on: datetime.date) -> tuple[ReferenceRate, ...]:
    rows = settings.setting_value(country, "late.reference_rates", on=on, default=[])
    return tuple(ReferenceRate(row["since"], row["rate"], row["source"]) for row in rows)
