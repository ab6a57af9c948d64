"""Signing in the portal: a name typed by a signed-in person under the bytes of the contract."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Contract, Signature
from activities.models.contract import SignatureRole
from activities.place import entered_country
from activities.rules import declarations, rows
from activities.rules.clients import fold
from activities.states import ContractState
from countries.guards import require_awake
from members.models import Document, User
from members.queries import profile_of
from members.rules.documents import latest_document
from smart.foundation import jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken

SIGNABLE: Final = frozenset({ContractState.VALIDATED, ContractState.DECLARED})


def sign_contract(contract: Contract, *, role: str, name: str, ip: str, by: Actor, now: datetime) -> Signature:
    """Put the actor's name under the contract's PDF. When both have signed, the contract is signed and printed again.

    Raises RuleBroken("document_not_ready") while the PDF is not made and RuleBroken("other_name") for another name.
    """
    require_awake(entered_country())
    _check_signer(contract, role=role, by=by)
    try:
        return _sign(contract, role=role, name=name, ip=ip, by=by, now=now)
    except IntegrityError as refused:
        if "activities_signature_once" not in str(refused):
            raise
        raise _signed_already() from None


@transaction.atomic
def _sign(contract: Contract, *, role: str, name: str, ip: str, by: Actor, now: datetime) -> Signature:
    locked = rows.lock_contract(contract)
    if locked.signatures.filter(role=role).exists():
        raise _signed_already()
    if locked.state not in SIGNABLE:
        raise RuleBroken(
            "not_signable",
            _("%(reference)s is “%(state)s”: a contract is signed once it is validated.")
            % {"reference": locked.reference, "state": locked.get_state_display()},
        )
    document = document_to_sign(locked)
    _check_name(name, expected=legal_name(locked, role=role, by=by))
    signature: Signature = Signature.objects.create(
        contract=locked,
        role=role,
        name=" ".join(name.split())[:160],
        user_id=by.user_id,
        signed_at=now,
        ip=ip[:64],
        document_sha256=document.sha256,
    )
    if locked.signatures.count() == 2:
        jobs.enqueue("render_contract", key=f"{locked.pk}:2", payload={"contract": locked.pk, "version": 2})
        declarations.move_on(locked, by=PORTAL)
    return signature


def document_to_sign(contract: Contract) -> Document:
    """The contract's first PDF, whose hash is signed."""
    document = Document.objects.about(contract).filter(kind="contract", version=1).first()
    if document is None:
        raise RuleBroken(
            "document_not_ready",
            _("The document is being made; it is ready in a few moments. Reload the page, then sign."),
        )
    assert isinstance(document, Document)
    return document


def newest_document(contract: Contract) -> Document | None:
    """What the contract's page links to: with the signatures once both are there."""
    return latest_document(contract, "contract")


def legal_name(contract: Contract, *, role: str, by: Actor) -> str:
    """The name that must be typed: the member's legal name, or the name of the person signing for the cooperative."""
    if role == SignatureRole.EMPLOYER:
        return str(User.objects.get(pk=by.user_id).full_name)
    profile = profile_of(contract.membership)
    return profile.legal_name if profile and profile.legal_name else contract.membership.user.full_name


def _check_signer(contract: Contract, *, role: str, by: Actor) -> None:
    if role == SignatureRole.WORKER:
        if not perms.may_sign_for_member(by, contract):
            raise NotAllowed(_("Only the member signs as the member."))
    elif role != SignatureRole.EMPLOYER or not perms.may_sign_for_employer(by, contract):
        raise NotAllowed(
            _("Only an adviser of the country signs for the cooperative, and never under their own contract.")
        )


def _check_name(typed: str, *, expected: str) -> None:
    if fold(typed) != fold(expected):
        raise RuleBroken(
            "other_name",
            _("You wrote “%(found)s”. Type your name as it stands in the contract: %(expected)s.")
            % {"found": typed.strip(), "expected": expected},
            field="name",
        )


def _signed_already() -> Conflict:
    return Conflict("signed_already", _("This side has already signed. Nothing was changed."))
