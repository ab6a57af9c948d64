"""Which contributions a month's pay owes: none of the usual ones (Minijob), reduced ones (transition zone) or all.

SGB IV § 8 and § 20; Gemeinsames Rundschreiben of 2022-12-20, 4.3.2. The limit of a Minijob is never cut for part of a month
(Geringfügigkeits-Richtlinien); the transition zone looks at the pay of a whole month.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from countries.contract import ZERO, InvalidInput, NotCovered, gettext_noop
from countries.packs.de.law import SocialLaw, rounded
from countries.packs.de.month import FULL_MONTH
from countries.packs.de.situation import IRREGULAR, MINIJOB, SHORT_TERM, STUDENT, Situation


class Zone(StrEnum):
    """The regime of contributions of one month."""

    MINIJOB = "minijob"
    TRANSITION = "transition"
    REGULAR = "regular"
    SHORT_TERM = "short_term"


@dataclass(frozen=True, slots=True)
class TransitionBases:
    """The reduced bases of the transition zone (§ 20 (2a)): of the whole contribution and of the worker's share."""

    whole: Decimal
    worker: Decimal


def zone_of(pay: Decimal, situation: Situation, law: SocialLaw, *, beside: Decimal = ZERO) -> Zone:
    """Return the regime of the month's running pay and of the one-off pay `beside` it.

    Raises `InvalidInput` for a Minijob above its limit, `NotCovered` for jobs with several employers in the zone.
    """
    if situation.status == SHORT_TERM:
        return _short_term(pay + beside, situation, law)
    if situation.status == MINIJOB:
        return _minijob(pay + beside, situation, law)
    if situation.status == IRREGULAR:
        return _irregular(pay + beside, situation, law)
    if _is_marginal(pay + beside, situation, law):
        return Zone.MINIJOB
    regular = situation.regular_pay
    month_pay = situation.days.whole_month_pay(pay) + beside
    usual = month_pay if regular is None or regular <= law.marginal_limit else regular
    if max(month_pay, usual + situation.other_pay) > law.transition_limit:
        return Zone.REGULAR
    _refuse_in_transition(situation, is_added_up=pay + beside <= law.marginal_limit and usual == month_pay)
    return Zone.TRANSITION


def limit_of_minijob(situation: Situation, law: SocialLaw) -> Decimal:
    """The most a Minijob of this month may pay: the limit less other Minijobs, twice the limit in unforeseen months."""
    limit = law.marginal_limit
    if situation.may_overrun:
        limit *= law.marginal_overrun["limits"]
    return max(limit - situation.other_minijob_pay, ZERO)


def transition_bases(pay: Decimal, situation: Situation, law: SocialLaw) -> TransitionBases:
    """§ 20 (2a) SGB IV, nothing rounded on the way; a month at or below the Minijob limit owes F × pay (BVV § 2 (2))."""
    limit, upper, factor = law.marginal_limit, law.transition_limit, law.transition_factor
    month_pay = situation.days.whole_month_pay(pay)
    if month_pay <= limit:
        whole, worker = factor * month_pay, ZERO
    else:
        slope = upper / (upper - limit)
        worker = slope * (month_pay - limit)
        whole = factor * limit + (slope - limit / (upper - limit) * factor) * (month_pay - limit)
    if not situation.days.is_whole:
        share = situation.days.total / FULL_MONTH
        whole, worker = whole * share, worker * share
    return TransitionBases(rounded(whole), rounded(worker))


def _is_marginal(pay: Decimal, situation: Situation, law: SocialLaw) -> bool:
    if pay + situation.other_minijob_pay > law.marginal_limit:
        return False
    return situation.regular_pay is None or situation.regular_pay <= law.marginal_limit


def _minijob(pay: Decimal, situation: Situation, law: SocialLaw) -> Zone:
    limit = limit_of_minijob(situation, law)
    if pay > limit:
        raise InvalidInput(
            "above_minijob_limit",
            gettext_noop(
                "The month's pay of %(found)s is above %(limit)s, the most a Minijob may pay here. Lower the gross or choose "
                "an ordinary contract."
            ),
            found=pay,
            limit=limit,
        )
    return Zone.MINIJOB


def _short_term(pay: Decimal, situation: Situation, law: SocialLaw) -> Zone:
    if situation.is_jobseeker and pay > law.marginal_limit:
        raise NotCovered(
            "short_term_is_occupation",
            gettext_noop(
                "Someone looking for work does it as an occupation, so short-term work paid %(found)s, above %(limit)s, is "
                "insured. Choose an ordinary fixed-term contract."
            ),
            found=pay,
            limit=law.marginal_limit,
        )
    return Zone.SHORT_TERM


def _irregular(pay: Decimal, situation: Situation, law: SocialLaw) -> Zone:
    if not situation.is_occupation and pay <= law.marginal_limit:
        raise NotCovered(
            "irregular_is_marginal",
            gettext_noop(
                "Irregular work that is no occupation and pays %(found)s, not more than %(limit)s, is marginal. Choose a Minijob "
                "or short-term employment."
            ),
            found=pay,
            limit=law.marginal_limit,
        )
    return Zone.REGULAR


def _refuse_in_transition(situation: Situation, *, is_added_up: bool) -> None:
    """Several insured jobs share the zone. One Minijob beside a main job is not added to it, two Minijobs are."""
    if situation.other_pay or (is_added_up and situation.other_minijob_pay):
        raise NotCovered(
            "transition_zone_several_jobs",
            gettext_noop(
                "Pay in the transition zone together with pay from other employers is shared between them, which is not "
                "covered. Ask the payroll office."
            ),
        )
    if situation.is_private and situation.status != STUDENT:
        raise NotCovered(
            "transition_zone_private_insurance",
            gettext_noop(
                "Private health insurance with pay in the transition zone is not covered. Choose statutory insurance in the "
                "tax file, or ask the payroll office."
            ),
        )
