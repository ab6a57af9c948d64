"""What German law asks of a contract before it is validated."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Any

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.checks import BLOCKS, WARNS, Check
from countries.packs.de import terms
from countries.packs.de.kinds import BY_CODE

NO_CARD_CLASS = "6"
MONTHS = 12


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def minijob_limit(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """A month above the marginal limit makes the job an ordinary one (SGB IV § 8); twice a year it may be unforeseen."""
    ref, overrun = params.ref("minijob.limit_month"), params.value("minijob.overrun")
    other = _amount(facts.tax_file, "other_minijob_pay")
    if facts.gross is None or facts.gross + other <= ref.value:
        return None
    found = {"gross": facts.gross, "other": other, "limit": ref.value, "months": overrun["months"]}
    if facts.engagement.get("unforeseen_overrun") and facts.gross + other <= ref.value * overrun["limits"]:
        return Finding(
            "minijob_limit_overrun",
            WARNS,
            gettext_noop(
                "The gross of %(gross)s is above the limit of %(limit)s; that is allowed in %(months)s months a year."
            ),
            found,
            gettext_noop("Write down why the higher pay could not be foreseen, and count the months of the last year."),
        )
    return Finding(
        "above_minijob_limit",
        BLOCKS,
        gettext_noop(
            "The gross of %(gross)s, with %(other)s from other Minijobs, is above the limit of %(limit)s for a Minijob."
        ),
        found,
        gettext_noop("Lower the gross or choose an ordinary contract."),
    )


def hours_a_day(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """At most 10 hours a day, 8 on average (ArbZG § 3)."""
    if facts.hours is None or not facts.days:
        return None
    limits = params.ref("working_time").value
    hours = (facts.hours / facts.days).quantize(Decimal("0.1"), ROUND_DOWN)
    if hours <= limits["usual_day"]:
        return None
    is_too_long = hours > limits["hours_day"]
    return Finding(
        "day_too_long",
        BLOCKS if is_too_long else WARNS,
        gettext_noop(
            "%(hours)s hours a day were declared; %(usual)s are usual and %(most)s the most, with %(rest)s hours rest."
        ),
        {"hours": hours, "usual": limits["usual_day"], "most": limits["hours_day"], "rest": limits["rest"]},
        gettext_noop("Spread the hours over more days, or give time off within six months."),
    )


def short_term_limits(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Three months or 70 days of work in the calendar year, over all employers (SGB IV § 8 (1) no. 2)."""
    ref = params.ref("short_term.limits")
    days = (facts.days or Decimal(0)) + _amount(facts.tax_file, "short_term_days")
    months = 0 if facts.ends_on is None else terms.months_between(facts.starts_on, facts.ends_on)
    if days <= ref.value["days"] or (months <= ref.value["months"] and not _amount(facts.tax_file, "short_term_days")):
        return None
    return Finding(
        "short_term_too_long",
        BLOCKS,
        gettext_noop(
            "Short-term work comes to %(days)s days this year; the law allows %(most)s, or %(months)s months."
        ),
        {"days": days, "most": ref.value["days"], "months": ref.value["months"]},
        gettext_noop("Choose an ordinary fixed-term contract or a Minijob."),
    )


def short_term_occupation(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Work as an occupation is not short-term when it pays more than a Minijob; who looks for work does it as such."""
    limit = params.ref("minijob.limit_month")
    if facts.tax_file.get("main_status") != "jobseeker" or facts.gross is None or facts.gross <= limit.value:
        return None
    return Finding(
        "short_term_is_occupation",
        BLOCKS,
        gettext_noop(
            "Someone looking for work does it as an occupation; a pay of %(gross)s above %(limit)s is insured."
        ),
        {"gross": facts.gross, "limit": limit.value},
        gettext_noop("Choose an ordinary fixed-term contract."),
    )


def short_term_flat_tax(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """The conditions of the flat tax of 25 % (EStG § 40a (1))."""
    if facts.engagement.get("short_term_tax") != "flat" or facts.gross is None:
        return None
    limits = params.ref("short_term.flat_tax").value
    days, hours = facts.days or Decimal(1), facts.hours
    if (
        days <= limits["days"]
        and facts.gross <= limits["day_wage"] * days
        and (not hours or facts.gross <= limits["hour_wage"] * hours)
    ):
        return None
    return Finding(
        "flat_tax_not_allowed",
        BLOCKS,
        gettext_noop(
            "The flat tax asks for at most %(days)s working days in a row, %(day_wage)s a day and %(hour_wage)s an hour."
        ),
        {name: limits[name] for name in ("days", "day_wage", "hour_wage")},
        gettext_noop("Let the tax class decide, or lower the pay."),
    )


def irregular_days(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """An irregular engagement lasts less than a week (SGB V § 232 (3))."""
    ref = params.ref("irregular.rules")
    if facts.ends_on is None or (facts.ends_on - facts.starts_on).days + 1 < ref.value["days"]:
        return None
    return Finding(
        "irregular_too_long",
        BLOCKS,
        gettext_noop(
            "Irregular work lasts less than %(days)s days; this contract runs from %(starts_on)s to %(ends_on)s."
        ),
        {"days": ref.value["days"], "starts_on": facts.starts_on, "ends_on": facts.ends_on},
        gettext_noop("Choose an ordinary fixed-term contract, or make one contract for each engagement."),
    )


def student_hours(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Who studies works at most 20 hours a week while lectures are held (SGB V § 6 (1) no. 3)."""
    if facts.tax_file.get("main_status") not in {None, "other", "student"}:
        return Finding(
            "not_a_student",
            BLOCKS,
            gettext_noop(
                "The contract is for students, and the tax file says that the person mainly does something else."
            ),
            {},
            gettext_noop("Choose an ordinary contract, or correct the tax file."),
        )
    ref, hours = params.ref("student.hours_week"), terms.weekly_hours(facts)
    if hours is None or hours <= ref.value or facts.engagement.get("lecture_free"):
        return None
    return Finding(
        "student_hours_exceeded",
        BLOCKS,
        gettext_noop("%(hours)s hours a week are more than the %(most)s a student may work while lectures are held."),
        {"hours": hours, "most": ref.value},
        gettext_noop("Declare fewer hours, work outside the lectures, or choose an ordinary contract."),
    )


def other_jobs(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """Several insured jobs share ceilings and the transition zone (SGB IV § 22 (2), § 20 (2a))."""
    other = _amount(facts.tax_file, "other_pay")
    if not other:
        return None
    return Finding(
        "other_insured_jobs",
        WARNS,
        gettext_noop(
            "The person earns %(other)s a month in other insured jobs; the funds may share out the contributions."
        ),
        {"other": other},
        gettext_noop("Tell the health fund about the other job; above a ceiling it sets the shares."),
    )


def immediate_notice(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Some industries report the worker before the work starts, and the worker carries an identity card (§ 28a (4))."""
    ref = params.ref("immediate_notice.industries")
    if facts.engagement.get("industry", "none") not in ref.value:
        return None
    return Finding(
        "immediate_notice_due",
        BLOCKS if facts.is_late_granted else WARNS,  # the law gives no time after the start in these industries
        gettext_noop("This industry must report the worker by %(starts_on)s, when the work starts (%(source)s)."),
        {"starts_on": facts.starts_on, "source": ref.source},
        gettext_noop("Send the notice before the start; the person must carry an identity card or passport at work."),
    )


def private_insurance(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Below the yearly limit statutory health insurance is compulsory (SGB V § 6)."""
    ref = params.ref("insurance.annual_limit")
    if facts.tax_file.get("health_insurance") != "private" or facts.gross is None:
        return None
    year = facts.gross * MONTHS
    if year > ref.value:
        return None
    return Finding(
        "private_below_limit",
        WARNS,
        gettext_noop("A yearly pay of %(year)s is below %(limit)s: statutory health insurance is usually compulsory."),
        {"year": year, "limit": ref.value},
        gettext_noop("Ask for the decision that exempts the person, or choose statutory insurance in the tax file."),
    )


def tax_card(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """Without the tax office's data class VI must be used (EStG § 39c)."""
    if str(facts.tax_file.get("tax_class", NO_CARD_CLASS)) != NO_CARD_CLASS:
        return None
    return Finding(
        "no_tax_class",
        WARNS,
        gettext_noop("No tax class is known, or it is VI: the highest wage tax is withheld."),
        {},
        gettext_noop("Enter the tax class, the tax number and the birth date in the tax file."),
    )


def _amount(source: Any, name: str) -> Decimal:
    value = source.get(name)
    return Decimal(0) if value in (None, "") else Decimal(str(value))


OWN: dict[str, Check] = {
    "minijob_limit": minijob_limit,
    "hours_a_day": hours_a_day,
    "short_term_limits": short_term_limits,
    "short_term_occupation": short_term_occupation,
    "short_term_flat_tax": short_term_flat_tax,
    "irregular_days": irregular_days,
    "student_hours": student_hours,
    "other_jobs": other_jobs,
    "tax_card": tax_card,
    "immediate_notice": immediate_notice,
    "private_insurance": private_insurance,
    "fixed_term_reason": terms.fixed_term_reason,
    "on_call": terms.on_call,
}
