"""Belgian withholding tax on pay: the key formula of Annexe III to the AR/CIR 92, and the rates on exceptional pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO
from countries.packs.be.law import ExceptionalLaw, WithholdingLaw, rounded

MONTHS = Decimal(12)
CHILDREN_IN_TABLE = 8


@dataclass(frozen=True, slots=True)
class Household:
    """What the key formula needs of a tax file. `children` counts a disabled child twice."""

    is_couple: bool
    children: int
    reductions: Decimal


def household(tax_file: Mapping[str, Any], law: WithholdingLaw) -> Household:
    """Read the family's yearly reductions and scale from the tax file."""
    children = int(tax_file.get("children") or 0) + int(tax_file.get("disabled_children") or 0)
    is_couple = tax_file.get("family") == "partner_without_income"
    return Household(is_couple, children, _family_reductions(tax_file, children, law))


def key_formula(taxable: Decimal, family: Household, law: WithholdingLaw) -> Decimal:
    """Return the month's withholding on `taxable`, before the fiscal work bonus. Never below zero."""
    year = MONTHS * taxable
    net = year - min(rounded(law.expenses_rate * year), law.expenses_max)
    if family.is_couple:
        quotient = min(rounded(law.quotient_rate * net), law.quotient_max)
        tax = _scale(quotient, law) + _scale(net - quotient, law) - law.exempt_couple
    else:
        tax = _scale(net, law) - law.exempt_alone
    tax = max(tax, ZERO) - family.reductions
    return rounded(max(tax, ZERO) / MONTHS)


def _family_reductions(tax_file: Mapping[str, Any], children: int, law: WithholdingLaw) -> Decimal:
    total = law.children[min(children, CHILDREN_IN_TABLE)]
    total += max(children - CHILDREN_IN_TABLE, 0) * law.child_above_8
    amounts = law.reductions
    if tax_file.get("lone_parent") and children:
        total += amounts["lone_parent"]
    if tax_file.get("disabled"):
        total += amounts["disabled"]
    if tax_file.get("disabled_partner"):
        total += amounts["disabled_partner"]
    total += int(tax_file.get("other_dependants") or 0) * amounts["other_dependant"]
    total += int(tax_file.get("dependants_66") or 0) * amounts["dependant_66"]
    if tax_file.get("family") == "partner_with_low_income":
        total += amounts["partner_low_income"]
    elif tax_file.get("family") == "partner_with_low_pension":
        total += amounts["partner_low_pension"]
    return total


def fiscal_bonus(part_a: Decimal, part_b: Decimal, rates: Mapping[str, Decimal]) -> Decimal:
    """Return the reduction of the withholding for the work bonus granted (CIR 92 art. 289ter/1)."""
    return rounded(rates["a"] * part_a + rates["b"] * part_b)


def exceptional_rate(yearly: Decimal, column: str, law: ExceptionalLaw) -> Decimal:
    """Return the rate on holiday pay (`holiday_pay`) or other exceptional pay (`other`) for a yearly normal gross."""
    for band in law.scale:
        if band["up_to"] is None or yearly <= band["up_to"]:
            rate: Decimal = band[column]
            return rate
    raise AssertionError("the last band has no upper bound")


def exceptional_tax(taxable: Decimal, *, rate: Decimal, yearly: Decimal, children: int, law: ExceptionalLaw) -> Decimal:
    """Return the withholding on exceptional pay, exempt and reduced for children (points 54 and 55).

    The exemption frees what yearly normal gross leaves below the limit for the children; the rest is taxed.
    """
    if children:
        limit = law.exemptions[min(children, len(law.exemptions)) - 1]
        taxable = max(taxable - max(limit - yearly, ZERO), ZERO)
    tax = rounded(max(taxable, ZERO) * rate)
    if not children or not tax:
        return tax
    row = law.reductions[min(children, len(law.reductions)) - 1]
    return tax - rounded(tax * row["rate"]) if yearly <= row["limit"] else tax


def exceptional_limits(column: str, children: int, law: ExceptionalLaw) -> list[Decimal]:
    """Return the yearly grosses at which the rate or the reduction for the children changes."""
    limits = [band["up_to"] for band in law.scale if band["up_to"] is not None]
    if children:
        limits.append(law.exemptions[min(children, len(law.exemptions)) - 1])
        limits.append(law.reductions[min(children, len(law.reductions)) - 1]["limit"])
    return limits


def _scale(income: Decimal, law: WithholdingLaw) -> Decimal:
    for over, tax_below, rate in law.brackets:
        if income > over:
            return rounded(tax_below + rate * (income - over))
    return ZERO
