"""Checks of the term of a contract: the reason of a fixed term, its length, work on call (TzBfG § 12, § 14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs.checks import BLOCKS, WARNS

DAYS_OF_A_WEEK = 7
MONTHS = 12


def fixed_term_reason(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """A fixed term needs a reason, or is the first contract with us, within two years and three extensions."""
    reason = facts.engagement.get("fixed_term_reason")
    if reason not in {None, "", "none"}:
        return None if str(facts.engagement.get("reason_text") or "").strip() else _reason_unwritten()
    has_worked = bool(facts.engagement.get("employed_before")) or _is_extension(facts)
    if reason == "none":
        return _without_reason(facts, params, has_worked=has_worked)
    if not has_worked:
        return None
    return Finding(
        "fixed_term_reason_missing",
        WARNS,
        gettext_noop("The person has worked for the cooperative before, and no reason for the fixed term was given."),
        {},
        gettext_noop(
            "Choose the reason, such as a temporary need or the nature of the work, and write it in a sentence."
        ),
    )


def _reason_unwritten() -> Finding:
    return Finding(
        "fixed_term_reason_unwritten",
        WARNS,
        gettext_noop("A reason for the fixed term was chosen, but not described."),
        {},
        gettext_noop("Describe the need or the work in a sentence: a court may ask for it."),
    )


def _is_extension(facts: ContractFacts) -> bool:
    return any((last or date.max) < facts.starts_on for _reference, _first, last in facts.others)


def _without_reason(facts: ContractFacts, params: Params, *, has_worked: bool) -> Finding | None:
    limits = params.ref("fixed_term.without_reason").value
    extensions = int(facts.engagement.get("extensions") or 0)
    months = int(facts.engagement.get("months_so_far") or 0)
    if has_worked and not extensions:
        return Finding(
            "fixed_term_needs_reason",
            BLOCKS,
            gettext_noop(
                "Without a reason a fixed term is only allowed when the person never worked for the employer before."
            ),
            {},
            gettext_noop("Give the reason, or offer an open-ended contract."),
        )
    if facts.ends_on is not None:
        months += months_between(facts.starts_on, facts.ends_on)
    if months <= limits["months"] and extensions <= limits["extensions"]:
        return None
    return _too_long(limits, months, extensions)


def _too_long(limits: Mapping[str, Decimal], months: int, extensions: int) -> Finding:
    return Finding(
        "fixed_term_too_long",
        BLOCKS,
        gettext_noop(
            "Without a reason a fixed term lasts at most %(most_months)s months with %(most_extensions)s extensions; this one "
            "comes to %(months)s months and %(extensions)s extensions."
        ),
        {
            "most_months": limits["months"],
            "most_extensions": limits["extensions"],
            "months": months,
            "extensions": extensions,
        },
        gettext_noop("Give the reason, or offer an open-ended contract."),
    )


def on_call(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Work on call without agreed hours counts 20 a week, which the minimum wage must be paid for (TzBfG § 12 (1))."""
    if not facts.engagement.get("is_on_call"):
        return None
    rules = params.ref("on_call").value
    found = {"hours": rules["hours_week"], "call": rules["hours_call"], "days": rules["notice_days"]}
    if not facts.engagement.get("weekly_hours"):
        return Finding(
            "on_call_hours_missing",
            BLOCKS,
            gettext_noop(
                "Work on call without agreed weekly hours counts %(hours)s hours a week, also when nobody calls."
            ),
            found,
            gettext_noop("Enter the weekly hours, and agree the days and hours at which calls may come."),
        )
    return Finding(
        "on_call_rules",
        WARNS,
        gettext_noop("On call: %(days)s days notice, at least %(call)s hours a call when no daily hours are agreed."),
        found,
        gettext_noop("Write the reference days and hours into the contract."),
    )


def weekly_hours(facts: ContractFacts) -> Decimal | None:
    """The hours a week as agreed, otherwise those declared spread over the weeks of the contract."""
    agreed = facts.engagement.get("weekly_hours")
    if agreed not in {None, ""}:
        return Decimal(str(agreed))
    if facts.hours is None or facts.ends_on is None:
        return None
    weeks = max(Decimal((facts.ends_on - facts.starts_on).days + 1) / DAYS_OF_A_WEEK, Decimal(1))
    return (facts.hours / weeks).quantize(Decimal("0.1"))


def months_between(first: date, last: date) -> int:
    """Months begun from the first to the last day, both included: 1 January to 31 March is three."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * MONTHS + after.month - first.month
    return months + (after.day > first.day)
