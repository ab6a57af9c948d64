"""The difference of two computed pays, as a pay of its own and line by line. Pure.

Used where a payslip pays only what changes: a correction, and one-off pay that its pack computes beside the ordinary pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from countries.contract import PayLine, PayResult
from smart.foundation.money import ZERO

TOTALS: Final = ("gross", "employee_total", "tax_total", "net", "employer_total", "provisions", "employer_cost")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a correction: what was, what is and the difference, signed as the line moves its side's total."""

    line: PayLine
    was: Decimal
    now: Decimal

    @property
    def difference(self) -> Decimal:
        return self.now - self.was


def difference(result: PayResult, before: Sequence[PayResult]) -> PayResult:
    """What is, less what was, as a pay whose lines are the lines that differ. Pure."""
    changes = changes_of(result.lines, [line for each in before for line in each.lines])
    lines = tuple(_delta(each) for each in changes)
    totals = {name: getattr(result, name) - sum(getattr(each, name) for each in before) for name in TOTALS}
    return replace(result, lines=lines, **totals)


def changes_of(now: Sequence[PayLine], before: Sequence[PayLine]) -> list[Change]:
    """The lines that differ, in the order of the newest pay. Pure."""
    sums: dict[str, Decimal] = {}
    for line in before:
        sums[line.code] = sums.get(line.code, ZERO) + line.amount
    named = {line.code: line for line in (*before, *now)}
    is_now = {line.code: line.amount for line in now}
    order = [*is_now, *(code for code in sums if code not in is_now)]
    found = [Change(named[code], sums.get(code, ZERO), is_now.get(code, ZERO)) for code in order]
    return [change for change in found if change.difference]


def _delta(change: Change) -> PayLine:
    """The line with its difference; base and rate stay only where nothing was before."""
    if not change.was:
        return replace(change.line, amount=change.difference)
    return replace(change.line, base=None, rate=None, amount=change.difference)
