"""Registration with the TGSS through RED (alta, baja), the contract to the SEPE (Contrat@) and the certificate.

The layout of the AFI message and the schema of Contrat@ are not known to the pack: records, no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params, gettext_noop
from countries.packs.declaring import Form, draft
from countries.packs.es.words import TEXTS

TEN_WORKING_DAYS = timedelta(weeks=2)
"""Ten working days hold two week-ends at least; holidays would only move the day back."""
END_DAYS = timedelta(days=3)
TEN_DAYS = timedelta(days=10)
THOUSAND = Decimal(1000)
NIE_LETTERS = "XYZ"
CONTRACT_CODES = {
    "open_ended": ("100", "200"),
    "intermittent": ("300", "300"),
    "fixed_term": ("402", "502"),
    "substitution": ("410", "510"),
    "artist": ("407", "507"),
    "training": ("420", "420"),
}
GENERAL, ARTISTS = "0111", "0112"


def _end(facts: DeclarationFacts) -> datetime:
    if facts.ends_on is None:
        return facts.starts_at
    return datetime.combine(facts.ends_on, time(23, 59), tzinfo=facts.starts_at.tzinfo)


WORKER = (
    ("ccc", "employer.contribution_account", True),
    ("naf", "person.social_security_number", True),
    ("ipf", "person.national_number", True),
    ("last_name", "person.last_name", True),
    ("first_name", "person.first_name", True),
)

START = Form(
    kind="alta_red",
    label=TEXTS["declaration.alta_red"],
    due_rule=gettext_noop("Up to 60 days before and always before the work starts."),
    source="RD 84/1996 art. 32; RED online, transaction ATR01",
    fields=(
        *WORKER,
        ("birth_date", "person.birth_date", False),
        ("start_date", "contract.start", True),
        ("contract_start", "contract.start", True),
        ("end_date", "contract.end", False),
        ("contribution_group", "work.contribution_group", True),
        ("part_time_coefficient", "work.part_time_coefficient", False),
        ("accident_occupation", "work.accident_occupation", False),
        ("cno_occupation", "work.occupation_code", True),
        ("collective_agreement", "employer.collective_agreement", True),
        ("replaced_naf", "work.replaced_social_security_number", False),
        ("artist_category", "work.artist_category", False),
    ),
)

CONTRACT = Form(
    kind="contrata",
    label=TEXTS["declaration.contrata"],
    due_rule=gettext_noop("Within 10 working days of the start."),
    source="Estatuto de los Trabajadores art. 8.3; RD 1424/2002",
    fields=(
        ("employer_id", "employer.company_number", True),
        ("ccc", "employer.contribution_account", True),
        ("ipf", "person.national_number", True),
        ("birth_date", "person.birth_date", True),
        ("sex", "person.sex", True),
        ("nationality", "person.nationality", True),
        ("study_level", "person.study_level", True),
        ("start_date", "contract.start", True),
        ("end_date", "contract.end", False),
        ("working_time", "contract.hours", False),
        ("cno_occupation", "work.occupation_code", True),
        ("workplace", "work.place", True),
        ("cnae", "employer.cnae", True),
        ("collective_agreement", "employer.collective_agreement", True),
        ("basic_copy", "work.basic_copy", False),
    ),
    due_at=lambda facts: facts.starts_at + TEN_WORKING_DAYS,
)

END = Form(
    kind="baja_red",
    label=TEXTS["declaration.baja_red"],
    due_rule=gettext_noop("Within 3 days of the end of the work."),
    source="RD 84/1996 art. 32; RED online, transaction ATR01",
    fields=(*WORKER, ("end_date", "contract.end", True), ("end_reason", "work.end_reason", True)),
    due_at=lambda facts: _end(facts) + END_DAYS,
)

CERTIFICATE = Form(
    kind="certificado",
    label=TEXTS["declaration.certificado"],
    due_rule=gettext_noop("Within 10 days of the end of the work."),
    source="Certific@2 (SEPE); not re-read",
    fields=(*WORKER, ("end_date", "contract.end", True), ("end_reason", "work.end_reason", True)),
    due_at=lambda facts: _end(facts) + TEN_DAYS,
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declarations of a contract. The portal prepares; a person or an adapter sends."""
    codes = _codes(facts)
    drafts = [draft(START, facts, **codes), draft(CONTRACT, facts, contract_code=codes["contract_code"])]
    if facts.ends_on is not None:
        drafts += [draft(END, facts), draft(CERTIFICATE, facts)]
    return tuple(drafts)


def _codes(facts: DeclarationFacts) -> dict[str, str]:
    """The codes the rules decide: scheme, contract code, kind of identity number."""
    full, part = CONTRACT_CODES[facts.contract_kind]
    is_artist = facts.contract_kind == "artist"
    codes = {
        "regime": ARTISTS if is_artist else GENERAL,
        "contract_code": part if facts.work.get("part_time_coefficient") else full,
    }
    if number := facts.person.get("national_number", ""):
        codes["ipf_type"] = identity_type(number)
    if is_artist:
        codes["special_relation"] = "artists"
    return codes


def identity_type(number: str) -> str:
    """Return 1 for a NIF, 6 for a NIE, 2 for a passport, as RED names them."""
    if number[:1].upper() in NIE_LETTERS:
        return "6"
    return "1" if number[:1].isdigit() else "2"


def part_time_coefficient(hours: Decimal, full_time_hours: Decimal) -> str:
    """Return the share of full time in thousandths, as RED asks it."""
    return str((hours * THOUSAND / full_time_hours).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def declaration_file(kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return no file: neither the AFI layout (RED) nor the XML schema of Contrat@ was found in a public text.

    The record holds every field; a person types it into RED or Contrat@, or exports it by hand.
    """
    del kind, fields
    return None
