"""What members owe back after a correction: shown, never taken in silence, taken from a later pay by a person's decision.

Belgium: of the net pay in money at most a fifth may be withheld (loi 12/04/1965 art. 23). Elsewhere a person must know the
limit and say why it is lawful; the portal asks for the day of the member's agreement and the reason either way.
"""

import datetime
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.models import PayRecovery, PayrollRun, Payslip, TransferItem
from invoicing.rules import ledger
from invoicing.rules.pay_withheld import withheld_of
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import CENT, ZERO, round_to

SHARES: Final = {"BE": Decimal("0.2")}
"""What of a net pay may be withheld at most, by country. BE: loi 12/04/1965 art. 23 (one fifth)."""
NET: Final = "pay.net_payable"


@dataclass(frozen=True, slots=True)
class Claim:
    """A delta payslip with a negative net: what is owed back, and what of it came back."""

    payslip: Payslip
    owed: Decimal
    recovered: Decimal

    @property
    def left(self) -> Decimal:
        return self.owed - self.recovered


def open_claims(membership_id: int | None = None) -> list[Claim]:
    """The claims of the country (or of one member) of which something is left, the oldest first. One query."""
    slips = Payslip.objects.approved().filter(net__lt=0, line__posted_at__isnull=False)
    if membership_id is not None:
        slips = slips.filter(membership_id=membership_id)
    rows = slips.select_related("membership__user", "line").annotate(came_back=Sum("recoveries__amount")).order_by("id")
    claims = (Claim(row, -row.net, row.came_back or ZERO) for row in rows)
    return [claim for claim in claims if claim.left > 0]


def open_claim(payslip: Payslip) -> Claim | None:
    """What the member still owes for this payslip; None for one that owes nothing. No query when its net is positive."""
    claims = open_claims(payslip.membership_id) if payslip.net < 0 else []
    return next((claim for claim in claims if claim.payslip.pk == payslip.pk), None)


def payslips_to_take_from(membership_id: int) -> QuerySet[Payslip]:
    """The member's posted payslips whose net is not in a file for the bank yet."""
    in_files = TransferItem.objects.filter(is_cancelled=False, payslip__isnull=False).values("payslip_id")
    rows: QuerySet[Payslip] = Payslip.objects.approved().filter(
        membership_id=membership_id, net__gt=0, line__posted_at__isnull=False
    )
    return rows.exclude(pk__in=in_files).order_by("id")


def withheld_from(payslip: Payslip) -> Decimal:
    """What is taken from the payslip's net, for claims and for shares. Two queries."""
    return withheld_of([payslip])[payslip.pk]


@transaction.atomic
def recover(
    claim: Payslip,
    *,
    taken_from: Payslip,
    amount: Decimal,
    agreed_on: datetime.date,
    reason: str,
    on: datetime.date,
    by: Actor,
) -> PayRecovery:
    """Take a part of a claim from a payslip that waits to be paid.

    Raises RuleBroken: "reason_missing", "agreed_later", "not_owed" (more than is left), "not_waiting" (the payslip is in a
    file or another person's), "over_lawful_share".
    """
    if not perms.may_run_payroll(by) or by.user_id is None:
        raise NotAllowed(_("Only payroll officers decide how pay comes back."))
    _lock(claim, taken_from)
    _check_words(agreed_on, reason, on=on)
    _check_claim(claim, amount)
    _check_source(claim, taken_from, amount)
    made = PayRecovery.objects.create(
        claim=claim,
        taken_from=taken_from,
        amount=amount,
        agreed_on=agreed_on,
        reason=reason.strip(),
        on=on,
        by_id=by.user_id,
        by_label=by.label,
        at=timezone.now(),
    )
    ledger.post(
        event=f"pay-recovered:{made.pk}",
        kind=ledger.Kind.RECOVERED,
        on=on,
        entries=[(NET, None, amount), (ledger.PAY_CLAIMS, None, -amount)],
        subject=made,
        by=by,
        label=f"{claim.number} ← {taken_from.number}",
    )
    return made


def lawful_amount(payslip: Payslip) -> Decimal | None:
    """The most that may still be withheld from the payslip, None where the portal knows no limit. One query."""
    share = SHARES.get(payslip.country.code.code)
    if share is None:
        return None
    return round_to(payslip.net * share, rounding=ROUND_DOWN) - withheld_from(payslip)


def _lock(claim: Payslip, taken_from: Payslip) -> None:
    """Hold the claim, and the run whose file for the bank may be written just now."""
    PayrollRun.objects.select_for_update(of=("self",), no_key=True).get(pk=taken_from.line.run_id)
    Payslip.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)


def _check_words(agreed_on: datetime.date, reason: str, *, on: datetime.date) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why it may be withheld; the member sees it."), field="reason")
    if agreed_on > on:
        raise RuleBroken(
            "agreed_later",
            _("The member agrees on %(day)s, which has not come yet. Withhold it after that.")
            % {"day": formats.day(agreed_on)},
            field="agreed_on",
        )


def _check_claim(claim: Payslip, amount: Decimal) -> None:
    left = next((each.left for each in open_claims(claim.membership_id) if each.payslip.pk == claim.pk), ZERO)
    if not ZERO < amount <= left:
        raise RuleBroken(
            "not_owed",
            _(
                "%(amount)s is asked for; expected more than nothing and at most the %(left)s that are left of %(claim)s."
            )
            % {
                "amount": formats.money(amount, claim.currency),
                "left": formats.money(left, claim.currency),
                "claim": claim,
            },
            field="amount",
        )


def _check_source(claim: Payslip, taken_from: Payslip, amount: Decimal) -> None:
    if not payslips_to_take_from(claim.membership_id).filter(pk=taken_from.pk).exists():
        raise RuleBroken(
            "not_waiting",
            _("%(payslip)s no longer waits to be paid. Choose another pay of the same member.")
            % {"payslip": taken_from},
            field="taken_from",
        )
    if PayRecovery.objects.filter(taken_from=taken_from, claim=claim).exists():
        raise RuleBroken(
            "already_taken",
            _("A part of %(claim)s is already taken from %(payslip)s. Wait for the next pay.")
            % {"claim": claim, "payslip": taken_from},
            field="taken_from",
        )
    limit = lawful_amount(taken_from)
    most = taken_from.net - withheld_from(taken_from) - CENT if limit is None else limit  # something is left to pay
    if amount > most:
        raise RuleBroken(
            "over_lawful_share",
            _(
                "At most %(most)s may be withheld from %(payslip)s; %(amount)s is asked for. Take the rest from the next pay."
            )
            % {
                "most": formats.money(most, claim.currency),
                "payslip": taken_from,
                "amount": formats.money(amount, claim.currency),
            },
            field="amount",
        )
