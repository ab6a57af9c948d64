"""One Austrian pay without its amount: everything the formulas need that does not depend on the gross, resolved once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from countries.contract import ZERO, Params, PayInputs
from countries.packs.at.branches import EMPLOYEE, FREE, SPECIAL, Branches
from countries.packs.at.days import CASUAL, covers_day, job_days, levy_weeks
from countries.packs.at.earlier import Earlier, read_earlier
from countries.packs.at.law import (
    DAYS_PER_MONTH,
    InsuranceLaw,
    LevyLaw,
    Steps,
    TaxLaw,
    insurance_law,
    levy_law,
    rounded,
    tax_law,
)
from countries.packs.at.terms import (
    ONE,
    OPEN_ENDED,
    SET_ASIDE,
    VIENNA,
    reached_age,
    special_mode,
    status_of,
    weights_of,
    work_land,
)
from smart.foundation.money import round_to

NEW_RULES_FROM = date(2027, 1, 1)
"""Jobs that begin from here on have their own steps of unemployment insurance (Budgetbegleitgesetz 2027-2028)."""
FEE_MONTH, FEE_DAY = 11, 15
"""The e-card fee is withheld from who is insured on 15 November (ASVG § 31c)."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How a gross divides: special and holiday shares as multiples of the ordinary running pay."""

    special: Decimal
    holiday: Decimal
    total: Decimal
    one_off: Decimal
    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class EmployerTerms:
    """What decides the employer's levies on this person."""

    is_under_age_end: bool
    pays_marginal_levy: bool
    chamber_rate: Decimal
    has_relief: bool
    severance_rate: Decimal
    vienna_levy: Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """The facts and the law of one pay. Rates and shares are fractions, days are days of a 30-day month."""

    status: str
    insurance: InsuranceLaw
    tax: TaxLaw
    levies: LevyLaw
    branches: Branches
    special_branches: Branches
    steps: Steps
    ceiling: Decimal
    days: Decimal
    extension: Decimal
    tax_days: Decimal  # of the month, this pay's included
    earlier: Earlier
    marginal_up_to: Decimal
    shares: Shares
    employer: EmployerTerms
    ecard: Decimal


def resolve(inputs: PayInputs, params: Params) -> Case:
    """Resolve facts and law. Raises `NotCovered`, `InvalidInput` or `ParameterUnknown`, each with a sentence."""
    status = status_of(inputs)
    insurance, levies = params.compiled(insurance_law), params.compiled(levy_law)
    days, is_free, in_vienna = job_days(inputs), status == FREE, work_land(inputs) == VIENNA
    earlier, shares = read_earlier(inputs, is_free=is_free), _shares(inputs, days, params)
    return Case(
        status=status,
        insurance=insurance,
        tax=params.compiled(tax_law),
        levies=levies,
        branches=insurance.branches[FREE if is_free else EMPLOYEE, in_vienna],
        special_branches=insurance.branches[SPECIAL, in_vienna],
        steps=insurance.steps_of_new_jobs if _is_new_job(inputs) else insurance.steps,
        ceiling=insurance.ceiling_free if is_free else insurance.ceiling,
        days=days,
        extension=_extension(inputs),
        tax_days=min(earlier.tax_days + (DAYS_PER_MONTH if shares.holiday else days), DAYS_PER_MONTH),
        earlier=earlier,
        marginal_up_to=_marginal_up_to(inputs, insurance, days),
        shares=shares,
        employer=_employer_terms(inputs, levies, params, in_vienna=in_vienna),
        ecard=_ecard(inputs, insurance),
    )


def split_pay(case: Case, gross: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Return running pay, holiday payout and special payment share of a gross; they add up to it exactly."""
    shares = case.shares
    if shares.total == ONE:
        return gross, ZERO, ZERO
    special = rounded(gross * shares.special / shares.total)
    holiday = rounded(gross * shares.holiday / shares.total) if shares.holiday else ZERO
    return gross - special - holiday, holiday, special


def _shares(inputs: PayInputs, days: Decimal, params: Params) -> Shares:
    special, holiday = weights_of(inputs, days, params)
    is_set_aside = special_mode(inputs.kind, inputs.engagement) == SET_ASIDE and status_of(inputs) != FREE
    return Shares(special, holiday, ONE + special + holiday, inputs.one_off or ZERO, is_set_aside)


def _employer_terms(inputs: PayInputs, law: LevyLaw, params: Params, *, in_vienna: bool) -> EmployerTerms:
    is_under_age_end = not reached_age(inputs, law.age_end)
    return EmployerTerms(
        is_under_age_end=is_under_age_end,
        pays_marginal_levy=bool(inputs.employer.get("marginal_levy", True)),
        chamber_rate=_chamber_rate(inputs, law, params) if is_under_age_end else ZERO,
        has_relief=bool(inputs.employer.get("small_payroll", False)),
        severance_rate=law.severance if inputs.engagement.get("worked_before", True) else ZERO,
        vienna_levy=_vienna_levy(inputs, law) if in_vienna else ZERO,
    )


def _is_new_job(inputs: PayInputs) -> bool:
    """Whether the job begins under the rules of 2027; an open-ended one is taken to be older."""
    return inputs.kind != OPEN_ENDED and (inputs.period_start or inputs.on) >= NEW_RULES_FROM


def _extension(inputs: PayInputs) -> Decimal:
    """Return the days by which paid-out holidays prolong the insurance, decimals cut (ASVG § 11 (2))."""
    open_days = inputs.engagement.get("open_holiday_days") or ZERO
    return round_to(open_days, step=ONE, rounding=ROUND_FLOOR)


def _marginal_up_to(inputs: PayInputs, law: InsuranceLaw, days: Decimal) -> Decimal:
    """Return the running pay of this contract up to which it is marginal (ASVG § 5 (2)).

    Each contract is looked at alone, each day of casual work too; an open-ended one by what a whole month would pay
    (gesundheitskasse.at 10007.900788).
    """
    if inputs.kind == CASUAL:
        return law.marginal_limit * days
    if inputs.kind == OPEN_ENDED:
        return law.marginal_limit * days / DAYS_PER_MONTH
    return law.marginal_limit


def _chamber_rate(inputs: PayInputs, law: LevyLaw, params: Params) -> Decimal:
    if not inputs.employer.get("chamber_member", True):
        return ZERO
    if not law.chamber:
        params.ref("chamber_levy.rate")  # says which days are known
    return law.chamber[str(inputs.employer.get("land", VIENNA))]


def _vienna_levy(inputs: PayInputs, law: LevyLaw) -> Decimal:
    hours = inputs.engagement.get("weekly_hours")
    few_hours = hours is not None and hours <= law.vienna["hours"]
    if few_hours or reached_age(inputs, int(law.vienna["age"])):
        return ZERO
    left = levy_weeks(inputs, whole_month=True) * law.vienna["week"] - inputs.so_far.get("vienna_levy", ZERO)
    return max(min(levy_weeks(inputs) * law.vienna["week"], left), ZERO)


def _ecard(inputs: PayInputs, law: InsuranceLaw) -> Decimal:
    month = inputs.period_end or inputs.on
    is_due = month.month == FEE_MONTH and covers_day(inputs, month.replace(day=FEE_DAY))
    return ZERO if not is_due or inputs.so_far.get("ecard") else law.ecard
