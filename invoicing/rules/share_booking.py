"""A line of the register of shares enters the books when it brings money (settings.SHARE_BOOKINGS).

A repayment is booked by the file for the bank that pays it, and shares handed on move no money of the cooperative.
"""

from typing import Final

from invoicing.rules import ledger
from members.models import ShareMovement
from members.models.share import MovementKind, PaidBy
from smart.foundation.actors import Actor

NET: Final = "pay.net_payable"
FROM: Final = {PaidBy.BANK: ledger.BANK, PaidBy.PAY: NET}


def book_movement(movement: ShareMovement, *, by: Actor) -> None:
    """Debit where the money of a payment came from, credit the shares of the members."""
    if movement.kind != MovementKind.PAYMENT:
        return
    ledger.post(
        event=event_of(movement),
        kind=ledger.Kind.SHARE,
        on=movement.on,
        entries=[(FROM[PaidBy(movement.paid_by)], None, movement.paid), (ledger.SHARES, None, -movement.paid)],
        subject=movement,
        by=by,
        label=str(movement.subscription),
    )


def event_of(movement: ShareMovement) -> str:
    """The name of its posting."""
    return f"share:{movement.pk}"
