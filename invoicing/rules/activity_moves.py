"""Money from one activity to another: asked for by its member, consented to by a second member, approved by staff.

Only what is available may move, and only inside one legal entity: the money of two companies never mixes.
"""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Activity
from activities.states import ActivityState
from countries.addresses import country_url
from countries.guards import require_open
from countries.models import Country
from invoicing import perms
from invoicing.models import ActivityMove
from invoicing.rules import ledger
from invoicing.states import MoveState
from members.models import User
from members.rules.notices import in_language_of, notify
from smart.foundation import formats
from smart.foundation.actors import MEMBER, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import CENT, ZERO
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

BEHIND = ("source__membership__user", "source__entity", "target__membership__user", "target__entity")


@transaction.atomic
def request_move(
    source: Activity, *, target: Activity, amount: Decimal, reason: str, by: Actor, now: datetime.datetime
) -> ActivityMove:
    """Ask that money moves between two activities; nothing moves before staff approve.

    Raises NotAllowed and RuleBroken: words_missing (reason), amount_not_positive (amount), same_activity, other_entity,
    activity_not_open (target), not_enough_available (amount).
    """
    if not perms.may_move_money(by, source) or by.user_id is None:
        raise NotAllowed(_("Only the member whose money it is, or the staff who help them, may ask for this."))
    country = Country.objects.get(pk=active_country_id())
    require_open(country)
    ledger.lock_activities([source.pk, target.pk])
    _check_facts(source, target, amount=amount, reason=reason, currency=country.currency)
    made = ActivityMove.objects.create(
        source=source,
        target=target,
        amount=amount,
        reason=reason.strip(),
        needs_consent=source.membership_id != target.membership_id,
        asked_by_id=by.user_id,
        asked_by_label=by.label,
        asked_at=now,
    )
    if made.needs_consent:
        _tell_receiver(made, country)
    return made


@transaction.atomic
def consent_to_move(asked: ActivityMove, *, by: Actor, now: datetime.datetime) -> ActivityMove:
    """The member of the receiving activity agrees; nobody can in their place. Asking twice changes nothing."""
    held = _held(asked)
    if not _is_receiver(held, by):
        raise NotAllowed(_("Only the member who receives the money may consent."))
    _refuse_decided(held)
    if held.needs_consent and held.consented_at is None:
        held.consented_by_id, held.consented_by_label, held.consented_at = by.user_id, by.label, now
        held.save(update_fields=["consented_by_id", "consented_by_label", "consented_at"])
    return held


@transaction.atomic
def approve_move(asked: ActivityMove, *, by: Actor, on: datetime.date, now: datetime.datetime) -> ActivityMove:
    """Approve and book the move on the day; an approved one is returned unchanged.

    Raises NotAllowed and RuleBroken: same_person, consent_missing, other_entity, activity_not_open, and the ledger's
    not_enough_available and month_closed.
    """
    if not perms.may_approve_move(by) or by.user_id is None:
        raise NotAllowed(_("Only an adviser or an accountant may approve this."))
    ledger.lock_activities([asked.source_id, asked.target_id])
    held = _held(asked)
    if held.state == MoveState.APPROVED:
        return held
    _refuse_decided(held)
    _check_approval(held, by)
    held.moved_on, held.decided_by_id, held.decided_by_label, held.decided_at = on, by.user_id, by.label, now
    held.save(update_fields=["moved_on", "decided_by_id", "decided_by_label", "decided_at"])
    move(held, to=MoveState.APPROVED, by=by)
    ledger.post(
        event=f"moved:{held.pk}",
        kind=ledger.Kind.MOVED,
        on=on,
        entries=[(ledger.AVAILABLE, held.source, held.amount), (ledger.AVAILABLE, held.target, -held.amount)],
        subject=held,
        by=by,
        label=f"{held.source.code} → {held.target.code}",
    )
    _tell_decision(held)
    return held


@transaction.atomic
def refuse_move(asked: ActivityMove, *, reason: str, by: Actor, now: datetime.datetime) -> ActivityMove:
    """Refuse, with a reason that is kept: staff, or the member who would receive the money."""
    held = _held(asked)
    if not perms.may_approve_move(by) and not _is_receiver(held, by):
        raise NotAllowed(_("Only staff or the member who would receive the money may refuse."))
    if not reason.strip():
        raise RuleBroken("words_missing", _("Say why: the person who asked reads it."), field="reason")
    move(held, to=MoveState.REFUSED, by=by, reason=reason.strip())
    _decided(held, by=by, now=now)
    _tell_decision(held)
    return held


@transaction.atomic
def withdraw_move(asked: ActivityMove, *, by: Actor, now: datetime.datetime) -> ActivityMove:
    """Take the request back before it is decided: whoever asked, or the member whose money it is."""
    held = _held(asked)
    is_owner = by.is_(MEMBER) and held.source.membership.user_id == by.user_id
    if by.user_id != held.asked_by_id and not is_owner:
        raise NotAllowed(_("Only the person who asked for it may take it back."))
    move(held, to=MoveState.WITHDRAWN, by=by)
    return _decided(held, by=by, now=now)


def _held(asked: ActivityMove) -> ActivityMove:
    rows = ActivityMove.objects.select_related(*BEHIND).select_for_update(of=("self",), no_key=True)
    held: ActivityMove = rows.get(pk=asked.pk)
    return held


def _is_receiver(held: ActivityMove, by: Actor) -> bool:
    return by.is_(MEMBER) and held.target.membership.user_id == by.user_id


def _check_facts(source: Activity, target: Activity, *, amount: Decimal, reason: str, currency: str) -> None:
    if not reason.strip():
        raise RuleBroken("words_missing", _("Say what the money is for."), field="reason")
    if amount <= ZERO or amount != amount.quantize(CENT):
        raise RuleBroken("amount_not_positive", _("Write an amount above zero, to the cent."), field="amount")
    if source.pk == target.pk:
        raise RuleBroken("same_activity", _("Choose another activity: this is where the money is."), field="target")
    _refuse_other_entity(source, target)
    _refuse_closed_activity(target)
    available = -ledger.account_balance(ledger.AVAILABLE, source)
    if amount > available:
        facts = {"held": formats.money(available, currency), "wanted": formats.money(amount, currency)}
        raise RuleBroken(
            "not_enough_available",
            _("%(wanted)s cannot move: %(held)s is available. Ask for less, or wait for the next invoice.") % facts,
            field="amount",
        )


def _check_approval(held: ActivityMove, by: Actor) -> None:
    concerned = {held.asked_by_id, held.source.membership.user_id, held.target.membership.user_id}
    if by.user_id in concerned:
        raise RuleBroken(
            "same_person", _("You asked for this or one of the activities is yours; a colleague must approve it.")
        )
    if held.needs_consent and held.consented_at is None:
        raise RuleBroken(
            "consent_missing",
            _("%(who)s has not consented yet. Wait for the answer, or refuse.")
            % {"who": held.target.membership.user.full_name},
        )
    _refuse_other_entity(held.source, held.target)
    _refuse_closed_activity(held.target)


def _refuse_other_entity(source: Activity, target: Activity) -> None:
    if source.entity_id != target.entity_id:
        raise RuleBroken(
            "other_entity",
            _(
                "“%(source)s” belongs to %(one)s and “%(target)s” to %(other)s: the money of two companies never mixes."
                " Let one invoice the other instead."
            )
            % {"source": source, "one": source.entity, "target": target, "other": target.entity},
            field="target",
        )


def _refuse_closed_activity(target: Activity) -> None:
    if target.state != ActivityState.OPEN:
        raise RuleBroken(
            "activity_not_open",
            _("“%(target)s” is “%(state)s” and takes no money. Choose an open activity.")
            % {"target": target, "state": target.get_state_display()},
            field="target",
        )


def _refuse_decided(held: ActivityMove) -> None:
    if held.state != MoveState.REQUESTED:
        raise RuleBroken(
            "move_decided",
            _("The request is “%(state)s”: nothing more is to be decided.") % {"state": held.get_state_display()},
        )


def _decided(held: ActivityMove, *, by: Actor, now: datetime.datetime) -> ActivityMove:
    held.decided_by_id, held.decided_by_label, held.decided_at = by.user_id, by.label, now
    held.save(update_fields=["decided_by_id", "decided_by_label", "decided_at"])
    return held


def _tell_receiver(made: ActivityMove, country: Country) -> None:
    user = made.target.membership.user
    with in_language_of(user):
        title = _("%(who)s wants to move money to “%(activity)s”") % {
            "who": made.source.membership.user.full_name,
            "activity": made.target,
        }
        _tell(user, made, country, event="move_consent", title=title, text=_("It moves only if you consent."))


def _tell_decision(held: ActivityMove) -> None:
    for user in {held.source.membership.user, held.target.membership.user}:
        with in_language_of(user):
            title = _("Money from “%(source)s” to “%(target)s”: %(state)s") % {
                "source": held.source,
                "target": held.target,
                "state": held.get_state_display(),
            }
            _tell(user, held, held.country, event="move_decided", title=title, text=_("Open it to see the details."))


def _tell(user: User, about: ActivityMove, country: Country, *, event: str, title: str, text: str) -> None:
    url = country_url(country, "invoicing:move_detail", about.pk)
    notify(user, event=event, key=f"{event}:{about.pk}", title=title, text=text, url=url)
