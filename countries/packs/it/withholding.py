"""What the employer withholds and pays out with the pay (DPR 600/1973 art. 23): month by month, and the settlement.

In the month the brackets count for a twelfth and the work credit by days. The credits look at the income of the year:
the one the person declared, or twelve times the month. The settlement (conguaglio) computes the year itself.
Several contracts of a month count together: everything is computed on the month, and earlier lines are deducted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO
from countries.packs.it import irpef
from countries.packs.it.irpef import Family
from countries.packs.it.law import MONTHS, TaxLaw, rounded

NO_SETTLEMENT, YEAR_END, TERMINATION = "none", "year_end", "termination"
YEAR_DAYS = Decimal(365)


@dataclass(frozen=True, slots=True)
class TaxFacts:
    """What the tax of one contract depends on besides its taxable pay. `earlier` is the month, `before` the year."""

    law: TaxLaw
    is_employee: bool
    is_fixed: bool
    days: Decimal
    month: int
    has_credits: bool
    family: Family
    expected_income: Decimal | None
    other_income: Decimal
    settlement: str
    earlier: Mapping[str, Decimal]
    before: Mapping[str, Decimal]

    @property
    def is_settled(self) -> bool:
        return self.settlement != NO_SETTLEMENT

    def so_far(self, code: str) -> Decimal:
        """What earlier payslips of the period hold: of the month, or of the year when it is settled."""
        amount = self.earlier.get(code, ZERO)
        return amount + self.before.get(code, ZERO) if self.is_settled else amount


@dataclass(frozen=True, slots=True)
class Totals:
    """The period's totals (month, or year when settled), each positive and rounded, before earlier payslips."""

    income: Decimal  # the overall income the credits looked at
    gross: Decimal
    work: Decimal
    family: Decimal
    further: Decimal
    cuneo: Decimal
    supplement: Decimal

    @property
    def net(self) -> Decimal:
        return max(self.gross - self.work - self.family - self.further, ZERO)


def totals(taxable: Decimal, extra: Decimal, facts: TaxFacts) -> Totals:
    """Return the period's totals when this contract adds `taxable` running pay and `extra` of an extra month."""
    if facts.is_settled:
        total = taxable + extra + facts.so_far("taxable") + facts.so_far("taxable_extra")
        return _year(total, _employment(taxable + extra, facts), facts)
    return _month(taxable + facts.so_far("taxable"), _employment(taxable, facts), facts)


def extra_month_tax(extra: Decimal, law: TaxLaw) -> Decimal:
    """Return the tax of an extra month: the brackets of a month, without credits (art. 23 c. 2 b)."""
    return rounded(irpef.gross_tax(MONTHS * extra, law) / MONTHS)


def _employment(own: Decimal, facts: TaxFacts) -> Decimal:
    """The period's income that the tax-free sum is for: employment, not collaborations."""
    return facts.so_far("cuneo_base") + (own if facts.is_employee else ZERO)


def _month(total: Decimal, employment: Decimal, facts: TaxFacts) -> Totals:
    law, days = facts.law, month_days(facts)
    gross = rounded(irpef.gross_tax(MONTHS * total, law) / MONTHS)
    income = yearly_income(total, facts)
    if not facts.has_credits:
        return Totals(income, gross, ZERO, ZERO, ZERO, ZERO, ZERO)
    part = days / YEAR_DAYS
    credit = irpef.work_credit(income, law) + irpef.work_plus(income, law)
    family = irpef.family_credit(income, facts.family, law)
    own = income - facts.other_income
    yearly = irpef.supplement(
        income, tax=irpef.gross_tax(own, law), credit=credit, credits=credit + family, days=YEAR_DAYS, law=law
    )
    rate = irpef.cuneo_rate(income, employment * YEAR_DAYS / days if days else ZERO, law)
    return Totals(
        income,
        gross,
        rounded(credit * part),
        rounded(family / MONTHS),
        rounded(irpef.further_credit(income, law) * part) if facts.is_employee else ZERO,
        rounded(employment * rate),
        rounded(yearly * part),
    )


def month_days(facts: TaxFacts) -> Decimal:
    """The days of the month the work credit is for, earlier contracts included; a year never has more than 365."""
    left = max(YEAR_DAYS - facts.before.get("tax_days", ZERO), ZERO)
    return min(facts.days + facts.earlier.get("tax_days", ZERO), left)


def yearly_income(month: Decimal, facts: TaxFacts) -> Decimal:
    """The income of the year for the credits: declared, or twelve times the month; at least what was already paid."""
    paid = month + facts.before.get("taxable", ZERO) + facts.before.get("taxable_extra", ZERO)
    expected = MONTHS * month if facts.expected_income is None else facts.expected_income
    return max(expected, paid) + facts.other_income


def _year(total: Decimal, employment: Decimal, facts: TaxFacts) -> Totals:
    law, days = facts.law, min(facts.days + facts.so_far("tax_days"), YEAR_DAYS)
    gross = rounded(irpef.gross_tax(total, law))
    income = total + facts.other_income
    if not facts.has_credits:
        return Totals(income, gross, ZERO, ZERO, ZERO, ZERO, ZERO)
    part = days / YEAR_DAYS
    work = irpef.work_credit_of_year(income, days=days, is_fixed=facts.is_fixed, law=law)
    family = rounded(irpef.family_credit(income, facts.family, law) * facts.month / MONTHS)
    further = rounded(irpef.further_credit(income, law) * part) if facts.is_employee else ZERO
    rate = irpef.cuneo_rate(income, employment * YEAR_DAYS / days if days else ZERO, law)
    paid = irpef.supplement(income, tax=gross, credit=work, credits=work + family, days=days, law=law)
    return Totals(income, gross, work, family, further, rounded(employment * rate), paid)
