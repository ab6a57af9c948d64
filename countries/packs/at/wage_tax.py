"""Austrian wage tax on running pay (EStG § 33, 62, 66): annualise, tariff, credits, back to the days of the period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO
from countries.packs.at.law import DAYS_PER_MONTH, DAYS_PER_YEAR, MONTHS, TaxLaw, rounded

KILOMETRES = "commute_km"
THIRDS = Decimal(3)
TWO_CHILDREN = 2


@dataclass(frozen=True, slots=True)
class Person:
    """What a tax file is worth: an allowance per month and credits per year."""

    allowance_month: Decimal
    bonus_year: Decimal
    credits_year: Decimal
    is_commuter: bool


def person(tax_file: Mapping[str, Any], law: TaxLaw) -> Person:
    """Weigh the tax file. Amounts of a credit unknown in the year (2023) count as none."""
    commuting = commuter_allowance(tax_file, law)
    return Person(
        allowance_month=commuting + (tax_file.get("tax_allowance_month") or ZERO),
        bonus_year=MONTHS * family_bonus_month(tax_file, law),
        credits_year=sole_earner(tax_file, law) + commuter_euro(tax_file, law),
        is_commuter=commuting > 0,
    )


def tariff(income: Decimal, law: TaxLaw) -> Decimal:
    """Return the yearly tax of the scale on a yearly income, not rounded (EStG § 33 (1))."""
    for over, tax_below, rate in law.brackets:
        if income > over:
            return tax_below + rate * (income - over)
    return ZERO


def period_tax(taxable: Decimal, days: Decimal, who: Person, law: TaxLaw) -> Decimal:
    """Return the wage tax of a period of so many days; never below zero, rounded once to the cent."""
    factor = DAYS_PER_YEAR / days
    income = taxable * factor - law.expenses
    tax = tariff(income, law)
    if tax <= 0:
        return ZERO
    tax -= min(who.bonus_year, tax) + transport_credit(income, who, law) + who.credits_year
    return rounded(tax * days / DAYS_PER_YEAR) if tax > 0 else ZERO


def bonus_used(taxable: Decimal, days: Decimal, who: Person, law: TaxLaw) -> Decimal:
    """Return how much of the Familienbonus Plus the period's tax could take, for the payslip."""
    income = taxable * DAYS_PER_YEAR / days - law.expenses
    return rounded(min(who.bonus_year, tariff(income, law)) * days / DAYS_PER_YEAR)


def transport_credit(income: Decimal, who: Person, law: TaxLaw) -> Decimal:
    """Return the yearly Verkehrsabsetzbetrag; the raised one only for commuters, falling to the normal (§ 33 (5) no. 2)."""
    if not who.is_commuter or not law.raised:
        return law.transport
    raised = law.raised
    if income <= raised["full_up_to"]:
        return raised["amount"]
    if income >= raised["none_from"]:
        return law.transport
    share = (raised["none_from"] - income) / (raised["none_from"] - raised["full_up_to"])
    return law.transport + (raised["amount"] - law.transport) * share


def allowance_of(days: Decimal, who: Person) -> Decimal:
    return rounded(who.allowance_month * days / DAYS_PER_MONTH)


def commuter_allowance(tax_file: Mapping[str, Any], law: TaxLaw) -> Decimal:
    """Return the month's Pendlerpauschale: by distance, thirds by trips, less the ticket the employer paid."""
    kind, distance = tax_file.get("commute", "none"), tax_file.get(KILOMETRES, 0)
    if kind == "none":
        return ZERO
    amount = next((amount for since, amount in law.commuter[kind] if distance >= since), ZERO)
    return max(amount * commuter_thirds(tax_file, law) / THIRDS - (tax_file.get("transit_ticket_month") or ZERO), ZERO)


def commuter_euro(tax_file: Mapping[str, Any], law: TaxLaw) -> Decimal:
    """Return the year's Pendlereuro, by thirds too; only with a claim to the Pendlerpauschale."""
    if not commuter_allowance(tax_file, law):
        return ZERO
    return law.commuter_euro * tax_file[KILOMETRES] * commuter_thirds(tax_file, law) / THIRDS


def commuter_thirds(tax_file: Mapping[str, Any], law: TaxLaw) -> Decimal:
    trips = tax_file.get("commute_trips", 0)
    return next((thirds for since, thirds in law.commuter["thirds"] if trips >= since), ZERO)


def family_bonus_month(tax_file: Mapping[str, Any], law: TaxLaw) -> Decimal:
    """Return the month's Familienbonus Plus of the children claimed whole or by half (EStG § 33 (3a))."""
    if not law.bonus:
        return ZERO
    total = ZERO
    for age in ("under_18", "from_18"):
        whole, half = tax_file.get(f"children_{age}", 0), tax_file.get(f"children_{age}_half", 0)
        total += law.bonus[age] * (whole + Decimal(half) / 2)
    return total


def sole_earner(tax_file: Mapping[str, Any], law: TaxLaw) -> Decimal:
    """Return the year's Alleinverdiener- or Alleinerzieherabsetzbetrag by children (EStG § 33 (4))."""
    children = tax_file.get("children", 0)
    if not tax_file.get("sole_earner", False) or not children or not law.sole_earner:
        return ZERO
    amounts = law.sole_earner
    if children < TWO_CHILDREN:
        return amounts["one"]
    return amounts["two"] + (children - TWO_CHILDREN) * amounts["further"]
