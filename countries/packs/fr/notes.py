"""What a French payslip leaves out or takes for granted, said in words."""

from __future__ import annotations

from countries.contract import Note, gettext_noop
from countries.packs.fr.case import Case
from countries.packs.fr.regimes import Regime

NO_ACCIDENT_RATE = Note(
    "no_work_accident_rate",
    gettext_noop("No work accident rate notified by the Carsat was given, so its cost is not in this result."),
)
NEUTRAL_RATE = Note(
    "neutral_rate",
    gettext_noop(
        "No personal tax rate is known, so the neutral table was used. The rate sent by the tax office replaces it."
    ),
)
MONTHLY_THRESHOLDS = Note(
    "monthly_thresholds",
    gettext_noop(
        "The reduced health and family rates were decided on this pay alone; the law looks at the whole year."
    ),
)
HEALTH_PLAN = Note(
    "no_health_plan",
    gettext_noop(
        "No complementary health plan was entered, so neither its cost nor its share of pay is in this result."
    ),
)
INTERMITTENT = Note(
    "intermittent_extras",
    gettext_noop(
        "Not in this result: the intermittents' own health plan, Afdas' fixed yearly amount, and the cap of the holiday "
        "fund's base at three times the agreement's minimum."
    ),
)
DEDUCTION = Note(
    "flat_deduction_tax",
    gettext_noop(
        "The flat deduction for expenses lowers contributions here, not the taxable pay: the person chooses it in the "
        "yearly tax return."
    ),
)
REGULARISED = Note(
    "reduction_regularised",
    gettext_noop(
        "The general reduction counts the whole calendar year with this employer; earlier months were deducted."
    ),
)


def notes_for(case: Case) -> tuple[Note, ...]:
    """Return the remarks that apply to a pay."""
    employer, notes = case.inputs.employer, []
    is_artist = case.treatment.regime is Regime.ARTIST
    if not employer.get("work_accident_rate") and not is_artist:
        notes.append(NO_ACCIDENT_RATE)
    if case.withholding.is_neutral:
        notes.append(NEUTRAL_RATE)
    if case.law.health_limit is not None:
        notes.append(MONTHLY_THRESHOLDS)
    if case.treatment.regime is not Regime.GENERAL:
        notes.append(INTERMITTENT)
    elif not employer.get("health_plan_monthly"):
        notes.append(HEALTH_PLAN)
    if case.deduction_ref is not None:
        notes.append(DEDUCTION)
    if case.reduction is not None and case.reduction.earlier_pay:
        notes.append(REGULARISED)
    return tuple(notes)
