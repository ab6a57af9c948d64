"""What the cooperative sets aside for the guarantee fund: entered by one accountant, approved by another, then booked."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.guards import require_awake
from countries.models import Country
from invoicing import perms
from invoicing.models import FundEndowment
from invoicing.rules import ledger
from invoicing.states import DecisionState
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id


@transaction.atomic
def propose_endowment(*, amount: Decimal, reason: str, on: datetime.date, by: Actor) -> FundEndowment:
    """Enter an endowment that waits for a second accountant. Fields: amount, reason."""
    _require(by)
    require_awake(Country.objects.get(pk=active_country_id()))
    if amount <= 0:
        raise RuleBroken("amount", _("Give an amount above zero."), field="amount")
    if not reason.strip():
        raise RuleBroken(
            "reason_missing", _("Say which decision it follows, for example of which assembly."), field="reason"
        )
    return FundEndowment.objects.create(
        amount=amount,
        on=on,
        reason=reason.strip(),
        proposed_at=timezone.now(),
        proposed_by_id=by.user_id,
        proposed_by_label=by.label,
    )


@transaction.atomic
def approve_endowment(endowment: FundEndowment, *, by: Actor) -> FundEndowment:
    """Agree as the second person: the amount moves from the cooperative's reserves to the fund."""
    locked = _waiting(endowment, by=by)
    if locked.proposed_by_id == by.user_id:
        raise NotAllowed(_("You entered this endowment yourself. Another accountant must decide."))
    ledger.post(
        event=f"endowment:{locked.pk}",
        kind=ledger.Kind.ENDOWED,
        on=locked.on,
        entries=[(ledger.RESERVES, None, locked.amount), (ledger.GUARANTEE, None, -locked.amount)],
        subject=locked,
        by=by,
        label=locked.reason,
    )
    return _decided(locked, DecisionState.DONE, by=by)


@transaction.atomic
def refuse_endowment(endowment: FundEndowment, *, reason: str, by: Actor) -> FundEndowment:
    """Leave it; the person who entered it may withdraw it this way too."""
    locked = _waiting(endowment, by=by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why it is refused."), field="reason")
    return _decided(locked, DecisionState.REFUSED, by=by, reason=reason.strip())


def _waiting(endowment: FundEndowment, *, by: Actor) -> FundEndowment:
    _require(by)
    rows = FundEndowment.objects.select_for_update(of=("self",), no_key=True)
    locked: FundEndowment = rows.get(pk=endowment.pk)
    if locked.state != DecisionState.PROPOSED:
        raise Conflict(
            "endowment_decided",
            _("This endowment is already “%(state)s” (%(who)s). Nothing was changed.")
            % {"state": locked.get_state_display(), "who": locked.decided_by_label},
        )
    return locked


def _decided(endowment: FundEndowment, to: DecisionState, *, by: Actor, reason: str = "") -> FundEndowment:
    endowment.decided_at, endowment.decided_by_id, endowment.decided_by_label = timezone.now(), by.user_id, by.label
    endowment.save()
    move(endowment, to=to, by=by, reason=reason)
    return endowment


def _require(by: Actor) -> None:
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may endow the guarantee fund."))
