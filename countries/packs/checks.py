"""Contract checks every country shares. Each looks at the facts and returns a finding, or None when all is well.

The instants come from the server's clock: nobody's word decides whether work had started.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import ContractFacts, ContractKind, Finding, ParameterRef, Params, gettext_noop
from smart.foundation.money import CENT, round_to

Check = Callable[[ContractFacts, ContractKind, Params], Finding | None]
BLOCKS, WARNS = "blocks", "warns"
HOURS_OF_A_DAY = Decimal(24)
MONTHS_OF_A_YEAR = 12


def run_checks(
    facts: ContractFacts, kind: ContractKind, params: Params, own: Mapping[str, Check]
) -> tuple[Finding, ...]:
    """Run the checks the kind names, the country's own before the shared ones of the same name."""

    def found() -> Iterator[Finding]:
        for name in kind.checks:
            finding = (own.get(name) or SHARED[name])(facts, kind, params)
            if finding is not None:
                yield finding

    return tuple(found())


def dates(facts: ContractFacts, kind: ContractKind, _: Params) -> Finding | None:
    if facts.ends_on is None and kind.is_fixed_term:
        return Finding(
            "end_missing",
            BLOCKS,
            gettext_noop("A fixed-term contract needs its last day; none was given."),
            {},
            gettext_noop("Enter the last day of work."),
        )
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        return Finding(
            "ends_before_start",
            BLOCKS,
            gettext_noop("The contract ends on %(ends_on)s, before it starts on %(starts_on)s."),
            {"starts_on": facts.starts_on, "ends_on": facts.ends_on},
            gettext_noop("Correct the first or the last day."),
        )
    return _too_many_days(facts)


def _too_many_days(facts: ContractFacts) -> Finding | None:
    if facts.days is None or facts.ends_on is None:
        return None
    span = (facts.ends_on - facts.starts_on).days + 1
    if facts.days <= 0 or facts.days > span:
        return Finding(
            "days_out_of_range",
            BLOCKS,
            gettext_noop("%(days)s days of work were declared between two dates that hold %(span)s calendar days."),
            {"days": facts.days, "span": span},
            gettext_noop("Correct the number of days or the dates."),
        )
    if facts.hours is not None and facts.hours > facts.days * 24:
        return Finding(
            "hours_out_of_range",
            BLOCKS,
            gettext_noop("%(hours)s hours were declared for %(days)s days: a day has 24 hours."),
            {"hours": facts.hours, "days": facts.days},
            gettext_noop("Correct the number of hours or of days."),
        )
    return None


def same_month(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.ends_on is None or (facts.starts_on.year, facts.starts_on.month) == (
        facts.ends_on.year,
        facts.ends_on.month,
    ):
        return None
    return Finding(
        "spans_months",
        BLOCKS,
        gettext_noop("The contract runs from %(starts_on)s to %(ends_on)s; it must stay within one calendar month."),
        {"starts_on": facts.starts_on, "ends_on": facts.ends_on},
        gettext_noop("Make one contract for each month."),
    )


def declared_in_time(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.declared_at is not None and facts.declared_at < facts.starts_at:
        return None
    if facts.is_late_granted:
        return Finding(
            "declared_late_by_decision",
            WARNS,
            gettext_noop(
                "The work started on %(starts_at)s and was declared on %(declared_at)s: an adviser granted it."
            ),
            {"starts_at": _minute(facts.starts_at), "declared_at": _minute(facts.declared_at)},
            gettext_noop("Tell the authority in time, with the true first day."),
        )
    return Finding(
        "declared_late",
        BLOCKS,
        gettext_noop("The work starts on %(starts_at)s and was declared on %(declared_at)s, which is not before."),
        {"starts_at": _minute(facts.starts_at), "declared_at": _minute(facts.declared_at)},
        gettext_noop("Ask your adviser which way the law leaves for work that has begun; never change the dates."),
    )


def declared_the_day_before(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Where the authority must know by midnight of the day before (Italy: D.L. 510/1996 art. 9-bis)."""
    if facts.declared_at is not None and facts.declared_at < facts.starts_at:
        local = facts.declared_at.astimezone(facts.starts_at.tzinfo)
        if local.date() >= facts.starts_on:
            return Finding(
                "declared_on_the_day",
                BLOCKS,
                gettext_noop("The work starts on %(starts_on)s and must be declared by midnight of the day before."),
                {"starts_on": facts.starts_on},
                gettext_noop("Let the work start on a later day."),
            )
    return declared_in_time(facts, kind, params)


def written_before_start(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """A fixed term not signed before the start counts as open ended."""
    if facts.signed_at is not None and facts.signed_at <= facts.starts_at:
        return None
    seen = facts.signed_at or facts.checked_at
    is_late = seen is not None and seen > facts.starts_at
    return Finding(
        "not_written_before_start",
        BLOCKS if is_late else WARNS,
        gettext_noop("The contract must be signed by both sides before the work starts on %(starts_at)s."),
        {"starts_at": _minute(facts.starts_at)},
        gettext_noop("Sign in the portal before the start; otherwise the law takes the contract as open ended."),
    )


def overlap(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    last = facts.ends_on or date.max
    for reference, first_day, last_day in facts.others:
        if first_day <= last and facts.starts_on <= (last_day or date.max):
            return Finding(
                "overlap",
                BLOCKS,
                gettext_noop("The days overlap contract %(reference)s (%(first_day)s to %(last_day)s)."),
                {"reference": reference, "first_day": first_day, "last_day": last_day or "…"},
                gettext_noop("Choose other days, or add the work to that contract before it is validated."),
            )
    return None


def budget(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.cost is None or facts.available is None or facts.cost <= facts.available:
        return None
    return Finding(
        "budget_too_small",
        BLOCKS,
        gettext_noop("The contract costs %(cost)s and %(available)s is available: %(lacking)s is lacking."),
        {"cost": facts.cost, "available": facts.available, "lacking": facts.cost - facts.available},
        gettext_noop("Lower the gross, declare less time, or wait until more income is credited."),
    )


def right_to_work(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.has_right_to_work is not False:
        return None
    return Finding(
        "no_right_to_work",
        BLOCKS,
        gettext_noop("No valid right to work is on file for the days of this contract."),
        {},
        gettext_noop("Add the permit to the documents, valid until the last day of the contract."),
    )


def age(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    if facts.birth_date is None or not params.has("age.minimum"):
        return None
    ref = params.ref("age.minimum")
    years = age_on(facts.birth_date, facts.starts_on)
    if years >= ref.value:
        return None
    return Finding(
        "too_young",
        BLOCKS,
        gettext_noop("The person is %(years)s years old on the first day; paid work starts at %(minimum)s."),
        {"years": years, "minimum": ref.value, "source": ref.source},
        gettext_noop("Check the birth date; younger people need a permission the portal does not handle."),
    )


def age_on(birth_date: date, day: date) -> int:
    """Return the completed years of age on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def is_younger(facts: ContractFacts, years: Decimal | int) -> bool:
    """Return whether the person is known to be younger than so many years on the first day."""
    return facts.birth_date is not None and age_on(facts.birth_date, facts.starts_on) < years


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_above_daily(facts: ContractFacts, hours: Decimal) -> bool:
    """Return whether the hours declared are more than so many on each day declared."""
    return facts.hours is not None and bool(facts.days) and facts.hours > hours * (facts.days or 0)


def is_in_a_row(facts: ContractFacts, days: Decimal) -> bool:
    """Return whether more than so many days are declared and none of the contract's days lies between them."""
    if facts.ends_on is None or not facts.days or facts.days <= days:
        return False
    return facts.days > (facts.ends_on - facts.starts_on).days


def rest_too_short(facts: ContractFacts, daily: ParameterRef, remedy: str) -> Finding | None:
    """Return the finding when the hours leave less than the daily hours of rest between two days of work."""
    if not is_above_daily(facts, HOURS_OF_A_DAY - daily.value):
        return None
    return Finding(
        "rest_too_short",
        BLOCKS,
        gettext_noop("%(hours)s hours in %(days)s days leave less than %(rest)s hours of rest between two days."),
        {"hours": facts.hours, "days": facts.days, "rest": daily.value, "source": daily.source},
        remedy,
    )


def below_minimum(facts: ContractFacts, minimum: Decimal, source: str) -> Finding | None:
    """Return the finding when the gross is below `minimum` for the time declared (the higher of law and sector)."""
    if facts.gross is None or facts.gross >= minimum:
        return None
    return Finding(
        "below_minimum_pay",
        BLOCKS,
        gettext_noop("The gross of %(gross)s is below the minimum of %(minimum)s for this time (%(source)s)."),
        {"gross": facts.gross, "minimum": minimum, "source": source},
        gettext_noop("Raise the price of the work, or declare fewer days or hours."),
    )


def below_minimum_or_sector(facts: ContractFacts, minimum: Decimal, source: str) -> Finding | None:
    """Return the finding when the gross is below `minimum`, or below the sector's monthly minimum where that is higher."""
    if facts.sector_minimum is not None:
        sector = monthly_share(facts, facts.sector_minimum)
        if sector > minimum:
            minimum, source = sector, gettext_noop("minimum of the sector")
    return below_minimum(facts, minimum, source)


def hours_missing() -> Finding:
    return Finding(
        "hours_missing",
        BLOCKS,
        gettext_noop("The minimum wage is set by the hour and no hours were declared."),
        {},
        gettext_noop("Enter the hours of work."),
    )


def monthly_share(facts: ContractFacts, monthly: Decimal) -> Decimal:
    """Return the part of a monthly minimum the declared time is worth, rounded up to the cent."""
    share = monthly
    if facts.hours is not None and facts.full_time_hours:
        share = monthly * facts.hours / facts.full_time_hours
    elif facts.days is not None and facts.possible_days:
        share = monthly * facts.days / facts.possible_days
    return round_to(min(share, monthly), step=CENT, rounding=ROUND_CEILING)


def monthly_minimum(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Compare with the higher of the statutory monthly minimum and the sector's, for the declared time."""
    ref = params.ref("minimum_wage")
    sector = facts.sector_minimum or Decimal(0)
    source = ref.label if ref.value >= sector else gettext_noop("minimum of the sector")
    return below_minimum(facts, monthly_share(facts, max(ref.value, sector)), source)


def hourly_minimum(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Compare with the statutory hourly minimum times the hours declared, and with the sector's monthly minimum."""
    ref = params.ref("minimum_wage")
    if facts.hours is None:
        return hours_missing()
    minimum = round_to(ref.value * facts.hours, step=CENT, rounding=ROUND_CEILING)
    return below_minimum_or_sector(facts, minimum, ref.label)


def sector_minimum(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """For countries without a statutory minimum: the collective agreement's, entered by the cooperative."""
    if facts.sector_minimum is None:
        return Finding(
            "sector_minimum_missing",
            WARNS,
            gettext_noop("This country has no statutory minimum wage and no minimum of the agreement was given."),
            {},
            gettext_noop("Look up the collective agreement and enter its minimum for this function."),
        )
    return below_minimum(facts, monthly_share(facts, facts.sector_minimum), gettext_noop("minimum of the sector"))


def successive(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """Warn when a fixed term follows another without a gap: the law may take the chain as open ended."""
    eve = facts.starts_on - timedelta(days=1)
    reference = ends_on(facts, eve)
    return None if reference is None else follows(reference, eve)


def ends_on(facts: ContractFacts, day: date) -> str | None:
    """Return the reference of another contract whose last day is that day."""
    return next((reference for reference, _first, last_day in facts.others if last_day == day), None)


def follows(reference: str, last_day: date) -> Finding:
    return Finding(
        "successive",
        WARNS,
        gettext_noop("The contract follows %(reference)s, which ends on %(last_day)s, without a day between."),
        {"reference": reference, "last_day": last_day},
        gettext_noop("Write the reason in the nature of the work, or offer an open-ended contract."),
    )


def _minute(instant: object) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant is not None else "-"


SHARED: dict[str, Check] = {
    "dates": dates,
    "same_month": same_month,
    "declared_in_time": declared_in_time,
    "declared_the_day_before": declared_the_day_before,
    "written_before_start": written_before_start,
    "overlap": overlap,
    "budget": budget,
    "right_to_work": right_to_work,
    "age": age,
    "monthly_minimum": monthly_minimum,
    "hourly_minimum": hourly_minimum,
    "sector_minimum": sector_minimum,
    "successive": successive,
}
