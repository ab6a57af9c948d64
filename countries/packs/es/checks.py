"""What Spanish law asks of a contract before it is validated, beside the checks every country shares."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.checks import BLOCKS, WARNS, Check
from countries.packs.es import lengths
from countries.packs.es.days import WORKING_DAYS_AT_MOST
from countries.packs.es.kinds import BY_CODE, PAID
from smart.foundation.money import CENT, round_to

ADULT = 18


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def minimum_pay(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Compare with the minimum wage by hours, by legal days for short work, or by month, and with the agreement's."""
    ref = params.ref("minimum_wage")
    minimum, source = checks.monthly_share(facts, ref.value), ref.label
    is_casual = PAID[kind.code].floor != "" if kind.code in PAID else False
    if facts.hours is None and facts.days is not None and is_casual and _is_working_days(facts):
        minimum, source = _casual(facts, params, minimum, source)
    return checks.below_minimum_or_sector(facts, minimum, source)


def _is_working_days(facts: ContractFacts) -> bool:
    return facts.possible_days is not None and facts.possible_days <= WORKING_DAYS_AT_MOST


def _casual(facts: ContractFacts, params: Params, minimum: Decimal, source: str) -> tuple[Decimal, str]:
    """The legal day of workers up to 120 days in the firm holds the rest days and the extra payments."""
    if not params.has("minimum_wage.casual_day") or facts.days is None:
        return minimum, source
    ref = params.ref("minimum_wage.casual_day")
    days = round_to(ref.value * facts.days, step=CENT, rounding=ROUND_CEILING)
    return (days, ref.label) if days > minimum and days <= params.amount("minimum_wage") else (minimum, source)


def declared_too_early(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref = params.ref("contract.alta_days")
    first = facts.starts_at - timedelta(days=int(ref.value))
    if facts.declared_at is None or facts.declared_at >= first:
        return None
    return Finding(
        "declared_too_early",
        WARNS,
        gettext_noop("The work starts on %(starts_on)s; the registration is accepted from %(days)s days before only."),
        {"starts_on": facts.starts_on, "days": ref.value, "source": ref.source},
        gettext_noop("Send the registration later, and always before the work starts."),
    )


def daily_hours(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref = params.ref("work.hours_day")
    if not checks.is_above_daily(facts, ref.value):
        return None
    return Finding(
        "daily_hours_exceeded",
        WARNS,
        gettext_noop("%(hours)s hours in %(days)s days are more than %(limit)s ordinary hours a day."),
        {"hours": facts.hours, "days": facts.days, "limit": ref.value, "source": ref.source},
        gettext_noop("Declare more days, or check that the agreement allows longer days."),
    )


def rest(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    if facts.days is not None and facts.days <= 1:
        return None
    return checks.rest_too_short(
        facts, params.ref("work.rest_hours"), gettext_noop("Declare fewer hours or more days.")
    )


def part_time_hours(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.hours is None or facts.full_time_hours is None or facts.hours <= facts.full_time_hours:
        return None
    return Finding(
        "hours_above_full_time",
        BLOCKS,
        gettext_noop("%(hours)s hours were declared and full time is %(full)s hours in this period."),
        {"hours": facts.hours, "full": facts.full_time_hours},
        gettext_noop("Declare at most full time; hours above it are overtime and are paid as such."),
    )


def minor(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    if not checks.is_younger(facts, ADULT):
        return None
    ref = params.ref("work.hours_day_minor")
    is_over = facts.hours is not None and facts.days is not None and facts.hours > ref.value * facts.days
    return Finding(
        "minor_at_work",
        BLOCKS if is_over else WARNS,
        gettext_noop("The person is under 18: at most %(limit)s hours a day, no overtime and no work at night."),
        {"limit": ref.value, "source": ref.source},
        gettext_noop("Plan the hours within these limits and get the consent of the parents."),
    )


def cause(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if str(facts.engagement.get("cause") or "").strip():
        return None
    return Finding(
        "cause_missing",
        WARNS,
        gettext_noop("A fixed term needs its cause, the concrete circumstances and their link to the duration."),
        {},
        gettext_noop("Write the cause; without it the law takes the contract as permanent."),
    )


def artist_cause(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if str(facts.engagement.get("work_title") or facts.engagement.get("cause") or "").strip():
        return None
    return Finding(
        "artist_work_missing",
        WARNS,
        gettext_noop("An artist's contract names the work, the performances or the season it is for; none was given."),
        {},
        gettext_noop("Name the work or the performance; a need that is permanent cannot have a fixed term."),
    )


def replaced_person(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    is_vacancy = facts.engagement.get("substitution_reason") == "vacancy"
    if is_vacancy or str(facts.engagement.get("replaced_person") or "").strip():
        return None
    return Finding(
        "replaced_person_missing",
        BLOCKS,
        gettext_noop("A substitution contract names the person replaced and why; no person was given."),
        {},
        gettext_noop("Enter the person replaced, or choose another contract."),
    )


def short_contract(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    limit, surcharge = params.ref("short_contract.days"), params.ref("short_contract.surcharge")
    if facts.ends_on is None:
        return None
    days = (facts.ends_on - facts.starts_on).days + 1
    if days >= limit.value:
        return None
    return Finding(
        "short_contract_surcharge",
        WARNS,
        gettext_noop("A contract of %(days)s days costs a surcharge of %(surcharge)s; from %(limit)s days on, none."),
        {"days": days, "surcharge": surcharge.value, "limit": limit.value, "source": limit.source},
        gettext_noop("Join the days in one longer contract where the work allows it."),
    )


OWN: dict[str, Check] = {
    "minimum_pay": minimum_pay,
    "declared_too_early": declared_too_early,
    "daily_hours": daily_hours,
    "rest": rest,
    "part_time_hours": part_time_hours,
    "minor": minor,
    "cause": cause,
    "artist_cause": artist_cause,
    "replaced_person": replaced_person,
    "short_contract": short_contract,
    "production_length": lengths.production_length,
    "vacancy_length": lengths.vacancy_length,
    "chain": lengths.chain,
}
