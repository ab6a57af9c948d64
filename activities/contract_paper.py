"""The contract on paper: the plain dictionary its PDF is made of, in the country's language and beside it the member's.

What its country's law wants in it is data (`papers.yaml` of the pack): facts in sections, and clauses that cite their law.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.models import Contract, Signature
from activities.models.contract import SignatureRole
from activities.place import pack_of
from activities.rules.paper_facts import contract_facts
from activities.rules.papers import Missing, ReadSection, Speaker, in_pairs, read_sections, speaker_for
from activities.stairs import stairs_of
from countries.models import Country
from members.models import Profile
from members.queries import profile_of

WORDS: Final = {
    "days": gettext_noop("Days and hours"),
    "day": gettext_noop("Day"),
    "span": gettext_noop("From, to"),
    "hours": gettext_noop("Hours"),
    "gross": gettext_noop("gross pay"),
    "whole": gettext_noop("for the whole contract"),
    "employer": gettext_noop("For the employer"),
    "worker": gettext_noop("The worker"),
    "translation": gettext_noop(
        "The text on the left is the contract. The text on the right is a translation so that you can read it."
    ),
}
"""What the template says by itself, in the contract's language and beside it in the reader's."""


@dataclass(frozen=True, slots=True)
class ReadContract:
    """A contract read against the law of its country: the sections to print, and what is missing."""

    sections: list[ReadSection]
    missing: list[Missing]


def speaker_of(contract: Contract, country: Country) -> Speaker:
    """The member's language if the law of the country may be written in it, else the country's with a translation."""
    lawful = pack_of(country).pack.languages or tuple(country.languages) or ("en",)
    return speaker_for(spoken=contract.membership.user.language, lawful=lawful)


def read_contract(contract: Contract, *, country: Country, speaker: Speaker) -> ReadContract:
    """Read the contract against what its country's law asks of it (three queries)."""
    papers = pack_of(country).pack.papers
    facts = contract_facts(contract, country=country, profile=profile_of(contract.membership))
    wanted = papers.contract if papers is not None else ()
    sections, missing = read_sections(wanted, facts=facts.get, kind=contract.kind, speaker=speaker)
    return ReadContract(sections, missing)


def contract_context(
    contract: Contract, *, country: Country, speaker: Speaker, with_signatures: bool
) -> dict[str, Any]:
    """Everything the template needs; call it with the contract's language active (a few queries)."""
    kind = pack_of(country).pack.contract_kind(contract.kind)
    read = read_contract(contract, country=country, speaker=speaker)
    signed = {row.role: row for row in contract.signatures.all()} if with_signatures else {}
    profile = profile_of(contract.membership)
    days = [{"on": row.day, "hours": row.hours, "from": hour, "to": until} for row, hour, until in _hours(contract)]
    return {
        "country": country.code.code,
        "currency": country.currency,
        "copy": _("Copy of the member"),
        "number": contract.reference,
        "title": contract.function,
        "kind_label": speaker.text(kind.label),
        "also": speaker.second,
        "words": {name: speaker.say(msgid) for name, msgid in WORDS.items()},
        "issued_on": country.local(contract.validated_at).date() if contract.validated_at else contract.starts_on,
        "employer_name": contract.entity.name,
        "worker_name": worker_name(contract, profile),
        "fact_pairs": in_pairs(read.sections),
        "days": days,
        "has_times": any(day["from"] for day in days),
        "days_total": contract.days,
        "hours_total": contract.hours,
        "gross": contract.gross,
        "clauses": [row for section in read.sections for row in section.clauses],
        "waterfall": stairs_of(contract),
        "waterfall_note": _("Computed when the contract was made; the payslip counts."),
        "mentions": [_("Legal basis: %(source)s.") % {"source": kind.source}],
        "signatures": _signatures(contract, profile, signed=signed, speaker=speaker),
    }


def worker_name(contract: Contract, profile: Profile | None) -> str:
    return profile.legal_name if profile and profile.legal_name else contract.membership.user.full_name


def _hours(contract: Contract) -> list[tuple[Any, str, str]]:
    begins = datetime.combine(contract.starts_on, contract.start_time)
    found = []
    for row in contract.working_days.order_by("day"):
        ends = begins + timedelta(minutes=int(row.hours * 60))
        is_known = row.day == contract.starts_on and row.hours <= Decimal(6)
        found.append((row, f"{begins:%H:%M}" if is_known else "", f"{ends:%H:%M}" if is_known else ""))
    return found


def _signatures(
    contract: Contract, profile: Profile | None, *, signed: dict[str, Signature], speaker: Speaker
) -> list[dict[str, Any]]:
    sides = [
        (SignatureRole.EMPLOYER, WORDS["employer"], contract.entity.name),
        (SignatureRole.WORKER, WORDS["worker"], worker_name(contract, profile)),
    ]
    return [_signature(signed.get(role), label=speaker.say(label), name=name) for role, label, name in sides]


def _signature(signature: Signature | None, *, label: Any, name: str) -> dict[str, Any]:
    if signature is None:
        return {"role": label, "name": name, "at": None, "ip": "", "document_sha256": ""}
    return {
        "role": label,
        "name": signature.name,
        "at": signature.signed_at,
        "ip": signature.ip,
        "document_sha256": signature.document_sha256,
    }
