"""Reminders: proposed, shown to the member first, held, let go, sent on the ladder's days, and stopped when they must be."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from invoicing.models import Reminder
from invoicing.rules import credit_notes, guarantee, late_payment, ledger, payments, reminder_notes, reminders
from members.models import Notification, OutgoingMail
from smart.daily import daily_steps
from smart.foundation import jobs
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move
from tests.factories.invoicing import make_activity, make_client, member_actor, staff_actor
from tests.invoicing.unpaid.conftest import day, sent_invoice
from tests.invoicing.work_list import do_jobs

D = Decimal


def a_day(on: datetime.date) -> None:
    """What happens on a day by itself."""
    reminders.propose_reminders(on=on, by=PORTAL)
    reminders.send_due_reminders(on=on, by=PORTAL)


def proposed(invoice, on=None) -> Reminder:
    reminders.propose_reminders(on=on or day(27), by=PORTAL)
    return Reminder.objects.get(invoice=invoice, state="proposed")


def states(invoice) -> list[tuple[int, str]]:
    return list(Reminder.objects.filter(invoice=invoice).order_by("level").values_list("level", "state"))


def test_nothing_is_proposed_before_the_seventh_day(invoice):
    reminders.propose_reminders(on=day(26), by=PORTAL)

    assert states(invoice) == []


def test_the_member_is_told_before_the_client(invoice, alice):
    reminder = proposed(invoice)

    # Friday 27 March and two working days: Tuesday 31 March
    assert (reminder.level, reminder.tone, reminder.goes_on) == (1, "friendly", day(31))
    told = Notification.objects.get(user=alice.user, event="reminder_proposed")
    assert "BE-2026-000001" in told.title
    assert not OutgoingMail.objects.filter(to="facturen@huis.example", key__startswith="reminder").exists()


def test_proposing_again_proposes_nothing(invoice, alice):
    proposed(invoice)

    assert reminders.propose_reminders(on=day(28), by=PORTAL) == 0
    assert Notification.objects.filter(user=alice.user, event="reminder_proposed").count() == 1


def test_it_goes_out_by_itself_after_the_members_days(invoice):
    for number in range(27, 32):
        a_day(day(number))
    do_jobs("render_reminder")

    reminder = Reminder.objects.get(invoice=invoice)
    assert (reminder.state, reminder.sent_on, reminder.open_amount) == ("sent", day(31), D("1512.50"))
    mail = OutgoingMail.objects.get(to="facturen@huis.example", key=f"reminder-{reminder.pk}")
    assert (mail.language, "€" in mail.text) == ("nl", False)


def test_the_whole_ladder_keeps_the_days_between_its_steps(invoice, adviser):
    sent = {}
    for number in range(60):
        on = day(27) + datetime.timedelta(days=number)
        a_day(on)
        for row in Reminder.objects.filter(state="sent"):
            sent.setdefault(row.level, on)
        if number == 20:
            reminder_notes.add_note(invoice, kind="talk", text="Alice knows.", on=on, by=adviser)

    # first on 31 March; 16 days later (23 − 7) 16 April is proposed, two working days: 20 April
    # 17 days later (40 − 23) 7 May is proposed, two working days: 11 May
    assert sent == {1: day(31), 2: day(20, 4), 3: day(11, 5)}


def test_a_member_holds_it_with_a_reason_until_a_day(invoice, member):
    reminder = proposed(invoice)
    reminders.hold_reminder(reminder, until=day(3, 4), reason="Pays on Friday", on=day(27), by=member)

    for number in (30, 31):
        a_day(day(number))
    a_day(day(3, 4))
    assert states(invoice) == [(1, "held")]

    a_day(day(4, 4))
    assert states(invoice) == [(1, "sent")]


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [(day(26), "Pays soon", "until"), (day(27, 4), "Pays soon", "until"), (day(3, 4), " ", "reason")],
)
def test_a_hold_needs_a_reason_and_ends_within_thirty_days(invoice, member, until, reason, field):
    with pytest.raises(RuleBroken) as refused:
        reminders.hold_reminder(proposed(invoice), until=until, reason=reason, on=day(27), by=member)

    assert refused.value.field == field


def test_a_member_lets_it_go_and_it_goes_with_the_next_day(invoice, member):
    reminder = reminders.let_reminder_go(proposed(invoice), on=day(27), by=member)
    reminders.let_reminder_go(reminder, on=day(27), by=member)

    a_day(day(28))

    assert states(invoice) == [(1, "sent")]


def test_another_member_holds_nothing(inside, invoice):
    stranger = member_actor(make_activity(inside))

    with pytest.raises(NotAllowed):
        reminders.hold_reminder(proposed(invoice), until=day(30), reason="No", on=day(27), by=stranger)


DECISIONS = {
    "send": lambda reminder, by: reminders.send_reminder(reminder, on=day(27), by=by),
    "skip": lambda reminder, by: reminders.skip_reminder(reminder, reason="No", by=by),
    "free": lambda reminder, by: reminders.drop_interest(reminder, by=by),
    "post": lambda reminder, by: reminders.mark_posted(reminder, on=day(27), by=by),
    "propose": lambda _reminder, by: reminders.propose_reminders(on=day(27), by=by),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_members_and_payroll_neither_send_nor_skip(invoice, member, name):
    reminder = proposed(invoice)

    for by in (member, staff_actor("payroll")):
        with pytest.raises(NotAllowed):
            DECISIONS[name](reminder, by)


def test_a_paid_invoice_is_not_reminded_and_what_waited_is_left_out(invoice, accountant):
    proposed(invoice)
    payments.record_payment(invoice, amount=D("1512.50"), on=day(30), key="1", by=accountant)

    a_day(day(31))

    assert states(invoice) == [(1, "skipped")]


def test_a_disputed_invoice_waits_until_the_dispute_is_settled(invoice, accountant):
    reminder = proposed(invoice)
    move(invoice, to="disputed", by=accountant)

    a_day(day(31))
    with pytest.raises(RuleBroken, match="disputes the invoice"):
        reminders.send_reminder(reminder, on=day(31), by=accountant)

    move(invoice, to="sent", by=accountant)
    a_day(day(1, 4))
    assert states(invoice) == [(1, "sent")]


def test_a_pause_of_the_client_stops_every_reminder_until_it_ends(invoice, adviser):
    pause = {"until": day(30, 4), "reason": "Insolvency plan", "on": day(20), "by": adviser}
    reminder_notes.pause_client(invoice.client, **pause)
    assert reminders.propose_reminders(on=day(27), by=PORTAL) == 0
    with pytest.raises(Conflict):
        reminder_notes.pause_client(invoice.client, **pause)

    assert reminder_notes.end_pause(invoice.client, on=day(28), by=adviser) == 1
    assert reminder_notes.end_pause(invoice.client, on=day(28), by=adviser) == 0
    assert reminders.propose_reminders(on=day(28), by=PORTAL) == 1


def test_a_plan_that_is_kept_stops_reminders_and_a_broken_one_does_not(invoice, adviser, accountant):
    rows = [(day(27), D("512.50")), (day(15, 4), D("1000.00"))]
    reminder_notes.plan_payments(invoice, rows=rows, on=day(24), by=adviser)
    payments.record_payment(invoice, amount=D("512.50"), on=day(27), key="1", by=accountant)

    assert reminders.propose_reminders(on=day(18, 4), by=PORTAL) == 0
    assert reminders.propose_reminders(on=day(19, 4), by=PORTAL) == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(day(27), D("1512.49"))], "plan_sum"),
        ([(day(23), D("1512.50"))], "plan_days"),
        ([(day(28), D("512.50")), (day(27), D("1000.00"))], "plan_days"),
    ],
)
def test_a_plan_covers_what_is_open_on_days_to_come(invoice, adviser, rows, code):
    with pytest.raises(RuleBroken) as refused:
        reminder_notes.plan_payments(invoice, rows=rows, on=day(24), by=adviser)

    assert refused.value.code == code


def formal(invoice, adviser) -> Reminder:
    for level in (1, 2):
        reminders.propose_reminders(on=day(30, 4), by=PORTAL)
        reminders.skip_reminder(Reminder.objects.get(invoice=invoice, level=level), reason="By phone", by=adviser)
    reminders.propose_reminders(on=day(30, 4), by=PORTAL)
    return Reminder.objects.get(invoice=invoice, level=3)


def test_a_formal_notice_goes_out_only_after_a_talk_with_the_member(invoice, adviser, member):
    notice = formal(invoice, adviser)
    with pytest.raises(RuleBroken, match="only after a talk"):
        reminders.send_reminder(notice, on=day(30, 4), by=adviser)
    with pytest.raises(NotAllowed):
        reminder_notes.add_note(invoice, kind="talk", text="I talked to myself", on=day(30, 4), by=member)

    reminder_notes.add_note(invoice, kind="talk", text="Alice agrees", on=day(30, 4), by=adviser)
    sent = reminders.send_reminder(notice, on=day(30, 4), by=adviser)

    # 21 March to 30 April: 41 days at 10.5 % of 1 512.50 = 17.8392
    assert (sent.channel, sent.interest, sent.compensation) == ("letter", D("17.84"), D("40.00"))
    assert (sent.claimed, sent.pay_by) == (D("1570.34"), day(8, 5))


def test_what_is_claimed_changes_neither_the_invoice_nor_the_ledger(invoice, adviser):
    reminder_notes.add_note(invoice, kind="talk", text="Alice agrees", on=day(30, 4), by=adviser)
    reminders.send_reminder(formal(invoice, adviser), on=day(30, 4), by=adviser)

    assert payments.open_amount(invoice) == D("1512.50")
    assert ledger.account_balance("late.interest") == 0


def test_a_sent_reminder_is_returned_unchanged_and_is_fixed_in_the_database(invoice, adviser):
    reminder = reminders.send_reminder(proposed(invoice), on=day(27), by=adviser)
    again = reminders.send_reminder(reminder, on=day(29), by=adviser)

    assert again.sent_on == day(27)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Reminder.objects.filter(pk=reminder.pk).update(interest=D("99.00"))


def test_a_half_year_without_a_rate_keeps_the_reminder_in_the_queue_until_it_claims_nothing(activity, adviser):
    invoice = sent_invoice(activity)
    reminders.propose_reminders(on=day(10, 7), by=PORTAL)
    reminders.skip_reminder(Reminder.objects.get(level=1), reason="By phone", by=adviser)
    for number in (10, 14, 15):
        a_day(day(number, 7))
    reminder = Reminder.objects.get(invoice=invoice, level=2)
    assert reminder.state == "ready"
    with pytest.raises(RuleBroken) as refused:
        reminders.send_reminder(reminder, on=day(15, 7), by=adviser)
    assert (refused.value.code, refused.value.params["since"]) == ("late_rate_missing", "2026-07-01")

    sent = reminders.send_reminder(reminders.drop_interest(reminder, by=adviser), on=day(15, 7), by=adviser)

    assert (sent.interest, sent.compensation) == (D("0.00"), D("0.00"))


def test_a_belgian_consumer_is_charged_nothing_unless_the_terms_say_so(activity, inside):
    invoice = sent_invoice(activity, client=make_client(kind="person", name="Jan Voorbeeld"))

    found = late_payment.late_charges(invoice, country=inside, on=day(30, 4))

    assert (found.total, found.none_because) == (D("0.00"), "no_clause")


def test_a_credit_lowers_what_interest_is_computed_on(invoice, inside, accountant):
    credit_notes.credit_invoice(invoice, amount=D("250.00"), reason="Less", on=day(30), by=accountant)

    found = late_payment.late_charges(invoice, country=inside, on=day(9, 4))

    # ten days on 1 512.50 and ten on 1 210.00 at 10.5 %: 4.3510 and 3.4808
    assert [(line.days, line.interest) for line in found.lines] == [(10, D("4.35")), (10, D("3.48"))]


def test_interest_is_booked_when_it_is_paid_once_and_never_more_than_was_claimed(invoice, adviser, accountant):
    reminder_notes.add_note(invoice, kind="talk", text="Alice agrees", on=day(30, 4), by=adviser)
    reminders.send_reminder(formal(invoice, adviser), on=day(30, 4), by=adviser)
    for _twice in range(2):
        late_payment.record_late_charges(invoice, amount=D("57.84"), on=day(5, 5), key="1", by=accountant)

    assert (ledger.account_balance("late.interest"), ledger.account_balance("bank")) == (D("-57.84"), D("57.84"))
    with pytest.raises(RuleBroken, match=r"€0\.00 that is not paid yet"):
        late_payment.record_late_charges(invoice, amount=D("0.01"), on=day(5, 5), key="2", by=accountant)
    with pytest.raises(NotAllowed):
        late_payment.record_late_charges(invoice, amount=D("1.00"), on=day(5, 5), key="3", by=adviser)


def test_a_skipped_or_sent_reminder_can_no_longer_be_decided(invoice, adviser, member):
    reminder = reminders.skip_reminder(proposed(invoice), reason="By phone", by=adviser)

    for decide in (
        lambda: reminders.send_reminder(reminder, on=day(28), by=adviser),
        lambda: reminders.hold_reminder(reminder, until=day(30), reason="Wait", on=day(28), by=member),
        lambda: reminders.skip_reminder(reminder, reason="Again", by=adviser),
    ):
        with pytest.raises(RuleBroken):
            decide()


def test_the_day_does_all_of_it_by_itself(inside, invoice, clock):
    clock.move_to(datetime.datetime(2026, 3, 27, 9, 0, tzinfo=datetime.UTC))

    for step in daily_steps(jobs.Job(country_id=inside.pk, kind="daily", key="2026-03-27")):
        step()

    assert states(invoice) == [(1, "proposed")]
    assert not guarantee.latest_decision(invoice.mission).is_guaranteed
