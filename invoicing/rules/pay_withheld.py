"""What of a net pay does not go to the member's account: pay owed back by decision, and parts of shares they agreed to."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum

from invoicing.models import PayRecovery, Payslip, ShareInstalment
from smart.foundation.money import ZERO


def withheld_of(slips: Sequence[Payslip]) -> dict[int, Decimal]:
    """What is taken from each payslip's net. One query."""
    recovered = PayRecovery.objects.filter(taken_from=OuterRef("pk")).order_by().values("taken_from")
    parts = ShareInstalment.objects.filter(payslip=OuterRef("pk")).order_by().values("payslip")
    totals = (Subquery(rows.annotate(total=Sum("amount")).values("total")) for rows in (recovered, parts))
    rows = Payslip.objects.filter(pk__in=[slip.pk for slip in slips]).values_list("pk", *totals)
    return {pk: (recovery or ZERO) + (part or ZERO) for pk, recovery, part in rows}


def owed_of(slips: Sequence[Payslip]) -> dict[int, Decimal]:
    """What each payslip pays to the member's account: its net, less what is taken from it. One query."""
    taken = withheld_of(slips)
    return {slip.pk: slip.net - taken[slip.pk] for slip in slips}
