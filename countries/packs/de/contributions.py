"""Social contributions, levies and flat taxes of one month's pay, item by item.

An item is (code, amount, base, rate); the amount is signed as its payslip line: what the worker pays is negative, what the
employer pays positive. SGB IV § 20 and § 23a, SGB V § 226-249b, SGB VI § 157-172, SGB XI § 54-61, BVV § 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO
from countries.packs.de.law import SocialLaw, dropping, rounded
from countries.packs.de.situation import IRREGULAR, STUDENT, Situation
from countries.packs.de.zones import TransitionBases, Zone, transition_bases

Item = tuple[str, Decimal, Decimal | None, Decimal | None]
Rates = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Levies:
    """What the employer's settings add: rates of its health funds and of its accident insurance, None when not entered."""

    u1: Decimal | None
    u2: Decimal | None
    takes_part_in_u1: bool
    owes_insolvency: bool
    accident: Decimal | None


@dataclass(frozen=True, slots=True)
class Bases:
    """What contributions of running pay are counted on: health and care, pension, unemployment."""

    health: Decimal
    pension: Decimal
    unemployment: Decimal


def month_items(pay: Decimal, zone: Zone, situation: Situation, law: SocialLaw, levies: Levies) -> Iterator[Item]:
    """Yield what the month's running pay owes in its zone, levies included."""
    if zone is Zone.MINIJOB:
        yield from _minijob(pay, situation, law)
        yield from _minijob_levies(pay, law, levies)
    elif zone is Zone.TRANSITION:
        bases = transition_bases(pay, situation, law)
        yield from _transition(bases, situation, law)
        yield from _levies(bases.whole, law, levies)
    elif zone is Zone.SHORT_TERM:
        yield from _levies(min(pay, pension_ceiling(situation, law)), law, levies)
    else:
        bases_of_pay = regular_bases(pay, situation, law)
        yield from _regular(bases_of_pay, situation, law)
        yield from _levies(bases_of_pay.pension, law, levies)
    if levies.accident:
        yield "accident_insurance", rounded(pay * levies.accident), pay, levies.accident


def pension_ceiling(situation: Situation, law: SocialLaw) -> Decimal:
    """The ceiling of the month: for its days, but whole for irregular work (SGB VI § 163 (1))."""
    monthly = law.ceiling_pension[situation.region]
    return monthly if situation.status == IRREGULAR else situation.days.of_month(monthly)


def regular_bases(pay: Decimal, situation: Situation, law: SocialLaw) -> Bases:
    """The pay up to each ceiling. Irregular work as an occupation has the whole month's everywhere (SGB V § 232)."""
    pension = min(pay, pension_ceiling(situation, law))
    if situation.status == IRREGULAR and situation.is_occupation:
        return Bases(min(pay, law.ceiling_health), pension, ZERO)
    if situation.status == STUDENT:
        return Bases(ZERO, pension, ZERO)
    health = min(pay, situation.days.of_month(law.ceiling_health))
    unemployment = min(pay, situation.days.of_month(law.ceiling_pension[situation.region]))
    return Bases(health, pension, unemployment)


def _regular(bases: Bases, situation: Situation, law: SocialLaw) -> Iterator[Item]:
    if situation.is_private:
        yield from grants(bases.health, situation, law)
    elif bases.health:
        yield from _halves("health", bases.health, situation.health_half)
        yield from _halves("health_additional", bases.health, situation.additional_rate / 2)
        yield from _care(bases.health, situation, law)
    yield from _halves("pension", bases.pension, law.pension_half)
    if bases.unemployment:
        yield from _halves("unemployment", bases.unemployment, law.unemployment_half)


def _halves(code: str, base: Decimal, half: Decimal) -> Iterator[Item]:
    amount = rounded(base * half)
    yield code, -amount, base, half
    yield f"employer_{code}", amount, base, half


def _care(base: Decimal, situation: Situation, law: SocialLaw) -> Iterator[Item]:
    own = other = law.care_half
    if situation.is_saxony:
        own, other = law.care_saxony["employee"], law.care_saxony["employer"]
    yield "care", -rounded(base * own), base, own
    yield "employer_care", rounded(base * other), base, other
    yield from _care_supplements(base, base, situation, law)


def _care_supplements(whole: Decimal, worker: Decimal, situation: Situation, law: SocialLaw) -> Iterator[Item]:
    """The childless surcharge counts on the whole base, the discount for children on the worker's (SGB XI § 55 (3))."""
    insured = situation.card.insured
    if insured.is_childless:
        yield "care_childless", -rounded(whole * law.care_childless), whole, law.care_childless
    if insured.care_discounts:
        rate = law.discount["rate"] * insured.care_discounts
        yield "care_children", rounded(worker * rate), worker, rate


def grants(base: Decimal, situation: Situation, law: SocialLaw) -> Iterator[Item]:
    """The employer's grant: half the premium, at most what it would pay by law (SGB V § 257 (2), SGB XI § 61 (2))."""
    care = law.care_saxony["employer"] if situation.is_saxony else law.care_half
    for code, rate, premium in (
        ("health_grant", law.health_half + law.additional_average / 2, situation.private_premium),
        ("care_grant", care, situation.private_care_premium),
    ):
        amount = min(rounded(base * rate), rounded(premium / 2))
        yield f"employer_{code}", amount, premium, None
        yield code, amount, premium, None


def _transition(bases: TransitionBases, situation: Situation, law: SocialLaw) -> Iterator[Item]:
    """The whole contribution on one base, the worker's share on the other, the employer pays the rest (BVV § 2 (2))."""
    if situation.status != STUDENT:
        yield from _shared("health", bases, situation.health_half)
        yield from _shared("health_additional", bases, situation.additional_rate / 2)
        yield from _transition_care(bases, situation, law)
    yield from _shared("pension", bases, law.pension_half)
    if situation.status != STUDENT:
        yield from _shared("unemployment", bases, law.unemployment_half)


def _shared(code: str, bases: TransitionBases, half: Decimal) -> Iterator[Item]:
    own = rounded(bases.worker * half)
    yield code, -own, bases.worker, half
    yield f"employer_{code}", 2 * rounded(bases.whole * half) - own, bases.whole, None


def _transition_care(bases: TransitionBases, situation: Situation, law: SocialLaw) -> Iterator[Item]:
    """In Saxony the point that workers bear alone counts on the whole base (BVV § 2 (2) sentence 6): no official example."""
    own = rounded(bases.worker * law.care_half)
    if situation.is_saxony:
        alone = law.care_saxony_alone
        own = rounded(bases.worker * (law.care_half - alone / 2)) + rounded(bases.whole * alone)
    yield "care", -own, bases.worker, None if situation.is_saxony else law.care_half
    yield "employer_care", 2 * rounded(bases.whole * law.care_half) - own, bases.whole, None
    yield from _care_supplements(bases.whole, bases.worker, situation, law)


def minijob_pension_base(pay: Decimal, situation: Situation, law: SocialLaw) -> Decimal:
    """The pay, at least the minimum base when the worker pays pension contributions (SGB VI § 163 (8))."""
    if situation.is_pension_exempt:
        return pay
    return max(pay, situation.days.of_month(law.minijob_minimum_base))


def _minijob(pay: Decimal, situation: Situation, law: SocialLaw) -> Iterator[Item]:
    """The employer's flat contributions; the worker tops the pension up unless exempt (BVV § 2 (1))."""
    if not situation.is_private:
        yield "minijob_health", rounded(pay * law.minijob_health), pay, law.minijob_health
    flat = rounded(pay * law.minijob_pension)
    yield "minijob_pension", flat, pay, law.minijob_pension
    if not situation.is_pension_exempt:
        base = minijob_pension_base(pay, situation, law)
        yield "minijob_pension_own", flat - rounded(base * law.pension_half * 2), base, None
    if situation.tax_is_flat:
        yield "minijob_flat_tax", rounded(pay * law.minijob_flat_tax), pay, law.minijob_flat_tax


def _levies(base: Decimal, law: SocialLaw, levies: Levies) -> Iterator[Item]:
    if levies.takes_part_in_u1 and levies.u1:
        yield "levy_u1", rounded(base * levies.u1), base, levies.u1
    if levies.u2:
        yield "levy_u2", rounded(base * levies.u2), base, levies.u2
    if levies.owes_insolvency:
        yield "levy_insolvency", rounded(base * law.insolvency), base, law.insolvency


def _minijob_levies(pay: Decimal, law: SocialLaw, levies: Levies) -> Iterator[Item]:
    """The Minijob-Zentrale has its own rates for all (AAG § 7)."""
    if levies.takes_part_in_u1:
        yield "levy_u1", rounded(pay * law.minijob_u1), pay, law.minijob_u1
    yield "levy_u2", rounded(pay * law.minijob_u2), pay, law.minijob_u2
    if levies.owes_insolvency:
        yield "levy_insolvency", rounded(pay * law.insolvency), pay, law.insolvency


def short_term_flat_tax(pay: Decimal, situation: Situation, law: SocialLaw, soli: Decimal) -> Iterator[Item]:
    """25 % with surcharge and church tax, borne by the employer (EStG § 40a (1)); the conditions are contract checks."""
    rate = law.short_term_tax["rate"]
    tax = dropping(pay * rate)
    yield "short_term_flat_tax", tax, pay, rate
    yield "short_term_flat_soli", dropping(tax * soli), tax, soli
    if situation.card.pays_church_tax:
        yield "short_term_flat_church", dropping(tax * situation.church_rate), tax, situation.church_rate
