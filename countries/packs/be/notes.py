"""Remarks on a Belgian pay: what is left out of it, estimated in it or to be regularised later."""

from __future__ import annotations

from countries.contract import ZERO, NotCovered, Note, Params, PayInputs, gettext_noop
from countries.packs.be.employer import Ceiling
from countries.packs.be.law import ReductionLaw, reduction_law
from countries.packs.be.month import quarter_so_far
from countries.packs.be.one_off import BONUS
from countries.packs.be.worker import asks_flat_rate, failed_tests

NO_INSURANCE_RATE = Note(
    "no_accident_insurance_rate",
    gettext_noop("No work accident insurance rate was given, so its cost is not in this result."),
)
STRUCTURAL_LATER = Note(
    "structural_reduction_later",
    gettext_noop("The structural reduction is not in this result; it is computed at the end of the quarter."),
)
STRUCTURAL_DISPUTED = Note(
    "structural_reduction_disputed",
    gettext_noop(
        "Two official texts contradict each other on the structural reduction of this quarter; "
        "the amount is the one of the ONSS instruction."
    ),
)
ARTISTS_LIMIT_UNKNOWN = Note(
    "artist_reduction_unknown",
    gettext_noop(
        "The wage limit of the reduction for artists is not known for this quarter, so it is not in this result."
    ),
)
CEILING_BY_MONTH = Note(
    "wage_ceiling_by_month",
    gettext_noop(
        "The quarter's earlier pay is not known, so its ceiling was compared with this month alone; "
        "the quarter's declaration settles the rest."
    ),
)
HOLIDAY_PAY_WAS_SET_ASIDE = Note(
    "holiday_pay_was_set_aside",
    gettext_noop("Holiday pay was set aside with each month's pay; take this amount from what was set aside."),
)
NOT_FLAT_FOR_THIS_KIND = Note(
    "flat_rate_not_for_this_kind",
    gettext_noop("The flat rate of artists holds for artists' contracts only; this pay follows the key formula."),
)
NOT_FLAT_BY_ANSWERS = Note(
    "flat_rate_conditions_not_met",
    gettext_noop(
        "The flat rate of artists was asked for, but an answer in the tax file excludes it (Annexe III, point 80); "
        "this pay follows the key formula."
    ),
)


def one_off_of_student() -> NotCovered:
    return NotCovered(
        "one_off_of_student",
        gettext_noop("One-off pay of a student within the quota is not covered. Pay it as pay of the month."),
    )


def of_student(inputs: PayInputs) -> tuple[Note, ...]:
    return () if inputs.employer.get("accident_insurance_rate") else (NO_INSURANCE_RATE,)


def of(inputs: PayInputs, status: str, ceiling: Ceiling | None, params: Params) -> tuple[Note, ...]:
    """Return the remarks of an ordinary pay, in the order of the payslip."""
    settings = inputs.employer
    found = [] if settings.get("accident_insurance_rate") else [NO_INSURANCE_RATE]
    law = params.compiled(reduction_law)
    if settings.get("structural_reduction", "none") == "none":
        found.append(STRUCTURAL_LATER)
    elif law.is_disputed:
        found.append(STRUCTURAL_DISPUTED)
    if settings.get("target_group") == "artists" and _lacks_limit(status, law):
        found.append(ARTISTS_LIMIT_UNKNOWN)
    if ceiling is not None and _may_pass(inputs, ceiling):
        found.append(CEILING_BY_MONTH)
    if asks_flat_rate(inputs):
        found += _flat_rate(inputs, status)
    if inputs.one_off and inputs.engagement.get("one_off_kind", BONUS) != BONUS:
        found.append(HOLIDAY_PAY_WAS_SET_ASIDE)
    return tuple(found)


def _lacks_limit(status: str, law: ReductionLaw) -> bool:
    return status == "artist" and law.artist_limit is None


def _may_pass(inputs: PayInputs, ceiling: Ceiling) -> bool:
    """Whether the quarter may be above the ceiling without our knowing it."""
    if quarter_so_far(inputs) is not None:
        return False
    gross = (inputs.gross or ZERO) + inputs.so_far.get("gross", ZERO)
    return gross + inputs.year_so_far.get("gross", ZERO) > ceiling.amount


def _flat_rate(inputs: PayInputs, status: str) -> list[Note]:
    if status != "artist":
        return [NOT_FLAT_FOR_THIS_KIND]
    return [NOT_FLAT_BY_ANSWERS] if failed_tests(inputs) else []
