"""The general reduction of employer contributions (CSS art. L241-13, D241-7 to D241-10).

Until 2025: C = T / 0.6 × (1.6 × SMIC / pay − 1). From 2026 one reduction: C = least + delta × [½ (3 × SMIC / pay − 1)]^1.75.
The coefficient has four decimals; the reduction is the coefficient times the pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO
from countries.packs.fr.law import ONE, ReductionLaw, coefficient, rounded

QUARTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionCase:
    """One pay's reduction before its amount is known. `smic` is the minimum wage of the paid hours, not rounded.

    `earlier_*` are the calendar year's totals for contracts regularised over the year, zero for the others.
    """

    law: ReductionLaw
    key: str  # below_50 or from_50
    smic: Decimal
    has_leave_fund: bool = False
    earlier_pay: Decimal = ZERO
    earlier_deduction: Decimal = ZERO
    earlier_smic: Decimal = ZERO
    granted: Decimal = ZERO

    @property
    def is_bounded(self) -> bool:
        """Whether the amount may exceed what the month owes: the rest then waits for later months."""
        return self.has_leave_fund or bool(self.earlier_pay)

    def amount(self, base: Decimal, gross: Decimal) -> Decimal:
        """What the pay earns: `base` after the flat deduction, `gross` before it. May be negative when too much was granted."""
        smic, total = self.smic + self.earlier_smic, base + self.earlier_pay
        due = self._of(total, smic)
        if base != gross or self.earlier_deduction:
            without = self._of(total + gross - base + self.earlier_deduction, smic)
            due = min(due, rounded(self.law.most_with_deduction * without))
        if self.has_leave_fund:
            due = rounded(due * self.law.leave_fund)
        return due - self.granted

    def _of(self, pay: Decimal, smic: Decimal) -> Decimal:
        return rounded(coefficient_for(pay, smic, self.law, self.key) * pay)


def coefficient_for(pay: Decimal, smic: Decimal, law: ReductionLaw, key: str) -> Decimal:
    """Return the coefficient, four decimals, for a pay and the minimum wage of its hours."""
    if pay <= 0:
        return ZERO
    return (_single if law.is_single else _sloping)(pay, smic, law, key)


def _sloping(pay: Decimal, smic: Decimal, law: ReductionLaw, key: str) -> Decimal:
    """In force until 2025-12-31."""
    table = law.table
    most = table[key]
    return min(max(coefficient(most / table["slope"] * (table["exit"] * smic / pay - ONE)), ZERO), most)


def _single(pay: Decimal, smic: Decimal, law: ReductionLaw, key: str) -> Decimal:
    """In force since 2026-01-01 (décrets 2025-887 and 2025-1446)."""
    table = law.table
    distance = table["slope"] * (table["exit"] * smic / pay - ONE)
    if distance <= 0:
        return ZERO
    if distance >= ONE:
        return table["least"] + table[key]
    return coefficient(table["least"] + table[key] * _power(distance, table["power"]))


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """`base` to a power of whole quarters (1.75): two square roots are 50 times faster than Decimal's own power."""
    quarters = exponent * QUARTERS
    return base.sqrt().sqrt() ** int(quarters) if quarters == int(quarters) else base**exponent
