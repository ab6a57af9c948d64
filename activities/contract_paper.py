"""The contract on paper: the plain dictionary its PDF is made of, in the contract's own language."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django_countries import countries as names

from activities.models import Contract, Signature
from activities.models.contract import SignatureRole
from activities.place import in_language, pack_of
from countries.contract import ContractKind
from countries.models import Country, LegalEntity
from members.models import Profile
from members.queries import profile_of
from smart.foundation import formats

Facts = list[dict[str, str]]


def contract_language(contract: Contract, country: Country) -> str:
    """The member's language where the country works in it, otherwise the country's first."""
    spoken = list(country.languages) or ["en"]
    wanted = contract.membership.user.language
    return wanted if wanted in spoken else str(spoken[0])


def contract_context(contract: Contract, *, country: Country, language: str, with_signatures: bool) -> dict[str, Any]:
    """Everything the template needs; call it with the contract's language active (a few queries)."""
    kind = pack_of(country).pack.contract_kind(contract.kind)
    code = country.code.code
    days = [{"on": row.day, "hours": row.hours, "from": hour, "to": until} for row, hour, until in _hours(contract)]
    signed = {row.role: row for row in contract.signatures.all()} if with_signatures else {}
    profile = profile_of(contract.membership)
    return {
        "country": code,
        "currency": country.currency,
        "copy": _("Copy of the member"),
        "number": contract.reference,
        "title": contract.function,
        "kind_label": in_language(kind.label, language),
        "issued_on": country.local(contract.validated_at).date() if contract.validated_at else contract.starts_on,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "period_label": _("from %(first)s to %(last)s")
        % {"first": formats.day(contract.starts_on), "last": formats.day(contract.ends_on)},
        "employer": _employer(contract.entity, signed=signed),
        "worker": _worker(contract, profile),
        "facts": _facts(contract, country=country, kind=kind, language=language),
        "days": days,
        "days_total": contract.days,
        "hours_total": contract.hours,
        "gross": contract.gross,
        "gross_note": _("for the whole contract"),
        "clauses": _clauses(contract, country=country, kind=kind, language=language),
        "waterfall": None,
        "waterfall_note": "",
        "mentions": [_("Legal basis: %(source)s.") % {"source": kind.source}],
        "signatures": _signatures(contract, profile, signed=signed),
    }


def _hours(contract: Contract) -> list[tuple[Any, str, str]]:
    begins = datetime.combine(contract.starts_on, contract.start_time)
    found = []
    for row in contract.working_days.order_by("day"):
        ends = begins + timedelta(minutes=int(row.hours * 60))
        is_known = row.day == contract.starts_on and row.hours <= Decimal(6)
        found.append((row, f"{begins:%H:%M}" if is_known else "", f"{ends:%H:%M}" if is_known else ""))
    return found


def _employer(entity: LegalEntity, *, signed: dict[str, Signature]) -> dict[str, Any]:
    signature = signed.get(SignatureRole.EMPLOYER)
    return {
        "name": entity.name,
        "lines": [line for line in (entity.legal_form, entity.street, f"{entity.postal_code} {entity.city}") if line],
        "vat_number": entity.vat_number,
        "registration": " ".join(part for part in (entity.company_number, entity.register) if part),
        "email": entity.email,
        "phone": "",
        "represented_by": signature.name if signature else "",
    }


def _worker(contract: Contract, profile: Profile | None) -> dict[str, Any]:
    lines = [profile.street, f"{profile.postal_code} {profile.city}".strip()] if profile else []
    return {
        "name": worker_name(contract, profile),
        "lines": [line for line in lines if line],
        "vat_number": "",
        "registration": "",
        "email": "",
        "phone": "",
        "born_on": profile.birth_date if profile else None,
    }


def worker_name(contract: Contract, profile: Profile | None) -> str:
    return profile.legal_name if profile and profile.legal_name else contract.membership.user.full_name


def _facts(contract: Contract, *, country: Country, kind: ContractKind, language: str) -> Facts:
    client = contract.mission.client if contract.mission else None
    rows = [
        (_("Kind"), in_language(kind.label, language)),
        (_("Function"), contract.function),
        (_("Place of work"), contract.place),
        (_("Work begins"), f"{contract.start_time:%H:%M}"),
        (_("Client"), client.name if client else ""),
        (_("Mission"), contract.mission.reference if contract.mission else ""),
        (_("Paid by bank transfer"), _promise(contract)),
        (_("Law"), names.name(country.code.code)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _promise(contract: Contract) -> str:
    if contract.promised_on is None:
        return ""
    return _("by %(day)s at the latest") % {"day": formats.day(contract.promised_on)}


def _clauses(contract: Contract, *, country: Country, kind: ContractKind, language: str) -> list[dict[str, Any]]:
    facts = {
        "kind": in_language(kind.label, language),
        "function": contract.function,
        "place": contract.place,
        "first": formats.day(contract.starts_on),
        "last": formats.day(contract.ends_on),
        "gross": formats.money(contract.gross, country.currency),
        "hours": formats.number(contract.hours),
        "days": formats.number(contract.days),
        "country": names.name(country.code.code),
    }
    clauses = [
        (
            _("Engagement"),
            [
                _("The employer engages the worker as %(function)s, under this contract: %(kind)s.") % facts,
                _("The work is done at %(place)s, for the client named above; the employer alone is the employer.")
                % facts,
            ],
        ),
        (
            _("Duration and time"),
            [
                _("The contract begins on %(first)s and ends on %(last)s, without notice.") % facts
                if kind.is_fixed_term
                else _("The contract begins on %(first)s; it is open-ended.") % facts,
                _("The worker works %(days)s days, %(hours)s hours in all, as listed above.") % facts,
            ],
        ),
        (
            _("Pay"),
            [
                _(
                    "The gross pay for the whole contract is %(gross)s. Contributions and tax are taken from it as the law of %(country)s says."
                )
                % facts,
                _("The pay is due on the promised day whether or not the client has paid."),
            ],
        ),
        (
            _("Rules"),
            [
                _(
                    "The law of %(country)s, the agreements of the employer's sector and its work rules apply. The worker can read them in the portal or ask the adviser."
                )
                % facts
            ],
        ),
    ]
    return [{"heading": heading, "paragraphs": paragraphs} for heading, paragraphs in clauses]


def _signatures(contract: Contract, profile: Profile | None, *, signed: dict[str, Signature]) -> list[dict[str, Any]]:
    sides = [
        (SignatureRole.EMPLOYER, _("For the employer"), contract.entity.name),
        (SignatureRole.WORKER, _("The worker"), worker_name(contract, profile)),
    ]
    return [_signature(signed.get(role), label=label, name=name) for role, label, name in sides]


def _signature(signature: Signature | None, *, label: str, name: str) -> dict[str, Any]:
    if signature is None:
        return {"role": label, "name": name, "at": None, "ip": "", "document_sha256": ""}
    return {
        "role": label,
        "name": signature.name,
        "at": signature.signed_at,
        "ip": signature.ip,
        "document_sha256": signature.document_sha256,
    }
