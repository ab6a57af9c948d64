"""Dimona, the declarations of start, end, change and cancellation to the ONSS (AR 5/11/2002; glossary 2023/3)."""

from __future__ import annotations

from dataclasses import replace
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
LATER = {
    "dimona_out": Form(
        kind="dimona_out",
        label=TEXTS["declaration.dimona_out"],
        due_rule=gettext_noop("On the first working day after the end; not needed when the IN had the last day."),
        source=SOURCE,
        fields=(PERIOD, ("EndingDate", "contract.end", True), INSS),
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
    """
    if facts.contract_kind == "amateur_arts":
        return ()
    if facts.kind in LATER:
        return (draft(LATER[facts.kind], facts),)
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
