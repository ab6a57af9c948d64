"""The versions of an order: each sending kept with its terms, each answer kept with its proof. Nothing here is ever changed."""

from datetime import date, datetime
from decimal import Decimal

from activities.models import Order, OrderAnswer, OrderVersion
from activities.rules.order_terms import order_terms, terms_sha256
from smart.foundation import jobs
from smart.foundation.actors import Actor

PAPER = "quote"
"""The kind under which the vault keeps the paper of a version: first as it was sent, then with the proof of the answer."""


def keep_version(order: Order, *, by: Actor, now: datetime) -> OrderVersion:
    """Keep what is being sent and put the making of its paper on the work list; the order is locked."""
    terms = order_terms(order)
    kept: OrderVersion = OrderVersion.objects.create(
        order=order,
        version=order.version,
        terms=terms,
        sha256=terms_sha256(terms),
        link_key=order.link_key,
        sent_at=now,
        sent_by=by.label,
    )
    _print(kept, turn=1)
    return kept


def keep_answer(
    order: Order,
    *,
    kind: str,
    proposed_total: Decimal | None = None,
    proposed_starts_on: date | None = None,
    proposed_ends_on: date | None = None,
) -> OrderAnswer:
    """Keep the answer just recorded on the locked order as the proof of its version, and make the paper that shows it."""
    version = version_in_hand(order)
    assert order.answered_at is not None
    answer: OrderAnswer = OrderAnswer.objects.create(
        version=version,
        kind=kind,
        name=order.answered_by,
        answered_at=order.answered_at,
        answered_from=order.answered_from,
        sha256=order.terms_sha256,
        comment=order.answer_comment,
        purchase_order=order.purchase_order,
        proposed_total=proposed_total,
        proposed_starts_on=proposed_starts_on,
        proposed_ends_on=proposed_ends_on,
    )
    _print(version, turn=2)
    return answer


def version_in_hand(order: Order) -> OrderVersion:
    """The version the client has; kept now when the order was sent before versions were kept."""
    found = OrderVersion.objects.filter(order=order, version=order.version).first()
    if found is not None:
        kept: OrderVersion = found
        return kept
    terms = order_terms(order)
    made: OrderVersion = OrderVersion.objects.create(
        order=order,
        version=order.version,
        terms=terms,
        sha256=terms_sha256(terms),
        link_key=order.link_key,
        sent_at=order.sent_at or order.mission.created_at,
    )
    return made


def _print(version: OrderVersion, *, turn: int) -> None:
    jobs.enqueue("render_quote", key=f"{version.pk}:{turn}", payload={"version": version.pk})
