"""Whoever disagrees with an invoice is heard: by somebody, by a day, and nobody is reminded meanwhile."""

import datetime
from decimal import Decimal

import pytest

from invoicing.models import Dispute, Invoice
from invoicing.rules import credit_notes, disputes, invoices, payments
from members.models import Notification, OutgoingMail
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move
from tests.factories.invoicing import make_activity, make_user, member_actor, staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)
NOW = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)
GREET = Actor(kinds=frozenset({"client"}), label="Greet Klant", ip="192.0.2.7")


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def invoice(mission, accountant):
    issued = invoices.invoice_mission(mission, on=TODAY, by=accountant)
    move(issued, to="sent", by=accountant)
    return issued


def _dispute(invoice, by=GREET, **changed):
    facts = {"code": "amount", "words": "Four days were agreed, not five.", "who": "Greet Klant", **changed}
    return disputes.open_dispute(invoice, on=TODAY, now=NOW, by=by, **facts)


def _resolve(dispute, by, outcome="We looked at the order: it says five days."):
    return disputes.resolve_dispute(dispute, outcome=outcome, on=TODAY, now=NOW, by=by)


def _state(invoice):
    return Invoice.objects.get(pk=invoice.pk).state


def test_a_clients_complaint_has_an_owner_and_a_day(invoice, activity):
    adviser = make_user("Bob", "Adviser")
    activity.membership.adviser = adviser
    activity.membership.save()

    dispute = _dispute(invoice)

    assert _state(invoice) == "disputed"
    # ten working days after Tuesday 10 November; Wednesday 11 November is a holiday in Belgium
    assert dispute.due_on == datetime.date(2026, 11, 25)
    assert (dispute.owner_id, dispute.opened_kind, dispute.opened_label) == (adviser.pk, "client", "Greet Klant")
    told = Notification.objects.filter(title__startswith="BE-2026-000001 is disputed")
    assert {notice.user_id for notice in told} == {adviser.pk, activity.membership.user_id}


def test_complaining_twice_keeps_the_first_complaint(invoice):
    first = _dispute(invoice)

    assert _dispute(invoice, words="Again").pk == first.pk
    assert Dispute.objects.get().words == "Four days were agreed, not five."


def test_the_member_may_say_so_too_but_no_other_member(invoice, activity, inside):
    with pytest.raises(NotAllowed):
        _dispute(invoice, by=member_actor(make_activity(inside)))

    assert _dispute(invoice, by=member_actor(activity)).opened_kind == "member"


@pytest.mark.parametrize(
    ("changed", "field"), [({"code": "mood"}, "code"), ({"words": " "}, "words"), ({"who": ""}, "who")]
)
def test_a_complaint_that_says_nothing_is_refused(invoice, changed, field):
    with pytest.raises(RuleBroken) as refused:
        _dispute(invoice, **changed)

    assert refused.value.field == field


def test_a_paid_invoice_cannot_be_disputed(invoice, accountant):
    payments.record_payment(invoice, amount=D("1512.50"), on=TODAY, key="b", by=accountant)

    with pytest.raises(RuleBroken, match="only while it is to be paid"):
        _dispute(Invoice.objects.get())


def test_an_answer_makes_the_invoice_owed_again_and_the_client_reads_it(invoice, accountant):
    _resolve(_dispute(invoice), accountant)

    assert _state(invoice) == "sent"
    assert "it says five days" in OutgoingMail.objects.get(to="facturen@huis.example").text


def test_part_of_the_money_does_not_end_the_dispute(invoice, accountant):
    dispute = _dispute(invoice)
    payments.record_payment(invoice, amount=D("1210.00"), on=TODAY, key="b", by=accountant)

    assert _state(invoice) == "disputed"
    _resolve(dispute, accountant)
    assert _state(invoice) == "partly_paid"


def test_all_of_the_money_ends_it_at_the_next_daily_step(invoice, accountant):
    _dispute(invoice)
    payments.record_payment(invoice, amount=D("1512.50"), on=TODAY, key="b", by=accountant)

    assert _state(invoice) == "paid"
    assert disputes.close_disputes_over(on=TODAY, now=NOW) == 1
    assert disputes.close_disputes_over(on=TODAY, now=NOW) == 0
    assert Dispute.objects.get().state == "resolved"


def test_a_full_credit_ends_it_with_its_reason(invoice, accountant):
    _dispute(invoice)

    credit_notes.credit_invoice(invoice, reason="Four days it was", on=TODAY, by=accountant)

    dispute = Dispute.objects.get()
    assert (_state(invoice), dispute.state, dispute.outcome) == ("credited", "resolved", "Four days it was")


def test_a_partial_credit_leaves_it_open(invoice, accountant):
    _dispute(invoice)

    credit_notes.credit_invoice(invoice, amount=D("250.00"), reason="A day less", on=TODAY, by=accountant)

    assert (_state(invoice), Dispute.objects.get().state) == ("disputed", "open")


def test_the_client_withdraws_by_the_link(invoice):
    disputes.withdraw_dispute(_dispute(invoice), words="", on=TODAY, now=NOW, by=GREET)

    assert (_state(invoice), Dispute.objects.get().state) == ("sent", "withdrawn")


def test_a_member_does_not_withdraw_the_clients_complaint(invoice, activity):
    dispute = _dispute(invoice)

    with pytest.raises(NotAllowed):
        disputes.withdraw_dispute(dispute, words="", on=TODAY, now=NOW, by=member_actor(activity))


def test_only_staff_answer(invoice, activity):
    dispute = _dispute(invoice)

    with pytest.raises(NotAllowed):
        _resolve(dispute, member_actor(activity))


def test_an_answer_needs_words(invoice, accountant):
    with pytest.raises(RuleBroken) as refused:
        _resolve(_dispute(invoice), accountant, outcome=" ")

    assert refused.value.field == "outcome"


def test_the_second_answer_meets_the_first(invoice, accountant):
    dispute = _dispute(invoice)
    _resolve(dispute, accountant)

    with pytest.raises(Conflict):
        _resolve(dispute, accountant)


def test_a_colleague_takes_it_over(invoice, accountant):
    taken = disputes.take_over(_dispute(invoice), by=accountant)

    assert taken.owner_id == accountant.user_id


def test_after_the_answer_it_may_be_disputed_again(invoice, accountant):
    _resolve(_dispute(invoice), accountant)

    _dispute(Invoice.objects.get(), words="Still wrong")

    assert Dispute.objects.count() == 2
