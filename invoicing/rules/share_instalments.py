"""Shares taken out of pay, as the member ordered in writing: one part in a contract, never out of the net but out of what is paid.

France: one share whenever a contract pays `net_at_least` net or more, for `within_years` years (rule of the cooperative).
Where shares are paid over years, the part of the year once it is due. Something is always left to pay to the member.
"""

import datetime
from decimal import Decimal

from django.db import transaction

from invoicing.models import Payslip, RunLine, ShareInstalment
from invoicing.models.payroll import RunKind
from invoicing.rules.pay_withheld import withheld_of
from members.models import ShareSubscription
from members.models.share import PaidBy
from members.rules import shares
from members.rules.share_schedule import parts_of, years_after
from smart.foundation.actors import Actor
from smart.foundation.money import ZERO


@transaction.atomic
def withhold_share(payslip: Payslip, line: RunLine, *, by: Actor) -> ShareInstalment | None:
    """Take a part of the member's share from a payslip that is being posted; None when nothing is to be taken.

    Once in a contract, however often it is asked.
    """
    share = _agreed_share(payslip)
    if share is None or line.kind != RunKind.ORDINARY or share.subscribed_on > line.run.pay_on:
        return None
    if ShareInstalment.objects.filter(contract_id=line.contract_id).exists():
        return None
    amount = part_to_take(share, paid=shares.paid_amounts([share])[share.pk], net=payslip.net, on=line.run.pay_on)
    if amount <= 0 or amount >= payslip.net - withheld_of([payslip])[payslip.pk]:
        return None
    made = shares.record_share_payment(
        share, amount=amount, on=line.run.pay_on, paid_by=PaidBy.PAY, event=f"pay:{line.pk}", by=by
    )
    return ShareInstalment.objects.create(
        payslip=payslip, contract_id=line.contract_id, movement=made, amount=made.paid
    )


def part_to_take(share: ShareSubscription, *, paid: Decimal, net: Decimal, on: datetime.date) -> Decimal:
    """What the rule of the subscription lets be taken from a net pay on a day; nothing is zero. Pure."""
    rule = share.rule
    waiting = [part for part in parts_of(share, paid=paid) if part.left > 0]
    if not waiting:
        return ZERO
    if rule.get("kind") == "instalments":
        is_in_time = on <= years_after(share.subscribed_on, int(rule["within_years"]))
        return waiting[0].left if is_in_time and net >= Decimal(str(rule["net_at_least"])) else ZERO
    if rule.get("kind") == "over_years":
        is_due = waiting[0].due_on is not None and waiting[0].due_on <= on
        return waiting[0].left if is_due else ZERO
    return ZERO


def _agreed_share(payslip: Payslip) -> ShareSubscription | None:
    rows = ShareSubscription.objects.to_pay().out_of_pay().filter(membership_id=payslip.membership_id)
    found: ShareSubscription | None = rows.order_by("pk").first()
    return found
