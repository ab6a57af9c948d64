"""One Austrian pay without its amount: everything the formulas need that does not depend on the gross, resolved once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from countries.contract import ZERO, NotCovered, Params, PayInputs, gettext_noop
from countries.packs.at.branches import EMPLOYEE, FREE, SPECIAL, Branches
from countries.packs.at.days import CASUAL, covers_day, job_days, levy_weeks
from countries.packs.at.kinds import STATUS
from countries.packs.at.law import (
    DAYS_PER_MONTH,
    SPECIAL_SHARE,
    InsuranceLaw,
    LevyLaw,
    Steps,
    TaxLaw,
    insurance_law,
    levy_law,
    rounded,
    tax_law,
)
from smart.foundation.money import round_to

ONE = Decimal(1)
OPEN_ENDED = "open_ended"
VIENNA, SEAT = "vienna", "seat"
INCLUDED, SET_ASIDE, NONE, USUAL = "included", "set_aside", "none", "usual"
NEW_RULES_FROM = date(2027, 1, 1)
"""Jobs that begin from here on have their own steps of unemployment insurance (Budgetbegleitgesetz 2027-2028)."""
FEE_MONTH, FEE_DAY = 11, 15
"""The e-card fee is withheld from who is insured on 15 November (ASVG § 31c)."""
RUNNING_CODES = ("gross", "holiday_pay")
SPECIAL_CODES = ("special_pay", "one_off")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same employer already paid: in the month (insurance, tax) and in the calendar year (special payments)."""

    insured_pay: Decimal
    insured_days: Decimal
    taxable: Decimal
    tax: Decimal
    tax_days: Decimal
    bonus: Decimal
    month_pay: Decimal
    running: Decimal
    special: Decimal
    special_insured: Decimal
    in_sixth: Decimal
    special_base: Decimal
    special_social: Decimal
    special_tax: Decimal
    control: Decimal
    cap: Decimal
    year_taxable: Decimal
    year_days: Decimal


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
    tax_days: Decimal
    earlier: Earlier
    marginal_up_to: Decimal
    special_weight: Decimal
    holiday_weight: Decimal
    total_weight: Decimal
    one_off: Decimal
    is_set_aside: bool
    is_under_age_end: bool
    pays_marginal_levy: bool
    chamber_rate: Decimal
    has_relief: bool
    severance_rate: Decimal
    vienna_levy: Decimal
    ecard: Decimal
    is_in_vienna: bool

    @property
    def tax_days_total(self) -> Decimal:
        return min(self.earlier.tax_days + self.tax_days, DAYS_PER_MONTH)


def resolve(inputs: PayInputs, params: Params) -> Case:
    """Resolve facts and law. Raises `NotCovered`, `InvalidInput` or `ParameterUnknown`, each with a sentence."""
    status = status_of(inputs)
    insurance, levies = params.compiled(insurance_law), params.compiled(levy_law)
    days, is_free = job_days(inputs), status == FREE
    engagement, employer = inputs.engagement, inputs.employer
    in_vienna = work_land(inputs) == VIENNA
    extension = _extension(inputs)
    special, holiday = _weights(inputs, days, params)
    starts_new = inputs.kind != OPEN_ENDED and (inputs.period_start or inputs.on) >= NEW_RULES_FROM
    under_age_end = not reached_age(inputs, levies.age_end)
    chamber = _chamber_rate(inputs, levies, params) if under_age_end else ZERO
    return Case(
        status=status,
        insurance=insurance,
        tax=params.compiled(tax_law),
        levies=levies,
        branches=insurance.branches[FREE if is_free else EMPLOYEE, in_vienna],
        special_branches=insurance.branches[SPECIAL, in_vienna],
        steps=insurance.steps_of_new_jobs if starts_new else insurance.steps,
        ceiling=insurance.ceiling_free if is_free else insurance.ceiling,
        days=days,
        extension=extension,
        tax_days=DAYS_PER_MONTH if extension or engagement.get("open_holiday_days") else days,
        earlier=_earlier(inputs, status),
        marginal_up_to=_marginal_up_to(inputs, insurance, days),
        special_weight=special,
        holiday_weight=holiday,
        total_weight=ONE + special + holiday,
        one_off=inputs.one_off or ZERO,
        is_set_aside=special_mode(inputs) == SET_ASIDE and not is_free,
        is_under_age_end=under_age_end,
        pays_marginal_levy=bool(employer.get("marginal_levy", True)),
        chamber_rate=chamber,
        has_relief=bool(employer.get("small_payroll", False)),
        severance_rate=levies.severance if engagement.get("worked_before", True) else ZERO,
        vienna_levy=_vienna_levy(inputs, levies) if in_vienna else ZERO,
        ecard=_ecard(inputs, insurance),
        is_in_vienna=in_vienna,
    )


def status_of(inputs: PayInputs) -> str:
    """Return employee, casual or free. Refuses by name what is not covered."""
    status = STATUS.get(inputs.kind)
    if status is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Austria: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(STATUS),
        )
    if not inputs.tax_file.get("resident", True) and status != FREE:
        raise NotCovered(
            "limited_tax_liability",
            gettext_noop(
                "Wage tax of people who live outside Austria (limited liability, § 70 EStG) is not covered. "
                "Compute this pay outside the portal."
            ),
        )
    return status


def work_land(inputs: PayInputs) -> str:
    """Return the Land where the work is done: the one of the engagement, else the cooperative's seat."""
    place = str(inputs.engagement.get("work_land", SEAT))
    return str(inputs.employer.get("land", VIENNA)) if place == SEAT else place


def special_mode(inputs: PayInputs) -> str:
    """Return how the 13th and 14th payments are handled; by default a contract that ends pays them with its pay."""
    mode = str(inputs.engagement.get("special_payments", USUAL))
    if mode != USUAL:
        return mode
    return SET_ASIDE if inputs.kind == OPEN_ENDED else INCLUDED


def reached_age(inputs: PayInputs, age: int) -> bool:
    """Whether the age counts in the month: from the month of a birthday on the 1st, else from the next month."""
    if inputs.birth_date is None:
        return False
    born, day = inputs.birth_date, inputs.on
    months = (day.year - born.year) * 12 + day.month - born.month
    return months > age * 12 or (months == age * 12 and born.day == 1)


def _weights(inputs: PayInputs, days: Decimal, params: Params) -> tuple[Decimal, Decimal]:
    """Return the special share and the holiday payout as multiples of the ordinary running pay (UrlG § 10)."""
    mode, is_free = special_mode(inputs), STATUS[inputs.kind] == FREE
    open_days = inputs.engagement.get("open_holiday_days") or ZERO
    if is_free:
        _refuse_for_free(inputs, open_days)
        return ZERO, ZERO
    share = ONE / SPECIAL_SHARE if mode == INCLUDED else ZERO
    if not open_days:
        return share, ZERO
    holiday = open_days * DAYS_PER_MONTH / (params.value("holiday")["month"] * days)
    on_holiday = holiday / SPECIAL_SHARE if mode != NONE else ZERO
    return share + on_holiday, holiday


def _refuse_for_free(inputs: PayInputs, open_days: Decimal) -> None:
    if inputs.one_off or open_days:
        raise NotCovered(
            "free_service_extras",
            gettext_noop(
                "A free service contract has no holidays, and special payments to it are not covered: its ceiling "
                "would change. Leave “one_off” and “open_holiday_days” out."
            ),
        )


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


def _earlier(inputs: PayInputs, status: str) -> Earlier:
    month, year = inputs.so_far, inputs.year_so_far
    prefix = "free_" if status == FREE else ""

    def sums(codes: tuple[str, ...], *sources: Mapping[str, Any]) -> Decimal:
        return sum((source.get(code, ZERO) for source in sources for code in codes), ZERO)

    def both(*codes: str) -> Decimal:
        return sums(codes, month, year)

    return Earlier(
        insured_pay=month.get(f"{prefix}insured_pay", ZERO),
        insured_days=min(month.get(f"{prefix}insured_days", ZERO), DAYS_PER_MONTH),
        taxable=month.get("taxable", ZERO),
        tax=-month.get("wage_tax", ZERO),
        tax_days=month.get("tax_days", ZERO),
        bonus=month.get("family_bonus", ZERO),
        month_pay=sums((*RUNNING_CODES, *SPECIAL_CODES, "fee"), month),
        running=both(*RUNNING_CODES),
        special=both(*SPECIAL_CODES),
        special_insured=both("sv_base_special"),
        in_sixth=both("special_in_sixth"),
        special_base=both("special_tax_base"),
        special_social=-both("special_social"),
        special_tax=-both("special_tax"),
        control=-both("control_sixth"),
        cap=-both("special_tax_cap"),
        year_taxable=both("taxable"),
        year_days=both("tax_days"),
    )


def split_pay(case: Case, gross: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Return running pay, holiday payout and special payment share of a gross; they add up to it exactly."""
    if case.total_weight == ONE:
        return gross, ZERO, ZERO
    special = rounded(gross * case.special_weight / case.total_weight)
    holiday = rounded(gross * case.holiday_weight / case.total_weight) if case.holiday_weight else ZERO
    return gross - special - holiday, holiday, special
