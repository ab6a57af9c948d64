"""Money moves between activities when somebody asks, the receiver consents and a third person approves."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.models import Activity
from countries.models import LegalEntity
from invoicing.models import ActivityMove, LedgerTransaction
from invoicing.queries.balances import activity_balance, ledger_lines
from invoicing.rules import activity_moves, invariants, ledger
from invoicing.states import MoveState
from members.models import Notification
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories.invoicing import D, make_activity, make_membership, make_user, member_actor, staff_actor
from tests.invoicing.accounting.books import TODAY, book


@pytest.fixture
def source(activity: Activity) -> Activity:
    """An activity with 1 000.00 available."""
    entries = [(ledger.RECEIVABLE, None, D("1000.00")), (ledger.AVAILABLE, activity, D("-1000.00"))]
    book("credit", entries, kind=ledger.Kind.INVOICE_ISSUED, subject=activity)
    return activity


@pytest.fixture
def own(source: Activity) -> Activity:
    return make_activity(source.country, source.membership, name="Workshops")


@pytest.fixture
def theirs(source: Activity) -> Activity:
    other = make_membership(source.country, make_user("Otto", "Ontvanger"))
    return make_activity(source.country, other, name="Music")


@pytest.fixture
def bob() -> Actor:
    return staff_actor("adviser")


def ask(source: Activity, target: Activity, amount: str = "300.00", by: Actor | None = None) -> ActivityMove:
    facts = {"amount": D(amount), "reason": "Shared costs of the show", "now": timezone.now()}
    return activity_moves.request_move(source, target=target, by=by or member_actor(source), **facts)


def approve(asked: ActivityMove, by: Actor) -> ActivityMove:
    return activity_moves.approve_move(asked, by=by, on=TODAY, now=timezone.now())


def test_an_approved_move_is_booked_to_the_cent(source, own, bob):
    moved = approve(ask(source, own), bob)

    assert (moved.state, moved.moved_on) == (MoveState.APPROVED, TODAY)
    one, other = activity_balance(source), activity_balance(own)
    assert (one.credited, one.moved, one.spent, one.available) == (D("1000.00"), D("-300.00"), D("0.00"), D("700.00"))
    assert (other.credited, other.moved, other.spent, other.available) == (D(0), D("300.00"), D(0), D("300.00"))
    assert [line.amount for line in ledger_lines(own, "moved")] == [D("300.00")]
    assert list(invariants.broken_in_country()) == []


def test_nothing_moves_before_the_approval(source, own):
    ask(source, own)

    assert activity_balance(source).available == D("1000.00")


def test_approving_twice_books_once(source, own, bob):
    asked = ask(source, own)

    approve(asked, bob)
    approve(asked, bob)

    assert LedgerTransaction.objects.filter(kind=ledger.Kind.MOVED).count() == 1


def test_another_members_activity_needs_their_consent(source, theirs, bob):
    asked = ask(source, theirs)
    with pytest.raises(RuleBroken, match="Otto Ontvanger has not consented yet"):
        approve(asked, bob)

    activity_moves.consent_to_move(asked, by=member_actor(theirs), now=timezone.now())

    assert approve(asked, bob).state == MoveState.APPROVED
    assert activity_balance(theirs).available == D("300.00")


def test_only_the_receiver_consents(source, theirs, bob):
    asked = ask(source, theirs)

    for somebody in (member_actor(source), bob):
        with pytest.raises(NotAllowed):
            activity_moves.consent_to_move(asked, by=somebody, now=timezone.now())


def test_the_receiver_is_told_and_may_refuse(source, theirs):
    asked = ask(source, theirs)
    assert Notification.objects.filter(user=theirs.membership.user, event="move_consent").count() == 1

    refused = activity_moves.refuse_move(asked, reason="Not agreed", by=member_actor(theirs), now=timezone.now())

    assert refused.state == MoveState.REFUSED
    assert Notification.objects.filter(user=source.membership.user, event="move_decided").count() == 1


def test_the_database_wants_the_consent_and_another_person_too(source, theirs, bob):
    asked = ask(source, theirs)

    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        ActivityMove.objects.filter(pk=asked.pk).update(state="approved", decided_by_id=bob.user_id, moved_on=TODAY)


def test_who_asked_cannot_approve(source, own, bob):
    asked = ask(source, own, by=bob)

    with pytest.raises(RuleBroken, match="a colleague must approve"):
        approve(asked, bob)


def test_a_member_who_is_staff_cannot_approve_for_their_own_activity(source, own):
    asked = ask(source, own, by=staff_actor("adviser"))
    user = source.membership.user
    both = Actor(kinds=frozenset({"member", "staff"}), user_id=user.pk, label="x", roles=frozenset({"adviser"}))

    with pytest.raises(RuleBroken, match="one of the activities is yours"):
        approve(asked, both)


def test_a_stranger_cannot_ask_and_a_member_cannot_approve(source, own, theirs):
    with pytest.raises(NotAllowed):
        ask(source, theirs, by=member_actor(theirs))
    with pytest.raises(NotAllowed):
        approve(ask(source, own), member_actor(theirs))


def test_payroll_cannot_approve(source, own):
    with pytest.raises(NotAllowed):
        approve(ask(source, own), staff_actor("payroll"))


def test_only_what_is_available_moves(source, own, bob):
    with pytest.raises(RuleBroken) as refused:
        ask(source, own, "1000.01")
    assert (refused.value.code, refused.value.field) == ("not_enough_available", "amount")

    first, second = ask(source, own, "700.00"), ask(source, own, "700.00")
    approve(first, bob)
    with pytest.raises(RuleBroken, match="available"):
        approve(second, bob)
    assert ActivityMove.objects.get(pk=second.pk).state == MoveState.REQUESTED


def test_two_companies_never_mix(source):
    belgian = LegalEntity.objects.get(is_default=True)
    sister = LegalEntity.objects.exclude(pk=belgian.pk).first()
    if sister is None:
        sister = LegalEntity.objects.create(code="sister", name="Sister example", legal_form="SC")
    elsewhere = make_activity(source.country, source.membership, entity=sister, name="Elsewhere")

    with pytest.raises(RuleBroken) as refused:
        ask(source, elsewhere)

    assert (refused.value.code, refused.value.field) == ("other_entity", "target")
    assert belgian.name in refused.value.message
    assert sister.name in refused.value.message


@pytest.mark.parametrize(("amount", "code"), [("0.00", "amount_not_positive"), ("-5.00", "amount_not_positive")])
def test_an_amount_that_cannot_be(source, own, amount, code):
    with pytest.raises(RuleBroken) as refused:
        ask(source, own, amount)

    assert refused.value.code == code


def test_not_to_itself_and_not_to_a_closed_activity(source, own):
    with pytest.raises(RuleBroken, match="Choose another activity"):
        ask(source, source)
    Activity.objects.filter(pk=own.pk).update(state="suspended")
    own.refresh_from_db()
    with pytest.raises(RuleBroken, match="takes no money"):
        ask(source, own)


def test_a_request_can_be_taken_back_once(source, own, bob):
    asked = ask(source, own)
    activity_moves.withdraw_move(asked, by=member_actor(source), now=timezone.now())

    with pytest.raises(RuleBroken, match="nothing more is to be decided"):
        approve(asked, bob)
    with pytest.raises(NotAllowed):
        activity_moves.withdraw_move(ask(source, own), by=bob, now=timezone.now())


def test_a_refusal_says_why(source, own, bob):
    with pytest.raises(RuleBroken, match="Say why"):
        activity_moves.refuse_move(ask(source, own), reason=" ", by=bob, now=timezone.now())


def test_a_closed_month_takes_no_move(source, own, bob):
    from invoicing.rules import periods

    rik, nina = staff_actor(), staff_actor()
    october = datetime.date(2026, 10, 1)
    asked_to_close = periods.ask_closing(october, by=rik, on=TODAY, now=timezone.now())
    periods.confirm_closing(asked_to_close, by=nina, on=TODAY, now=timezone.now())

    with pytest.raises(RuleBroken, match="October 2026 is closed"):
        activity_moves.approve_move(ask(source, own), by=bob, on=datetime.date(2026, 10, 20), now=timezone.now())


def test_the_facts_of_a_request_never_change(source, own):
    asked = ask(source, own)

    with pytest.raises(Exception, match="Cannot update rows"), transaction.atomic():
        ActivityMove.objects.filter(pk=asked.pk).update(amount=D("1.00"))
