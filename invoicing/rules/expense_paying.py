"""A claim follows its payment: paid back when the bank has paid, owed again when the money came back."""

from activities.models import ExpenseClaim
from activities.states import ExpenseState
from invoicing.models import Payable
from invoicing.rules import expense_tellings
from smart.foundation.actors import Actor
from smart.foundation.states import move


def follow_paid(payable: Payable, *, by: Actor) -> None:
    """The bank has paid: the claim is paid back and its member told. Payables about other things are left alone."""
    claim = _claim_of(payable)
    if claim is None or claim.state != ExpenseState.APPROVED:
        return
    move(claim, to=ExpenseState.REIMBURSED, by=by, reason=payable.reference)
    expense_tellings.tell_of_payment(claim, key=f"{payable.pk}-{claim.sendings}")


def follow_returned(payable: Payable, *, by: Actor) -> None:
    """The money came back: the claim waits for a new payment."""
    claim = _claim_of(payable)
    if claim is not None and claim.state == ExpenseState.REIMBURSED:
        move(claim, to=ExpenseState.APPROVED, by=by, reason=payable.reference)


def _claim_of(payable: Payable) -> ExpenseClaim | None:
    if payable.subject_table != ExpenseClaim._meta.db_table:
        return None
    found: ExpenseClaim | None = (
        ExpenseClaim.objects.select_related("country", "activity__membership__user")
        .filter(pk=payable.subject_id)
        .first()
    )
    return found
