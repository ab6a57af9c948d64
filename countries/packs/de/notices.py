"""The forms of the notices to social insurance (DEÜV): fields of the records DSME and its blocks, by plain names.

SGB IV § 28a; DEÜV § 5; Gemeinsame Grundsätze 3.2.1. Each field is (name, where the fact comes from, is required).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from countries.contract import DeclarationFacts, gettext_noop
from countries.packs.de.words import TEXTS
from countries.packs.declaring import Form

Fields = tuple[tuple[str, str, bool], ...]
WEEKS = 6
SOURCE = "SGB IV § 28a (3); DEÜV § 5"

PERSON: Fields = (
    ("VSNR", "person.social_security_number", False),
    ("last_name", "person.last_name", True),
    ("first_name", "person.first_name", True),
    ("birth_date", "person.birth_date", True),
    ("nationality", "person.nationality", True),
)
BIRTH_AND_ADDRESS: Fields = (
    ("birth_name", "person.birth_name", False),
    ("birth_place", "person.birth_place", True),
    ("birth_country", "person.birth_country", False),
    ("sex", "person.sex", True),
    ("address", "person.address", True),
)
EMPLOYER: Fields = (
    ("BBNR-VU", "employer.employer_number", True),
    ("employer", "employer.name", False),
    ("reference", "work.reference", False),
)
WORK: Fields = (("occupation_key", "work.occupation_code", True),)
STARTING: Fields = (
    ("start", "contract.start", True),
    ("end", "contract.end", False),
    ("spouse_or_descendant", "work.spouse_or_descendant", False),
    ("managing_partner", "work.managing_partner", False),
)
FUND: Fields = (("BBNR-KK", "person.health_fund_number", True),)
HEALTH_COVER: Fields = (("health_cover", "person.health_insurance", True),)
MINIJOB_TAX: Fields = (
    ("tax_id", "person.national_number", True),
    ("employer_tax_number", "employer.tax_number", False),
)
PERIOD: Fields = (
    ("period_start", "contract.start", True),
    ("period_end", "contract.end", True),
)
ACCIDENT: Fields = (
    ("company_number_accident", "employer.accident_company_number", True),
    ("BBNR-UV", "employer.accident_insurer_number", True),
    ("risk_class", "employer.accident_risk_class", True),
)


def weeks_after_start(facts: DeclarationFacts) -> datetime:
    return facts.starts_at + timedelta(weeks=WEEKS)


def weeks_after_end(facts: DeclarationFacts) -> datetime:
    """Six weeks after the last day, at the hour the work began; after the start when no end is known."""
    if facts.ends_on is None:
        return weeks_after_start(facts)
    return facts.starts_at + (facts.ends_on - facts.starts_at.date()) + timedelta(weeks=WEEKS)


def day_of_next_february(day: int) -> Callable[[DeclarationFacts], datetime]:
    """The deadline of a yearly notice: this day of February after the year of the work."""

    def due(facts: DeclarationFacts) -> datetime:
        year = (facts.ends_on or facts.starts_at.date()).year + 1
        return facts.starts_at.replace(year=year, month=2, day=day)

    return due


def form(
    kind: str,
    *parts: Fields,
    due_rule: str,
    due_at: Callable[[DeclarationFacts], datetime],
    source: str = SOURCE,
) -> Form:
    fields = tuple(field for part in parts for field in part)
    return Form(
        kind=kind, label=TEXTS[f"declaration.{kind}"], due_rule=due_rule, source=source, fields=fields, due_at=due_at
    )


WITH_PAYROLL = gettext_noop("With the next payroll run, at the latest 6 weeks after the start.")
WITH_PAYROLL_AT_END = gettext_noop("With the next payroll run, at the latest 6 weeks after the end.")


def start_form(kind: str, *extra: Fields) -> Form:
    parts = (EMPLOYER, WORK, STARTING, PERSON, BIRTH_AND_ADDRESS, *extra)
    return form(kind, *parts, due_rule=WITH_PAYROLL, due_at=weeks_after_start, source=f"{SOURCE}, § 6")


def pay_form(kind: str, *extra: Fields) -> Form:
    parts = (EMPLOYER, WORK, PERSON, PERIOD, *extra)
    return form(kind, *parts, due_rule=WITH_PAYROLL_AT_END, due_at=weeks_after_end, source=f"{SOURCE}, § 8")


IMMEDIATE = form(
    "deuev_immediate",
    EMPLOYER[:1],
    STARTING[:1],
    PERSON[:-1],
    (("birth_place", "person.birth_place", False), ("address", "person.address", False)),
    due_rule=gettext_noop("At the latest when the work starts; it does not replace the registration."),
    due_at=lambda facts: facts.starts_at,
    source="SGB IV § 28a (4); SchwarzArbG § 2a",
)
YEAR = form(
    "deuev_year",
    EMPLOYER,
    WORK,
    PERSON,
    PERIOD,
    due_rule=gettext_noop("By 15 February of the following year."),
    due_at=day_of_next_february(15),
    source="SGB IV § 28a (2); DEÜV § 10",
)
ACCIDENT_YEAR = form(
    "deuev_accident_year",
    EMPLOYER,
    PERSON,
    ACCIDENT,
    due_rule=gettext_noop("By 16 February of the following year."),
    due_at=day_of_next_february(16),
    source="SGB IV § 28a (2a)",
)
ONE_OFF = form(
    "deuev_one_off",
    EMPLOYER,
    PERSON,
    PERIOD,
    due_rule=WITH_PAYROLL_AT_END,
    due_at=weeks_after_end,
    source="DEÜV § 11 (2)",
)
INTERRUPTION = form(
    "deuev_interruption",
    EMPLOYER,
    PERSON,
    PERIOD,
    due_rule=gettext_noop("Within two weeks after the first calendar month of the interruption."),
    due_at=weeks_after_end,
    source="DEÜV § 9",
)
