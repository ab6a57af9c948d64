"""The figures of one Austrian pay as a function of its gross: the one place both the payslip and the searches compute in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, PayInputs
from countries.packs.at import insurance, levies
from countries.packs.at.branches import FREE
from countries.packs.at.case import Case, split_pay
from countries.packs.at.insurance import NOTHING, Base
from countries.packs.at.special_tax import NO_ACCOUNT, NO_SPECIAL, Account, SpecialTax, Year, settle, split_special
from countries.packs.at.wage_tax import Person, allowance_of, period_tax

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a payslip shows. Amounts are positive as they are taken or paid; taxes may be negative (given back)."""

    running: Decimal
    holiday: Decimal
    special: Decimal
    base: Base
    special_base: Decimal
    social: Decimal
    special_social: Decimal
    ecard: Decimal
    taxable: Decimal
    wage_tax: Decimal
    split: SpecialTax
    account: Account

    @property
    def net(self) -> Decimal:
        pay = self.running + self.holiday + self.special
        tax = self.wage_tax + self.split.tax + self.account.control + self.account.cap
        return pay - self.social - self.special_social - self.ecard - tax


@dataclass(frozen=True, slots=True)
class Settling:
    """Whether this pay closes the year's special payments, and whether a reason forbids the negative correction."""

    is_due: bool
    is_excluded: bool


def settling(inputs: PayInputs) -> Settling:
    """Read when the year is closed: in December once the year's earlier pays are known, or when asked for."""
    asked = str(inputs.engagement.get("year_end", "auto"))
    is_december = (inputs.period_end or inputs.on).month == DECEMBER
    is_due = asked == "yes" or (asked == "auto" and is_december and bool(inputs.year_so_far))
    return Settling(is_due, bool(inputs.engagement.get("sixth_excluded", False)))


def figures(case: Case, who: Person, gross: Decimal, closing: Settling) -> Figures:
    """Compute the worker's side. `gross` holds running pay, holiday payout and special share, not the one-off pay."""
    running, holiday, share = split_pay(case, gross)
    pay, special = running + holiday, share + case.shares.one_off
    base, special_base, social, special_social = _insured(case, pay, special)
    taxable, wage_tax, split, account = ZERO, ZERO, NO_SPECIAL, NO_ACCOUNT
    if case.status != FREE:
        split = split_special(case, running=pay, special=special, social=special_social)
        taxable = pay - social - _allowance(case, who) + split.excess
        wage_tax = period_tax(case.earlier.taxable + taxable, case.tax_days, who, case.tax) - case.earlier.tax
        if closing.is_due:
            account = _account(case, who, closing, pay, special, special_social, taxable, split)
    ecard = case.ecard if base is not NOTHING else ZERO
    insured = (base, special_base, social, special_social, ecard)
    return Figures(running, holiday, special, *insured, taxable, wage_tax, split, account)


def employer_cost(case: Case, gross: Decimal) -> Decimal:
    """Return what a gross costs, one-off pay included: equal to the payslip's to the cent, without building its lines."""
    running, holiday, share = split_pay(case, gross)
    pay, special = running + holiday, share + case.shares.one_off
    total = pay + special
    base = insurance.running_base(case, pay)
    if base is NOTHING:
        social = sum(insurance.marginal_due(case, total))
    else:
        social = insurance.employer_due(case, base)
        if special:
            social += insurance.employer_special_due(case, insurance.special_base(case, special))
    return total + social + levies.all_levies(case, total) + sum(levies.set_aside(case, pay))


def _insured(case: Case, pay: Decimal, special: Decimal) -> tuple[Base, Decimal, Decimal, Decimal]:
    base = insurance.running_base(case, pay)
    if base is NOTHING:
        return base, ZERO, ZERO, ZERO
    special_base = insurance.special_base(case, special) if special else ZERO
    special_social = insurance.employee_special_due(case, special, special_base)
    return base, special_base, insurance.employee_due(case, base), special_social


def _allowance(case: Case, who: Person) -> Decimal:
    """Return the tax allowances this pay may still use of the month."""
    if not who.allowance_month:
        return ZERO
    return allowance_of(case.tax_days, who) - allowance_of(case.earlier.tax_days, who)


def _account(
    case: Case,
    who: Person,
    closing: Settling,
    pay: Decimal,
    special: Decimal,
    special_social: Decimal,
    taxable: Decimal,
    split: SpecialTax,
) -> Account:
    earlier = case.earlier
    year = Year(
        running=earlier.running + pay,
        special=earlier.special + special,
        in_sixth=earlier.in_sixth + split.in_sixth,
        base=earlier.special_base + split.base,
        social=earlier.special_social + special_social,
        tax=earlier.special_tax + split.tax,
        taxable=earlier.year_taxable + taxable,
        days=earlier.year_days - earlier.tax_days + case.tax_days,
    )
    found = settle(year, who, case.tax, is_excluded=closing.is_excluded)
    return Account(found.control - earlier.control, found.cap - earlier.cap)
