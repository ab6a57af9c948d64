"""Belgian withholding tax on pay: the key formula of Annexe III to the AR/CIR 92, and the flat rate of point 80."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from countries.contract import ZERO
from countries.packs.be.law import WithholdingLaw, rounded

MONTHS = Decimal(12)
CHILDREN_IN_TABLE = 8


def key_formula(taxable: Decimal, tax_file: Mapping[str, Any], law: WithholdingLaw) -> Decimal:
    """Return the month's withholding on `taxable`, before the fiscal work bonus. Never below zero."""
    year = MONTHS * taxable
    net = year - min(rounded(law.expenses_rate * year), law.expenses_max)
    if tax_file.get("family", "single") == "partner_without_income":
        quotient = min(rounded(law.quotient_rate * net), law.quotient_max)
        tax = _scale(quotient, law) + _scale(net - quotient, law) - law.exempt_couple
    else:
        tax = _scale(net, law) - law.exempt_alone
    tax = max(tax, ZERO) - family_reductions(tax_file, law)
    return rounded(max(tax, ZERO) / MONTHS)


def family_reductions(tax_file: Mapping[str, Any], law: WithholdingLaw) -> Decimal:
    """Return the yearly reductions for the family. A disabled child counts as two."""
    children = int(tax_file.get("children", 0)) + int(tax_file.get("disabled_children", 0))
    total = law.children[min(children, CHILDREN_IN_TABLE)]
    total += max(children - CHILDREN_IN_TABLE, 0) * law.child_above_8
    amounts = law.reductions
    if tax_file.get("lone_parent") and children:
        total += amounts["lone_parent"]
    if tax_file.get("disabled"):
        total += amounts["disabled"]
    if tax_file.get("disabled_partner"):
        total += amounts["disabled_partner"]
    total += int(tax_file.get("other_dependants", 0)) * amounts["other_dependant"]
    total += int(tax_file.get("dependants_66", 0)) * amounts["dependant_66"]
    if tax_file.get("family") == "partner_with_low_income":
        total += amounts["partner_low_income"]
    elif tax_file.get("family") == "partner_with_low_pension":
        total += amounts["partner_low_pension"]
    return total


def fiscal_bonus(part_a: Decimal, part_b: Decimal, rates: Mapping[str, Decimal]) -> Decimal:
    """Return the reduction of the withholding for the work bonus granted (CIR 92 art. 289ter/1)."""
    return rounded(rates["a"] * part_a + rates["b"] * part_b)


def _scale(income: Decimal, law: WithholdingLaw) -> Decimal:
    for over, tax_below, rate in law.brackets:
        if income > over:
            return rounded(tax_below + rate * (income - over))
    return ZERO
