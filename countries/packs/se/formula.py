"""The yearly formula behind the monthly tables (SKV 433, technical description of the tax tables).

It reproduces every amount of the official tables of 2025 and 2026 in columns 1, 5 and 6. Used for a year whose official
tables are not in the pack, and for simulations. All steps are in whole kronor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_DOWN, Decimal
from typing import Any

from countries.contract import Params, Rounding
from countries.packs.se.law import Refs, krona
from smart.foundation.money import round_to

HUNDRED = Decimal(100)
PERCENT = Decimal("0.01")
NOTHING = Decimal(0)
WORK_INCOME, OLDER_WORK_INCOME = 1, 3
PENSION_FEE_COLUMNS = (1, 3, 5)
OLDER_COLUMNS = (2, 3)
ALWAYS = (
    "amounts.prisbasbelopp",
    "amounts.skiktgrans",
    "tax.state",
    "tax.church_burial_share",
    "tax.pension_fee",
    "tax.grundavdrag",
    "tax.jobbskatteavdrag",
)
SOMETIMES = (
    "tax.public_service_fee",
    "tax.earned_income_credit",
    "tax.state_upper",
    "tax.grundavdrag_older",
    "tax.jobbskatteavdrag_older",
    "tax.products_to_nearest",
)
nearest_krona = Rounding(step=Decimal(1), source="technical description of 2018: products to the nearest krona")


@dataclass(frozen=True, slots=True)
class FormulaLaw:
    """The amounts of one income year. None stands for what the year does not know."""

    base_amount: Decimal
    threshold: Decimal
    state: Decimal
    church: Decimal
    pension_fee: Mapping[str, Decimal]
    allowance: Mapping[str, Decimal]
    work_income: Mapping[str, Decimal]
    public_service: Mapping[str, Decimal] | None
    earned_income: Mapping[str, Decimal] | None
    upper_state: Mapping[str, Decimal] | None
    older_allowance: tuple[tuple[Decimal | None, Decimal, Decimal], ...] | None
    older_work_income: Mapping[str, Any] | None
    product: Rounding  # how a product of income and rate becomes kronor
    refs: Refs


@dataclass(frozen=True, slots=True)
class YearTax:
    """One person's preliminary tax of a year, step by step, in kronor."""

    assessed_income: Decimal
    allowance: Decimal
    taxable_income: Decimal
    state: Decimal
    municipal: Decimal
    church: Decimal
    pension_fee: Decimal
    public_service: Decimal
    pension_fee_credit: Decimal
    work_income_credit: Decimal
    earned_income_credit: Decimal

    @property
    def total(self) -> Decimal:
        due = self.state + self.municipal + self.church + self.pension_fee + self.public_service
        return due - self.pension_fee_credit - self.work_income_credit - self.earned_income_credit


def formula_law(params: Params) -> FormulaLaw:
    sometimes = {key: params.ref(key) for key in SOMETIMES if params.has(key)}
    refs = {**{key: params.ref(key) for key in ALWAYS}, **sometimes}
    values = {key: ref.value for key, ref in refs.items()}
    return FormulaLaw(
        base_amount=values["amounts.prisbasbelopp"],
        threshold=values["amounts.skiktgrans"],
        state=values["tax.state"],
        church=values["tax.church_burial_share"],
        pension_fee=values["tax.pension_fee"],
        allowance=values["tax.grundavdrag"],
        work_income=values["tax.jobbskatteavdrag"],
        public_service=values.get("tax.public_service_fee"),
        earned_income=values.get("tax.earned_income_credit"),
        upper_state=values.get("tax.state_upper"),
        older_allowance=values.get("tax.grundavdrag_older"),
        older_work_income=values.get("tax.jobbskatteavdrag_older"),
        product=nearest_krona if values.get("tax.products_to_nearest") else krona,
        refs=tuple(refs.values()),
    )


def formula_columns(law: FormulaLaw) -> tuple[int, ...]:
    """Return the columns the formula is proved for; 3 needs the year's rules for people of 66 and over."""
    return (1, 3, 5, 6) if law.older_allowance is not None else (1, 5, 6)


def year_tax(income: Decimal, *, table: int, column: int, law: FormulaLaw) -> YearTax:
    """Return the tax of a year's income by table number and column, one of `formula_columns`."""
    assessed = round_to(income, step=HUNDRED, rounding=ROUND_DOWN)
    allowance = basic_allowance(assessed, law, is_older=column in OLDER_COLUMNS)
    taxable = assessed - allowance
    municipal_rate = table * PERCENT - law.church
    state, municipal = state_tax(taxable, law), law.product(taxable * municipal_rate)
    fee = pension_fee(assessed, law) if column in PENSION_FEE_COLUMNS else NOTHING
    fee_credit = min(fee, state + municipal)
    work = _work_income_credit(assessed, allowance, municipal_rate, column, law)
    work = min(work, max(municipal - fee_credit, NOTHING))
    earned = min(_earned_income_credit(taxable, law), max(state + municipal - fee_credit - work, NOTHING))
    return YearTax(
        assessed_income=assessed,
        allowance=allowance,
        taxable_income=taxable,
        state=state,
        municipal=municipal,
        church=law.product(taxable * law.church),
        pension_fee=fee,
        public_service=_public_service_fee(taxable, law),
        pension_fee_credit=fee_credit,
        work_income_credit=work,
        earned_income_credit=earned,
    )


def state_tax(taxable: Decimal, law: FormulaLaw) -> Decimal:
    """Return the state tax above the threshold, with the second step some years had."""
    tax = krona((taxable - law.threshold) * law.state) if taxable > law.threshold else NOTHING
    upper = law.upper_state
    if upper is not None and taxable > upper["threshold"]:
        tax += krona((taxable - upper["threshold"]) * upper["rate"])
    return tax


def basic_allowance(income: Decimal, law: FormulaLaw, *, is_older: bool = False) -> Decimal:
    """Return the allowance (IL 63 kap. 3 and 3 a §§), rounded up to a hundred and never more than the income."""
    share, base = law.allowance, law.base_amount
    if income <= share["b1"] * base:
        amount = share["low"] * base
    elif income <= share["b2"] * base:
        amount = share["low"] * base + share["up"] * (income - share["b1"] * base)
    elif income <= share["b3"] * base:
        amount = share["high"] * base
    elif income <= share["b4"] * base:
        amount = share["high"] * base - share["down"] * (income - share["b3"] * base)
    else:
        amount = share["floor"] * base
    if is_older:
        amount += _older_supplement(income, law)
    return min(round_to(amount, step=share["step"], rounding=ROUND_CEILING), income)


def _older_supplement(income: Decimal, law: FormulaLaw) -> Decimal:
    """The special amount of older people: by income in price base amounts, a slope and a constant."""
    for up_to, slope, constant in law.older_allowance or ():
        if up_to is None or income <= up_to * law.base_amount:
            return slope * income + constant * law.base_amount
    return NOTHING


def pension_fee(income: Decimal, law: FormulaLaw) -> Decimal:
    """Return the general pension fee: nothing under the lowest income, rounded to a hundred, an exact fifty down."""
    fee = law.pension_fee
    if income < fee["min"]:
        return NOTHING
    return round_to(min(income, fee["max"]) * fee["rate"], step=HUNDRED, rounding=ROUND_HALF_DOWN)


def work_income(income: Decimal, law: FormulaLaw) -> Decimal:
    """Return the amount the credit on work income is counted from, before the allowance (IL 67 kap. 7 §)."""
    share, base = law.work_income, law.base_amount
    if income <= share["c1"] * base:
        return income
    if income <= share["c2"] * base:
        return share["c1"] * base + share["s1"] * (income - share["c1"] * base)
    if income <= share["c3"] * base:
        return share["base2"] * base + share["s2"] * (income - share["c2"] * base)
    return share["cap"] * base


def _work_income_credit(
    income: Decimal, allowance: Decimal, municipal_rate: Decimal, column: int, law: FormulaLaw
) -> Decimal:
    if column == OLDER_WORK_INCOME:
        return _older_work_income_credit(income, law)
    if column != WORK_INCOME:
        return NOTHING
    credit = max(work_income(income, law) - allowance, NOTHING) * municipal_rate
    start = law.work_income.get("phase_out_from")  # until 2024 the credit fell with high incomes
    if start is None:
        return krona(credit)
    return _phased_out(credit, income - start * law.base_amount, law.work_income["phase_out_rate"])


def _older_work_income_credit(income: Decimal, law: FormulaLaw) -> Decimal:
    """Steps of income, each with its rate, then a fall above a high income (IL 67 kap. 8 §)."""
    rules = law.older_work_income or {}
    credit, start = NOTHING, NOTHING
    for up_to, rate in rules.get("steps", ()):
        credit += max(min(income, up_to) - start, NOTHING) * rate
        start = up_to
    return _phased_out(credit, income - rules.get("phase_out_from", income), rules.get("phase_out_rate", NOTHING))


def _phased_out(credit: Decimal, excess: Decimal, rate: Decimal) -> Decimal:
    return max(krona(credit - rate * max(excess, NOTHING)), NOTHING)


def _earned_income_credit(taxable: Decimal, law: FormulaLaw) -> Decimal:
    credit = law.earned_income
    if credit is None:
        return NOTHING
    counted = max(min(taxable, credit["to"]) - credit["from"], NOTHING)
    return min(krona(counted * credit["rate"]), credit["max"])


def _public_service_fee(taxable: Decimal, law: FormulaLaw) -> Decimal:
    fee = law.public_service
    return NOTHING if fee is None else min(krona(taxable * fee["rate"]), fee["max"])
