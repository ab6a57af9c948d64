"""Registration with the TGSS through RED (alta, baja), the contract to the SEPE (Contrat@) and the certificate.

The layout of the AFI message and the schema of Contrat@ are not known to the pack: records, no file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params, gettext_noop
from countries.packs.declaring import Form, draft
from countries.packs.es.words import TEXTS

TEN_WORKING_DAYS = timedelta(weeks=2)
"""Ten working days hold two week-ends at least; holidays would only move the day back."""
END_DAYS = timedelta(days=3)
TEN_DAYS = timedelta(days=10)
NIF, NIE = re.compile(r"\d{8}[A-Z]"), re.compile(r"[XYZ]\d{7}[A-Z]")
CONTRACT_CODES = {
    "open_ended": ("100", "200"),
    "intermittent": ("300", "300"),
    "fixed_term": ("402", "502"),
    "substitution": ("410", "510"),
    "artist": ("407", "507"),
    "training": ("420", "420"),
}
GENERAL, ARTISTS = "0111", "0112"
OCCUPATION_LETTERS = {
    "office": "a",
    "representative": "b",
    "building": "d",
    "goods_driver": "f",
    "cleaning": "g",
    "security": "h",
}
"""Letters of Cuadro II of the accident tariff (DA 4a Ley 42/2006)."""


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
        ("part_time_coefficient", "work.part_time_coefficient", False),
        ("cno_occupation", "work.occupation_code", True),
        ("collective_agreement", "employer.collective_agreement", True),
        ("replaced_person", "work.replaced_person", False),
        ("artist_category", "work.artist_role", False),
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
        ("study_level", "work.study_level", True),
        ("start_date", "contract.start", True),
        ("end_date", "contract.end", False),
        ("working_time", "contract.hours", False),
        ("cno_occupation", "work.occupation_code", True),
        ("workplace", "work.place", True),
        ("cause", "work.cause", False),
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
    start = draft(START, facts, **codes)
    if "contribution_group" not in codes:
        start = replace(start, missing=(*start.missing, "contribution_group"))
    drafts = [start, draft(CONTRACT, facts, contract_code=codes["contract_code"])]
    if facts.ends_on is not None:
        drafts += [draft(END, facts), draft(CERTIFICATE, facts)]
    return tuple(drafts)


def _codes(facts: DeclarationFacts) -> dict[str, str]:
    """The codes the rules decide: scheme, contract code, contribution group, kind of identity number."""
    full, part = CONTRACT_CODES[facts.contract_kind]
    is_artist = facts.contract_kind == "artist"
    codes = {
        "regime": ARTISTS if is_artist else GENERAL,
        "contract_code": part if facts.work.get("part_time_coefficient") else full,
        "contribution_group": facts.work.get("artist_group" if is_artist else "contribution_group", ""),
        "ipf_type": identity_type(facts.person.get("national_number", "")),
        "special_relation": "artists" if is_artist else "",
        "accident_occupation": OCCUPATION_LETTERS.get(facts.work.get("accident_occupation", ""), ""),
    }
    return {name: value for name, value in codes.items() if value}


def identity_type(number: str) -> str:
    """Return 1 for a NIF and 6 for a NIE, as RED names them; empty for a passport or a number that is sealed."""
    if NIF.fullmatch(number):
        return "1"
    return "6" if NIE.fullmatch(number) else ""


def declaration_file(kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return no file: neither the AFI layout (RED) nor the XML schema of Contrat@ was found in a public text.

    The record holds every field; a person types it into RED or Contrat@, or exports it by hand.
    """
    del kind, fields
    return None
