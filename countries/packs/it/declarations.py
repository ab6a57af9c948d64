"""What must be declared before work starts: UniLav, the call of on-call workers, the certificate of agibilità."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params, gettext_noop
from countries.packs.declaring import Form, draft
from countries.packs.it import unilav
from countries.packs.it.profiles import FPLS_SELF, SEPARATE, profile_of
from countries.packs.it.words import TEXTS


def _eve(facts: DeclarationFacts) -> datetime:
    """The last minute of the day before."""
    eve = facts.starts_at - timedelta(days=1)
    return datetime.combine(eve.date(), time(23, 59), tzinfo=facts.starts_at.tzinfo)


PERSON = (
    ("worker_tax_code", "person.national_number", True),
    ("worker_name", "person.last_name", True),
    ("worker_first_name", "person.first_name", True),
)
UNILAV = Form(
    kind="unilav",
    label=TEXTS["declaration.unilav"],
    due_rule=gettext_noop("By 24:00 of the day before the work starts."),
    source="D.L. 510/1996 art. 9-bis",
    fields=(
        ("employer_tax_code", "employer.company_number", True),
        ("employer_name", "employer.name", True),
        ("ateco", "employer.activity_code", True),
        ("legal_seat", "employer.address", False),
        ("workplace", "work.place", True),
        *PERSON,
        ("sex", "person.sex", True),
        ("birth_date", "person.birth_date", True),
        ("birth_place", "person.birth_place", True),
        ("citizenship", "person.nationality", True),
        ("domicile", "person.address", True),
        ("residence_permit", "person.residence_permit", False),
        ("education", "person.education", False),
        ("start_date", "contract.start", True),
        ("end_date", "contract.end", False),
        ("insurer_code", "work.insurer_code", False),
        ("pat_inail", "employer.inail_position", True),
        ("contract_type", "work.contract_code", True),
        ("ccnl", "employer.collective_agreement", True),
        ("level", "work.level", True),
        ("working_time", "work.working_time", False),
        ("weekly_hours", "work.weekly_hours", False),
        ("occupation", "work.occupation_code", True),
        ("annual_pay", "work.annual_pay", False),
    ),
    due_at=_eve,
)
CALL = Form(
    kind="uni_intermittenti",
    label=TEXTS["declaration.uni_intermittenti"],
    due_rule=gettext_noop("Before each call starts."),
    source="D.Lgs. 81/2015 art. 15 c. 3",
    fields=(
        ("employer_tax_code", "employer.company_number", True),
        ("employer_email", "employer.email", False),
        *PERSON[:1],
        ("communication_code", "work.unilav_code", False),
        ("start_date", "contract.start", True),
        ("end_date", "contract.end", True),
    ),
)
AGIBILITA = Form(
    kind="agibilita",
    label=TEXTS["declaration.agibilita"],
    due_rule=gettext_noop("Before the performance."),
    source="D.Lgs. C.P.S. 708/1947 art. 6, 9 and 10",
    fields=(
        ("employer_tax_code", "employer.company_number", True),
        ("employer_name", "employer.name", True),
        ("venue", "work.place", True),
        *PERSON,
        ("fpls_category", "work.occupation_code", False),
        ("start_date", "contract.start", True),
        ("end_date", "contract.end", False),
        ("days", "work.days", False),
        ("pay", "work.pay", True),
    ),
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declarations of a contract. The portal prepares; a person or an adapter sends."""
    profile = profile_of(facts.contract_kind)
    found = []
    if profile.scheme != FPLS_SELF:
        constants = {} if profile.scheme == SEPARATE else {"cooperative_member": "SI"}
        found.append(draft(UNILAV, facts, **constants))
    if profile.is_on_call:
        found.append(draft(CALL, facts))
    if profile.is_show:
        found.append(draft(AGIBILITA, facts))
    return tuple(found)


def declaration_file(kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return the UniLav file. The call notice and the agibilità have no known format: they are sent by hand."""
    return unilav.unilav_file(fields) if kind == UNILAV.kind else None
