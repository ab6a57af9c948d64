"""What Swedish law asks of a contract before it is validated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.checks import BLOCKS, HOURS_OF_A_DAY, WARNS, Check
from countries.packs.se.holidays import INCLUDED, USUAL, rule_of
from countries.packs.se.kinds import BY_CODE
from countries.packs.se.withholding import UNKNOWN
from smart.foundation.money import CENT, round_to

DAYS_OF_WEEK = 7
DAYS_OF_YEAR, MONTHS_OF_YEAR = 365, 12
LIMITS = {"fixed_term": "las.special_fixed_term", "temporary": "las.substitute"}
Span = tuple[date, date]


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def fixed_term_limit(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Block a fixed term that the law would take as permanent, and warn before that (LAS 5 a and 25 §§)."""
    if facts.ends_on is None:
        return None
    ref = params.ref(LIMITS[kind.code])
    months, years = int(ref.value["months"]), int(ref.value["years"])
    days = days_employed(facts, years=years, gaps_from=int(params.amount("las.gaps_count_from")))
    if days > days_of(months):
        return Finding(
            "becomes_permanent",
            BLOCKS,
            gettext_noop(
                "With this contract the person has %(days)s days of such work within %(years)s years; above %(months)s "
                "months the law takes the contract as permanent (%(source)s)."
            ),
            {"days": days, "months": months, "years": years, "source": ref.source},
            gettext_noop("Offer a permanent contract, or end this one earlier."),
        )
    return _priority_to_rehire(days, params) if kind.code == "fixed_term" else None


def _priority_to_rehire(days: int, params: Params) -> Finding | None:
    months = int(params.amount("las.rehire_months"))
    if days <= days_of(months):
        return None
    return Finding(
        "priority_to_rehire",
        WARNS,
        gettext_noop(
            "With this contract the person has %(days)s days of special fixed term: after %(months)s months there is "
            "priority to be hired again."
        ),
        {"days": days, "months": months},
        gettext_noop("Tell the person of the priority in writing when the contract ends, or offer a permanent one."),
    )


def days_of(months: int) -> int:
    return months * DAYS_OF_YEAR // MONTHS_OF_YEAR


def days_employed(facts: ContractFacts, *, years: int, gaps_from: int) -> int:
    """Return the days of employment, this contract included, in the years before its last day.

    Where a calendar month holds at least `gaps_from` contracts, the days between them count too.
    """
    last = facts.ends_on or facts.starts_on
    first = last.replace(year=last.year - years) if (last.month, last.day) != (2, 29) else date(last.year - years, 3, 1)
    spans = [(start, end) for _, start, end in facts.others if end is not None and end > first and start <= last]
    spans.append((facts.starts_on, last))
    counted = {day for start, end in spans for day in _days(max(start, first + timedelta(1)), min(end, last))}
    return len(counted | _gaps(spans, first, last, gaps_from))


def _gaps(spans: list[Span], first: date, last: date, gaps_from: int) -> set[date]:
    months = Counter(month for start, end in spans for month in {(day.year, day.month) for day in _days(start, end)})
    found: set[date] = set()
    for (year, month), number in months.items():
        if number >= gaps_from:
            days = [day for start, end in spans for day in _days(start, end) if (day.year, day.month) == (year, month)]
            found |= set(_days(max(min(days), first + timedelta(1)), min(max(days), last)))
    return found


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(number) for number in range((end - start).days + 1)]


def sector_minimum(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Compare the pay without the holiday pay it includes with the agreement's minimum; the law sets none."""
    if facts.gross is not None and _rule(facts) == INCLUDED:
        percent = params.amount("semester.percent_rule")
        facts = replace(facts, gross=round_to(facts.gross / (1 + percent), step=CENT))
    return checks.sector_minimum(facts, kind, params)


def holiday_pay_included(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Holiday pay may be part of each pay only in contracts of at most three months (semesterlagen 5 §)."""
    ref = params.ref("semester.included_months")
    longest = int(ref.value)
    if _rule(facts) != INCLUDED:
        return None
    if kind.is_fixed_term and facts.ends_on is not None and facts.ends_on < _months_later(facts.starts_on, longest):
        return None
    return Finding(
        "holiday_pay_included_too_long",
        BLOCKS,
        gettext_noop(
            "Holiday pay may be included in each pay only when the contract lasts at most %(months)s months (%(source)s)."
        ),
        {"months": longest, "source": ref.source},
        gettext_noop("Put the holiday pay aside and pay it at the end, or shorten the contract."),
    )


def _rule(facts: ContractFacts) -> str:
    return rule_of(facts.kind, str(facts.engagement.get("holiday_rule") or USUAL))


def _months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // MONTHS_OF_YEAR, month % MONTHS_OF_YEAR + 1
    following = date(year + month // MONTHS_OF_YEAR, month % MONTHS_OF_YEAR + 1, 1)
    return min(date(year, month, 1) + timedelta(day.day - 1), following)


def minor_hours(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Under 18 the working day is at most eight hours."""
    if facts.birth_date is None or facts.hours is None or facts.days is None:
        return None
    adult, limit = params.amount("age.adult"), params.ref("work.minor_hours")
    if not checks.is_younger(facts, adult) or facts.hours <= facts.days * limit.value:
        return None
    return Finding(
        "minor_hours",
        BLOCKS,
        gettext_noop("%(hours)s hours in %(days)s days: under %(age)s at most %(limit)s hours a day (%(source)s)."),
        {
            "hours": facts.hours,
            "days": facts.days,
            "age": adult,
            "limit": limit.value,
            "source": limit.source,
        },
        gettext_noop("Declare fewer hours or more days."),
    )


def daily_rest(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    if facts.hours is None or facts.days is None:
        return None
    rest = params.ref("work.daily_rest")
    longest = HOURS_OF_A_DAY - rest.value
    if facts.hours <= facts.days * longest:
        return None
    return Finding(
        "daily_rest",
        WARNS,
        gettext_noop("%(hours)s hours in %(days)s days leave less than %(rest)s hours of rest a day (%(source)s)."),
        {"hours": facts.hours, "days": facts.days, "rest": rest.value, "source": rest.source},
        gettext_noop("Spread the hours over more days, or note the agreement that allows it."),
    )


def weekly_rest(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    if facts.days is None or facts.ends_on is None:
        return None
    limit = params.ref("work.days_in_a_row")
    span = (facts.ends_on - facts.starts_on).days + 1
    if span < DAYS_OF_WEEK or facts.days <= span // DAYS_OF_WEEK * limit.value + span % DAYS_OF_WEEK:
        return None
    return Finding(
        "weekly_rest",
        WARNS,
        gettext_noop("%(days)s days of work in %(span)s days leave no weekly rest (%(source)s)."),
        {"days": facts.days, "span": span, "source": limit.source},
        gettext_noop("Leave a free day in each week, or note the agreement that allows it."),
    )


def written_information(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Most points of the written information are due within seven days of the start (LAS 6 c §)."""
    due = facts.starts_on + timedelta(days=int(params.amount("las.information_days")))
    if facts.signed_at is not None and facts.signed_at.date() <= due:
        return None
    return Finding(
        "written_information",
        WARNS,
        gettext_noop("The person must have the written terms of the employment by %(due)s at the latest."),
        {"due": due},
        gettext_noop("Sign the contract in the portal before the work starts: it holds every point the law asks for."),
    )


def tax_basis(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    if facts.tax_file.get("tax_basis", UNKNOWN) != UNKNOWN:
        return None
    rate = params.ref("tax.secondary_income")
    return Finding(
        "tax_basis_unknown",
        WARNS,
        gettext_noop("The tax file does not say whether this is the main income: %(percent)s %% will be withheld."),
        {"percent": int(rate.value * 100)},
        gettext_noop("Ask the person to fill in the tax file: main income and tax table."),
    )


OWN: Mapping[str, Check] = {
    "fixed_term_limit": fixed_term_limit,
    "sector_minimum": sector_minimum,
    "holiday_pay_included": holiday_pay_included,
    "minor_hours": minor_hours,
    "daily_rest": daily_rest,
    "weekly_rest": weekly_rest,
    "written_information": written_information,
    "tax_basis": tax_basis,
}
