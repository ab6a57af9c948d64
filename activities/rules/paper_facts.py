"""The facts of a person's papers by path: who employs whom, for which work, as the portal keeps them."""

from typing import Final

from activities.models import Contract
from activities.place import pack_of
from activities.rules.declaration_facts import employer_facts
from activities.rules.papers import Fact, answer_fact
from countries.contract import InputField, Pack, Text
from countries.models import Country
from members.models import Membership, Profile
from members.models.profile import Sex

DESCRIBED: Final = 300
"""Characters of a mission's description that a contract carries."""
SEXES: Final[dict[str, Text]] = {
    Sex.FEMALE: {"en": "female", "fr": "féminin", "nl": "vrouwelijk", "de": "weiblich", "es": "mujer", "it": "femminile", "sv": "kvinna"},
    Sex.MALE: {"en": "male", "fr": "masculin", "nl": "mannelijk", "de": "männlich", "es": "hombre", "it": "maschile", "sv": "man"},
    Sex.OTHER: {"en": "other", "fr": "autre", "nl": "ander", "de": "divers", "es": "otro", "it": "altro", "sv": "annat"},
}  # fmt: skip
OPEN_ENDED: Final[Text] = {
    "en": "open-ended", "fr": "durée indéterminée", "nl": "onbepaalde duur", "de": "unbefristet",
    "es": "indefinido", "it": "tempo indeterminato", "sv": "tills vidare",
}  # fmt: skip


def contract_facts(contract: Contract, *, country: Country, profile: Profile | None) -> dict[str, Fact]:
    """Everything known about a contract and its parties, by path. The sealed numbers are in it: for the paper only."""
    pack = pack_of(country).pack
    facts = employer_paper_facts(contract, pack=pack)
    facts |= person_paper_facts(contract.membership, profile)
    facts |= _contract(contract, country=country, pack=pack)
    facts |= answers("engagement", pack.engagement_inputs, contract.engagement)
    return facts


def employer_paper_facts(contract: Contract, *, pack: Pack) -> dict[str, Fact]:
    """The employer's papers on the contract's first day; answers to the pack's questions carry their own labels."""
    known = employer_facts(contract.entity, on=contract.starts_on)
    facts = {f"employer.{name}": Fact(value=value) for name, value in known.items()}
    asked = {each.name: each for each in pack.employer_inputs}
    for name, each in asked.items():
        facts[f"employer.{name}"] = answer_fact(each, known)
    return facts


def person_paper_facts(membership: Membership, profile: Profile | None) -> dict[str, Fact]:
    """The person's papers; without a profile only the name and number are known."""
    facts = {
        "person.name": Fact(value=membership.user.full_name),
        "person.member_number": Fact(value=membership.number),
    }
    if profile is None:
        return facts
    place = f"{profile.postal_code} {profile.city}".strip()
    return facts | {
        "person.name": Fact(value=profile.legal_name or membership.user.full_name),
        "person.address": Fact(value=", ".join(part for part in (profile.street, place) if part)),
        "person.birth_date": Fact(value=profile.birth_date, kind="day"),
        "person.birth_place": Fact(value=profile.birth_place),
        "person.sex": Fact(value=SEXES.get(profile.sex, ""), kind="words"),
        "person.nationality": Fact(value=str(profile.nationality.code or ""), kind="country"),
        "person.national_number": Fact(value=profile.national_number or "", is_sealed=True),
        "person.social_security_number": Fact(value=profile.social_security_number or "", is_sealed=True),
        "pay.account": Fact(value=masked_iban(profile.iban).replace(" ", "\N{NO-BREAK SPACE}")),
    }


def answers(party: str, asked: tuple[InputField, ...], given: dict[str, object]) -> dict[str, Fact]:
    """The answers to the pack's questions of one party, by path."""
    return {f"{party}.{each.name}": answer_fact(each, given) for each in asked}


def masked_iban(iban: str) -> str:
    """The account as it may be shown: country and the last four characters."""
    return f"{iban[:2]}•• •••• •••• {iban[-4:]}" if iban else ""


def _contract(contract: Contract, *, country: Country, pack: Pack) -> dict[str, Fact]:
    kind = pack.contract_kind(contract.kind)
    mission = contract.mission
    ends_on = contract.ends_on if kind.is_fixed_term else None
    client = mission.client if mission is not None else None
    return {
        "contract.kind": Fact(value=kind.label, kind="words"),
        "contract.function": Fact(value=contract.function),
        "contract.description": Fact(value=mission.description[:DESCRIBED] if mission is not None else ""),
        "contract.place": Fact(value=contract.place),
        "contract.client": Fact(value=client.name if client is not None else ""),
        "contract.starts_on": Fact(value=contract.starts_on, kind="day"),
        "contract.ends_on": Fact(value=ends_on, kind="day") if ends_on else Fact(value=OPEN_ENDED, kind="words"),
        "contract.start_time": Fact(value=f"{contract.start_time:%H:%M}"),
        "contract.days": Fact(value=contract.days, kind="number"),
        "contract.hours": Fact(value=contract.hours, kind="number"),
        "contract.gross": Fact(value=contract.gross, kind="money", currency=country.currency),
        "contract.reference": Fact(value=contract.reference),
        "contract.promised_on": Fact(value=contract.promised_on, kind="day"),
        "contract.legal_basis": Fact(value=kind.source),
    }
