"""The way to a payment that is no pay: a member's claim from its receipts to the account, or shares paid back."""

from decimal import Decimal

from django.utils.translation import gettext as _

from activities.models import ExpenseClaim
from invoicing.models import LedgerEntry, Payable
from invoicing.models.payable import PayableKind
from invoicing.rules import ledger
from invoicing.rules.reconciliation import Figure, Reconciliation, Stage, Unreconciled
from smart.foundation.money import ZERO

OF_MEMBERS = (PayableKind.EXPENSE, PayableKind.SHARES)
"""Payables whose payee is a member."""


def reconcile_payable(payable: Payable) -> Reconciliation:
    """Stages of a payable to a member. Raises Unreconciled when the claim, the books and the payable differ."""
    claim = claim_of(payable)
    stages = [*_claim_stages(claim), _payable_stage(payable)] if claim is not None else [_payable_stage(payable)]
    items = tuple(payable.transfer_items.select_related("transfer").order_by("pk"))
    paid = sum((item.amount for item in items if not item.is_cancelled), ZERO)
    return Reconciliation(tuple(stages), payable.currency, payable.amount, paid, items)


def claim_of(payable: Payable) -> ExpenseClaim | None:
    """The claim that is paid back; None for shares."""
    if payable.kind != PayableKind.EXPENSE:
        return None
    found: ExpenseClaim = ExpenseClaim.objects.select_related("activity").get(pk=payable.subject_id)
    return found


def _claim_stages(claim: ExpenseClaim) -> list[Stage]:
    receipts = list(claim.receipts.filter(refused_reason="").order_by("day", "pk"))
    gross = Figure(_("Approved claim"), claim.gross, claim, claim.reference)
    _check_books(claim.pk, claim.gross)
    return [
        Stage(_("What you spent"), tuple(Figure(str(row), row.gross, row) for row in receipts), gross),
        Stage(
            _("Who bears it"),
            (
                Figure(_("VAT the cooperative takes back"), claim.vat),
                Figure(_("Taken from my activity"), claim.charged, claim.activity),
            ),
            gross,
        ),
    ]


def _check_books(claim_id: int, gross: Decimal) -> None:
    rows = LedgerEntry.objects.filter(transaction__event=f"expense:{claim_id}", account__code=ledger.EXPENSES)
    booked = -sum((row.amount for row in rows), ZERO)
    if booked != gross:
        raise Unreconciled(f"The claim pays {gross}, the books owe {booked}.")


def _payable_stage(payable: Payable) -> Stage:
    owed = Figure(str(payable.get_kind_display()), payable.amount, payable, payable.remittance or payable.reference)
    return Stage(
        _("What goes to the account"), (owed,), Figure(_("To your account"), payable.amount, None, payable.reference)
    )
