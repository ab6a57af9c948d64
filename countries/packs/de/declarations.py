"""The notices to social insurance (DEÜV): what the law asks for, ready for the payroll office to send.

Notices travel only from system-tested programs, as XML whose current positions (annex 9.4 of the common principles) are not
published in a form we could check: the portal prepares the record, and `declaration_file` makes no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params, gettext_noop
from countries.packs.de.groups import CONTRIBUTION_GROUPS, PERSON_GROUPS
from countries.packs.de.kinds import STATUS
from countries.packs.de.words import word
from countries.packs.declaring import Form, draft

MINIJOB_OFFICE = "98000006"
"""Betriebsnummer of the Minijob-Zentrale, which receives the notices of marginal and short-term work."""
START, END, START_AND_END, IMMEDIATE = "10", "30", "40", "20"

PERSON: tuple[tuple[str, str, bool], ...] = (
    ("VSNR", "person.social_security_number", False),
    ("last_name", "person.last_name", True),
    ("first_name", "person.first_name", True),
    ("birth_date", "person.birth_date", True),
)
BIRTH: tuple[tuple[str, str, bool], ...] = (
    ("birth_name", "person.birth_name", False),
    ("birth_place", "person.birth_place", True),
    ("birth_country", "person.birth_country", False),
    ("sex", "person.sex", True),
    ("nationality", "person.nationality", True),
    ("address", "person.address", True),
)
WORK: tuple[tuple[str, str, bool], ...] = (
    ("BBNR-VU", "employer.employer_number", True),
    ("employer", "employer.name", False),
    ("reference", "contract.reference", False),
    ("start", "contract.start", True),
    ("end", "contract.end", False),
    ("occupation_key", "work.occupation_code", True),
    ("spouse_or_descendant", "work.spouse_or_descendant", False),
    ("managing_partner", "work.managing_partner", False),
)
FUND: tuple[tuple[str, str, bool], ...] = (("BBNR-KK", "person.health_fund_number", True),)
HEALTH_COVER: tuple[tuple[str, str, bool], ...] = (("health_cover", "person.health_cover", True),)
TAX: tuple[tuple[str, str, bool], ...] = (
    ("tax_id", "person.national_number", True),
    ("employer_tax_number", "employer.tax_number", False),
)


def _six_weeks(facts: DeclarationFacts) -> datetime:
    return facts.starts_at + timedelta(weeks=6)


def _form(kind: str, *extra: tuple[tuple[str, str, bool], ...]) -> Form:
    return Form(
        kind=kind,
        label=word(f"declaration.{kind}"),
        due_rule=gettext_noop("With the next payroll run, at the latest 6 weeks after the start."),
        source="SGB IV § 28a (3); DEÜV § 5, § 6",
        fields=(*WORK, *PERSON, *BIRTH, *(field for fields in extra for field in fields)),
        due_at=_six_weeks,
    )


IMMEDIATE_FORM = Form(
    kind="deuev_immediate",
    label=word("declaration.deuev_immediate"),
    due_rule=gettext_noop("At the latest when the work starts; it does not replace the registration."),
    source="SGB IV § 28a (4); SchwarzArbG § 2a",
    fields=(
        ("BBNR-VU", "employer.employer_number", True),
        ("start", "contract.start", True),
        *PERSON,
        ("birth_place", "person.birth_place", False),
        ("address", "person.address", False),
    ),
)


def declarations(facts: DeclarationFacts, params: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare what must be declared: the notice before the start where the industry asks for it, then the registration."""
    prepared = [_registration(facts)]
    industry = facts.work.get("industry", "none")
    if industry in params.value("immediate_notice.industries"):
        prepared.insert(0, draft(IMMEDIATE_FORM, facts, GD=IMMEDIATE, industry=industry))
    return tuple(prepared)


def declaration_file(kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return no file: the layout in force is not published where it could be checked, so the record is exported by hand."""
    return None


def _registration(facts: DeclarationFacts) -> DeclarationDraft:
    status = STATUS.get(facts.contract_kind, "employee")
    person, group = _person_group(facts, status), _contribution_group(facts, status)
    constants = {
        "PERSGR": person,
        "contribution_group": group,
        "transition_zone": facts.work.get("transition_zone", "0"),
    }
    if status in {"minijob", "short_term"}:
        constants["BBNR-KK"] = MINIJOB_OFFICE
    if status == "irregular" and person == PERSON_GROUPS["irregular"] and facts.ends_on is not None:
        return draft(_form("deuev_start_end", FUND), facts, GD=START_AND_END, **constants)
    extra = {"minijob": (TAX,), "short_term": (HEALTH_COVER,)}.get(status, (FUND,))
    prepared = draft(_form("deuev_start", *extra), facts, GD=START, **constants)
    if status != "minijob":
        return prepared
    taxation = facts.work.get("minijob_tax", "flat")
    return replace(prepared, fields={**prepared.fields, "flat_tax": "1" if taxation == "flat" else "0"})


def _person_group(facts: DeclarationFacts, status: str) -> str:
    if given := facts.work.get("person_group"):
        return given
    if status == "irregular" and facts.work.get("is_occupation") in {"False", "false", "0"}:
        return PERSON_GROUPS["irregular_no_occupation"]
    return PERSON_GROUPS[status]


def _contribution_group(facts: DeclarationFacts, status: str) -> str:
    if given := facts.work.get("contribution_group"):
        return given
    person = facts.person
    is_private = person.get("health_insurance") == "private"
    if status == "minijob":
        is_exempt = person.get("minijob_pension_exempt") in {"True", "true", "1"}
        return CONTRIBUTION_GROUPS[f"minijob{'_private' if is_private else ''}{'_exempt' if is_exempt else ''}"]
    if status == "employee" and is_private:
        return CONTRIBUTION_GROUPS["private"]
    return CONTRIBUTION_GROUPS[status]
