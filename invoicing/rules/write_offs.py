"""Giving up a claim: the guarantee fund bears it, or the activity with what it has where the order was not guaranteed.

The VAT in it comes back from the state only when the law says so, which differs by country and is an accountant's
decision each time (countries/data/late_payment.yaml, `bad_debt`). Above the country's limit a second accountant decides.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.guards import require_awake
from countries.late_payment_law import BadDebtRule, law_of
from countries.models import Country
from countries.rules import settings
from invoicing import perms
from invoicing.models import Invoice, WriteOff
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import guarantee, ledger, payments, team_money, written_off
from invoicing.states import DecisionState, InvoiceState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.money import ZERO, round_to
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

LOSABLE: Final = frozenset(
    {InvoiceState.SENT, InvoiceState.PARTLY_PAID, InvoiceState.DISPUTED, InvoiceState.WRITTEN_OFF}
)


@dataclass(frozen=True, slots=True)
class Effects:
    """What giving up the claim does: amount = vat + from_fund + from_activity. `vat_inside` is the tax in the claim.

    `team` is what of from_activity is a team's co-workers' to bear, by their activities.
    """

    amount: Decimal
    vat_inside: Decimal
    vat: Decimal
    from_fund: Decimal
    from_activity: Decimal
    is_guaranteed: bool
    law: BadDebtRule | None
    needs_second: bool
    team: team_money.Parts = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.amount != self.vat + self.from_fund + self.from_activity:
            raise ValueError(f"The parts of a loss of {self.amount} do not sum to it.")


def preview_write_off(invoice: Invoice, *, reclaims_vat: bool, on: datetime.date) -> Effects:
    """What giving up everything that is open would do now. Writes nothing. Raises RuleBroken("not_losable")."""
    amount = payments.open_amount(invoice)
    if invoice.kind == InvoiceKind.CREDIT_NOTE or invoice.state not in LOSABLE or amount <= 0:
        raise RuleBroken(
            "not_losable",
            _("%(number)s is “%(state)s” and %(open)s is open on it: there is no claim to give up.")
            % {
                "number": invoice,
                "state": invoice.get_state_display(),
                "open": formats.money(amount, invoice.currency),
            },
        )
    country = Country.objects.get(pk=active_country_id())
    law = law_of(country.code.code)
    limit = settings.setting_value(country, "write_off.two_people_above", on=on, default=ZERO)
    left = _left_of(invoice)
    tax = round_to(amount * left["vat"] / left["total"]) if left["total"] > 0 else ZERO
    guaranteed = guarantee.is_guaranteed(invoice, on=on)
    team, own = ({}, ZERO) if guaranteed else _from_activities(invoice, amount - tax, left)
    from_activity = own + sum(team.values(), ZERO)
    vat = tax if reclaims_vat else ZERO
    return Effects(
        amount=amount,
        vat_inside=tax,
        vat=vat,
        from_fund=amount - vat - from_activity,
        from_activity=from_activity,
        is_guaranteed=guaranteed,
        law=law.bad_debt_on(on) if law else None,
        needs_second=amount > limit,
        team=team,
    )


@transaction.atomic
def propose_write_off(
    invoice: Invoice, *, reason: str, reclaims_vat: bool, proof: str, on: datetime.date, by: Actor
) -> WriteOff:
    """Give up what is open: at once up to the country's limit, above it when a second accountant agrees.

    Fields: reason, proof (what proves that the law gives the VAT back). Raises Conflict while another proposal waits.
    """
    locked = _locked_invoice(invoice, by=by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why the claim is given up."), field="reason")
    if reclaims_vat and not proof.strip():
        raise RuleBroken(
            "proof_missing",
            _("Say what proves that the VAT comes back, for example a judgment or the closing of a bankruptcy."),
            field="proof",
        )
    effects = preview_write_off(locked, reclaims_vat=reclaims_vat, on=on)
    made = _write(locked, effects, reason=reason, proof=proof, reclaims_vat=reclaims_vat, on=on, by=by)
    return made if effects.needs_second else _book(made, invoice=locked, team=effects.team, on=on, by=by)


@transaction.atomic
def approve_write_off(write_off: WriteOff, *, on: datetime.date, by: Actor) -> WriteOff:
    """Agree as the second person: booked now. Raises Conflict when something else is open than was proposed."""
    invoice = _locked_invoice(write_off.invoice, by=by)
    locked = _locked(write_off)
    _require_second(locked, by)
    effects = preview_write_off(invoice, reclaims_vat=locked.reclaims_vat, on=on)
    if effects.amount != locked.amount:
        raise Conflict(
            "open_changed",
            _("%(found)s is open now, %(expected)s was proposed. Refuse this one and propose it again.")
            % {
                "found": formats.money(effects.amount, invoice.currency),
                "expected": formats.money(locked.amount, invoice.currency),
            },
        )
    locked.vat, locked.from_fund, locked.from_activity = effects.vat, effects.from_fund, effects.from_activity
    locked.is_guaranteed = effects.is_guaranteed
    return _book(locked, invoice=invoice, team=effects.team, on=on, by=by)


@transaction.atomic
def refuse_write_off(write_off: WriteOff, *, reason: str, by: Actor) -> WriteOff:
    """Keep the claim; the proposer may withdraw it this way too."""
    _require(by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why the claim is kept."), field="reason")
    locked = _locked(write_off)
    _sign(locked, by)
    locked.save()
    move(locked, to=DecisionState.REFUSED, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def reclaim_vat(write_off: WriteOff, *, proof: str, on: datetime.date, by: Actor) -> WriteOff:
    """Take the VAT back later, once the law gives it: what the fund had borne of it flows back to the fund. Field: proof."""
    invoice = _locked_invoice(write_off.invoice, by=by)
    locked = _locked(write_off)
    if not proof.strip():
        raise RuleBroken("proof_missing", _("Say what proves that the VAT comes back."), field="proof")
    tax = _vat_inside(locked, invoice)
    if locked.state != DecisionState.DONE or locked.reclaims_vat or tax <= 0 or written_off.revived(invoice):
        raise RuleBroken(
            "no_vat_to_reclaim",
            _(
                "There is no VAT left to take back on %(number)s: it was taken back already, or the client has paid since."
            )
            % {"number": invoice},
        )
    ledger.post(
        event=f"vat-reclaimed:{locked.pk}",
        kind=ledger.Kind.VAT_RECLAIMED,
        on=on,
        entries=[ledger.Entry(ledger.VAT, None, tax), ledger.Entry(ledger.GUARANTEE, None, -tax)],
        subject=invoice,
        by=by,
        label=invoice.number,
    )
    locked.vat, locked.from_fund = locked.vat + tax, locked.from_fund - tax
    locked.reclaims_vat, locked.proof = True, proof.strip()
    locked.save()
    return locked


def _vat_inside(write_off: WriteOff, invoice: Invoice) -> Decimal:
    """The tax in the loss that the fund bore."""
    left = _left_of(invoice)
    tax = round_to(write_off.amount * left["vat"] / left["total"]) if left["total"] > 0 else ZERO
    return min(tax, write_off.from_fund)


def _write(
    invoice: Invoice,
    effects: Effects,
    *,
    reason: str,
    proof: str,
    reclaims_vat: bool,
    on: datetime.date,
    by: Actor,
) -> WriteOff:
    try:
        with transaction.atomic():
            return WriteOff.objects.create(
                invoice=invoice,
                amount=effects.amount,
                vat=effects.vat,
                from_fund=effects.from_fund,
                from_activity=effects.from_activity,
                is_guaranteed=effects.is_guaranteed,
                reclaims_vat=reclaims_vat,
                vat_law=effects.law.source if effects.law else "",
                proof=proof.strip(),
                reason=reason.strip(),
                on=on,
                proposed_at=timezone.now(),
                proposed_by_id=by.user_id,
                proposed_by_label=by.label,
                needs_second=effects.needs_second,
            )
    except IntegrityError as clash:
        if "invoicing_writeoff_one_waiting" not in str(clash):
            raise
        raise Conflict(
            "already_proposed", _("Giving up %(number)s was already proposed: decide that first.") % {"number": invoice}
        ) from None


def _book(write_off: WriteOff, *, invoice: Invoice, team: team_money.Parts, on: datetime.date, by: Actor) -> WriteOff:
    team_money.take_back(invoice, team, event=f"{team_money.LOST}{write_off.pk}", on=on, by=by)
    ledger.post(
        event=f"written-off:{write_off.pk}",
        kind=ledger.Kind.WRITTEN_OFF,
        on=on,
        entries=[
            ledger.Entry(ledger.VAT, None, write_off.vat),
            ledger.Entry(ledger.GUARANTEE, None, write_off.from_fund),
            ledger.Entry(ledger.AVAILABLE, invoice.activity, write_off.from_activity),
            ledger.Entry(ledger.RECEIVABLE, None, -write_off.amount),
        ],
        subject=invoice,
        by=by,
        label=invoice.number,
    )
    write_off.on = on
    _sign(write_off, by)
    write_off.save()
    move(write_off, to=DecisionState.DONE, by=by)
    if invoice.state != InvoiceState.WRITTEN_OFF:
        move(invoice, to=InvoiceState.WRITTEN_OFF, by=by, reason=write_off.reason)
    guarantee.tell_written_off(write_off)
    return write_off


def _from_activities(invoice: Invoice, net: Decimal, left: dict[str, Decimal]) -> tuple[team_money.Parts, Decimal]:
    """What the activities had been credited for the unpaid part, at most what each still has: a team's, and the leader's."""
    credited = round_to(net * left["credited"] / left["net"]) if left["net"] > 0 else ZERO
    return team_money.bearable(invoice, credited)


def _left_of(invoice: Invoice) -> dict[str, Decimal]:
    """The invoice less its credit notes, part by part. One query."""
    parts = ("net", "vat", "total", "credited")
    sums = Invoice.objects.filter(corrects=invoice).issued().aggregate(**{part: Sum(part) for part in parts})
    return {part: getattr(invoice, part) - (sums[part] or ZERO) for part in parts}


def _locked_invoice(invoice: Invoice, *, by: Actor) -> Invoice:
    _require(by)
    require_awake(Country.objects.get(pk=active_country_id()))
    ledger.lock_activities(team_money.activity_ids(invoice))
    found: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    return found


def _locked(write_off: WriteOff) -> WriteOff:
    found: WriteOff = WriteOff.objects.select_for_update(of=("self",), no_key=True).get(pk=write_off.pk)
    return found


def _sign(write_off: WriteOff, by: Actor) -> None:
    write_off.decided_at, write_off.decided_by_id, write_off.decided_by_label = timezone.now(), by.user_id, by.label


def _require_second(write_off: WriteOff, by: Actor) -> None:
    if write_off.state != DecisionState.PROPOSED:
        raise Conflict(
            "write_off_decided",
            _("This loss is already “%(state)s” (%(who)s). Nothing was changed.")
            % {"state": write_off.get_state_display(), "who": write_off.decided_by_label},
        )
    if write_off.proposed_by_id == by.user_id:
        raise NotAllowed(_("You proposed this loss yourself. Another accountant must decide."))


def _require(by: Actor) -> None:
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may give up a claim."))
