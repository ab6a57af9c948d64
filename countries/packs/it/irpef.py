"""Italian income tax of a year (TUIR art. 11-13, L. 207/2024, DL 3/2020): pure formulas on yearly amounts.

Every function answers for a whole year of income; the month and the year-end settlement apply them in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, NotCovered, gettext_noop
from countries.packs.it.law import ONE, Bands, TaxLaw, rounded, truncated


def in_bands(income: Decimal, bands: Bands) -> Decimal:
    """Return the progressive amount on `income`, not rounded."""
    total, below = ZERO, Decimal(0)
    for up_to, rate in bands:
        if up_to is None or income <= up_to:
            return total + (income - below) * rate
        total += (up_to - below) * rate
        below = up_to
    return total


def gross_tax(income: Decimal, law: TaxLaw) -> Decimal:
    """Return the tax before credits, not rounded; none on a negative income."""
    return in_bands(income, law.brackets) if income > 0 else ZERO


def work_credit(income: Decimal, law: TaxLaw) -> Decimal:
    """Return the credit for a whole year of employment by overall income, without the plus; not rounded."""
    table = law.work
    if income <= table["full_up_to"]:
        return table["full"]
    if income <= table["middle_up_to"]:
        part = (table["middle_up_to"] - income) / (table["middle_up_to"] - table["full_up_to"])
        return table["base"] + table["extra"] * truncated(part)
    if income <= table["none_from"]:
        part = (table["none_from"] - income) / (table["none_from"] - table["middle_up_to"])
        return table["base"] * truncated(part)
    return ZERO


def work_plus(income: Decimal, law: TaxLaw) -> Decimal:
    """Return the plus of TUIR art. 13 c. 1.1, which is not in proportion to days."""
    return law.work["plus"] if law.work["plus_over"] < income <= law.work["plus_up_to"] else ZERO


def work_credit_of_year(income: Decimal, *, days: Decimal, is_fixed: bool, law: TaxLaw) -> Decimal:
    """Return the credit due for the days of a year, with its minimum for low incomes and the plus."""
    credit = rounded(work_credit(income, law) * days / law.work["year_days"])
    if income <= law.work["full_up_to"] and days > 0:
        credit = max(credit, law.work["least_fixed" if is_fixed else "least_open"])
    return credit + work_plus(income, law)


def further_credit(income: Decimal, law: TaxLaw) -> Decimal:
    """Return the further credit of a whole year (L. 207/2024 art. 1 c. 6), not rounded; none before 2025."""
    table = law.further
    if table is None or income <= table["over"] or income > table["none_from"]:
        return ZERO
    if income <= table["full_up_to"]:
        return table["amount"]
    return table["amount"] * (table["none_from"] - income) / (table["none_from"] - table["full_up_to"])


def cuneo_rate(income: Decimal, yearly_pay: Decimal, law: TaxLaw) -> Decimal:
    """Return the rate of the tax-free sum: by pay brought to a year, if the overall income is low enough (c. 4)."""
    if not law.cuneo or income > (law.cuneo[-1][0] or ZERO):
        return ZERO
    for up_to, rate in law.cuneo:
        if up_to is not None and yearly_pay <= up_to:
            return rate
    return law.cuneo[-1][1]


def supplement(
    income: Decimal, *, tax: Decimal, credit: Decimal, credits: Decimal, days: Decimal, law: TaxLaw
) -> Decimal:
    """Return the trattamento integrativo of a year (DL 3/2020 art. 1).

    `tax` is the gross tax, `credit` the work credit for the days, `credits` all credits the article lists.
    """
    table, part = law.supplement, days / law.work["year_days"]
    if income <= table["up_to"]:
        return rounded(table["amount"] * part) if tax > credit - table["correction"] * part else ZERO
    if income <= table["partial_up_to"]:
        return rounded(max(min(table["amount"] * part, credits - tax), ZERO))
    return ZERO


@dataclass(frozen=True, slots=True)
class Family:
    """The dependants the credits are for. Shares are the taxpayer's part of the credit (1 or 0.5)."""

    has_spouse: bool = False
    children: tuple[Decimal, ...] = ()
    ascendants: tuple[Decimal, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.has_spouse or self.children or self.ascendants)


def family_of(tax_file: Mapping[str, Any]) -> Family:
    children, parents = int(tax_file.get("children", 0) or 0), int(tax_file.get("ascendants", 0) or 0)
    share = ONE if tax_file.get("children_share", "half") == "whole" else Decimal("0.5")
    return Family(bool(tax_file.get("spouse", False)), (share,) * children, (ONE,) * parents)


def family_credit(income: Decimal, family: Family, law: TaxLaw) -> Decimal:
    """Return the family credits of a whole year, not rounded. Raises `NotCovered` for a year whose rule is unknown."""
    total = _spouse(income, law.spouse) if family.has_spouse else ZERO
    if family.children:
        table = _known(law.children)
        threshold = table["threshold"] + table["step"] * (len(family.children) - 1)
        part = truncated(max(threshold - income, ZERO) / threshold)
        total += table["amount"] * part * sum(family.children)
    if family.ascendants:
        table = _known(law.ascendants)
        part = truncated(max(table["threshold"] - income, ZERO) / table["threshold"])
        total += table["amount"] * part * sum(family.ascendants)
    return total


def _spouse(income: Decimal, table: Mapping[str, Any]) -> Decimal:
    if income <= table["low_up_to"]:
        return Decimal(table["low"] - table["low_cut"] * truncated(max(income, ZERO) / table["low_up_to"]))
    if income <= table["middle_up_to"]:
        extra = (row["amount"] for row in table["extra"] if row["over"] < income <= row["up_to"])
        return Decimal(table["middle"] + next(extra, ZERO))
    if income <= table["none_from"]:
        part = (table["none_from"] - income) / (table["none_from"] - table["middle_up_to"])
        return Decimal(table["middle"] * truncated(part))
    return ZERO


def _known(table: Mapping[str, Decimal] | None) -> Mapping[str, Decimal]:
    if table is None:
        raise NotCovered(
            "family_credits_before_2025",
            gettext_noop(
                "The tax credits for children and other relatives are known from 2025 only. "
                "Leave them out of the tax file for this pay; the tax return makes up for it."
            ),
        )
    return table


def thresholds(law: TaxLaw, family: Family) -> tuple[Decimal, ...]:
    """Return the overall incomes at which a credit or a sum jumps, in ascending order."""
    found = {law.work["full_up_to"], law.work["middle_up_to"], law.work["none_from"]}
    found |= {law.work["plus_over"], law.work["plus_up_to"]}
    found |= {law.supplement["up_to"], law.supplement["partial_up_to"]}
    found |= {up_to for up_to, _ in (*law.cuneo, *law.brackets) if up_to is not None}
    if law.further:
        found |= {law.further["over"], law.further["full_up_to"], law.further["none_from"]}
    if family.has_spouse:
        found |= {law.spouse["low_up_to"], law.spouse["middle_up_to"], law.spouse["none_from"]}
        found |= {row[edge] for row in law.spouse["extra"] for edge in ("over", "up_to")}
    return tuple(sorted(found))
