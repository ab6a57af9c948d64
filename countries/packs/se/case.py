"""One person's pay of a month as functions of the gross: what payslip, cost and net are all read from.

Several payslips of a month are computed on the month's totals; what earlier ones took (`so_far`) is deducted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from countries.contract import ZERO, Params, PayInputs
from countries.packs.se.employer import (
    CONTRIBUTIONS,
    contribution_tiers,
    insurance_tier,
    pension_tiers,
)
from countries.packs.se.holidays import ACCRUED, Holidays, holidays_of
from countries.packs.se.law import MONTHS, EmployerLaw, WithholdingLaw, employer_law, krona, rounded, withholding_law
from countries.packs.se.tables import MonthlyTables, monthly_tables
from countries.packs.se.withholding import SINK, Withholding, withholding_of

CASH_LINES = ("pay", "holiday_pay", "holiday_supplement", "holiday_payout", "one_off")
ONE_TIME_LINES = ("holiday_payout", "one_off")
PENSION_LINES = ("pension", "pension_above")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier payslips of the month and of the year add up to."""

    cash: Decimal
    base: Decimal
    running: Decimal
    one_time: Decimal
    year_base: Decimal
    year_taxable: Decimal
    lines: Mapping[str, Decimal]


class Case:
    """The facts of one payslip, resolved. Pure; every method takes the gross of this payslip."""

    def __init__(self, inputs: PayInputs, params: Params) -> None:
        self.inputs, self.params = inputs, params
        self.law: EmployerLaw = params.compiled(employer_law)
        self.tax_law: WithholdingLaw = params.compiled(withholding_law)
        self.holidays: Holidays = holidays_of(inputs, params)
        self.one_off = rounded(inputs.one_off or ZERO)
        self.benefits = rounded(amount_of(inputs.engagement, "benefits"))
        self.earlier = _earlier(inputs)
        self.tiers = contribution_tiers(inputs, self.law)
        self.pension = pension_tiers(inputs, self.law)
        self.insurance = insurance_tier(inputs)
        life = rounded(amount_of(inputs.employer, "life_insurance_month"))
        self.life_insurance = ZERO if self.earlier.lines.get("life_insurance") else life
        self._one_time = self.one_off + self.holidays.payout
        self._charged_before = self._charged(ZERO)

    @cached_property
    def tables(self) -> MonthlyTables:
        return self.params.compiled(monthly_tables)

    @cached_property
    def withholding(self) -> Withholding:
        return withholding_of(self.inputs, self.tax_law, lambda: self.tables)

    # ------------------------------------------------------------------ pay
    def cash(self, gross: Decimal) -> Decimal:
        """Return what is paid out before tax."""
        return gross + self.holidays.supplement(gross) + self._one_time

    def base(self, gross: Decimal) -> Decimal:
        """Return what contributions are counted on: cash and benefits."""
        return self.cash(gross) + self.benefits

    def running(self, gross: Decimal) -> Decimal:
        """Return the pay of this payslip that is taxed as running pay."""
        return gross + self.holidays.supplement(gross) + self.benefits

    # ------------------------------------------------------------------ tax
    def running_tax(self, gross: Decimal) -> Decimal:
        """Return what is withheld from the running pay of this payslip, the month's total less what was withheld."""
        month = self.earlier.running + self.running(gross)
        tax = ZERO if self._is_too_small(month) else self.withholding.running(month)
        return tax + self.earlier.lines.get(self.tax_code, ZERO)

    def one_time_tax(self, gross: Decimal) -> Decimal:
        """Return what is withheld from the one-time pay of this payslip; zero without any."""
        if not self._one_time:
            return ZERO
        month, running = self.earlier.one_time + self._one_time, self.earlier.running + self.running(gross)
        rate = ZERO if self._is_too_small(running) else self.withholding.one_time_rate(self.year_income(gross))
        return krona(month * rate) + self.earlier.lines.get("withholding_one_off", ZERO)

    def year_income(self, gross: Decimal) -> Decimal:
        """Return the yearly income that decides the rate of one-time pay: as entered, else twelve times the month's."""
        entered = self.inputs.tax_file.get("year_income")
        if entered is not None:
            return Decimal(entered)
        month = self.earlier.running + self.running(gross)
        return max(month * MONTHS, self.earlier.year_taxable + month)

    @property
    def tax_code(self) -> str:
        return "withholding_sink" if self.withholding.basis == SINK else "withholding"

    def _is_too_small(self, running_month: Decimal) -> bool:
        """Small payments and a tiny expected year are paid without withholding; SINK knows no such limit."""
        if self.withholding.basis == SINK:
            return False
        limits = self.tax_law.nothing_below.value
        year = self.inputs.tax_file.get("year_income")
        payment = running_month + self.earlier.one_time + self._one_time
        return bool(payment < limits["payment"] or (year is not None and year < limits["year"]))

    # ------------------------------------------------------------------ the employer's side
    def charged(self, gross: Decimal) -> Decimal:
        """Return the month's base of contributions, with earlier pay of the year that had been too small for them."""
        return self._charged(self.base(gross))

    @property
    def charged_before(self) -> Decimal:
        """Return the part of that base earlier payslips of the month were charged on."""
        return self._charged_before

    def _charged(self, base: Decimal) -> Decimal:
        month, minimum = self.earlier.base + base, self.law.min_year.value
        if self.earlier.year_base + month < minimum:
            return ZERO
        return month + self.earlier.year_base if self.earlier.year_base < minimum else month

    def contributions(self, base: Decimal) -> Decimal:
        """Return the employer contributions of this payslip for its base."""
        month = self._charged(base)
        return sum([tier.amount(month) for tier in self.tiers], ZERO) - self._taken(CONTRIBUTIONS)

    def premiums(self, cash: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        """Return (pension, special payroll tax on it, insurances) of this payslip for its cash pay."""
        month = self.earlier.cash + cash
        insurance = ZERO if self.insurance is None else self.insurance.amount(month) - self._taken(("insurance",))
        if not self.pension:
            return ZERO, ZERO, insurance
        total = sum([tier.amount(month) for tier in self.pension], ZERO)
        tax = rounded(total * self.law.pension_tax.value) - self._taken(("pension_tax",))
        return total - self._taken(PENSION_LINES), tax, insurance

    def provision(self, gross: Decimal) -> tuple[Decimal, Decimal]:
        """Return what is put aside for holiday pay due later, and for the charges on it."""
        if self.holidays.rule != ACCRUED:
            return ZERO, ZERO
        accrued = rounded(gross * self.holidays.percent)
        return accrued, rounded(accrued * self.provision_rate)

    @cached_property
    def provision_rate(self) -> Decimal:
        """The charges expected on holiday pay: the person's last tier of contributions, pension and insurances."""
        rate = self.tiers[-1].rate if self.tiers else ZERO
        if self.pension:
            rate += self.pension[0].rate * (1 + self.law.pension_tax.value)
        return rate + (self.insurance.rate if self.insurance else ZERO)

    def released(self, gross: Decimal) -> tuple[Decimal, Decimal]:
        """Return what holiday pay paid out now takes back from the provisions: itself and its charges."""
        payout = self.holidays.payout
        if not payout:
            return ZERO, ZERO
        cash, base = self.cash(gross), self.base(gross)
        charges = self.contributions(base) - self.contributions(base - payout)
        charges += sum(self.premiums(cash), ZERO) - sum(self.premiums(cash - payout), ZERO)
        return payout, charges

    def _taken(self, codes: Iterable[str]) -> Decimal:
        return sum([self.earlier.lines.get(code, ZERO) for code in codes], ZERO)

    # ------------------------------------------------------------------ totals
    def cost(self, gross: Decimal) -> Decimal:
        """Return the employer's cost of this payslip, equal to the payslip's to the öre. Strictly rising with gross."""
        cash = self.cash(gross)
        base = cash + self.benefits
        total = base + self.contributions(base) + sum(self.premiums(cash), ZERO) + self.life_insurance
        total += sum(self.provision(gross), ZERO)
        return total - sum(self.released(gross), ZERO)

    def net(self, gross: Decimal) -> Decimal:
        """Return the net of this payslip, equal to the payslip's to the öre."""
        return self.cash(gross) - self.running_tax(gross) - self.one_time_tax(gross)


def amount_of(answers: Mapping[str, object], name: str) -> Decimal:
    """Return an amount of the answers, zero when it was not given."""
    value = answers.get(name)
    return ZERO if value is None else Decimal(str(value))


def _earlier(inputs: PayInputs) -> Earlier:
    month, year = inputs.so_far, inputs.year_so_far
    return Earlier(
        cash=sum([month.get(code, ZERO) for code in CASH_LINES], ZERO),
        base=month.get("contribution_base", ZERO),
        running=month.get("taxable", ZERO),
        one_time=sum([month.get(code, ZERO) for code in ONE_TIME_LINES], ZERO),
        year_base=year.get("contribution_base", ZERO),
        year_taxable=year.get("taxable", ZERO),
        lines=month,
    )
