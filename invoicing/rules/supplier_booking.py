"""An approved invoice of a supplier enters the books: the activities bear it from money received, the supplier is owed.

The VAT that the cooperative recovers goes to `vat.deductible`; the activities bear the rest. Where the buyer owes the VAT
(reverse charge, Directive 2006/112/EC art. 196) it is owed and recovered in one posting. A credit note turns all of it round.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Activity
from countries.models import Country
from invoicing import perms, supplier_codes
from invoicing.models import SupplierInvoice, SupplierPart
from invoicing.models.payable import PayableKind
from invoicing.queries.received import spendable
from invoicing.rules import ledger, supplier_crediting, supplier_tellings
from invoicing.rules.payables import Payee, create_payable
from invoicing.rules.supplier_facts import compact, prepaid_of
from invoicing.rules.supplier_receiving import held_invoice
from invoicing.states import SupplierState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO, split
from smart.foundation.states import move

TERM: Final = datetime.timedelta(days=30)
"""Where nothing is agreed, thirty days after it came (Directive 2011/7/EU art. 3(3)(b)(i))."""
GREEK: Final = {"EL": "GR"}
BOOKED: Final = frozenset({SupplierState.APPROVED, SupplierState.PAYABLE, SupplierState.PAID, SupplierState.CREDITED})


@dataclass(frozen=True, slots=True)
class Approval:
    """What the accountant decides: the VAT recovered, the VAT owed as buyer, and where it is paid to."""

    vat_deducted: Decimal
    vat_self: Decimal = ZERO
    iban: str = ""
    bankgiro: str = ""
    structured: str = ""


@transaction.atomic
def approve_invoice(
    invoice: SupplierInvoice,
    *,
    approval: Approval,
    by: Actor,
    on: datetime.date,
    now: datetime.datetime,
    corrects: SupplierInvoice | None = None,
) -> SupplierInvoice:
    """Approve and book it on the day; one that is booked is returned unchanged. A credit note names what it `corrects`.

    Raises NotAllowed and RuleBroken: not_routed, same_person, foreign_currency, prepaid, vat_above_printed,
    vat_not_ours, vat_charged_twice, not_enough_received, what `supplier_crediting` refuses, account_unusable, month_closed.
    """
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant approves invoices of suppliers."))
    parts = list(SupplierPart.objects.filter(invoice=invoice).select_related("activity__membership").order_by("pk"))
    ledger.lock_activities([part.activity_id for part in parts])
    held = held_invoice(invoice)
    if held.state in BOOKED:
        return held
    _check_facts(held, parts, by=by)
    _check_vat(held, approval)
    _charge(parts, held.due - approval.vat_deducted)
    if held.is_credit:
        supplier_crediting.check_credit(held, corrects)
    else:
        _check_money(parts, currency=held.currency)
    _book(held, parts, approval, corrects, by=by, on=on)
    supplier_tellings.add_status(held, code=supplier_codes.APPROVED, by=by, now=now)
    _settle(held, approval, by=by)
    supplier_tellings.tell_decision(held)
    return held


def proposed_vat(invoice: SupplierInvoice, country: Country) -> Decimal:
    """The VAT the form proposes to recover: what is printed, when a number of this country stands behind it."""
    vat: Decimal = invoice.vat
    return vat if _is_ours(invoice, str(country.code)) else ZERO


def due_day(invoice: SupplierInvoice) -> datetime.date:
    """The day by which it must be paid."""
    if invoice.due_on is not None:
        return invoice.due_on  # type: ignore[no-any-return]
    day: datetime.date = invoice.received_at.date() + TERM
    return day


def _check_facts(held: SupplierInvoice, parts: list[SupplierPart], *, by: Actor) -> None:
    if held.state != SupplierState.ROUTED:
        raise RuleBroken(
            "not_routed",
            _("“%(invoice)s” is “%(state)s”: put it to the activity that bears it before it is approved.")
            % {"invoice": held, "state": held.get_state_display()},
        )
    if by.user_id is not None and by.user_id in {part.activity.membership.user_id for part in parts}:
        raise RuleBroken("same_person", _("One of the activities is yours; a colleague must approve it."))
    if held.currency != held.country.currency:
        raise RuleBroken(
            "foreign_currency",
            _("The invoice is in %(found)s and the books in %(expected)s. Ask the supplier for one in %(expected)s.")
            % {"found": held.currency, "expected": held.country.currency},
        )
    paid = prepaid_of(held.document)
    if paid:
        raise RuleBroken(
            "prepaid",
            _("%(paid)s of it was paid before it came. Find out who paid: a member claims it as an expense.")
            % {"paid": formats.money(paid, held.currency)},
        )


def _check_vat(held: SupplierInvoice, approval: Approval) -> None:
    if approval.vat_deducted > held.vat:
        raise RuleBroken(
            "vat_above_printed",
            _("%(found)s cannot be recovered: %(expected)s of VAT is on the invoice.")
            % {
                "found": formats.money(approval.vat_deducted, held.currency),
                "expected": formats.money(held.vat, held.currency),
            },
            field="vat_deducted",
        )
    if approval.vat_deducted and not _is_ours(held, str(held.country.code)):
        raise RuleBroken(
            "vat_not_ours",
            _(
                "Only VAT of this country is recovered here, from an invoice that bears the supplier’s VAT number; found"
                " “%(found)s”. Write zero: the activity bears it."
            )
            % {"found": held.supplier_vat or "-"},
            field="vat_deducted",
        )
    if approval.vat_self and held.vat:
        raise RuleBroken(
            "vat_charged_twice",
            _("VAT is on the invoice already: the buyer owes it only where none is charged. Leave it empty."),
            field="vat_self",
        )


def _is_ours(invoice: SupplierInvoice, code: str) -> bool:
    """Whether the supplier's VAT number is of this country (art. 178(a) with 226(3) of Directive 2006/112/EC)."""
    prefix = compact(invoice.supplier_vat)[:2]
    return GREEK.get(prefix, prefix) == code


def _charge(parts: list[SupplierPart], borne: Decimal) -> None:
    """Share what is not recovered over the parts, to the cent."""
    for part, charged in zip(parts, split(borne, [part.amount for part in parts]), strict=True):
        part.charged = charged


def _check_money(parts: list[SupplierPart], *, currency: str) -> None:
    """Only money already received and not reserved may be spent on purchases."""
    for part in parts:
        held = spendable(part.activity)
        if part.charged > held:
            raise RuleBroken(
                "not_enough_received",
                _(
                    "“%(activity)s” has %(held)s that clients have paid and nothing is reserved from; %(wanted)s is"
                    " asked. Wait for a payment, put the invoice to another activity, or suspend it."
                )
                % {
                    "activity": part.activity,
                    "held": formats.money(held, currency),
                    "wanted": formats.money(part.charged, currency),
                },
            )


def _book(
    held: SupplierInvoice,
    parts: list[SupplierPart],
    approval: Approval,
    corrects: SupplierInvoice | None,
    *,
    by: Actor,
    on: datetime.date,
) -> None:
    held.vat_deducted, held.vat_self, held.booked_on = approval.vat_deducted, approval.vat_self, on
    held.iban, held.bankgiro = compact(approval.iban), compact(approval.bankgiro)
    held.structured, held.corrects = approval.structured.strip(), corrects
    held.reason_code = ""
    fields = ["vat_deducted", "vat_self", "booked_on", "iban", "iban_index", "bankgiro", "structured", "corrects"]
    held.save(update_fields=[*fields, "reason_code"])
    SupplierPart.objects.bulk_update(parts, ["charged"])
    move(held, to=SupplierState.APPROVED, by=by)
    ledger.post(
        event=f"supplier:{held.pk}",
        kind=ledger.Kind.SUPPLIER,
        on=on,
        entries=_entries(held, parts),
        subject=held,
        by=by,
        label=f"{held.supplier_name} · {held.number}",
    )


def _entries(held: SupplierInvoice, parts: list[SupplierPart]) -> list[tuple[str, Activity | None, Decimal]]:
    sign = -1 if held.is_credit else 1
    recovered = held.vat_deducted + held.vat_self
    return [
        *((ledger.AVAILABLE, part.activity, sign * part.charged) for part in parts),
        (ledger.VAT_DEDUCTIBLE, None, sign * recovered),
        (ledger.VAT, None, -sign * held.vat_self),
        (ledger.SUPPLIERS, None, -sign * held.due),
    ]


def _settle(held: SupplierInvoice, approval: Approval, *, by: Actor) -> None:
    """Owe the supplier what is due; a credit note takes it off what is owed for the invoice it corrects."""
    if held.is_credit:
        supplier_crediting.take_off(held, by=by)
        return
    payee = Payee(
        name=held.supplier_name,
        iban=held.iban,
        bankgiro=held.bankgiro,
        structured=approval.structured,
        remittance=held.number,
    )
    create_payable(
        held,
        key=f"supplier:{held.pk}",
        kind=PayableKind.SUPPLIER,
        payee=payee,
        amount=held.due,
        due_on=due_day(held),
        account=ledger.SUPPLIERS,
        by=by,
    )
    move(held, to=SupplierState.PAYABLE, by=by)
