"""What a client had paid for an invoice before it was issued (BT-113)."""

from decimal import Decimal

from invoicing.models import Invoice
from smart.foundation.money import ZERO


def prepaid_of(invoice: Invoice) -> Decimal:
    """The money of the client that lies on account for this invoice and is taken off at its issue; zero if none is known."""
    return ZERO
