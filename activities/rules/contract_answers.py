"""Advisers complete what the law asks about the work of a contract; the books, who compute its pay, call this."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Contract
from activities.rules import rows
from activities.rules.tellings import tell_member_of_contract
from activities.states import ContractState
from countries.pay_documents import plain_value
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What the answers make of the pay: gross and net of the whole contract, with the result they came from."""

    gross: Decimal
    net_estimate: Decimal | None
    preview: Mapping[str, Any]
    pack_version: str


def require_answerable(contract: Contract, *, by: Actor) -> None:
    """Refuse whoever may not answer, and a contract that does not wait for an adviser. The contract is locked."""
    if not perms.may_validate_contract(by):
        raise NotAllowed(_("Only an adviser of the country may answer for the cooperative."))
    if perms.is_holder(by, contract.membership) or by.user_id == contract.membership.user_id:
        raise NotAllowed(_("Nobody answers for the cooperative in their own contract. Ask a colleague."))
    if contract.state != ContractState.SUBMITTED:
        raise rows.decided_before(contract)


@transaction.atomic
def keep_answers(contract: Contract, *, engagement: Mapping[str, Any], pay: Pay, by: Actor) -> Contract:
    """Write the answers and the pay they make; the budget stays what was reserved. The member is told when the pay moved.

    The database keeps who changed what (audit). Raises NotAllowed, and Conflict once the contract is decided.
    """
    locked = rows.lock_contract(contract)
    require_answerable(locked, by=by)
    has_moved = (locked.gross, locked.net_estimate) != (pay.gross, pay.net_estimate)
    locked.engagement = plain_value(dict(engagement))
    locked.gross, locked.net_estimate = pay.gross, pay.net_estimate
    locked.preview, locked.pack_version = dict(pay.preview), pay.pack_version
    locked.save(update_fields=["engagement", "gross", "net_estimate", "preview", "pack_version"])
    if has_moved:
        tell_member_of_contract(locked, event="contract_recomputed", words=lambda: _recomputed_words(locked))
    return locked


def _recomputed_words(contract: Contract) -> tuple[str, str]:
    return (
        _("The pay of contract %(reference)s is computed anew") % {"reference": contract.reference},
        _("Your adviser has completed what the law asks about the work. Look at the amounts before you sign."),
    )
