"""The order: sent to the client by a signed link, answered without a login, with the proof of the answer."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities import perms
from activities.models import Mission, Order
from activities.place import entered_country
from activities.rules import contacts, counter_offers, order_mail, review, rows
from activities.rules.order_terms import terms_hash
from activities.rules.order_versions import keep_answer, keep_version
from activities.rules.signed_papers import keep_signed_paper
from activities.rules.tellings import answer_words, keep_client_words, pass_on, tell_member
from activities.states import MissionState, OrderState
from countries.addresses import country_address
from countries.guards import require_awake, require_open
from smart.foundation import formats
from smart.foundation.actors import CLIENT, PORTAL, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.said import Said
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id
from smart.foundation.uploads import SafeFile

SALT: Final = "activities.order"
ANSWERS: Final = frozenset({OrderState.ACCEPTED, OrderState.CHANGE_REQUESTED, OrderState.REJECTED})


class LinkDead(RuleBroken):
    """A true link whose order was withdrawn, replaced or is over: shown politely, never as an error of the client."""


def order_token(order: Order) -> str:
    """The signed name of an order in an address: unguessable, and dead when the order's key is renewed."""
    return token_of(order, key=order.link_key)


def token_of(order: Order, *, key: uuid.UUID) -> str:
    """The token an order had under one key. Without a time in it: the paper that prints it is the same bytes every time."""
    facts = {"o": order.pk, "c": order.country_id, "k": key.hex}
    return signing.Signer(salt=SALT).sign_object(facts)


def order_link(order: Order) -> str:
    """The address the client is sent, with scheme and host."""
    return country_address(order.country, "activities:order_client", order_token(order))


def paper_link(order: Order) -> str:
    """The address of the quote as a PDF, with scheme and host."""
    return country_address(order.country, "activities:order_client_paper", order_token(order), order.version)


def read_token(token: str) -> Order | None:
    """The order of a link: None for a link we never made or of another country; LinkDead for one that is over."""
    try:
        facts: dict[str, Any] = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    if facts.get("c") != active_country_id():
        return None
    orders = Order.objects.select_related(
        "country",
        "mission__client",
        "mission__country",
        "mission__activity__entity",
        "mission__activity__membership__user",
    )
    order: Order | None = orders.filter(pk=facts.get("o")).first()
    if order is None or order.link_key.hex != facts.get("k") or order.state in {OrderState.DRAFT, OrderState.WAIVED}:
        raise LinkDead("withdrawn", _("This order was withdrawn or replaced by a newer one; look for a later mail."))
    if order.mission.state == MissionState.CANCELLED:
        raise LinkDead("cancelled", _("This order was cancelled. Nothing more is expected of you."))
    return order


def is_own(order: Order, reader_id: int | None) -> bool:
    """Whether the reader of the link is signed in as the member whose work is ordered."""
    return reader_id is not None and order.mission.activity.membership.user_id == reader_id


def refuse_own_answer(order: Order, *, reader_id: int | None) -> None:
    """Refuse the member who answers their own client's link; reading it stays open to them."""
    if is_own(order, reader_id):
        raise NotAllowed(_("This order is for your own work: only your client can answer it. Leave the link to them."))


@transaction.atomic
def send_order(order: Order, *, by: Actor, now: datetime) -> Order:
    """Send the order of a sent mission again: a new link, the old one dies. For an expired or unanswered order."""
    mission = rows.lock_mission(order.mission)
    locked = rows.lock_order(mission)
    if not perms.may_handle_order(by, mission):
        raise NotAllowed(_("Only the member or an adviser may send this order."))
    require_open(entered_country())
    if mission.state not in {MissionState.SUBMITTED, MissionState.APPROVED}:
        raise RuleBroken(
            "mission_not_sent",
            _("The order goes out with the mission: send the mission first."),
        )
    if locked.state in {OrderState.ACCEPTED, OrderState.WAIVED}:
        raise Conflict("already_answered", _("Nothing has to be sent: the order is “%s”.") % locked.get_state_display())
    if locked.valid_until is None or locked.valid_until < entered_country().today():
        raise RuleBroken("valid_until_past", _("Say until when the client can answer."), field="valid_until")
    return dispatch_order(locked, by=by, now=now)


def dispatch_order(order: Order, *, by: Actor, now: datetime) -> Order:
    """Put the order in the client's hands: new key, hash of the terms, mail. The mission and the order are locked."""
    if order.state in {OrderState.SENT, OrderState.REJECTED, OrderState.ACCEPTED}:
        move(order, to=OrderState.DRAFT, by=PORTAL)
    if order.sent_at is not None:
        order.version += 1
    order.link_key, order.sent_at = uuid.uuid4(), now
    order.answered_at, order.answered_by, order.answered_from, order.answer_comment = None, "", "", ""
    order.terms_sha256 = terms_hash(order)
    order.save()
    keep_version(order, by=by, now=now)
    contacts.remember_contact(order)
    move(order, to=OrderState.SENT, by=by)
    order_mail.mail_order(order, link=order_link(order), paper_link=paper_link(order))
    return order


@transaction.atomic
def extend_order(order: Order, *, valid_until: date, by: Actor, now: datetime) -> Order:
    """Give the client more time and send the order again."""
    order.valid_until = valid_until
    Order.objects.filter(pk=order.pk).update(valid_until=valid_until)
    return send_order(order, by=by, now=now)


@transaction.atomic
def accept_order(order: Order, *, name: str, ip: str, by: Actor, now: datetime, purchase_order: str = "") -> Order:
    """Record the client's yes; a mission staff have approved is thereby confirmed. Twice: the first answer stands."""
    mission, locked, is_answered = _open_for_answer(order, by=by, now=now)
    if is_answered:
        return locked
    if terms_hash(locked) != locked.terms_sha256:
        raise RuleBroken("terms_changed", _("The order has changed since it was sent. Ask for a new link."))
    if purchase_order.strip():
        locked.purchase_order = purchase_order.strip()
    _record(locked, to=OrderState.ACCEPTED, name=name, comment="", ip=ip, by=by, now=now)
    keep_answer(locked, kind=OrderState.ACCEPTED)
    review.confirm_if_agreed(mission, locked, by=by)
    return locked


@transaction.atomic
def ask_for_change(
    order: Order,
    *,
    name: str,
    comment: str,
    ip: str,
    by: Actor,
    now: datetime,
    proposed_total: Decimal | None = None,
    proposed_starts_on: date | None = None,
    proposed_ends_on: date | None = None,
) -> Order:
    """Record what the client wants changed, with a counter-offer or without; the mission goes back to the member with it."""
    said = rows.require_reason(comment, _("Write what should change; the freelancer reads it."), field="comment")
    counter_offers.check_proposal(total=proposed_total, first=proposed_starts_on, last=proposed_ends_on)
    offer = {
        "proposed_total": proposed_total,
        "proposed_starts_on": proposed_starts_on,
        "proposed_ends_on": proposed_ends_on,
    }
    to = OrderState.CHANGE_REQUESTED
    return _send_back(order, to=to, name=name, comment=said, ip=ip, by=by, now=now, offer=offer)


@transaction.atomic
def reject_order(order: Order, *, name: str, reason: str, ip: str, by: Actor, now: datetime) -> Order:
    """Record the client's no and its reason; the mission goes back to the member."""
    said = rows.require_reason(reason, _("Write why you reject the order; the freelancer reads it."), field="comment")
    return _send_back(order, to=OrderState.REJECTED, name=name, comment=said, ip=ip, by=by, now=now)


@transaction.atomic
def waive_order(order: Order, *, reason: str, by: Actor, paper: SafeFile | None = None) -> Order:
    """Go on without the client's confirmation, because a signed paper exists: named, or put into the vault.

    The payment guarantee is lost.
    """
    mission = rows.lock_mission(order.mission)
    locked = rows.lock_order(mission)
    if not perms.may_handle_order(by, mission):
        raise NotAllowed(_("Only the member or an adviser may do this."))
    require_awake(entered_country())
    said = reason.strip() or (paper.name if paper else "")
    said = rows.require_reason(said, _("Name the signed paper that replaces the client's confirmation, or upload it."))
    if paper is not None:
        keep_signed_paper(locked, paper=paper, by=by)
    move(locked, to=OrderState.WAIVED, by=by, reason=said)
    locked.answer_comment, locked.link_key = said, uuid.uuid4()
    locked.save(update_fields=["answer_comment", "link_key"])
    if perms.is_holder(by, mission.activity.membership):
        words = Said(gettext_noop("Goes on without the client’s confirmation: %(paper)s"), {"paper": said})
        pass_on(mission, words=words, by=by)
    if mission.state in {MissionState.SUBMITTED, MissionState.APPROVED}:
        review.confirm_if_agreed(mission, locked, by=by)
    return locked


def expire_orders(*, by: Actor, on: date) -> int:
    """Mark orders nobody answered by their last day; the member is told. Returns how many."""
    unanswered = Order.objects.awaiting_client().filter(valid_until__lt=on).select_related("mission")
    return sum(_expire(order, by=by, on=on) for order in unanswered)


@transaction.atomic
def _expire(order: Order, *, by: Actor, on: date) -> bool:
    mission = rows.lock_mission(order.mission)
    locked = rows.lock_order(mission)
    if locked.state != OrderState.SENT or locked.valid_until is None or locked.valid_until >= on:
        return False
    move(locked, to=OrderState.EXPIRED, by=by)

    def words() -> tuple[str, str]:
        facts = {"client": mission.client, "title": mission.title}
        return (
            _("%(client)s has not answered “%(title)s”") % facts,
            _("The time to answer is over. Send the order again with a later day, or cancel the mission."),
        )

    tell_member(mission, event="order_expired", words=words)
    return True


def _open_for_answer(order: Order, *, by: Actor, now: datetime) -> tuple[Mission, Order, bool]:
    """Lock mission and order; the flag says that an answer is there already (then it stands)."""
    if not (by.is_(CLIENT) or by == PORTAL):
        raise NotAllowed(_("Only the client may answer, by the link they were sent."))
    country = entered_country()
    require_awake(country)
    mission = rows.lock_mission(order.mission)
    locked = rows.lock_order(mission)
    if locked.state in ANSWERS:
        return mission, locked, True
    if locked.state != OrderState.SENT or locked.link_key != order.link_key:
        raise LinkDead("withdrawn", _("This order was withdrawn or replaced by a newer one; look for a later mail."))
    assert locked.valid_until is not None
    if country.local(now).date() > locked.valid_until:
        raise LinkDead(
            "expired",
            _("This order could be answered until %(day)s. Ask %(member)s to send it again.")
            % {"day": formats.day(locked.valid_until), "member": mission.activity.membership.user.full_name},
        )
    return mission, locked, False


def _send_back(
    order: Order,
    *,
    to: str,
    name: str,
    comment: str,
    ip: str,
    by: Actor,
    now: datetime,
    offer: dict[str, Any] | None = None,
) -> Order:
    mission, locked, is_answered = _open_for_answer(order, by=by, now=now)
    if is_answered:
        return locked
    _record(locked, to=to, name=name, comment=comment, ip=ip, by=by, now=now)
    keep_answer(locked, kind=to, **(offer or {}))
    keep_client_words(mission, who=locked.answered_by, words=comment)
    if mission.state in {MissionState.SUBMITTED, MissionState.APPROVED}:
        review.give_back(mission, reason=comment, by=by)
    return locked


def _record(order: Order, *, to: str, name: str, comment: str, ip: str, by: Actor, now: datetime) -> None:
    order.answered_by = rows.require_reason(name, _("Write your name: it stands under your answer."), field="name")[
        :120
    ]
    order.answered_at, order.answered_from, order.answer_comment = now, ip[:64], comment
    order.save(update_fields=["answered_by", "answered_at", "answered_from", "answer_comment", "purchase_order"])
    move(order, to=to, by=by, reason=comment)
    tell_member(order.mission, event=f"order_{to}", words=lambda: answer_words(order))
