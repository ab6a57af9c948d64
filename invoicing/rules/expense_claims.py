"""A claim is sent, checked and booked: its money is held while staff look, then the activity bears it and the member is owed.

The member gets the gross. The VAT that the cooperative recovers goes to `vat.deductible`; the activity bears the rest, out of
money that clients have paid. Sending and deciding happen under the activity's lock, so that two claims never spend one euro.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import ExpenseClaim, Receipt
from activities.rules import expense_claims as claims
from activities.rules import expense_files
from activities.rules.activities import require_open_activity
from activities.rules.rows import require_reason
from activities.states import ExpenseState
from countries.guards import require_awake
from invoicing.models.payable import PayableKind
from invoicing.queries.received import spendable, still_to_come
from invoicing.rules import expense_tellings, ledger
from invoicing.rules.payables import Payee, create_payable
from members.models import Profile
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import CENT, ZERO
from smart.foundation.states import move


@transaction.atomic
def send_claim(claim: ExpenseClaim, *, by: Actor, now: datetime.datetime) -> ExpenseClaim:
    """Send a claim to be checked and hold what it takes; one that is being checked already is returned unchanged.

    Raises NotAllowed, Conflict once it was decided, and RuleBroken: nothing_to_claim, outside_contract, not_enough_received.
    """
    held = _locked(claim)
    if not perms.may_claim_expenses(by, held.activity.membership):
        raise NotAllowed(_("Only the member of the activity claims its expenses."))
    require_awake(held.country)
    if held.state == ExpenseState.SUBMITTED:
        return held
    if not held.is_writable:
        raise claims.overtaken(held)
    require_open_activity(held.activity)
    rows = counted(held)
    if not rows:
        raise RuleBroken("nothing_to_claim", _("The claim has no receipt. Put one in, then send it."))
    claims.check_days(held, rows, country=held.country)
    wanted = _charged(rows)
    _check_money(held, wanted)
    for row in rows:
        expense_files.put_in_vault(row, by=by)
    move(held, to=ExpenseState.SUBMITTED, by=by)
    held.sendings += 1
    held.held, held.submitted_at, held.returned_reason = wanted, now, ""
    held.save(update_fields=["sendings", "held", "submitted_at", "returned_reason"])
    _post_hold(held, on=held.country.local(now).date(), by=by)
    return held


@transaction.atomic
def withdraw_claim(claim: ExpenseClaim, *, by: Actor, on: datetime.date) -> ExpenseClaim:
    """Take a claim back that nobody has decided; its money is free again. Raises NotAllowed and Conflict."""
    held = _locked(claim)
    if not perms.may_claim_expenses(by, held.activity.membership):
        raise NotAllowed(_("Only the member of the activity withdraws its claim."))
    _require_submitted(held)
    _release(held, on=on, by=by)
    move(held, to=ExpenseState.DRAFT, by=by)
    held.submitted_at = None
    held.save(update_fields=["submitted_at"])
    return held


@transaction.atomic
def return_claim(claim: ExpenseClaim, *, reason: str, by: Actor, on: datetime.date) -> ExpenseClaim:
    """Give a claim back to the member with what must change. Raises NotAllowed, Conflict, RuleBroken("reason_missing")."""
    held = _for_review(claim, by=by)
    said = require_reason(reason, _("Say what the member must change; they read it."))
    _release(held, on=on, by=by)
    held.receipts.update(refused_reason="")
    held.returned_reason = said
    held.save(update_fields=["returned_reason"])
    move(held, to=ExpenseState.RETURNED, by=by, reason=said)
    expense_tellings.tell_of_return(held)
    return held


@transaction.atomic
def correct_vat(receipt: Receipt, *, vat: Decimal, vat_deducted: Decimal, note: str, by: Actor) -> Receipt:
    """Write down the VAT as staff read it and what is recovered of it, with a note the member reads.

    Raises NotAllowed, Conflict, and RuleBroken: reason_missing, vat_too_much, vat_above_printed.
    """
    row, held = _line(receipt, by=by)
    said = require_reason(note, _("Say why the VAT is another; the member reads it."), field="vat_note")
    if vat < ZERO or vat * 2 >= row.gross or vat % CENT:
        raise RuleBroken(
            "vat_too_much",
            _("%(vat)s of VAT cannot be in an amount of %(gross)s. Read both again.")
            % {"vat": _money(vat, held), "gross": _money(row.gross, held)},
            field="vat",
        )
    if not ZERO <= vat_deducted <= vat or vat_deducted % CENT:
        raise RuleBroken(
            "vat_above_printed",
            _("%(found)s cannot be recovered: %(expected)s of VAT is on the receipt.")
            % {"found": _money(vat_deducted, held), "expected": _money(vat, held)},
            field="vat_deducted",
        )
    row.vat, row.vat_deducted, row.vat_note = vat, vat_deducted, said[:300]
    row.save(update_fields=["vat", "vat_deducted", "vat_note"])
    return row


@transaction.atomic
def refuse_line(receipt: Receipt, *, reason: str, by: Actor) -> Receipt:
    """Leave one receipt out of what is paid, with a reason. Raises NotAllowed, Conflict, RuleBroken("reason_missing")."""
    row, _held = _line(receipt, by=by)
    row.refused_reason = require_reason(reason, _("Say why it is not paid back; the member reads it."))
    row.save(update_fields=["refused_reason"])
    return row


@transaction.atomic
def take_line_back(receipt: Receipt, *, by: Actor) -> Receipt:
    """Pay a refused receipt back after all, as long as the claim is not decided."""
    row, _held = _line(receipt, by=by)
    row.refused_reason = ""
    row.save(update_fields=["refused_reason"])
    return row


@transaction.atomic
def approve_claim(claim: ExpenseClaim, *, by: Actor, on: datetime.date) -> ExpenseClaim:
    """Book a claim on the day and owe its gross to the member's account; one that is booked is returned unchanged.

    Raises NotAllowed, Conflict, and RuleBroken: nothing_left, not_enough_received, account_unusable, month_closed.
    """
    held = _locked(claim)
    _check_reviewer(held, by)
    require_awake(held.country)
    if held.booked_on is not None:
        return held
    _require_submitted(held)
    rows = counted(held)
    if not rows:
        raise RuleBroken("nothing_left", _("Every receipt is refused: return the claim to the member with the reason."))
    _book(held, rows, by=by, on=on)
    _owe(held, by=by, on=on)
    expense_tellings.tell_of_approval(held)
    return held


def counted(claim: ExpenseClaim) -> list[Receipt]:
    """The receipts of a claim that are paid back, by day."""
    rows = Receipt.objects.counted().filter(claim=claim).select_related("file", "activity__membership")
    return list(rows.order_by("day", "pk"))


def _charged(rows: Sequence[Receipt]) -> Decimal:
    return sum((row.charged for row in rows), ZERO)


def _check_money(claim: ExpenseClaim, wanted: Decimal) -> None:
    """Only money already received and not reserved may be spent."""
    free = spendable(claim.activity)
    if wanted <= free:
        return
    raise RuleBroken(
        "not_enough_received",
        _(
            "“%(activity)s” has %(free)s for expenses and this takes %(wanted)s. %(coming)s is invoiced and not yet paid by"
            " clients: send it when they have paid, or take receipts out."
        )
        % {
            "activity": claim.activity,
            "free": _money(free, claim),
            "wanted": _money(wanted, claim),
            "coming": _money(still_to_come(claim.activity), claim),
        },
    )


def _post_hold(claim: ExpenseClaim, *, on: datetime.date, by: Actor) -> None:
    ledger.post(
        event=f"expense-held:{claim.pk}:{claim.sendings}",
        kind=ledger.Kind.EXPENSE_HELD,
        on=on,
        entries=[(ledger.AVAILABLE, claim.activity, claim.held), (ledger.RESERVED, claim.activity, -claim.held)],
        subject=claim,
        by=by,
        label=claim.reference,
    )


def _release(claim: ExpenseClaim, *, on: datetime.date, by: Actor) -> None:
    ledger.post(
        event=f"expense-released:{claim.pk}:{claim.sendings}",
        kind=ledger.Kind.EXPENSE_RELEASED,
        on=on,
        entries=[(ledger.RESERVED, claim.activity, claim.held), (ledger.AVAILABLE, claim.activity, -claim.held)],
        subject=claim,
        by=by,
        label=claim.reference,
    )
    claim.held = ZERO
    claim.save(update_fields=["held"])


def _book(claim: ExpenseClaim, rows: Sequence[Receipt], *, by: Actor, on: datetime.date) -> None:
    """What was held becomes what is spent; what staff added to it must be there, what they took off is free again."""
    charged, reserved = _charged(rows), claim.held
    if charged > reserved:
        _check_money(claim, charged - reserved)
    claim.gross = sum((row.gross for row in rows), ZERO)
    claim.vat = sum((row.vat_deducted for row in rows), ZERO)
    claim.charged, claim.held, claim.booked_on = charged, ZERO, on
    claim.save(update_fields=["gross", "vat", "charged", "held", "booked_on"])
    Receipt.objects.filter(claim=claim).update(booked_on=on)
    move(claim, to=ExpenseState.APPROVED, by=by)
    ledger.post(
        event=f"expense:{claim.pk}",
        kind=ledger.Kind.EXPENSE,
        on=on,
        entries=[
            (ledger.RESERVED, claim.activity, reserved),
            (ledger.AVAILABLE, claim.activity, charged - reserved),
            (ledger.VAT_DEDUCTIBLE, None, claim.vat),
            (ledger.EXPENSES, None, -claim.gross),
        ],
        subject=claim,
        by=by,
        label=claim.reference,
    )


def _owe(claim: ExpenseClaim, *, by: Actor, on: datetime.date) -> None:
    profile: Profile | None = Profile.objects.filter(membership=claim.activity.membership).first()
    create_payable(
        claim,
        key=f"expense:{claim.pk}",
        kind=PayableKind.EXPENSE,
        payee=Payee(
            name=profile.legal_name if profile else str(claim.activity.membership.user),
            iban=profile.iban if profile else "",
            remittance=claim.reference,
        ),
        amount=claim.gross,
        due_on=on,
        account=ledger.EXPENSES,
        by=by,
    )


def _locked(claim: ExpenseClaim) -> ExpenseClaim:
    ledger.lock_activities([claim.activity_id])
    return claims.held_claim(claim)


def _for_review(claim: ExpenseClaim, *, by: Actor) -> ExpenseClaim:
    held = _locked(claim)
    _check_reviewer(held, by)
    require_awake(held.country)
    _require_submitted(held)
    return held


def _line(receipt: Receipt, *, by: Actor) -> tuple[Receipt, ExpenseClaim]:
    """A receipt of a claim under review with its claim, both locked."""
    assert receipt.claim is not None, "only a claimed receipt is reviewed"
    held = _for_review(receipt.claim, by=by)
    row: Receipt = Receipt.objects.select_for_update(of=("self",), no_key=True).get(pk=receipt.pk, claim=held)
    return row, held


def _check_reviewer(claim: ExpenseClaim, by: Actor) -> None:
    if not perms.may_review_expenses(by, claim.activity.membership):
        raise NotAllowed(_("An adviser or an accountant decides about expenses, and never about their own."))


def _require_submitted(claim: ExpenseClaim) -> None:
    if claim.state != ExpenseState.SUBMITTED:
        raise claims.overtaken(claim)


def _money(amount: Decimal, claim: ExpenseClaim) -> str:
    return formats.money(amount, claim.country.currency)
