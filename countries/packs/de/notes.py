"""Remarks on a German payslip: what is estimated, left out or to be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator

from countries.contract import Note, PayInputs, gettext_noop
from countries.packs.de.contributions import Levies
from countries.packs.de.groups import children_code, contribution_group, person_group
from countries.packs.de.situation import IRREGULAR, STUDENT, Situation
from countries.packs.de.zones import Zone

NO_U2_RATE = Note(
    "no_u2_rate",
    gettext_noop("No rate of the levy U2 of the health funds was entered, so its cost is not in this result."),
)
NO_ACCIDENT_RATE = Note(
    "no_accident_insurance_rate",
    gettext_noop("No rate of the accident insurance was entered, so its cost is not in this result."),
)
DAYS_ESTIMATED = Note(
    "days_estimated",
    gettext_noop("The calendar days of the employment were derived from the days worked; the contract's dates decide."),
)
HOLIDAY_AND_SICK_PAY = Note(
    "holiday_and_sick_pay",
    gettext_noop(
        "Paid holiday (at least a twelfth of the year's for each full month, BUrlG § 5) and sick pay (six weeks, after four "
        "weeks of employment, EFZG § 3) are pay like any other and not added here."
    ),
)
SAXONY_TRANSITION = Note(
    "saxony_transition_zone",
    gettext_noop(
        "Saxony in the transition zone: the part of care insurance borne by the worker alone is counted on the whole base (BVV "
        "§ 2 (2) sentence 6). There is no official example: have it checked by hand."
    ),
)
PRIVATE_PREMIUM = Note(
    "private_premium_not_deducted",
    gettext_noop(
        "The premium of the private insurance is paid by the person; the grant towards it is part of the payment."
    ),
)
AVERAGE_RATE = Note(
    "average_additional_rate",
    gettext_noop("The health fund's additional rate is not known; the average of the year was used."),
)
STUDENT_ALLOWANCE = Note(
    "student_allowance",
    gettext_noop(
        "The wage tax counts no health part in the allowance for insurance, as the job pays no health contribution."
    ),
)
IRREGULAR_NOTE = Note(
    "irregular_work",
    gettext_noop(
        "Irregular work is counted on the whole month's ceiling; pay from other employers in the month and the transition zone "
        "are not considered."
    ),
)
ONE_OFF_YEAR = Note(
    "one_off_year",
    gettext_noop(
        "One-off pay was counted with the pay of this year known here; without an expected yearly pay this month's pay counts "
        "until December."
    ),
)
ZONE_FROM_MONTH = Note(
    "zone_from_month",
    gettext_noop(
        "The regime of contributions follows this month's pay; enter the expected regular pay when it differs."
    ),
)


def notes_of(
    inputs: PayInputs, situation: Situation, zone: Zone, levies: Levies, *, has_one_off: bool
) -> tuple[Note, ...]:
    """Return the remarks, what concerns the money first."""
    return tuple(_found(inputs, situation, zone, levies, has_one_off))


def _found(inputs: PayInputs, situation: Situation, zone: Zone, levies: Levies, has_one_off: bool) -> Iterator[Note]:
    if not levies.u2 and zone is not Zone.MINIJOB:
        yield NO_U2_RATE
    if not levies.accident:
        yield NO_ACCIDENT_RATE
    if situation.days.is_estimate:
        yield DAYS_ESTIMATED
    if zone in {Zone.TRANSITION, Zone.REGULAR} and not situation.is_private:
        yield from _insured_notes(situation, zone)
    if situation.is_private and zone is Zone.REGULAR:
        yield PRIVATE_PREMIUM
    if situation.status == IRREGULAR:
        yield IRREGULAR_NOTE
    if zone in {Zone.MINIJOB, Zone.TRANSITION} and situation.regular_pay is None and inputs.kind != "minijob":
        yield ZONE_FROM_MONTH
    if has_one_off:
        yield ONE_OFF_YEAR
    yield HOLIDAY_AND_SICK_PAY
    yield _keys(situation, zone)


def _insured_notes(situation: Situation, zone: Zone) -> Iterator[Note]:
    if situation.status == STUDENT:
        yield STUDENT_ALLOWANCE
        return
    if situation.is_average_rate:
        yield AVERAGE_RATE
    if zone is Zone.TRANSITION and situation.is_saxony:
        yield SAXONY_TRANSITION


def _keys(situation: Situation, zone: Zone) -> Note:
    """What a payslip must name beside the amounts (EBV § 1 (1))."""
    return Note(
        "keys",
        gettext_noop("Contribution group %(group)s, person group %(person)s, children code %(children)s."),
        {
            "group": contribution_group(situation, zone),
            "person": person_group(situation, zone),
            "children": children_code(situation),
        },
    )
