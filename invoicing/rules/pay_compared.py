"""Why this pay is another one than the pay before: the three largest differences and the rest, which sum to it. Pure but for one look-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.contract import Group, PayLine, PayResult
from invoicing.models import Payslip
from invoicing.models.payroll import RunKind
from invoicing.rules.pay_difference import Change, changes_of
from invoicing.rules.payslip_lines import ReadChange, read_changes
from invoicing.rules.payslips import result_of
from smart.foundation import formats
from smart.foundation.money import ZERO

MOVES_NET: Final = frozenset({Group.GROSS, Group.EMPLOYEE, Group.TAX, Group.NET})
LARGEST: Final = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """The pay before, the difference of the nets, its largest lines, what the others come to, and what the work says."""

    before: Payslip
    amount: Decimal
    rows: tuple[ReadChange, ...]
    rest: Decimal
    work: str

    def __post_init__(self) -> None:
        told = sum((row.difference for row in self.rows), ZERO) + self.rest
        if told != self.amount:
            raise ValueError(f"The lines explain {told} of a difference of {self.amount}.")


def pay_before(payslip: Payslip) -> Payslip | None:
    """The member's ordinary pay before this one; None for the first, and for one-off pay and corrections."""
    if payslip.line.kind != RunKind.ORDINARY:
        return None
    rows = Payslip.objects.of_member(payslip.membership_id).filter(line__kind=RunKind.ORDINARY)
    earlier = rows.filter(month__lt=payslip.month) | rows.filter(month=payslip.month, pk__lt=payslip.pk)
    found: Payslip | None = earlier.first()
    return found


def compare_pay(payslip: Payslip, before: Payslip, *, country: str, language: str) -> Compared:
    """Explain the difference of two nets by their lines, in the reader's language."""
    now, was = result_of(payslip, country=country), result_of(before, country=country)
    changes = changes_of(_own(now), _own(was))
    largest = sorted(changes, key=lambda change: -abs(change.difference))[:LARGEST]
    return Compared(
        before=before,
        amount=payslip.net - before.net,
        rows=tuple(_in_order_of_size(largest, language)),
        rest=sum((change.difference for change in changes if change not in largest), ZERO),
        work=_work(payslip, before),
    )


def _own(result: PayResult) -> list[PayLine]:
    return [line for line in result.lines if line.group in MOVES_NET]


def _in_order_of_size(changes: Iterable[Change], language: str) -> Iterable[ReadChange]:
    for change in changes:
        yield from read_changes([change], language=language)


def _work(payslip: Payslip, before: Payslip) -> str:
    """How much was worked then and now, when that differs."""
    now, was = (Decimal(str(slip.inputs.get("paid_days") or 0)) for slip in (payslip, before))
    if not now or not was or now == was:
        return ""
    days = ngettext("%(now)s day of work instead of %(was)s", "%(now)s days of work instead of %(was)s", int(now))
    return days % {"now": formats.number(now.normalize() + 0), "was": formats.number(was.normalize() + 0)}


def heading_of(compared: Compared) -> str:
    """The question the member has."""
    return _("Why different from %(month)s?") % {"month": formats.month(compared.before.month)}
