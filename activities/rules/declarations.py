"""What the authorities must be told of a contract: prepared from the pack, sent by hand, answered, kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms, place
from activities.models import Contract, Declaration
from activities.models.declaration import SEALED_NUMBER
from activities.place import entered_country, pack_of
from activities.rules import rows
from activities.states import ContractState, DeclarationState
from countries.contract import DeclarationDraft, DeclarationFacts
from countries.guards import require_awake
from countries.rules.settings import setting_values
from members.queries import profile_of
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed
from smart.foundation.states import move

SETTING = "employer."
"""Settings that begin so are the employer's facts (joint committee, insurance…) by the names packs know."""
TOLD = frozenset({DeclarationState.SENT, DeclarationState.ACKNOWLEDGED, DeclarationState.CANCELLED})


@transaction.atomic
def prepare_declarations(contract: Contract, *, by: Actor, now: datetime) -> list[Declaration]:
    """Prepare every declaration the pack asks for; one that is already there stays as it is."""
    drafts = pack_of(entered_country()).declarations(declaration_facts(contract))
    made = []
    for draft in drafts:
        declaration, _is_new = Declaration.objects.get_or_create(
            contract=contract, kind=draft.kind, defaults={"prepared_at": now, **_columns(draft)}
        )
        made.append(declaration)
    return made


@transaction.atomic
def prepare_again(declaration: Declaration, *, by: Actor, now: datetime) -> Declaration:
    """Fill a declaration anew after the papers were completed or the authority refused it."""
    _check_desk(by)
    if declaration.state == DeclarationState.REFUSED:
        move(declaration, to=DeclarationState.PREPARED, by=by)
    if declaration.state != DeclarationState.PREPARED:
        raise _told_already(declaration)
    drafts = pack_of(entered_country()).declarations(declaration_facts(declaration.contract))
    for draft in drafts:
        if draft.kind == declaration.kind:
            for name, value in _columns(draft).items():
                setattr(declaration, name, value)
    declaration.prepared_at, declaration.refused_reason = now, ""
    declaration.save()
    return declaration


@transaction.atomic
def mark_sent(declaration: Declaration, *, reference: str, by: Actor, now: datetime) -> Declaration:
    """Record that the declaration was sent, under which reference; the contract is declared when all are."""
    _check_desk(by)
    contract = rows.lock_contract(declaration.contract)
    sent_as = rows.require_reason(reference, _("Enter the reference under which it was sent."), field="reference")
    if declaration.state in TOLD:
        raise _told_already(declaration)
    move(declaration, to=DeclarationState.SENT, by=by)
    declaration.reference, declaration.sent_at = sent_as[:80], now
    declaration.save(update_fields=["reference", "sent_at"])
    move_on(contract, by=by)
    return declaration


@transaction.atomic
def acknowledge(declaration: Declaration, *, receipt: str, by: Actor, now: datetime) -> Declaration:
    """Record the authority's receipt number."""
    _check_desk(by)
    number = rows.require_reason(receipt, _("Enter the number of the receipt."), field="receipt")
    move(declaration, to=DeclarationState.ACKNOWLEDGED, by=by)
    declaration.receipt, declaration.answered_at = number[:80], now
    declaration.save(update_fields=["receipt", "answered_at"])
    return declaration


@transaction.atomic
def refuse(declaration: Declaration, *, reason: str, by: Actor, now: datetime) -> Declaration:
    """Record that the authority refused it, with its words; it must be prepared and sent again."""
    _check_desk(by)
    said = rows.require_reason(reason, _("Copy what the authority answered."))
    move(declaration, to=DeclarationState.REFUSED, by=by, reason=said)
    declaration.refused_reason, declaration.answered_at = said, now
    declaration.save(update_fields=["refused_reason", "answered_at"])
    return declaration


@transaction.atomic
def cancel_declaration(declaration: Declaration, *, reason: str, by: Actor) -> Declaration:
    """Record that the declaration was withdrawn, at the authority too when it had been sent."""
    _check_desk(by)
    said = rows.require_reason(reason, _("Say why it is cancelled."))
    move(declaration, to=DeclarationState.CANCELLED, by=by, reason=said)
    return declaration


def move_on(contract: Contract, *, by: Actor) -> None:
    """Take a validated contract to declared when nothing is left to send, and on to signed when both have signed."""
    waiting = contract.declarations.filter(state__in=[DeclarationState.PREPARED, DeclarationState.REFUSED])
    if contract.state == ContractState.VALIDATED and not waiting.exists():
        move(contract, to=ContractState.DECLARED, by=by)
    if contract.state == ContractState.DECLARED and contract.signatures.count() == 2:
        move(contract, to=ContractState.SIGNED, by=by)


def file_fields(declaration: Declaration) -> dict[str, str]:
    """The fields as they go to the authority: the sealed number in its place. Only for the file itself."""
    profile = profile_of(declaration.contract.membership)
    number = profile.national_number if profile else ""
    return {name: number if value == SEALED_NUMBER else value for name, value in declaration.fields.items()}


def declaration_facts(contract: Contract) -> DeclarationFacts:
    """The contract and the parties' papers by the plain names packs know. The national number is only marked."""
    country = entered_country()
    return DeclarationFacts(
        country=country.code.code,
        kind=contract.kind,
        contract_kind=contract.kind,
        starts_at=place.starts_at(country, contract.starts_on, contract.start_time),
        ends_on=contract.ends_on,
        planned_hours=contract.hours,
        employer=_employer(contract),
        person=_person(contract),
        work=_work(contract),
    )


def _employer(contract: Contract) -> Mapping[str, str]:
    entity = contract.entity
    known = setting_values(entered_country(), on=contract.starts_on)
    entered = {key.removeprefix(SETTING): str(value) for key, value in known.items() if key.startswith(SETTING)}
    return entered | {
        "name": entity.name,
        "address": ", ".join(part for part in (entity.street, f"{entity.postal_code} {entity.city}".strip()) if part),
        "company_number": entity.company_number,
        "enterprise_number": entity.company_number,
        "onss_number": entity.employer_number,
        "employer_number": entity.employer_number,
        "contribution_account": entity.employer_number,
        "establishment_number": str(entity.notes.get("establishment_number", "")),
        "joint_committee": entered.get("joint_committee") or str(entity.notes.get("joint_committee", "")),
    }


def _person(contract: Contract) -> Mapping[str, str]:
    profile = profile_of(contract.membership)
    if profile is None:
        return {}
    address = ", ".join(part for part in (profile.street, f"{profile.postal_code} {profile.city}".strip()) if part)
    return {
        "first_name": profile.legal_first_name,
        "last_name": profile.legal_last_name,
        "birth_date": profile.birth_date.isoformat() if profile.birth_date else "",
        "nationality": str(profile.nationality.code or ""),
        "national_number": SEALED_NUMBER if profile.national_number else "",
        "address": address,
        "residence": str(profile.residence.code or ""),
    }


def _work(contract: Contract) -> Mapping[str, str]:
    last = contract.working_days.order_by("day").last()
    begins = datetime.combine(contract.ends_on, contract.start_time)
    ends = begins + timedelta(minutes=int(last.hours * 60)) if last else begins
    return {
        "start_hour": f"{contract.start_time:%H%M}",
        "end_hour": f"{ends:%H%M}",
        "function": contract.function,
        "place": contract.place,
        "days": str(contract.days),
        "hours": str(contract.hours),
    }


def _columns(draft: DeclarationDraft) -> dict[str, object]:
    return {
        "label": dict(draft.label),
        "fields": dict(draft.fields),
        "missing": list(draft.missing),
        "due_at": draft.due_at,
        "due_rule": draft.due_rule[:200],
        "source": draft.source[:200],
    }


def _check_desk(by: Actor) -> None:
    require_awake(entered_country())
    if not perms.may_handle_declarations(by):
        raise NotAllowed(_("Only advisers and payroll officers of the country handle declarations."))


def _told_already(declaration: Declaration) -> Conflict:
    return Conflict(
        "told_already",
        _("This declaration is already “%(state)s”. Nothing was changed.") % {"state": declaration.get_state_display()},
    )
