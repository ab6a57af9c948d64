"""Dimona, the declarations of start, end, change and cancellation to the ONSS (AR 5/11/2002; glossary 2023/3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import DeclarationDraft, DeclarationFacts, InvalidInput, Params, gettext_noop
from countries.packs.be.words import TEXTS
from countries.packs.declaring import Form, draft

SOURCE = "AR 5/11/2002; ONSS glossary Dimona 2023/3"
TYPES = {"student": "STU"}
ORDINARY = "OTH"

DIMONA_IN = Form(
    kind="dimona_in",
    label=TEXTS["declaration.dimona_in"],
    due_rule=gettext_noop("At the latest when the work starts."),
    source=SOURCE,
    fields=(
        ("StartingDate", "contract.start", True),
        ("StartingHour", "work.start_hour", False),
        ("EndingDate", "contract.end", False),
        ("EndingHour", "work.end_hour", False),
        ("NOSSRegistrationNbr", "employer.onss_number", False),
        ("CompanyID", "employer.company_number", True),
        ("INSS", "person.national_number", False),
        ("Name", "person.last_name", True),
        ("FirstName", "person.first_name", True),
        ("BirthDate", "person.birth_date", True),
        ("Sex", "person.sex", False),
        ("Nationality", "person.nationality", False),
        ("Address", "person.address", False),
        ("JointCommissionNbr", "employer.joint_committee", True),
    ),
)
PERIOD = ("DimonaPeriodId", "work.dimona_period_id", True)
INSS = ("INSS", "person.national_number", False)
SATURDAY = 5
ASKED = {"end": "dimona_out", "cancel": "dimona_cancel"}
"""The occasions on which a portal asks for a later notice, and the notice."""


def _first_working_day_after(facts: DeclarationFacts) -> datetime:
    """The end of the first day after the last that is no weekend; a public holiday would only move it later."""
    day = (facts.ends_on or facts.starts_at.date()) + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(23, 59), facts.starts_at.tzinfo)


LATER = {
    "dimona_out": Form(
        kind="dimona_out",
        label=TEXTS["declaration.dimona_out"],
        due_rule=gettext_noop("On the first working day after the end; not needed when the IN had the last day."),
        source=SOURCE,
        fields=(PERIOD, ("EndingDate", "contract.end", True), INSS),
        due_at=_first_working_day_after,
    ),
    "dimona_update": Form(
        kind="dimona_update",
        label=TEXTS["declaration.dimona_update"],
        due_rule=gettext_noop("Before the new hour or day; a new last day at the latest on that day."),
        source=SOURCE,
        fields=(
            PERIOD,
            ("StartingDate", "contract.start", False),
            ("StartingHour", "work.start_hour", False),
            ("EndingDate", "contract.end", False),
            ("EndingHour", "work.end_hour", False),
            INSS,
        ),
    ),
    "dimona_cancel": Form(
        kind="dimona_cancel",
        label=TEXTS["declaration.dimona_cancel"],
        due_rule=gettext_noop("As soon as it is known that the work does not take place."),
        source=SOURCE,
        fields=(PERIOD, INSS),
    ),
}


def declarations(facts: DeclarationFacts, params: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare what must be declared before the work starts. The amateur arts allowance asks for none.

    When the facts ask for a later declaration by its kind (dimona_out, dimona_update, dimona_cancel), prepare that one.
    At the “end” an OUT is due only when the IN told no last day or another one; “cancel” withdraws the IN. Both name
    the period by the receipt of the IN (`dimona_in.receipt` of the work), unless the work names it.
    """
    if facts.contract_kind == "amateur_arts" or _end_is_told(facts):
        return ()
    if later := LATER.get(ASKED.get(facts.kind, facts.kind)):
        return (draft(later, _naming_period(facts)),)
    worker_type = _worker_type(facts, params)
    prepared = draft(DIMONA_IN, facts, WorkerType=worker_type)
    if worker_type == "STU" and (place := facts.work.get("place")):
        prepared = replace(prepared, fields={**prepared.fields, "StudentPlaceOfWork": place})
    if worker_type not in params.value("dimona.worker_types")["planned_hours"]:
        return (prepared,)
    if facts.planned_hours is None:
        return (replace(prepared, missing=(*prepared.missing, "PlannedHoursNbr")),)
    hours = _whole_hours(facts.planned_hours)
    return (replace(prepared, fields={**prepared.fields, "PlannedHoursNbr": hours}),)


def _end_is_told(facts: DeclarationFacts) -> bool:
    told = facts.work.get("dimona_in.EndingDate")
    return facts.kind == "end" and facts.ends_on is not None and told == facts.ends_on.isoformat()


def _naming_period(facts: DeclarationFacts) -> DeclarationFacts:
    period = facts.work.get("dimona_period_id") or facts.work.get("dimona_in.receipt", "")
    return replace(facts, work={**facts.work, "dimona_period_id": period})


def _worker_type(facts: DeclarationFacts, params: Params) -> str:
    """Return STU for students, OTH for the rest, artists included, unless the work says another type that is open."""
    told = facts.work.get("worker_type") or TYPES.get(facts.contract_kind, ORDINARY)
    known = params.value("dimona.worker_types")["open"]
    if told in known:
        return told
    raise InvalidInput(
        "dimona_worker_type",
        gettext_noop("The Dimona knows no worker type “%(found)s”. Choose one of: %(expected)s."),
        found=told,
        expected=", ".join(known),
    )


def _whole_hours(hours: Decimal) -> str:
    """The form takes whole hours: a started hour counts."""
    return str(hours.to_integral_value(rounding=ROUND_CEILING))
