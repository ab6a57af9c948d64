"""An invoice of a supplier follows its payment: paid when the bank has paid, to be paid again when the money came back."""

from django.utils import timezone

from invoicing import supplier_codes
from invoicing.models import Payable, SupplierInvoice
from invoicing.rules import supplier_tellings
from invoicing.states import SupplierState
from smart.foundation.actors import Actor
from smart.foundation.states import move


def follow_paid(payable: Payable, *, by: Actor) -> None:
    """The bank has paid: the invoice is paid and, in France, its supplier's platform is told. Others are left alone."""
    invoice = _invoice_of(payable)
    if invoice is None or invoice.state != SupplierState.PAYABLE:
        return
    move(invoice, to=SupplierState.PAID, by=by, reason=payable.reference)
    supplier_tellings.add_status(invoice, code=supplier_codes.PAID, by=by, now=timezone.now())
    supplier_tellings.tell_decision(invoice)


def follow_returned(payable: Payable, *, by: Actor) -> None:
    """The money came back: it is owed again."""
    invoice = _invoice_of(payable)
    if invoice is not None and invoice.state == SupplierState.PAID:
        move(invoice, to=SupplierState.PAYABLE, by=by, reason=payable.reference)


def _invoice_of(payable: Payable) -> SupplierInvoice | None:
    if payable.subject_table != SupplierInvoice._meta.db_table:
        return None
    found: SupplierInvoice | None = (
        SupplierInvoice.objects.select_related("country", "membership__user").filter(pk=payable.subject_id).first()
    )
    return found
