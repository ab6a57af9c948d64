"""What is true of one worker in one month, read once from the facts of a pay: the contributions and the tax start here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, InvalidInput, NotCovered, PayInputs, gettext_noop
from countries.packs.de.kinds import STATUS
from countries.packs.de.law import SocialLaw
from countries.packs.de.month import Days, month_days
from countries.packs.de.provision import Insurance
from countries.packs.de.wage_tax import TaxCard

EMPLOYEE, MINIJOB, STUDENT, SHORT_TERM, IRREGULAR = "employee", "minijob", "student", "short_term", "irregular"
EASTERN_STATES = frozenset({"BB", "MV", "SN", "ST", "TH"})
SAXONY = "SN"
PRIVATE = "private"
DEFAULT_STATE = "BE"
MOST_CHILDREN = 5
FACTOR_CLASS = 4
RELIEF_AGE = 64
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`regular_pay` is the expected monthly pay, None when this month's pay tells it. Amounts are a month's."""

    status: str
    days: Days
    state: str
    region: str
    card: TaxCard
    health_half: Decimal
    additional_rate: Decimal
    is_average_rate: bool
    is_private: bool
    is_voluntary: bool
    is_jobseeker: bool
    is_pension_exempt: bool
    is_occupation: bool
    has_sick_pay: bool
    children: int
    regular_pay: Decimal | None
    other_pay: Decimal
    other_minijob_pay: Decimal
    may_overrun: bool
    tax_is_flat: bool
    church_rate: Decimal
    private_premium: Decimal
    private_care_premium: Decimal

    @property
    def is_saxony(self) -> bool:
        return self.card.insured.is_saxony

    @property
    def is_flat_short_term(self) -> bool:
        return self.tax_is_flat and self.status == SHORT_TERM


def situation_of(inputs: PayInputs, law: SocialLaw) -> Situation:
    """Read the facts. Raises `NotCovered` for a case nobody computes here, `InvalidInput` for a contradiction."""
    status = _status(inputs)
    _refuse_pensioners(inputs, law)
    state = str(inputs.engagement.get("state") or inputs.employer.get("state") or DEFAULT_STATE)
    return Situation(
        status=status,
        days=month_days(inputs),
        state=state,
        region="east" if state in EASTERN_STATES else "west",
        card=_tax_card(inputs, status, state, law),
        church_rate=law.church_tax.get(state, law.church_tax["others"]),
        **_of_the_person(inputs, law),
        **_of_the_work(inputs, status, law),
    )


def _of_the_person(inputs: PayInputs, law: SocialLaw) -> dict[str, Any]:
    tax = inputs.tax_file
    rate = tax.get("health_fund_rate")
    return {
        "additional_rate": law.additional_average if rate is None else rate,
        "is_average_rate": rate is None,
        "is_private": tax.get("health_insurance") == PRIVATE,
        "is_voluntary": tax.get("health_insurance") == "voluntary",
        "is_jobseeker": tax.get("main_status") == "jobseeker",
        "is_pension_exempt": bool(tax.get("minijob_pension_exempt", False)),
        "children": min(int(tax.get("children_under_25", 0)), MOST_CHILDREN),
        "other_pay": _amount(tax, "other_pay"),
        "other_minijob_pay": _amount(tax, "other_minijob_pay"),
        "private_premium": _amount(tax, "private_premium"),
        "private_care_premium": _amount(tax, "private_care_premium"),
    }


def _of_the_work(inputs: PayInputs, status: str, law: SocialLaw) -> dict[str, Any]:
    work = inputs.engagement
    is_occupation = bool(work.get("is_occupation", True))
    is_reduced = status == IRREGULAR and is_occupation and not work.get("sick_pay_elected", False)
    return {
        "health_half": law.health_reduced_half if is_reduced else law.health_half,
        "is_occupation": is_occupation,
        "has_sick_pay": not is_reduced,
        "regular_pay": work.get("regular_pay"),
        "may_overrun": bool(work.get("unforeseen_overrun", False)),
        "tax_is_flat": _is_flat(status, work),
    }


def _status(inputs: PayInputs) -> str:
    status = STATUS.get(inputs.kind)
    if status is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Germany: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(STATUS),
        )
    return status


def _is_flat(status: str, work: Mapping[str, Any]) -> bool:
    if status == SHORT_TERM:
        return bool(work.get("short_term_tax") == "flat")
    return bool(work.get("minijob_tax", "flat") == "flat")


def _amount(source: Mapping[str, Any], name: str) -> Decimal:
    value = source.get(name)
    return ZERO if value is None else value


def _refuse_pensioners(inputs: PayInputs, law: SocialLaw) -> None:
    """Above the regular pension age only the employer pays some branches; who draws a pension has other rates."""
    is_old = inputs.birth_date is not None and inputs.on >= _pension_day(inputs.birth_date, law)
    if is_old or inputs.tax_file.get("main_status") == "pensioner":
        raise NotCovered(
            "pensioner",
            gettext_noop(
                "Germany: the pay of people above the regular pension age, or who draw an old-age pension, is not covered "
                "(other contributions, tax-free pay under § 3 no. 21 EStG). Ask the payroll office."
            ),
        )


def _pension_day(birth_date: date, law: SocialLaw) -> date:
    years = {int(year): months for year, months in law.regular_age.items()}
    months = years[min(max(birth_date.year, min(years)), max(years))]
    total = birth_date.year * MONTHS + birth_date.month - 1 + int(months)
    return date(total // MONTHS, total % MONTHS + 1, 1)


def _tax_card(inputs: PayInputs, status: str, state: str, law: SocialLaw) -> TaxCard:
    tax = inputs.tax_file
    tax_class = int(tax.get("tax_class", "6"))
    factor = tax.get("factor")
    if factor is not None and tax_class != FACTOR_CLASS:
        raise InvalidInput(
            "factor_without_class_4",
            gettext_noop("A factor belongs to tax class IV; the tax file has class %(found)s. Correct one of the two."),
            found=tax_class,
        )
    allowance, addition = _amount(tax, "monthly_allowance"), _amount(tax, "monthly_addition")
    return TaxCard(
        tax_class=tax_class,
        factor=Decimal(1) if factor is None else factor,
        child_allowances=_amount(tax, "child_allowances"),
        pays_church_tax=tax.get("church", "none") != "none",
        allowance=allowance * MONTHS,
        addition=addition * MONTHS,
        one_off_allowance=allowance * MONTHS,
        one_off_addition=addition * MONTHS,
        relief_year=_relief_year(inputs),
        insured=_insured(inputs, status, state, law),
    )


def _relief_year(inputs: PayInputs) -> int | None:
    """EStG § 24a: the year after the one in which the 64th year of life was completed, the eve of the birthday."""
    if inputs.birth_date is None:
        return None
    year = _eve_of_birthday(inputs.birth_date, RELIEF_AGE).year + 1
    return year if year <= inputs.on.year else None


def _eve_of_birthday(birth_date: date, years: int) -> date:
    first = date(birth_date.year + years, birth_date.month, 1)
    return first + timedelta(days=birth_date.day - 1) - timedelta(days=1)


def _insured(inputs: PayInputs, status: str, state: str, law: SocialLaw) -> Insurance:
    """Who pays no health contribution from this pay has no health part in the allowance for insurance."""
    tax = inputs.tax_file
    rate = tax.get("health_fund_rate")
    children = int(tax.get("children_under_25", 0))
    is_private = tax.get("health_insurance") == PRIVATE
    is_free = status in {STUDENT, SHORT_TERM}
    is_occupation = status == IRREGULAR and inputs.engagement.get("is_occupation", True)
    premium = tax.get("private_basic_premium")
    return Insurance(
        additional_rate=law.additional_average if rate is None else rate,
        is_childless=not children and not tax.get("has_children", False) and _is_of_surcharge_age(inputs, law),
        care_discounts=max(min(children, MOST_CHILDREN) - 1, 0),
        is_saxony=state == SAXONY,
        region="east" if state in EASTERN_STATES else "west",
        has_pension=status != SHORT_TERM,
        has_unemployment=not is_free and not is_occupation,
        is_private=is_private or is_free,
        has_grant=is_private and not is_free,
        private_premium=ZERO if premium is None or not is_private else premium,
    )


def _is_of_surcharge_age(inputs: PayInputs, law: SocialLaw) -> bool:
    """From the month after the one in which the 23rd year of life is completed; without a birth date, yes."""
    if inputs.birth_date is None:
        return True
    eve = _eve_of_birthday(inputs.birth_date, law.childless_age)
    return (inputs.on.year, inputs.on.month) > (eve.year, eve.month)
