"""What the authorities must be told of a contract: prepared from the pack, sent, answered, kept. Nothing sent is edited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities import place
from activities.models import Contract, Declaration
from activities.place import entered_country
from activities.rules import rows
from activities.rules.declaration_drafts import Occasion, draft_named, drafts_for
from activities.rules.declaration_files import check_desk, fingerprint
from activities.states import ContractState, DeclarationState
from countries.contract import DeclarationDraft
from members.models import Document
from members.models.document import Visibility
from members.rules.documents import issue_document
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.states import move

BY_HAND: Final = "manual"
RECEIPT: Final = "declaration_receipt"
TOLD: Final = frozenset({DeclarationState.SENT, DeclarationState.ACKNOWLEDGED, DeclarationState.CANCELLED})
OVER: Final = frozenset({DeclarationState.REFUSED, DeclarationState.CANCELLED})


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """What the authority gave back, as it came: bytes, their type and the ending of the file's name."""

    content: bytes
    media_type: str
    suffix: str


@transaction.atomic
def prepare_declarations(contract: Contract, *, by: Actor, now: datetime) -> list[Declaration]:
    """Prepare every declaration the pack asks for; one that is already there stays as it is."""
    drafts = [draft for _start, draft in drafts_for(contract, occasions=(Occasion.START,))]
    already = {row.kind: row for row in contract.declarations.exclude(state__in=OVER)}
    return [already.get(draft.kind) or add_declaration(contract, draft, now=now) for draft in drafts]


@transaction.atomic
def prepare_again(declaration: Declaration, *, by: Actor, now: datetime) -> Declaration:
    """Fill a declaration anew from the papers as they are now.

    One that was not sent yet is filled in place. One that was refused or cancelled stays as it was, and a new one that
    names it takes its place; asked twice, it is the same new one.
    """
    check_desk(by)
    contract = rows.lock_contract(declaration.contract)
    draft = _draft_of(declaration, contract)
    if declaration.state in OVER:
        follower = Declaration.objects.filter(replaces=declaration).first()
        return follower or add_declaration(contract, draft, now=now, replaces=declaration)
    if declaration.state != DeclarationState.PREPARED:
        raise told_already(declaration)
    return fill_in(declaration, draft, now=now)


@transaction.atomic
def mark_sent(
    declaration: Declaration, *, reference: str, by: Actor, now: datetime, sent_by: str = BY_HAND
) -> Declaration:
    """Record that the declaration was sent, how and under which reference; the contract is declared when all are.

    The fingerprint of the file as it stands now is kept: the same fields make the same file, so it can be proved later.
    """
    check_desk(by)
    contract = rows.lock_contract(declaration.contract)
    sent_as = rows.require_reason(reference, _("Enter the reference under which it was sent."), field="reference")
    if declaration.state in TOLD:
        raise told_already(declaration)
    move(declaration, to=DeclarationState.SENT, by=by)
    declaration.reference, declaration.sent_at, declaration.sent_by = sent_as[:80], now, sent_by
    declaration.file_sha256 = fingerprint(declaration)
    declaration.save(update_fields=["reference", "sent_at", "sent_by", "file_sha256"])
    move_on(contract, by=by)
    return declaration


@transaction.atomic
def acknowledge(
    declaration: Declaration, *, receipt: str, by: Actor, now: datetime, file: ReceiptFile | None = None
) -> Declaration:
    """Record the authority's receipt number, and keep its receipt, which the member may read too."""
    check_desk(by)
    number = rows.require_reason(receipt, _("Enter the number of the receipt."), field="receipt")
    move(declaration, to=DeclarationState.ACKNOWLEDGED, by=by)
    declaration.receipt, declaration.answered_at = number[:80], now
    declaration.save(update_fields=["receipt", "answered_at"])
    if file is not None:
        keep_receipt(declaration, file=file, by=by)
    return declaration


@transaction.atomic
def keep_receipt(declaration: Declaration, *, file: ReceiptFile, by: Actor) -> Document:
    """Put the authority's receipt into the vault; a second one is the next version, the same one changes nothing."""
    check_desk(by)
    if declaration.state != DeclarationState.ACKNOWLEDGED:
        raise RuleBroken("not_acknowledged", _("Record first that the authority accepted it."), field="file")
    contract = declaration.contract
    name = place.in_language(declaration.label, contract.membership.user.language) or declaration.kind
    return issue_document(
        subject=declaration,
        kind=RECEIPT,
        title=f"{name} {contract.reference} {declaration.receipt}"[:200],
        content=file.content,
        language="",
        membership=contract.membership,
        visible_to=Visibility.MEMBER,
        retention_class="contract",
        by=by,
        suffix=file.suffix,
        content_type=file.media_type,
    )


@transaction.atomic
def refuse(declaration: Declaration, *, reason: str, by: Actor, now: datetime) -> Declaration:
    """Record that the authority refused it, with its words; a new one must be prepared and sent."""
    check_desk(by)
    said = rows.require_reason(reason, _("Copy what the authority answered."))
    move(declaration, to=DeclarationState.REFUSED, by=by, reason=said)
    declaration.refused_reason, declaration.answered_at = said, now
    declaration.save(update_fields=["refused_reason", "answered_at"])
    return declaration


@transaction.atomic
def cancel_declaration(declaration: Declaration, *, reason: str, by: Actor) -> Declaration:
    """Record that the declaration was withdrawn, at the authority too when it had been sent."""
    check_desk(by)
    said = rows.require_reason(reason, _("Say why it is cancelled."))
    move(declaration, to=DeclarationState.CANCELLED, by=by, reason=said)
    return declaration


def move_on(contract: Contract, *, by: Actor) -> None:
    """Take a validated contract to declared when all that is due before the work starts was sent, and on to signed when
    both have signed. What is due later (an end of work, a monthly return) waits at the desk and holds nothing back.
    """
    if contract.state == ContractState.VALIDATED and not _due_at_start(contract).exists():
        move(contract, to=ContractState.DECLARED, by=by)
    if contract.state == ContractState.DECLARED and contract.signatures.count() == 2:
        move(contract, to=ContractState.SIGNED, by=by)


def _due_at_start(contract: Contract) -> QuerySet[Any]:
    begins = place.starts_at(entered_country(), contract.starts_on, contract.start_time)
    waiting: QuerySet[Any] = Declaration.objects.to_do().filter(contract=contract, due_at__lte=begins)
    return waiting


def told_already(declaration: Declaration) -> Conflict:
    return Conflict(
        "told_already",
        _("This declaration is already “%(state)s”. Nothing was changed.") % {"state": declaration.get_state_display()},
    )


def add_declaration(
    contract: Contract, draft: DeclarationDraft, *, now: datetime, replaces: Declaration | None = None
) -> Declaration:
    """Write a draft down as a new declaration. Only for rules that have checked who asks."""
    made: Declaration = Declaration.objects.create(
        contract=contract, kind=draft.kind, prepared_at=now, replaces=replaces, **_columns(draft)
    )
    return made


def fill_in(declaration: Declaration, draft: DeclarationDraft, *, now: datetime) -> Declaration:
    """Fill a prepared declaration in anew. Only for rules that have checked who asks and that it was not sent."""
    for name, value in _columns(draft).items():
        setattr(declaration, name, value)
    declaration.prepared_at = now
    declaration.save(update_fields=[*_columns(draft), "prepared_at"])
    return declaration


def _draft_of(declaration: Declaration, contract: Contract) -> DeclarationDraft:
    """What the pack would prepare today; raises RuleBroken when the law of the country no longer asks for it.

    Of a cancelled contract only the withdrawal of what was told is left: anything else is a Conflict.
    """
    found = draft_named(contract, declaration.kind)
    if contract.state == ContractState.CANCELLED and (found is None or found[0] != Occasion.CANCEL):
        raise Conflict("contract_cancelled", _("The contract is cancelled: there is nothing left to declare."))
    if found is None:
        raise RuleBroken(
            "not_asked_any_more",
            _("The rules of the country no longer ask for “%(kind)s” of this contract. Cancel it instead.")
            % {"kind": declaration.kind},
        )
    return found[1]


def _columns(draft: DeclarationDraft) -> dict[str, object]:
    return {
        "label": dict(draft.label),
        "fields": dict(draft.fields),
        "missing": list(draft.missing),
        "due_at": draft.due_at,
        "due_rule": draft.due_rule[:200],
        "source": draft.source[:200],
    }
