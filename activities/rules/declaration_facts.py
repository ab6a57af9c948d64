"""What a declaration and a paper are made from: the employer, the person and the work, by the plain names packs know."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from activities import place
from activities.models import Contract
from activities.models.declaration import SEALED_NUMBER, SEALED_SOCIAL_NUMBER
from activities.place import entered_country
from countries.contract import DeclarationFacts
from countries.models import LegalEntity
from countries.rules.settings import setting_values
from members.models import Profile
from members.queries import profile_of, tax_answers

SETTING: Final = "employer."
"""Settings that begin so are the employer's facts (joint committee, insurance…) by the names packs know."""
REGISTRATIONS: Final = "papers.registrations"
"""The setting with the numbers and bodies that papers must name."""
SEALED: Final[Mapping[str, str]] = {
    SEALED_NUMBER: "national_number",
    SEALED_SOCIAL_NUMBER: "social_security_number",
}
"""What stands in a field in place of a sealed value, and where the value itself is kept."""
PAID: Final = "paid"
"""Where a contract's preview keeps the facts of its posted payslip, as the books handed them down."""


def declaration_facts(contract: Contract) -> DeclarationFacts:
    """The contract and the parties' papers by the plain names packs know. Sealed numbers are only marked."""
    country = entered_country()
    return DeclarationFacts(
        country=country.code.code,
        kind=contract.kind,
        contract_kind=contract.kind,
        starts_at=place.starts_at(country, contract.starts_on, contract.start_time),
        ends_on=contract.ends_on,
        planned_hours=contract.hours,
        employer=employer_facts(contract.entity, on=contract.starts_on),
        person=_tax_answers(contract) | person_facts(profile_of(contract.membership)),
        work=_work(contract),
    )


def told_facts(contract: Contract) -> dict[str, str]:
    """What the authorities know of the contract: "kind.field" of each declaration sent, and "kind.receipt" (one query).

    What was withdrawn still counts, because its withdrawal must name it; what was refused does not. The newest wins.
    """
    told = contract.declarations.filter(sent_at__isnull=False, refused_reason="").order_by("pk")
    newest = {row.kind: row.fields | {"receipt": row.receipt} for row in told}
    return {f"{kind}.{name}": value for kind, fields in newest.items() for name, value in fields.items() if value}


def employer_facts(entity: LegalEntity, *, on: date) -> dict[str, str]:
    """A legal entity's papers and the employer's settings of the day; a number nobody entered is not in it. One query."""
    known = setting_values(entered_country(), on=on)
    entered = {row["name"]: str(row["value"]) for row in known.get(REGISTRATIONS, ())}
    entered |= {key.removeprefix(SETTING): str(value) for key, value in known.items() if key.startswith(SETTING)}
    notes = entity.notes if isinstance(entity.notes, dict) else {}
    number = entity.employer_number or entered.get("employer_number", "")
    own = {
        "name": entity.name,
        "legal_form": entity.legal_form,
        "address": _address(entity.street, entity.postal_code, entity.city),
        "street": entity.street,
        "postal_code": entity.postal_code,
        "city": entity.city,
        "email": entity.email,
        "contact_email": entity.email,
        "register": entity.register,
        "company_number": entity.company_number,
        "enterprise_number": entity.company_number,
        "vat_number": entity.vat_number,
        "onss_number": number,
        "employer_number": number,
        "contribution_account": number,
        "establishment_number": str(notes.get("establishment_number", "")),
        "joint_committee": str(notes.get("joint_committee", "")),
    }
    return {name: value for name, value in (own | {k: v for k, v in entered.items() if v}).items() if value}


def person_facts(profile: Profile | None) -> dict[str, str]:
    """A person's papers as text; the sealed numbers are marked, never copied."""
    if profile is None:
        return {}
    return {
        "first_name": profile.legal_first_name,
        "last_name": profile.legal_last_name,
        "name": profile.legal_name,
        "birth_date": profile.birth_date.isoformat() if profile.birth_date else "",
        "birth_place": profile.birth_place,
        "sex": profile.sex,
        "nationality": str(profile.nationality.code or ""),
        "national_number": SEALED_NUMBER if profile.national_number else "",
        "social_security_number": SEALED_SOCIAL_NUMBER if profile.social_security_number else "",
        "address": _address(profile.street, profile.postal_code, profile.city),
        "street": profile.street,
        "postal_code": profile.postal_code,
        "city": profile.city,
        "residence": str(profile.residence.code or ""),
        "phone": profile.phone,
    }


def _tax_answers(contract: Contract) -> dict[str, str]:
    """The member's tax file as text: some declarations ask for the health insurance or an exemption."""
    given = tax_answers(contract.membership_id, contract.starts_on)
    return {name: str(value) for name, value in given.items() if value not in (None, "")}


def _work(contract: Contract) -> dict[str, str]:
    last = contract.working_days.order_by("day").last()
    begins = datetime.combine(contract.ends_on, contract.start_time)
    ends = begins + timedelta(minutes=int(last.hours * 60)) if last else begins
    answers = {name: str(value) for name, value in contract.engagement.items() if value not in (None, "")}
    known = {
        "start_hour": f"{contract.start_time:%H%M}",
        "end_hour": f"{ends:%H%M}",
        "function": contract.function,
        "place": contract.place,
        "days": str(contract.days),
        "hours": str(contract.hours),
        "gross": str(contract.gross),
        "pay": str(contract.gross),
        "reference": contract.reference,
        "contract_number": contract.reference,
    }
    return answers | known | contract.preview.get(PAID, {})


def _address(street: str, postal_code: str, city: str) -> str:
    return ", ".join(part for part in (street, f"{postal_code} {city}".strip()) if part)
