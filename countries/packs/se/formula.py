"""The yearly formula behind the monthly tables (SKV 433, technical description of the tax tables).

It reproduces every amount of the official tables of 2025 and 2026 in columns 1, 5 and 6. Used for a year whose official
tables are not in the pack, and for simulations. All steps are in whole kronor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_DOWN, Decimal

from countries.contract import Params
from countries.packs.se.law import Refs, krona
from smart.foundation.money import round_to

HUNDRED = Decimal(100)
PERCENT = Decimal("0.01")
NOTHING = Decimal(0)
WORK_INCOME_COLUMN = 1
PENSION_FEE_COLUMNS = (1, 3, 5)
FORMULA_COLUMNS = (1, 5, 6)
KEYS = (
    "amounts.prisbasbelopp",
    "amounts.skiktgrans",
    "tax.state",
    "tax.church_burial_share",
    "tax.pension_fee",
    "tax.public_service_fee",
    "tax.earned_income_credit",
    "tax.grundavdrag",
    "tax.jobbskatteavdrag",
)


@dataclass(frozen=True, slots=True)
class FormulaLaw:
    """The amounts of one income year."""

    base_amount: Decimal
    threshold: Decimal
    state: Decimal
    church: Decimal
    pension_fee: Mapping[str, Decimal]
    public_service: Mapping[str, Decimal]
    earned_income: Mapping[str, Decimal]
    allowance: Mapping[str, Decimal]
    work_income: Mapping[str, Decimal]
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
    refs = tuple(params.ref(key) for key in KEYS)
    return FormulaLaw(*(ref.value for ref in refs), refs)


def year_tax(income: Decimal, *, table: int, column: int, law: FormulaLaw) -> YearTax:
    """Return the tax of a year's income by table number and column (1, 5 or 6)."""
    assessed = round_to(income, step=HUNDRED, rounding=ROUND_DOWN)
    allowance = basic_allowance(assessed, law)
    taxable = assessed - allowance
    municipal_rate = table * PERCENT - law.church
    state = krona((taxable - law.threshold) * law.state) if taxable > law.threshold else NOTHING
    municipal = krona(taxable * municipal_rate)
    fee = pension_fee(assessed, law) if column in PENSION_FEE_COLUMNS else NOTHING
    fee_credit = min(fee, state + municipal)
    work = NOTHING
    if column == WORK_INCOME_COLUMN:
        wanted = krona(max(work_income(assessed, law) - allowance, NOTHING) * municipal_rate)
        work = min(_less_phase_out(wanted, assessed, law), max(municipal - fee_credit, NOTHING))
    earned = min(_earned_income_credit(taxable, law), max(state + municipal - fee_credit - work, NOTHING))
    return YearTax(
        assessed_income=assessed,
        allowance=allowance,
        taxable_income=taxable,
        state=state,
        municipal=municipal,
        church=krona(taxable * law.church),
        pension_fee=fee,
        public_service=min(krona(taxable * law.public_service["rate"]), law.public_service["max"]),
        pension_fee_credit=fee_credit,
        work_income_credit=work,
        earned_income_credit=earned,
    )


def basic_allowance(income: Decimal, law: FormulaLaw) -> Decimal:
    """Return the allowance (IL 63 kap. 3 §), rounded up to a hundred and never more than the income."""
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
    return min(round_to(amount, step=share["step"], rounding=ROUND_CEILING), income)


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


def _less_phase_out(credit: Decimal, income: Decimal, law: FormulaLaw) -> Decimal:
    """Until 2024 the credit fell with high incomes."""
    start = law.work_income.get("phase_out_from")
    if start is None or income <= start * law.base_amount:
        return credit
    return max(krona(credit - law.work_income["phase_out_rate"] * (income - start * law.base_amount)), NOTHING)


def _earned_income_credit(taxable: Decimal, law: FormulaLaw) -> Decimal:
    credit = law.earned_income
    counted = max(min(taxable, credit["to"]) - credit["from"], NOTHING)
    return min(krona(counted * credit["rate"]), credit["max"])
