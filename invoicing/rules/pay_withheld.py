"""What of a net pay does not go to the member's account: pay owed back by decision, and parts of shares they agreed to."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum

from invoicing.models import PayRecovery, Payslip, ShareInstalment
from smart.foundation.money import ZERO


def withheld_of(slips: Sequence[Payslip]) -> dict[int, Decimal]:
    """What is taken from each payslip's net. Two queries."""
    taken = dict.fromkeys((slip.pk for slip in slips), ZERO)
    recovered = PayRecovery.objects.filter(taken_from__in=slips).order_by().values_list("taken_from")
    parts = ShareInstalment.objects.filter(payslip__in=slips).order_by().values_list("payslip")
    for rows in (recovered, parts):
        for pk, total in rows.annotate(total=Sum("amount")):
            taken[pk] += total
    return taken


def owed_of(slips: Sequence[Payslip]) -> dict[int, Decimal]:
    """What each payslip pays to the member's account: its net, less what is taken from it. Two queries."""
    taken = withheld_of(slips)
    return {slip.pk: slip.net - taken[slip.pk] for slip in slips}
