"""What the tests of suppliers' invoices stand on: e-invoices of an invented printer, and an activity with money received."""

import datetime
from decimal import Decimal
from typing import Any

from activities.models import Activity
from countries.models import LegalEntity
from invoicing.einvoice.model import (
    Account,
    Address,
    Contact,
    Identifier,
    Invoice,
    Item,
    Line,
    Party,
    PaymentMeans,
    PrecedingInvoice,
    Price,
    Totals,
    VatBreakdown,
)
from invoicing.einvoice.profiles import write
from invoicing.models import Invoice as OurInvoice
from invoicing.models import SupplierInvoice
from invoicing.rules import invoices, ledger, payments
from invoicing.rules.supplier_booking import Approval, approve_invoice
from invoicing.rules.supplier_receiving import receive_file
from invoicing.rules.supplier_routing import route_invoice
from smart.foundation.actors import PORTAL, Actor
from tests.factories.invoicing import make_client, make_mission, staff_actor
from tests.invoicing.conftest import NOON, TODAY
from tests.people import belgian_iban

D = Decimal
PRINTER_VAT = "BE0888888006"
PRINTER_IBAN = belgian_iban(808)
ISSUED = datetime.date(2026, 11, 3)
DUE = datetime.date(2026, 12, 3)


def seller(**facts: Any) -> Party:
    return Party(
        **{
            "name": "Drukkerij Voorbeeld",
            "vat_id": PRINTER_VAT,
            "endpoint": Identifier(value="0888888006", scheme="0208"),
            "legal_id": Identifier(value="0888888006", scheme="0208"),
            "address": Address(line_1="Voorbeeldkaai 4", city="Gent", post_code="9000", country="BE"),
            "contact": Contact(name="Administratie", email="facturen@drukkerij.example"),
            **facts,
        }
    )


def ours() -> Party:
    entity = LegalEntity.objects.get(is_default=True)
    return Party(
        name=entity.name,
        vat_id=entity.vat_number,
        endpoint=Identifier(value=entity.endpoint_id or "0000000000", scheme=entity.endpoint_scheme or "0208"),
        address=Address(line_1="Voorbeeldstraat 1", city="Brussel", post_code="1000", country="BE"),
    )


def einvoice(net: str = "100.00", vat: str = "21.00", **facts: Any) -> Invoice:
    """An invoice of the printer for posters, 21 %, unless the facts say otherwise."""
    total = D(net) + D(vat)
    return Invoice(
        **{
            "number": "DV-2026-17",
            "issued_on": ISSUED,
            "due_on": DUE,
            "type_code": "380",
            "currency": "EUR",
            "seller": seller(),
            "buyer": ours(),
            "payment_means": (
                PaymentMeans(code="30", remittance="+++090/9337/55493+++", account=Account(number=PRINTER_IBAN)),
            ),
            "totals": Totals(lines=D(net), without_vat=D(net), vat=D(vat), with_vat=total, due=total),
            "vat_breakdown": (VatBreakdown(base=D(net), amount=D(vat), category="S", percent=D("21")),),
            "lines": (
                Line(
                    id="1",
                    quantity=D("1"),
                    unit="C62",
                    net=D(net),
                    price=Price(net=D(net)),
                    vat_category="S",
                    vat_percent=D("21"),
                    item=Item(name="Posters"),
                ),
            ),
            **facts,
        }
    )


def xml(net: str = "100.00", vat: str = "21.00", *, syntax: str = "peppol", **facts: Any) -> bytes:
    return write(einvoice(net, vat, **facts), syntax=syntax)


def credit_note(net: str, vat: str, *, number: str = "DV-2026-18") -> bytes:
    named = (PrecedingInvoice(number="DV-2026-17", issued_on=ISSUED),)
    return xml(net, vat, number=number, type_code="381", due_on=None, preceding_invoices=named)


def accountant() -> Actor:
    return staff_actor("accounting")


def receive(content: bytes | None = None, *, by: Actor | None = None, **facts: Any) -> SupplierInvoice:
    (made,) = receive_file(content or xml(), name="invoice.xml", by=by or PORTAL, now=NOON, **facts)
    return made


def route(invoice: SupplierInvoice, *parts: tuple[Activity, str], by: Actor | None = None) -> SupplierInvoice:
    shares = [(activity, D(amount)) for activity, amount in parts]
    return route_invoice(invoice, parts=shares, by=by or accountant(), now=NOON)


def approve(
    invoice: SupplierInvoice, *, vat: str = "21.00", by: Actor | None = None, iban: str = PRINTER_IBAN, **facts: Any
) -> SupplierInvoice:
    corrects = facts.pop("corrects", None)
    approval = Approval(**{"vat_deducted": D(vat), "iban": iban, **facts})
    return approve_invoice(invoice, approval=approval, corrects=corrects, by=by or accountant(), on=TODAY, now=NOON)


def earn(activity: Activity, *, amount: str = "1250.00", paid: str | None = None) -> OurInvoice:
    """An invoice of the activity, paid whole unless said otherwise. Of 1 250.00 the activity is credited what its country leaves."""
    invoice = invoices.invoice_mission(make_mission(activity, client=make_client(), amount=amount), on=TODAY, by=PORTAL)
    money = invoice.total if paid is None else D(paid)
    if money:
        payments.record_payment(invoice, amount=money, on=TODAY, key=f"test-{invoice.pk}", by=PORTAL)
    return invoice


def available(activity: Activity) -> Decimal:
    return -ledger.account_balance(ledger.AVAILABLE, activity)
