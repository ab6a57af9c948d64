"""What Belgian social security takes from the worker: 13.07 %, the work bonus, the special contribution.

Law: loi 29/06/1981; AR 17/01/2000 for the work bonus; loi 30/03/1994 art. 106 for the special contribution.
Every step is rounded half up to the cent as soon as it is computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, InvalidInput, gettext_noop
from countries.packs.be.law import EmployeeLaw, rounded

ONE = Decimal(1)
WEEKS_PER_MONTH = Decimal(52) / Decimal(12)
FAMILY_COLUMNS = {
    "single": "single",
    "partner_with_income": "couple_two_incomes",
    "partner_without_income": "couple_one_income",
    "partner_with_low_income": "couple_one_income",
    "partner_with_low_pension": "couple_one_income",
}


@dataclass(frozen=True, slots=True)
class WorkTime:
    """How much of a full-time month was paid: `whole` (possible) against `paid`, in days or in hours."""

    paid: Decimal
    whole: Decimal

    def __post_init__(self) -> None:
        if self.paid <= 0 or self.whole <= 0 or self.paid > self.whole:
            raise InvalidInput(
                "work_time",
                gettext_noop(
                    "The paid time is %(paid)s of %(whole)s possible: expected more than none and no more than all. "
                    "Correct the days or hours of the period."
                ),
                paid=self.paid,
                whole=self.whole,
            )

    @property
    def ratio(self) -> Decimal:
        return rounded(self.paid / self.whole)

    def full_time_pay(self, gross: Decimal) -> Decimal:
        """The pay of a whole full-time month at the same hourly or daily pay (reference salary S)."""
        return rounded(rounded(gross / self.paid) * self.whole)


def contribution_due(base: Decimal, law: EmployeeLaw) -> Decimal:
    """Return 13.07 % of the declared base (100 % of gross, 108 % for workers and artists)."""
    return rounded(base * law.rate)


def bonus_column(status: str, law: EmployeeLaw) -> Mapping[str, Decimal]:
    """Return the amounts and slopes of the work bonus for a worker status."""
    column: Mapping[str, Decimal] = law.bonus["white" if status == "white_collar" else "blue"]
    return column


def work_bonus(
    gross: Decimal, *, column: Mapping[str, Decimal], time: WorkTime | None, due: Decimal, law: EmployeeLaw
) -> tuple[Decimal, Decimal]:
    """Return parts A and B of the work bonus on a month's gross, at most `due`: part B is cut first."""
    salary = gross if time is None else time.full_time_pay(gross)
    part_a, part_b = (_single if law.bonus_is_single else _two_parts)(salary, law.bonus, column)
    if time is not None:
        part_a, part_b = rounded(part_a * time.ratio), rounded(part_b * time.ratio)
    part_a = min(part_a, due)
    return part_a, min(part_b, due - part_a)


def _single(salary: Decimal, table: Mapping[str, Any], column: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """In force until 2021-12-31: one part."""
    return _sloping(salary, column["max"], column["slope"], table["low"], table["high"]), ZERO


def _two_parts(salary: Decimal, table: Mapping[str, Any], column: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """In force since 2024-04-01: part A for low pay, part B for very low pay (AR 17/01/2000 art. 2 as amended)."""
    part_a = _sloping(salary, column["a"], column["slope_a"], table["mid"], table["high"])
    return part_a, _sloping(salary, column["b"], column["slope_b"], table["low"], table["mid"])


def _sloping(
    salary: Decimal,
    full: Decimal,
    slope: Decimal,
    full_up_to: Decimal,
    none_above: Decimal,
) -> Decimal:
    if salary <= full_up_to:
        return full
    if salary > none_above:
        return ZERO
    return max(rounded(full - slope * (salary - full_up_to)), ZERO)


def special_bands(family: str, law: EmployeeLaw) -> Sequence[Mapping[str, Any]]:
    """Return the bands of the special contribution for a family situation, lowest first."""
    bands: Sequence[Mapping[str, Any]] = law.special[FAMILY_COLUMNS[family]]
    return bands


def special_contribution(declared: Decimal, bands: Sequence[Mapping[str, Any]]) -> Decimal:
    """Return the month's special contribution on what was declared (108 % of gross for workers and artists)."""
    for band in bands:
        if band["up_to"] is None or declared <= band["up_to"]:
            amount = band["fixed"] + band["rate"] * (declared - band["over"])
            amount = max(amount, band.get("minimum", amount))
            return rounded(min(amount, band.get("maximum", amount)))
    raise AssertionError("the last band has no upper bound")
