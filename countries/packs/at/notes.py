"""What the reader of an Austrian payslip is told beside its lines: what was left out, estimated or comes later."""

from __future__ import annotations

from countries.contract import Note, Params, PayInputs, gettext_noop
from countries.packs.at.branches import FREE
from countries.packs.at.case import Case
from countries.packs.at.days import is_estimated
from countries.packs.at.law import DAYS_PER_YEAR, rounded
from countries.packs.at.terms import OPEN_ENDED

DAYS_ESTIMATED = Note(
    "days_estimated",
    gettext_noop("The days of insurance were taken from the share of the month, for want of the contract's dates."),
)
FREE_TAX = Note(
    "free_service_tax",
    gettext_noop("No wage tax is withheld from a free service contract: the income is declared by its author (E 18)."),
)
YEAR_UNKNOWN = gettext_noop(
    "Earlier pays of the year were not given: the tax-free %(free)s and the yearly ceiling of special payments are "
    "counted from this month."
)
SET_ASIDE = Note(
    "special_payments_set_aside",
    gettext_noop("The 13th and 14th pay are set aside in the cost and paid in June, November or at the end."),
)
MARGINAL = Note(
    "marginal_jobs_add_up",
    gettext_noop(
        "Marginal work is insured against accidents only. Several such jobs above the limit together are billed to the "
        "person by the health fund after the year."
    ),
)
PENSION_AGE = Note(
    "pension_age",
    gettext_noop("The relief of unemployment and pension insurance for people who may draw a pension is not applied."),
)
HOLIDAYS = gettext_noop(
    "About %(days)s days of holidays are earned in this contract. They are taken, or paid out at its end; the payout is "
    "not in this result."
)


def notes(inputs: PayInputs, case: Case, params: Params, *, is_marginal: bool) -> tuple[Note, ...]:
    """Return the remarks that apply, most important first."""
    is_free, special = case.status == FREE, case.shares.special > 0 or case.shares.one_off > 0
    year_unknown = Note("year_unknown", YEAR_UNKNOWN, {"free": case.tax.special_free})
    found = [
        (FREE_TAX, is_free),
        (MARGINAL, is_marginal),
        (SET_ASIDE, case.shares.is_set_aside),
        (year_unknown, special and inputs.on.month > 1 and not inputs.year_so_far),
        (DAYS_ESTIMATED, is_estimated(inputs)),
        (PENSION_AGE, not case.employer.is_under_age_end),
    ]
    remarks = [note for note, applies in found if applies]
    if not is_free and inputs.kind != OPEN_ENDED and not case.shares.holiday:
        earned = rounded(params.value("holiday")["year"] * case.days / DAYS_PER_YEAR)
        remarks.append(Note("holidays_open", HOLIDAYS, {"days": earned}))
    return tuple(remarks)
