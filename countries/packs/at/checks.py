"""What Austrian law asks of a contract before it is validated."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.at.days import span_days
from countries.packs.at.kinds import BY_CODE
from countries.packs.at.law import DAYS_PER_YEAR, rounded
from countries.packs.at.terms import ONE, special_mode, weights
from countries.packs.checks import BLOCKS, WARNS
from smart.foundation.money import round_to


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def shares(facts: ContractFacts, params: Params) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return ordinary running pay, holiday payout and special share of the gross; None without a gross."""
    if facts.gross is None:
        return None
    open_days = Decimal(str(facts.engagement.get("open_holiday_days") or 0))
    days = span_days(facts.starts_on, max(facts.ends_on or facts.starts_on, facts.starts_on))
    mode = special_mode(facts.kind, facts.engagement)
    special, holiday = weights(mode, open_days, days=days, params=params)
    whole = facts.gross / (ONE + special + holiday)
    special_part, holiday_part = rounded(whole * special), rounded(whole * holiday)
    return facts.gross - special_part - holiday_part, holiday_part, special_part


def agreement_minimum(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Compare the running pay with the minimum of the Kollektivvertrag for the time declared."""
    parts = shares(facts, params)
    return checks.sector_minimum(replace(facts, gross=parts[0] if parts else None), kind, params)


def marginal_limit(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """A marginal contract must not pay more a month than the limit (ASVG § 5 (2)); special payments do not count."""
    ref, parts = params.ref("marginal.limit_month"), shares(facts, params)
    if parts is None or parts[0] + parts[1] <= ref.value:
        return None
    return Finding(
        "above_marginal_limit",
        BLOCKS,
        gettext_noop("The running pay is %(pay)s; marginal employment ends at %(limit)s a month."),
        {"pay": parts[0] + parts[1], "limit": ref.value, "source": ref.source},
        gettext_noop("Choose a fixed-term contract with full insurance, or lower the gross."),
    )


def casual_length(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Casual work is agreed for less than a week (ASVG § 471b)."""
    ref = params.ref("casual.days_maximum")
    if facts.ends_on is None or facts.ends_on < facts.starts_on:
        return None
    days = (facts.ends_on - facts.starts_on).days + 1
    if days <= ref.value:
        return None
    return Finding(
        "casual_too_long",
        BLOCKS,
        gettext_noop(
            "The engagement lasts %(days)s days; casual work is agreed for at most %(maximum)s days in a row."
        ),
        {"days": days, "maximum": ref.value, "source": ref.source},
        gettext_noop("Make a fixed-term contract, or separate engagements on single days."),
    )


def casual_chain(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """Work that follows on without a gap is one continuous employment, not casual."""
    eve = facts.starts_on - timedelta(days=1)
    reference = checks.ends_on(facts, eve)
    if reference is None:
        return None
    return Finding(
        "casual_without_gap",
        WARNS,
        gettext_noop("The work follows %(reference)s, which ends on %(last)s, without a day between."),
        {"reference": reference, "last": eve},
        gettext_noop("Casual work is irregular: make one fixed-term contract when the days belong together."),
    )


def working_time(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """No day may hold more than the maximum hours of work, on average over the days declared (AZG § 9)."""
    ref = params.ref("working_time.day_maximum")
    if not checks.is_above_daily(facts, ref.value):
        return None
    return Finding(
        "too_many_hours_a_day",
        BLOCKS,
        gettext_noop("%(hours)s hours on %(days)s days are more than the %(maximum)s hours a day the law allows."),
        {"hours": facts.hours, "days": facts.days, "maximum": ref.value, "source": ref.source},
        gettext_noop("Declare fewer hours or more days; eleven hours of rest must lie between two days of work."),
    )


def weekly_hours(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """The registration names the agreed working time (compulsory since 2026, gesundheitskasse.at 10007.908448)."""
    if facts.hours is not None or facts.engagement.get("weekly_hours"):
        return None
    return Finding(
        "working_time_missing",
        BLOCKS,
        gettext_noop("The registration needs the agreed working time, and no hours were given."),
        {},
        gettext_noop("Enter the hours of the contract, or the agreed hours per week."),
    )


def open_holidays(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Holidays earned and not taken are paid out at the end (UrlG § 10)."""
    if facts.ends_on is None or facts.ends_on < facts.starts_on or facts.engagement.get("open_holiday_days"):
        return None
    ref = params.ref("holiday")
    days = span_days(facts.starts_on, facts.ends_on)
    earned = round_to(ref.value["year"] * days / DAYS_PER_YEAR, step=Decimal("0.1"), rounding=ROUND_HALF_UP)
    return Finding(
        "holidays_open",
        WARNS,
        gettext_noop("About %(earned)s days of holidays are earned in this contract and none is paid out at its end."),
        {"earned": earned, "source": ref.source},
        gettext_noop("Note the open days in the contract when they are not taken, so that the pay holds them."),
    )


def free_service_notice(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Since 2026 free service contracts have a legal notice, unless they end by themselves (ABGB § 1159 (6))."""
    if facts.ends_on is not None or not params.has("free_service.notice_weeks"):
        return None
    ref = params.ref("free_service.notice_weeks")
    return Finding(
        "free_service_notice",
        WARNS,
        gettext_noop("A free service contract without an end needs notice of at least %(weeks)s weeks."),
        {"weeks": ref.value, "source": ref.source},
        gettext_noop("Write the notice into the contract, or give it a last day."),
    )


OWN = {
    "agreement_minimum": agreement_minimum,
    "marginal_limit": marginal_limit,
    "casual_length": casual_length,
    "casual_chain": casual_chain,
    "working_time": working_time,
    "weekly_hours": weekly_hours,
    "open_holidays": open_holidays,
    "free_service_notice": free_service_notice,
}
