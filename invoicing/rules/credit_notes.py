"""Credit notes: an issued invoice is never changed, it is taken back in whole or in part by a second document.

The money goes back by the ways it came: fee, guarantee share and activity each in proportion, and the VAT of each rate.
Part of an invoice is credited as an amount, split over its rates in proportion, or as whole lines. What the activity no
longer has, because it became pay, is borne by the guarantee fund: decision 0007 (credit after pay).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import credit_lines, disputes, drafts, ledger, numbering, payments, team_money, vat, verifactu
from invoicing.states import InvoiceState
from smart.foundation import formats, jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO, round_to
from smart.foundation.states import move

PARTS: Final = ("net", "vat", "fee", "guarantee", "credited")
NOT_CREDITABLE: Final = frozenset({InvoiceState.DRAFT, InvoiceState.CREDITED, InvoiceState.WRITTEN_OFF})


@dataclass(frozen=True, slots=True)
class CreditEffects:
    """What a credit note takes back, and from whom: credited = from_available + from_fund.

    `team` is what of from_available is a team's co-workers' to bear, by their activities.
    """

    net: Decimal
    vat: Decimal
    fee: Decimal
    guarantee: Decimal
    credited: Decimal
    from_available: Decimal
    from_fund: Decimal
    lines: tuple[InvoiceLine, ...] = ()
    team: team_money.Parts = field(default_factory=dict)

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


def is_creditable(invoice: Invoice) -> bool:
    return invoice.kind != InvoiceKind.CREDIT_NOTE and invoice.state not in NOT_CREDITABLE


def preview_credit(invoice: Invoice, amount: Decimal | None = None, *, positions: Sequence[int] = ()) -> CreditEffects:
    """What crediting `amount` before VAT, or the lines at `positions`, or everything left, would do now. Writes nothing.

    Raises RuleBroken("not_creditable"), RuleBroken("credit_amount", field amount) and RuleBroken("credit_lines", field
    positions).
    """
    if not is_creditable(invoice):
        raise RuleBroken(
            "not_creditable",
            _("%(number)s is “%(state)s”: there is nothing on it to credit.")
            % {"number": invoice, "state": invoice.get_state_display()},
        )
    already = _already(invoice)
    left = invoice.net - already["net"]
    lines = credit_lines.lines_for(invoice, amount=amount, positions=positions, left=left)
    _check_amount(invoice, sum((line.net for line in lines), ZERO) if amount is None else amount, left=left)
    return _effects(invoice, lines, already=already)


@transaction.atomic
def credit_invoice(
    invoice: Invoice,
    *,
    reason: str,
    on: datetime.date,
    by: Actor,
    amount: Decimal | None = None,
    positions: Sequence[int] = (),
) -> Invoice:
    """Issue a credit note over an amount before VAT, over lines, or over everything left (then the invoice is cancelled).

    Fields: amount, positions, reason.
    """
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may credit an invoice."))
    if not reason.strip():
        raise RuleBroken(
            "reason_missing",
            _("Say why the invoice is credited: the client reads it on the credit note."),
            field="reason",
        )
    ledger.lock_activities(team_money.activity_ids(invoice))
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    effects = preview_credit(locked, amount, positions=positions)
    note = _write_note(locked, effects, reason=reason.strip(), on=on)
    _book(note, effects, by=by)
    taken = numbering.take_number(note.entity, note.kind, on)
    note.number, note.sequence, note.series_year = taken
    note.save()
    verifactu.record_issue(note, country=note.country, now=timezone.now())
    move(note, to=InvoiceState.ISSUED, by=by)
    payments.settle_state(locked, by=by)
    disputes.close_when_over(locked, outcome=reason.strip(), on=on, now=timezone.now())
    jobs.enqueue("render_invoice", key=f"invoice-{note.pk}", payload={"invoice": note.pk})
    return note


def _check_amount(invoice: Invoice, wanted: Decimal, *, left: Decimal) -> None:
    if ZERO < wanted <= left:
        return
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


def _already(invoice: Invoice) -> dict[str, Decimal]:
    sums = Invoice.objects.filter(corrects=invoice).issued().aggregate(**{part: Sum(part) for part in PARTS})
    return {part: sums[part] or ZERO for part in PARTS}


def _effects(invoice: Invoice, lines: list[InvoiceLine], *, already: dict[str, Decimal]) -> CreditEffects:
    """Each part is what the credits so far and this one take together, less what earlier ones took: no cent is lost.

    The VAT is that of the note's own lines, except that the last note gives back exactly what is left of it.
    """
    amount = sum((line.net for line in lines), ZERO)
    is_last = already["net"] + amount == invoice.net
    share = Decimal(1) if is_last else (already["net"] + amount) / invoice.net
    fee = round_to(invoice.fee * share) - already["fee"]
    guarantee = round_to(invoice.guarantee * share) - already["guarantee"]
    credited = amount - fee - guarantee
    team, own = team_money.bearable(invoice, credited)
    from_available = own + sum(team.values(), ZERO)
    tax_left = invoice.vat - already["vat"]
    return CreditEffects(
        net=amount,
        vat=tax_left if is_last else min(vat.vat_of_lines(lines), tax_left),
        fee=fee,
        guarantee=guarantee,
        credited=credited,
        from_available=from_available,
        from_fund=credited - from_available,
        lines=tuple(lines),
        team=team,
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
    drafts.save_lines(note, list(effects.lines))
    return note


def _book(note: Invoice, effects: CreditEffects, *, by: Actor) -> None:
    assert note.issued_on is not None, "a credit note carries its day before it is booked"
    assert note.corrects is not None, "a credit note corrects an invoice"
    event = f"{team_money.TAKEN_BACK}{note.pk}"
    team_money.take_back(note.corrects, effects.team, event=event, on=note.issued_on, by=by)
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
