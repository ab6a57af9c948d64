"""What Belgian law asks of a contract before it is validated, beside the checks every country shares."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.be.arts_checks import amateur_amount, amateur_days, art_work_attestation
from countries.packs.be.kinds import KINDS
from countries.packs.be.student_checks import student_duration, student_quota
from countries.packs.checks import BLOCKS, WARNS

BY_CODE = {kind.code: kind for kind in KINDS}
WEEKDAYS = 5
Chain = list[tuple[str, date, date]]


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def shortest_performance(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Each performance counts for at least three hours (loi 3/7/1978 art. 11bis), exceptions apart."""
    ref = params.ref("day_contract.hours_minimum")
    if facts.hours is None or facts.hours >= ref.value * (facts.days or 1):
        return None
    return Finding(
        "performance_too_short",
        WARNS,
        gettext_noop("%(hours)s hours were declared; each performance counts for at least %(minimum)s hours."),
        {"hours": facts.hours, "minimum": ref.value, "source": ref.source},
        gettext_noop("Declare the minimum, or note which exception applies."),
    )


def part_time_share(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Part-time work is at least a third of a full-time week (loi 3/7/1978 art. 11bis); full days are not part time."""
    week, ref = params.amount("working_time.full_time_week"), params.ref("part_time.least_share")
    if facts.hours is None or (facts.days and facts.hours / facts.days >= week / WEEKDAYS):
        return None
    full_time = facts.full_time_hours
    if facts.ends_on is not None:
        full_time = _weekdays(facts.starts_on, facts.ends_on) * week / WEEKDAYS
    if not full_time or facts.hours * ref.value >= full_time:
        return None
    return Finding(
        "part_time_too_short",
        WARNS,
        gettext_noop("%(hours)s hours were declared; part-time work is at least a third of full time (%(minimum)s)."),
        {"hours": facts.hours, "minimum": round(full_time / ref.value, 2), "source": ref.source},
        gettext_noop("Declare more hours or fewer days, or note which exception applies."),
    )


def _weekdays(first: date, last: date) -> int:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(1 for day in days if day.weekday() < WEEKDAYS)


def rest(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Eleven hours between two days of work, a day of rest after six (loi 16/3/1971 art. 11 and 38ter)."""
    daily, in_a_row = params.ref("rest.daily_hours"), params.ref("rest.days_in_a_row")
    remedy = gettext_noop("Spread the work over more days or declare fewer hours.")
    if too_short := checks.rest_too_short(facts, daily, remedy):
        return too_short
    if not checks.is_in_a_row(facts, in_a_row.value):
        return None
    return Finding(
        "no_day_of_rest",
        WARNS,
        gettext_noop("%(days)s days of work in a row were declared; after %(maximum)s days comes a day of rest."),
        {"days": facts.days, "maximum": in_a_row.value, "source": in_a_row.source},
        gettext_noop("Leave a day of rest, or note which exception applies (shows may work on Sundays)."),
    )


def successive(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Fixed terms in a row become open ended unless the work or the law explains them (loi 3/7/1978 art. 10, 10bis)."""
    chain = _chain(facts)
    if not chain or facts.engagement.get("succession_reason"):
        return None
    if too_long := _too_long(chain, facts, kind, params):
        return too_long
    reference, _first, last_day = chain[0]
    return checks.follows(reference, last_day)


def _too_long(chain: Chain, facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    ref, first_day = params.ref("fixed_term.chain"), chain[-1][1]
    is_within = facts.starts_on < _years_after(first_day, ref.value["years"])
    if len(chain) < ref.value["contracts"] and is_within:
        return None
    return Finding(
        "chain_too_long",
        WARNS if kind.status == "artist" else BLOCKS,
        gettext_noop(
            "This is contract %(count)s in a row since %(first_day)s; at most %(contracts)s within %(years)s years "
            "stay fixed-term."
        ),
        {"count": len(chain) + 1, "first_day": first_day, **ref.value, "source": ref.source},
        gettext_noop("Say why the work needs another fixed term, or offer an open-ended contract."),
    )


def _chain(facts: ContractFacts) -> Chain:
    """The contracts before this one, newest first, each followed by the next without a working day between."""
    chain: Chain = []
    start = facts.starts_on
    others = [(ref, first, last) for ref, first, last in facts.others if last is not None and last < facts.starts_on]
    for reference, first, last in sorted(others, key=lambda other: other[2], reverse=True):
        if _last_weekday_before(start) <= last < start:
            chain.append((reference, first, last))
            start = first
    return chain


def _last_weekday_before(day: date) -> date:
    eve = day - timedelta(days=1)
    while eve.weekday() >= WEEKDAYS:
        eve -= timedelta(days=1)
    return eve


def _years_after(day: date, years: Decimal) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    year = day.year + int(years)
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)


OWN = {
    "minimum_pay": checks.monthly_minimum,
    "student_quota": student_quota,
    "student_duration": student_duration,
    "art_work_attestation": art_work_attestation,
    "amateur_amount": amateur_amount,
    "amateur_days": amateur_days,
    "shortest_performance": shortest_performance,
    "part_time_share": part_time_share,
    "rest": rest,
    "successive": successive,
}
