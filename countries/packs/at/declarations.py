"""The messages to the ÖGK through ELDA: registration before the work, each day of casual work, and the end.

The record layout of ELDA's file and of its web service was not found, so no file is made: the portal offers the fields
for ELDA's own form. ELDA's desktop software ends on 31 December 2026; the web service replaces it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params, gettext_noop
from countries.packs.at.words import TEXTS
from countries.packs.declaring import Form, draft
from smart.foundation.money import round_to

YES, NO = "yes", "no"
DAYS_TO_DEREGISTER = 7
WEEK = Decimal(7)
HUNDREDTHS = Decimal(100)
AREAS = {"fixed_term_worker": "Arbeiter", "free_service": "freier Dienstnehmer"}
SALARIED = "Angestellte"
TERM_OVER = "Zeitablauf"
"""The reason in the words of ELDA's own form (NÖDIS 5/2013); its code was not found in a public text of today."""
WITHOUT_TERM = frozenset({"open_ended"})

REQUESTED = frozenset({"sex", "nationality", "address"})
"""What the fund needs to give a person without an insurance number one (VSNR-Anforderung)."""
PERSON = (
    ("contribution_account", "employer.contribution_account", True),
    ("VSNR", "person.national_number", True),
    ("family_name", "person.last_name", True),
    ("first_name", "person.first_name", True),
    ("birth_date", "person.birth_date", True),
    ("sex", "person.sex", False),
    ("nationality", "person.nationality", False),
    ("address", "person.address", False),
)

START = Form(
    kind="elda_start",
    label=TEXTS["declaration.elda_start"],
    due_rule=gettext_noop("Before the work starts."),
    source="ASVG § 33; gesundheitskasse.at 10007.908448",
    fields=(
        *PERSON,
        ("start", "contract.start", True),
        ("end", "contract.end", False),
        ("severance_fund_from", "work.severance_fund_from", False),
        ("place_of_work", "work.place", True),
        ("reference", "work.reference", False),
    ),
)
CASUAL = Form(
    kind="elda_casual",
    label=TEXTS["declaration.elda_casual"],
    due_rule=gettext_noop("Before the work starts, for each day; completed by the monthly statement of bases."),
    source="ASVG § 33 (3), 471a-471c",
    fields=(*PERSON, ("start", "contract.start", True), ("end", "contract.end", False), ("days", "work.days", False)),
)


def _week_after(facts: DeclarationFacts) -> datetime:
    last = facts.ends_on or facts.starts_at.date()
    return datetime.combine(last + timedelta(days=DAYS_TO_DEREGISTER), time(23, 59), facts.starts_at.tzinfo)


END = Form(
    kind="elda_end",
    label=TEXTS["declaration.elda_end"],
    due_rule=gettext_noop("Within seven days of the end."),
    source="ASVG § 33 (1)",
    fields=(
        *PERSON,
        ("employment_end", "contract.end", True),
        ("pay_claim_end", "work.pay_claim_end", True),
        ("reason", "work.end_reason", True),
        ("severance_fund_end", "work.severance_fund_end", False),
        ("holiday_payout_from", "work.holiday_payout_from", False),
        ("holiday_payout_until", "work.holiday_payout_until", False),
        ("notice_pay_from", "work.notice_pay_from", False),
        ("notice_pay_until", "work.notice_pay_until", False),
    ),
    due_at=_week_after,
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare what must be declared before the work starts; for the kind “end”, the deregistration.

    Casual work has none: its days are completed by the monthly statement of bases. The portal prepares; a person or an
    adapter sends.
    """
    if facts.kind == "end":
        return () if facts.contract_kind == "casual" else (draft(END, _ended(facts)),)
    form = CASUAL if facts.contract_kind == "casual" else START
    if not facts.person.get("national_number"):
        form = _requesting_number(form)
    constants = {
        "employment_area": facts.work.get("employment_area") or AREAS.get(facts.contract_kind, SALARIED),
        "marginal": YES if facts.contract_kind == "marginal" else facts.work.get("is_marginal") or NO,
        "free_service": YES if facts.contract_kind == "free_service" else NO,
    }
    hours = working_time(facts)
    if hours:
        constants["working_time"] = hours
    prepared = draft(form, facts, **constants)
    return (prepared if hours or facts.contract_kind == "free_service" else _lacking(prepared, "working_time"),)


def _ended(facts: DeclarationFacts) -> DeclarationFacts:
    """Say what follows from an end on the agreed day: the reason, and pay up to that day when no holidays are paid out."""
    work = dict(facts.work)
    if facts.ends_on is None or work.get("ended_as_agreed") != YES:
        return facts
    if facts.contract_kind not in WITHOUT_TERM:
        work.setdefault("end_reason", TERM_OVER)
    if not Decimal(work.get("open_holiday_days") or 0):
        work.setdefault("pay_claim_end", facts.ends_on.isoformat())
    return replace(facts, work=work)


def _requesting_number(form: Form) -> Form:
    """Return the form that asks for an insurance number instead of naming one."""
    fields = tuple(
        (name, path, is_required or name in REQUESTED) for name, path, is_required in form.fields if name != "VSNR"
    )
    return replace(form, fields=(*fields, ("VSNR_request_for", "person.last_name", True)))


def working_time(facts: DeclarationFacts) -> str:
    """Return the agreed working time as ELDA writes it: four digits, hours times 100 (38 h 30 is 3850).

    Casual work names the hours of a day, other work those of a week; free service contracts only what was agreed.
    """
    if weekly := facts.work.get("weekly_hours"):
        return _four_digits(Decimal(weekly))
    if facts.planned_hours is None or facts.contract_kind == "free_service":
        return ""
    if facts.contract_kind == "casual":
        return _four_digits(facts.planned_hours / max(Decimal(facts.work.get("days") or 1), Decimal(1)))
    last = facts.ends_on or facts.starts_at.date()
    span = Decimal((last - facts.starts_at.date()).days + 1)
    return _four_digits(facts.planned_hours * WEEK / max(span, WEEK))


def declaration_file(_kind: str, _fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return None: the layout of ELDA's records is not known to us, so the fields are entered by hand."""
    return None


def _four_digits(hours: Decimal) -> str:
    return f"{int(round_to(hours * HUNDREDTHS, step=Decimal(1), rounding=ROUND_HALF_UP)):04d}"


def _lacking(prepared: DeclarationDraft, name: str) -> DeclarationDraft:
    return replace(prepared, missing=(*prepared.missing, name))
