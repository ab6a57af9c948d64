"""What French law asks of a contract before it is validated."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import ContractFacts, ContractKind, Finding, LawError, Params, PayInputs, gettext_noop
from countries.packs import checks
from countries.packs.checks import BLOCKS, WARNS
from countries.packs.fr.kinds import KINDS
from countries.packs.fr.solving import minimum_gross
from smart.foundation.money import CENT, round_to

BY_CODE = {kind.code: kind for kind in KINDS}
DAYS_PER_WEEK, SATURDAY = 7, 5
FREE_MOTIVES = ("replacement", "seasonal")


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def declared_early(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """The hiring declaration is taken from 8 days before the start on (C. trav. art. R1221-1)."""
    ref = params.ref("declaration.earliest_days")
    if facts.declared_at is None or facts.declared_at >= facts.starts_at - timedelta(days=int(ref.value)):
        return None
    first = (facts.starts_at - timedelta(days=int(ref.value))).date()
    return Finding(
        "declared_early",
        WARNS,
        gettext_noop("The hiring declaration can be sent from %(first)s on, %(days)s days before the start."),
        {"first": first, "days": ref.value, "source": ref.source},
        gettext_noop("Nothing to do now: send the declaration from that day on, before the work starts."),
    )


def minimum_pay(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Compare with the minimum wage for the hours and what must be paid on top, and with the branch's minimum."""
    if facts.hours is None and facts.full_time_hours is None and facts.days is None:
        return checks.hours_missing()
    try:
        found = minimum_gross(_pay_inputs(facts), params)
    except LawError as refused:
        return Finding(refused.code, BLOCKS, refused.msgid, refused.params, gettext_noop("Correct the time declared."))
    if found is None:
        return None
    minimum, wage = found
    return checks.below_minimum_or_sector(facts, minimum, wage.label)


def _pay_inputs(facts: ContractFacts) -> PayInputs:
    """The contract's time as a pay's. Hours count as they are, at most a full month's."""
    hours = facts.hours
    return PayInputs(
        country=facts.country,
        on=facts.on,
        kind=facts.kind,
        full_time=hours is None,
        full_month=hours is None and facts.days is None,
        hours=hours,
        full_time_hours=max(hours, facts.full_time_hours or hours) if hours is not None else None,
        paid_days=facts.days,
        possible_days=facts.possible_days or facts.days,
        engagement=facts.engagement,
    )


def too_long(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    return _longer_than(facts, params, "fixed_term.most_months", "fixed_term_too_long")


def cape_length(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    return _longer_than(facts, params, "cape.most_months", "cape_too_long")


def _longer_than(facts: ContractFacts, params: Params, key: str, code: str) -> Finding | None:
    ref = params.ref(key)
    if facts.ends_on is None or facts.ends_on < checks.months_later(facts.starts_on, int(ref.value)):
        return None
    return Finding(
        code,
        BLOCKS,
        gettext_noop("The contract runs from %(starts_on)s to %(ends_on)s; it may last %(most)s months (%(source)s)."),
        {"starts_on": facts.starts_on, "ends_on": facts.ends_on, "most": ref.value, "source": ref.source},
        gettext_noop("Choose an earlier last day, or offer an open-ended contract."),
    )


def renewals(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref, found = params.ref("fixed_term.most_renewals"), int(facts.engagement.get("renewals") or 0)
    if found <= ref.value:
        return None
    return Finding(
        "too_many_renewals",
        BLOCKS,
        gettext_noop("The contract was renewed %(found)s times; %(most)s are allowed (%(source)s)."),
        {"found": found, "most": ref.value, "source": ref.source},
        gettext_noop("Make a new contract after the waiting time, or offer an open-ended contract."),
    )


def motive(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """A fixed term without its motive counts as open ended (C. trav. art. L1242-12, L1245-1)."""
    if facts.engagement.get("motive"):
        return None
    return Finding(
        "motive_missing",
        WARNS,
        gettext_noop("A fixed-term contract must name its motive; none was chosen."),
        {},
        gettext_noop("Choose the motive: without it a court takes the contract as open ended."),
    )


def waiting(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Between two fixed terms on one post: a third of the earlier one, half of it when short (art. L1244-3-1)."""
    if facts.engagement.get("motive") in FREE_MOTIVES:
        return None
    ref = params.ref("fixed_term.waiting")
    for reference, first_day, last_day in facts.others:
        if last_day is None or last_day >= facts.starts_on:
            continue
        days = (last_day - first_day).days + 1
        divisor = ref.value["divisor"] if days >= ref.value["days"] else ref.value["divisor_short"]
        wait = int((days / divisor).to_integral_value(rounding=ROUND_CEILING))
        if (facts.starts_on - last_day).days - 1 < wait:
            return Finding(
                "waiting_time",
                WARNS,
                gettext_noop(
                    "Contract %(reference)s ended on %(last_day)s; another fixed term on the same post waits %(wait)s days."
                ),
                {"reference": reference, "last_day": last_day, "wait": wait, "source": ref.source},
                gettext_noop("Start later, or note why this is another post or which exception applies."),
            )
    return None


def written(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """The written contract is handed over within two working days of the hiring (C. trav. art. L1242-13)."""
    ref = params.ref("fixed_term.written_days")
    limit = _working_days_after(facts.starts_on, int(ref.value))
    if facts.signed_at is not None and facts.signed_at.date() <= limit:
        return None
    return Finding(
        "not_written_in_time",
        WARNS,
        gettext_noop(
            "The contract must be in writing and handed over by %(limit)s, %(days)s working days after the start."
        ),
        {"limit": limit, "days": ref.value, "source": ref.source},
        gettext_noop("Sign in the portal before the work starts."),
    )


def _working_days_after(day: date, count: int) -> date:
    """Mondays to Saturdays count (jours ouvrables); the day of the start does not."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() <= SATURDAY
    return day


def part_time(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Part time is at least 24 hours a week unless asked for in writing; not for contracts of a week or less."""
    ref, free = params.ref("part_time.least_week_hours"), params.amount("part_time.free_days")
    if facts.ends_on is None or facts.hours is None or facts.ends_on < facts.starts_on:
        return None
    days = (facts.ends_on - facts.starts_on).days + 1
    weekly = facts.hours * DAYS_PER_WEEK / days
    if days <= free or weekly >= ref.value:
        return None
    return Finding(
        "part_time_short",
        WARNS,
        gettext_noop("%(weekly)s hours a week were declared; part time starts at %(least)s hours (%(source)s)."),
        {"weekly": round_to(weekly, step=CENT), "least": ref.value, "source": ref.source},
        gettext_noop("Keep the person's written request with the contract, or declare more hours."),
    )


def rest(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref = params.ref("hours.day_maximum")
    if not checks.is_above_daily(facts, ref.value):
        return None
    return Finding(
        "hours_a_day",
        WARNS,
        gettext_noop("%(hours)s hours were declared for %(days)s days; a day may have %(most)s hours (%(source)s)."),
        {"hours": facts.hours, "days": facts.days, "most": ref.value, "source": ref.source},
        gettext_noop("Spread the work over more days, or note which agreement allows longer days."),
    )


def usage_sector(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """A fixed term by custom is for the sectors of the list only (C. trav. art. D1242-1)."""
    sector = facts.engagement.get("usage_sector")
    if sector and sector != "none":
        return None
    return Finding(
        "usage_sector",
        BLOCKS if sector == "none" else WARNS,
        gettext_noop("A CDD d’usage is allowed only in the sectors of article D1242-1; none of them was chosen."),
        {},
        gettext_noop("Choose the sector, or make an ordinary fixed-term contract."),
    )


def production(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.engagement.get("production_number"):
        return None
    return Finding(
        "production_number_missing",
        WARNS,
        gettext_noop("The engagement names no production number (numéro d’objet): France Travail asks for it."),
        {},
        gettext_noop("Ask your adviser for the number of the production and enter it."),
    )


def show_licence(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.settings.get("employer.show_licence"):
        return None
    return Finding(
        "show_licence_missing",
        WARNS,
        gettext_noop("The cooperative has no live show licence on file; it needs one above 6 shows a year."),
        {},
        gettext_noop("Enter the licence in the settings, or let a licensed producer engage the person."),
    )


def cachets(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref, found = params.ref("cachets.most_per_month"), int(facts.engagement.get("cachets") or 0)
    if found <= ref.value:
        return None
    return Finding(
        "too_many_cachets",
        WARNS,
        gettext_noop("%(found)s cachets were declared; at most %(most)s count in a month (%(source)s)."),
        {"found": Decimal(found), "most": ref.value, "source": ref.source},
        gettext_noop("Correct the number of cachets."),
    )


OWN = {
    "declared_early": declared_early,
    "minimum_pay": minimum_pay,
    "too_long": too_long,
    "cape_length": cape_length,
    "renewals": renewals,
    "motive": motive,
    "waiting": waiting,
    "written": written,
    "part_time": part_time,
    "rest": rest,
    "usage_sector": usage_sector,
    "production": production,
    "show_licence": show_licence,
    "cachets": cachets,
}
