"""A supplier's credit note: it takes off what is still to be paid for the invoice; what was paid, the supplier owes back."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from invoicing.models import Payable, SupplierInvoice
from invoicing.models.payable import PayableKind
from invoicing.models.supplier import SupplierKind
from invoicing.rules import ledger
from invoicing.rules.payables import Payee, cancel_payable, create_payable, payables_of
from invoicing.states import PayableState, SupplierState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.said import Said
from smart.foundation.states import move


def correctable(credit: SupplierInvoice) -> list[SupplierInvoice]:
    """The booked invoices of the same supplier, the one the credit note names first, then the newest."""
    rows = SupplierInvoice.objects.filter(
        supplier_key=credit.supplier_key,
        kind=SupplierKind.INVOICE,
        entity_id=credit.entity_id,
        state__in=[SupplierState.PAYABLE, SupplierState.PAID],
    ).order_by("-pk")
    named = {each.get("number", "") for each in credit.document.get("preceding_invoices", [])}
    return sorted(rows[:50], key=lambda row: row.number not in named)


def check_credit(credit: SupplierInvoice, corrects: SupplierInvoice | None) -> None:
    """Raises RuleBroken (field corrects): corrects_missing, in_file, above_invoice."""
    if corrects is None or corrects not in correctable(credit):
        raise RuleBroken(
            "corrects_missing",
            _("Choose the invoice that the credit note takes back; it must be approved first."),
            field="corrects",
        )
    owed = owed_for(corrects)
    if owed is not None and owed.state == PayableState.IN_FILE:
        raise RuleBroken(
            "in_file",
            _("The payment of “%(invoice)s” is in a file for the bank. Wait until the bank has paid or refused it.")
            % {"invoice": corrects},
            field="corrects",
        )
    left = corrects.due - _credited(corrects)
    if credit.due > left:
        raise RuleBroken(
            "above_invoice",
            _("The credit note takes back %(found)s and %(expected)s is left of “%(invoice)s”. Choose another invoice.")
            % {
                "found": formats.money(credit.due, credit.currency),
                "expected": formats.money(left, credit.currency),
                "invoice": corrects,
            },
            field="corrects",
        )


def take_off(credit: SupplierInvoice, *, by: Actor) -> None:
    """Pay that much less for the corrected invoice: its payment is replaced by one of the rest, or by none."""
    corrected: SupplierInvoice = credit.corrects
    owed = owed_for(corrected)
    if corrected.state != SupplierState.PAYABLE or owed is None:
        return
    cancel_payable(owed, reason=Said(gettext_noop("Credit note %(number)s"), {"number": credit.number}), by=by)
    rest = owed.amount - credit.due
    if rest <= ZERO:
        move(corrected, to=SupplierState.CREDITED, by=by, reason=credit.number)
        return
    payee = Payee(
        name=owed.payee_name,
        iban=owed.iban,
        bankgiro=owed.bankgiro,
        structured=owed.structured,
        remittance=f"{corrected.number} - {credit.number}",
    )
    create_payable(
        corrected,
        key=f"supplier:{corrected.pk}:after:{credit.pk}",
        kind=PayableKind.SUPPLIER,
        payee=payee,
        amount=rest,
        due_on=owed.due_on,
        account=ledger.SUPPLIERS,
        by=by,
    )


def owed_for(invoice: SupplierInvoice) -> Payable | None:
    """The payment of an invoice that counts: the newest that was not cancelled."""
    found: Payable | None = payables_of(invoice).exclude(state=PayableState.CANCELLED).last()
    return found


def _credited(invoice: SupplierInvoice) -> Decimal:
    booked = SupplierInvoice.objects.filter(corrects=invoice, booked_on__isnull=False)
    return booked.aggregate(total=Sum("due"))["total"] or ZERO
