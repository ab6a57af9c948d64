"""How long a Spanish fixed-term contract may last, alone and in a chain (Estatuto de los Trabajadores art. 15)."""

from __future__ import annotations

from datetime import date, timedelta

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs.checks import BLOCKS, WARNS, months_later

MONTH_DAYS = 30
"""Months of a chain are counted in days of thirty."""


def last_day(first: date, months: int) -> date:
    """Return the last day of a contract of so many months."""
    return months_later(first, months) - timedelta(days=1)


def production_length(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """At most 90 days when foreseeable; else 6 months, 12 where the sector's agreement says so (art. 15.2)."""
    if facts.ends_on is None:
        return None
    if facts.engagement.get("production_cause") == "foreseeable":
        return _foreseeable(facts, facts.ends_on, params)
    normal, longest = params.ref("contract.production_months"), params.ref("contract.production_months_agreement")
    if facts.ends_on <= last_day(facts.starts_on, int(normal.value)):
        return None
    is_allowed = facts.ends_on <= last_day(facts.starts_on, int(longest.value))
    is_agreed = is_allowed and _setting(facts, "longer_production")
    if is_agreed:
        return None
    return Finding(
        "production_too_long",
        WARNS if is_allowed else BLOCKS,
        gettext_noop(
            "The contract ends on %(ends_on)s; production circumstances last at most %(months)s months, "
            "%(longest)s where the sector's agreement allows it."
        ),
        {"ends_on": facts.ends_on, "months": normal.value, "longest": longest.value, "source": normal.source},
        gettext_noop("Shorten the contract, check the agreement, or offer an open-ended contract."),
    )


def _setting(facts: ContractFacts, name: str) -> bool:
    return bool(facts.settings.get(name) or facts.settings.get(f"employer.{name}"))


def _foreseeable(facts: ContractFacts, ends_on: date, params: Params) -> Finding | None:
    ref = params.ref("contract.foreseeable_days")
    days = (ends_on - facts.starts_on).days + 1
    if days <= ref.value:
        return None
    return Finding(
        "foreseeable_too_long",
        BLOCKS,
        gettext_noop(
            "The contract has %(days)s days; occasional foreseeable needs allow %(limit)s days a year in the "
            "whole cooperative, not in one stretch."
        ),
        {"days": days, "limit": ref.value, "source": ref.source},
        gettext_noop("Shorten the contract, or offer an intermittent permanent contract."),
    )


def vacancy_length(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Filling a vacancy lasts as long as the selection, at most three months (art. 15.3)."""
    ref = params.ref("contract.vacancy_months")
    is_vacancy = facts.engagement.get("substitution_reason") == "vacancy"
    if not is_vacancy or facts.ends_on is None or facts.ends_on <= last_day(facts.starts_on, int(ref.value)):
        return None
    return Finding(
        "vacancy_too_long",
        BLOCKS,
        gettext_noop("The contract ends on %(ends_on)s; a post being filled is substituted for %(months)s months."),
        {"ends_on": facts.ends_on, "months": ref.value, "source": ref.source},
        gettext_noop("Shorten the contract, or fill the post."),
    )


def chain(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Warn when fixed-term work passes 18 months in 24: with two production contracts it is permanent (art. 15.5).

    The kinds of the other contracts are not known here, and artists' do not count, so this never blocks.
    """
    if facts.ends_on is None or not facts.others:
        return None
    ref = params.ref("contract.chain")
    limit = int(ref.value["months"])
    since = months_later(facts.ends_on + timedelta(days=1), -int(ref.value["window"]))
    spans = [(facts.starts_on, facts.ends_on), *((first, last or facts.ends_on) for _, first, last in facts.others)]
    days = sum(max((min(last, facts.ends_on) - max(first, since)).days + 1, 0) for first, last in spans)
    if days <= limit * MONTH_DAYS:
        return None
    return Finding(
        "chain_too_long",
        WARNS,
        gettext_noop(
            "Within %(window)s months the contracts add up to %(days)s days, more than %(months)s months: with two or "
            "more production contracts the person becomes permanent."
        ),
        {"window": ref.value["window"], "days": days, "months": limit, "source": ref.source},
        gettext_noop("Offer an open-ended contract. Artists' contracts do not count: check the earlier ones."),
    )
