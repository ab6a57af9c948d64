"""Pay beside the running pay (Einmalzahlung): how much of it owes contributions, and at whose rates (SGB IV § 23a).

It fills the year's ceiling up to the month of payment. In January to March it belongs to the previous year when this year's
ceiling is too low and the person already worked here then (March clause); the rates of that year apply to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, NotCovered, Params, PayInputs, gettext_noop
from countries.packs.de.contributions import Item, Levies, regular_bases
from countries.packs.de.law import SocialLaw, rounded
from countries.packs.de.situation import IRREGULAR, STUDENT, Situation
from countries.packs.de.zones import Zone

MONTHS = 12
DAYS_OF_A_YEAR = Decimal(360)
VOLUNTARY = ("voluntary", "private")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRates:
    """The rates of one year for one worker, halves where both bear half, and the year's ceilings."""

    health: Decimal
    additional: Decimal
    care: Decimal
    employer_care: Decimal
    childless: Decimal
    discount: Decimal
    pension: Decimal
    unemployment: Decimal
    insolvency: Decimal
    ceiling_health: Decimal
    ceiling_pension: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSoFar:
    """What already filled the ceilings: days and bases, of this year before the month and of the previous year."""

    days: Decimal
    health: Decimal
    pension: Decimal
    last_days: Decimal
    last_health: Decimal
    last_pension: Decimal
    is_compulsory: bool
    may_move: bool


@dataclass(frozen=True, slots=True)
class Liable:
    """The part of the one-off pay that owes contributions, and whether it was moved to the previous year."""

    health: Decimal
    pension: Decimal
    is_moved: bool


def year_so_far(inputs: PayInputs, law: SocialLaw) -> YearSoFar:
    year, work = inputs.year_so_far, inputs.engagement
    last_days = Decimal(work.get("previous_year_days") or 0)
    return YearSoFar(
        days=year.get("sv_days", ZERO),
        health=year.get("sv_base_health", ZERO),
        pension=year.get("sv_base_pension", ZERO),
        last_days=last_days,
        last_health=work.get("previous_year_health_pay") or ZERO,
        last_pension=work.get("previous_year_pension_pay") or ZERO,
        is_compulsory=inputs.tax_file.get("health_insurance") not in VOLUNTARY,
        may_move=last_days > 0 and inputs.on.month <= law.march_months,
    )


def room(ceiling: Decimal, days: Decimal, used: Decimal) -> Decimal:
    """What the ceiling of these days still holds."""
    return max(rounded(ceiling * days / DAYS_OF_A_YEAR) - used, ZERO)


def liable(
    pay: Decimal, one_off: Decimal, situation: Situation, law: SocialLaw, so_far: YearSoFar, last: YearRates | None
) -> Liable:
    """Return what of `one_off` owes contributions beside the month's running `pay`."""
    bases, days = regular_bases(pay, situation, law), so_far.days + situation.days.total
    health = room(law.ceiling_health * MONTHS, days, so_far.health + bases.health)
    pension = room(law.ceiling_pension[situation.region] * MONTHS, days, so_far.pension + bases.pension)
    is_moved = last is not None and so_far.may_move and one_off > (health if so_far.is_compulsory else pension)
    if is_moved and last is not None:
        health = room(last.ceiling_health, so_far.last_days, so_far.last_health)
        pension = room(last.ceiling_pension, so_far.last_days, so_far.last_pension)
    return Liable(min(one_off, health), min(one_off, pension), is_moved)


def this_years_rates(situation: Situation, law: SocialLaw) -> YearRates:
    saxony = situation.is_saxony
    return YearRates(
        health=situation.health_half,
        additional=situation.additional_rate / 2,
        care=law.care_saxony["employee"] if saxony else law.care_half,
        employer_care=law.care_saxony["employer"] if saxony else law.care_half,
        childless=law.care_childless,
        discount=law.discount["rate"],
        pension=law.pension_half,
        unemployment=law.unemployment_half,
        insolvency=law.insolvency,
        ceiling_health=law.ceiling_health * MONTHS,
        ceiling_pension=law.ceiling_pension[situation.region] * MONTHS,
    )


def last_years_rates(inputs: PayInputs, situation: Situation, params: Params) -> YearRates | None:
    """The previous year's rates, None when they are not known. Its average additional rate stands in for an unknown one."""
    if not params.has("one_off.previous_year"):
        return None
    table: Mapping[str, Any] = params.value("one_off.previous_year")
    given = inputs.engagement.get("previous_year_fund_rate")
    half = table["care"] / 2
    return YearRates(
        health=table["health"] / 2,
        additional=(table["additional"] if given is None else given) / 2,
        care=table["care_saxony"]["employee"] if situation.is_saxony else half,
        employer_care=table["care_saxony"]["employer"] if situation.is_saxony else half,
        childless=table["childless"],
        discount=table["child_discount"],
        pension=table["pension"] / 2,
        unemployment=table["unemployment"] / 2,
        insolvency=table["insolvency"],
        ceiling_health=table["ceiling_health"],
        ceiling_pension=table["ceiling_pension"][situation.region],
    )


def refuse_one_off(zone: Zone, situation: Situation) -> None:
    """Raise `NotCovered` where one-off pay has rules of its own that nobody computes here."""
    if zone in {Zone.MINIJOB, Zone.TRANSITION} or situation.status == IRREGULAR or situation.is_flat_short_term:
        raise NotCovered(
            "one_off_not_covered",
            gettext_noop(
                "One-off pay in a Minijob, in the transition zone, in irregular work or with the flat tax is not covered. Pay "
                "it with an ordinary contract, or ask the payroll office."
            ),
        )


def one_off_items(pay: Decimal, due: Liable, situation: Situation, rates: YearRates, levies: Levies) -> Iterator[Item]:
    """Yield the contributions on the liable part. U1 and U2 are not owed on it, the insolvency levy is (AAG § 7 (2))."""
    if due.health and situation.status != STUDENT and not situation.is_private:
        yield from _pair("health", due.health, rates.health, rates.health)
        yield from _pair("health_additional", due.health, rates.additional, rates.additional)
        yield from _pair("care", due.health, rates.care, rates.employer_care)
        insured = situation.card.insured
        if insured.is_childless:
            yield _own("care_childless", due.health, -rates.childless)
        if insured.care_discounts:
            yield _own("care_children", due.health, rates.discount * insured.care_discounts)
    if due.pension:
        yield from _pair("pension", due.pension, rates.pension, rates.pension)
        if situation.status != STUDENT:
            yield from _pair("unemployment", due.pension, rates.unemployment, rates.unemployment)
        if levies.owes_insolvency:
            amount = rounded(due.pension * rates.insolvency)
            yield "levy_insolvency_one_off", amount, due.pension, rates.insolvency
    if levies.accident:
        yield "accident_insurance_one_off", rounded(pay * levies.accident), pay, levies.accident


def _pair(code: str, base: Decimal, own: Decimal, other: Decimal) -> Iterator[Item]:
    yield _own(code, base, -own)
    yield f"employer_{code}_one_off", rounded(base * other), base, other


def _own(code: str, base: Decimal, rate: Decimal) -> Item:
    return f"{code}_one_off", rounded(base * rate), base, abs(rate)
