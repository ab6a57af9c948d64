"""Credit notes: an issued invoice is never changed, it is taken back in whole or in part by a second document.

The money goes back by the ways it came: VAT, fee, guarantee share and activity, each in proportion. What the
activity no longer has, because it became pay, is borne by the guarantee fund: decision 0007 (credit after pay).
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import ledger, numbering, payments, vat
from invoicing.states import InvoiceState
from smart.foundation import formats, jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO, round_to
from smart.foundation.states import move

PARTS: Final = ("net", "vat", "fee", "guarantee", "credited")


@dataclass(frozen=True, slots=True)
class CreditEffects:
    """What a credit note takes back, and from whom: credited = from_available + from_fund."""

    net: Decimal
    vat: Decimal
    fee: Decimal
    guarantee: Decimal
    credited: Decimal
    from_available: Decimal
    from_fund: Decimal

    def __post_init__(self) -> None:
        if (
            self.net != self.fee + self.guarantee + self.credited
            or self.credited != self.from_available + self.from_fund
        ):
            raise ValueError(f"The parts of a credit of {self.net} do not sum to it.")

    @property
    def total(self) -> Decimal:
        return self.net + self.vat


def creditable(invoice: Invoice) -> Decimal:
    """What of the net is not credited yet. Costs a query."""
    return invoice.net - _already(invoice)["net"]


def preview_credit(invoice: Invoice, amount: Decimal | None = None) -> CreditEffects:
    """What crediting `amount` before VAT (everything left, when None) would do now. Writes nothing.

    Raises RuleBroken("not_creditable") and RuleBroken("credit_amount", field amount).
    """
    if invoice.kind != InvoiceKind.INVOICE or invoice.state in {InvoiceState.DRAFT, InvoiceState.CREDITED}:
        raise RuleBroken(
            "not_creditable",
            _("%(number)s is “%(state)s”: there is nothing on it to credit.")
            % {"number": invoice, "state": invoice.get_state_display()},
        )
    already = _already(invoice)
    left = invoice.net - already["net"]
    wanted = left if amount is None else amount
    if not ZERO < wanted <= left:
        raise RuleBroken(
            "credit_amount",
            _("%(amount)s cannot be credited: %(left)s of %(number)s is left before VAT.")
            % {
                "amount": formats.money(wanted, invoice.currency),
                "left": formats.money(left, invoice.currency),
                "number": invoice.number,
            },
            field="amount",
        )
    return _effects(invoice, wanted, already=already)


@transaction.atomic
def credit_invoice(
    invoice: Invoice, *, reason: str, on: datetime.date, by: Actor, amount: Decimal | None = None
) -> Invoice:
    """Issue a credit note over `amount` before VAT (everything left, when None) and book it. Fields: amount, reason."""
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may credit an invoice."))
    if not reason.strip():
        raise RuleBroken(
            "reason_missing",
            _("Say why the invoice is credited: the client reads it on the credit note."),
            field="reason",
        )
    ledger.lock_activities([invoice.activity_id])
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    effects = preview_credit(locked, amount)
    note = _write_note(locked, effects, reason=reason.strip(), on=on)
    _book(note, effects, by=by)
    taken = numbering.take_number(note.entity, note.kind, on)
    note.number, note.sequence, note.series_year = taken
    note.save()
    move(note, to=InvoiceState.ISSUED, by=by)
    payments.settle_state(locked, by=by)
    jobs.enqueue("render_invoice", key=f"invoice-{note.pk}", payload={"invoice": note.pk})
    return note


def _already(invoice: Invoice) -> dict[str, Decimal]:
    sums = Invoice.objects.filter(corrects=invoice).issued().aggregate(**{part: Sum(part) for part in PARTS})
    return {part: sums[part] or ZERO for part in PARTS}


def _effects(invoice: Invoice, amount: Decimal, *, already: dict[str, Decimal]) -> CreditEffects:
    """Each part is what the credits so far and this one take together, less what earlier ones took: no cent is lost."""
    share = (already["net"] + amount) / invoice.net
    fee = round_to(invoice.fee * share) - already["fee"]
    guarantee = round_to(invoice.guarantee * share) - already["guarantee"]
    credited = amount - fee - guarantee
    available = -ledger.account_balance(ledger.AVAILABLE, invoice.activity)
    from_available = max(min(credited, available), ZERO)
    return CreditEffects(
        net=amount,
        vat=round_to(invoice.vat * share) - already["vat"],
        fee=fee,
        guarantee=guarantee,
        credited=credited,
        from_available=from_available,
        from_fund=credited - from_available,
    )


def _write_note(invoice: Invoice, effects: CreditEffects, *, reason: str, on: datetime.date) -> Invoice:
    note = Invoice(
        kind=InvoiceKind.CREDIT_NOTE,
        entity=invoice.entity,
        activity=invoice.activity,
        mission=invoice.mission,
        client=invoice.client,
        corrects=invoice,
        reason=reason,
        language=invoice.language,
        currency=invoice.currency,
        issued_on=on,
        issued_at=timezone.now(),
        supplied_on=invoice.supplied_on,
        purchase_order=invoice.purchase_order,
        seller=invoice.seller,
        buyer=invoice.buyer,
        vat_decision=invoice.vat_decision,
        fee_rate=invoice.fee_rate,
        guarantee_rate=invoice.guarantee_rate,
        net=effects.net,
        vat=effects.vat,
        total=effects.total,
        fee=effects.fee,
        guarantee=effects.guarantee,
        credited=effects.credited,
        created_at=timezone.now(),
    )
    note.save(force_insert=True)
    first = invoice.lines.order_by("position").first()
    InvoiceLine.objects.create(
        invoice=note,
        position=1,
        description=first.description if first else str(invoice.mission or invoice.number),
        unit_price=effects.net,
        net=effects.net,
        vat_rate=vat.rate_of(invoice.vat_decision),
        vat_category=invoice.vat_decision.get("category", ""),
        exemption_code=invoice.vat_decision.get("exemption_code", ""),
    )
    return note


def _book(note: Invoice, effects: CreditEffects, *, by: Actor) -> None:
    assert note.issued_on is not None, "a credit note carries its day before it is booked"
    ledger.post(
        event=f"credit-note:{note.pk}",
        kind=ledger.Kind.CREDIT_NOTE,
        on=note.issued_on,
        entries=[
            ledger.Entry(ledger.VAT, None, effects.vat),
            ledger.Entry(ledger.FEE, None, effects.fee),
            ledger.Entry(ledger.GUARANTEE, None, effects.guarantee + effects.from_fund),
            ledger.Entry(ledger.AVAILABLE, note.activity, effects.from_available),
            ledger.Entry(ledger.RECEIVABLE, None, -effects.total),
        ],
        subject=note,
        by=by,
        label=f"{note.corrects}",
    )
