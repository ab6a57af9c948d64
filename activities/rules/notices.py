"""Notices after the start: at the end of a contract, with the month's pay, when a declared contract is cancelled.

They wait at the desk like every declaration and hold nothing back. A country whose pack knows none gets none.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Contract, Declaration
from activities.rules import rows
from activities.rules.declaration_drafts import Occasion, drafts_for
from activities.rules.declaration_facts import PAID
from activities.rules.declaration_files import check_desk
from activities.rules.declarations import add_declaration, fill_in
from activities.states import ContractState, DeclarationState
from countries.contract import DeclarationDraft
from smart.foundation.actors import SYSTEM, Actor
from smart.foundation.errors import RuleBroken

WANTED: Final[Mapping[Occasion, ContractState]] = {
    Occasion.MONTH: ContractState.ENDED,
    Occasion.END: ContractState.ENDED,
    Occasion.CANCEL: ContractState.CANCELLED,
}
"""The state a contract is in when a notice of the occasion is due."""


@transaction.atomic
def prepare_end_notices(contract: Contract, *, by: Actor, now: datetime) -> list[Declaration]:
    """Prepare what the country wants told of an ended contract; asked again, what waits is filled in from today's papers.

    Raises RuleBroken("not_over") while the contract runs.
    """
    return _prepare(_ready(contract, Occasion.END, by=by), (Occasion.END,), now=now)


@transaction.atomic
def prepare_pay_notices(contract: Contract, *, paid: Mapping[str, str], by: Actor, now: datetime) -> list[Declaration]:
    """Keep what was paid and prepare what the country wants told with the month's pay, and of the end if it needs the pay.

    `paid` are the posted payslip's facts by the names packs know (`gross`, `contributions`…), in the country's currency;
    the books hand them down, and they stay with the contract so that a notice can be filled in again.
    """
    locked = _ready(contract, Occasion.MONTH, by=by)
    locked.preview = {**locked.preview, PAID: dict(paid)}
    locked.save(update_fields=["preview"])
    return _prepare(locked, (Occasion.MONTH, Occasion.END), now=now)


@transaction.atomic
def prepare_cancel_notices(contract: Contract, *, by: Actor, now: datetime) -> list[Declaration]:
    """Prepare the withdrawal of what was told of a cancelled contract; nothing when nothing had reached the authority."""
    locked = _ready(contract, Occasion.CANCEL, by=by)
    told = locked.declarations.filter(sent_at__isnull=False, refused_reason="")
    return _prepare(locked, (Occasion.CANCEL,), now=now) if told.exists() else []


def _ready(contract: Contract, occasion: Occasion, *, by: Actor) -> Contract:
    if not by.is_(SYSTEM):
        check_desk(by)
    locked = rows.lock_contract(contract)
    if locked.state != WANTED[occasion]:
        raise RuleBroken(
            "not_over",
            _("Contract %(reference)s is “%(state)s”; this notice is prepared once it is “%(expected)s”.")
            % {
                "reference": locked.reference,
                "state": locked.get_state_display(),
                "expected": WANTED[occasion].label,
            },
        )
    return locked


def _prepare(contract: Contract, occasions: Collection[Occasion], *, now: datetime) -> list[Declaration]:
    newest = {row.kind: row for row in contract.declarations.order_by("pk")}
    drafts = drafts_for(contract, occasions=occasions)
    return [_one(contract, draft, newest.get(draft.kind), now=now) for _occasion, draft in drafts]


def _one(contract: Contract, draft: DeclarationDraft, known: Declaration | None, *, now: datetime) -> Declaration:
    """The declaration of a draft: a new one, the waiting one filled in, or the one that was decided already."""
    if known is None:
        return add_declaration(contract, draft, now=now)
    return fill_in(known, draft, now=now) if known.state == DeclarationState.PREPARED else known
