"""A question reaches a named person, who answers by a promised day; nothing a member writes reaches nobody.

Monday 23 November 2026, ten o'clock in Brussels. Belgium promises an answer within two working days.
"""

import datetime
import uuid

import pytest
import time_machine
from django.db import DatabaseError, transaction

from members.models import Document, Message, Notification, OutgoingMail, StaffRole, Thread, ThreadRead
from members.rules import threads
from members.rules.threads_clock import climb_threads
from members.thread_subjects import subject_of
from smart import daily
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from smart.foundation.uploads import SafeFile
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
DUE = datetime.datetime(2026, 11, 25, 9, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def ask(member, text="When is my payslip made?", *, by=None, now=NOW, **more):
    facts = {"title": "My pay", "submission_id": uuid.uuid4(), **more}
    return threads.ask_question(member, text=text, by=by or people.as_member(member), now=now, **facts)


def write(thread, text, *, by, now=NOW + HOUR, **more):
    facts = {"submission_id": uuid.uuid4(), **more}
    return threads.write_message(thread, text=text, by=by, now=now, **facts)


def told(user):
    return list(
        Notification.objects.to_user(user.pk).filter(event__startswith="thread").values_list("title", flat=True)
    )


@pytest.fixture
def inside(be):
    with country(be):
        yield be


@pytest.fixture
def asked(inside, alice, bob):
    """Alice, whose adviser is Bob, has asked something."""
    alice.adviser = bob
    alice.save()
    return ask(alice)


def test_a_question_goes_to_the_adviser_with_a_day(asked, alice, bob):
    assert (asked.state, asked.owner_id, asked.role) == ("open", bob.pk, "adviser")
    assert asked.due_at == DUE
    assert told(bob) == ["Alice Example asks: My pay"]
    assert OutgoingMail.objects.filter(to=bob.email).count() == 1
    assert told(alice.user) == []


def test_without_an_adviser_everybody_of_the_role_is_told(inside, alice, bob):
    second = people.make_staff(inside, "adviser", "Bea Adviser")

    thread = ask(alice)

    assert thread.owner is None
    assert len(told(bob)) == len(told(second)) == 1


def test_an_adviser_who_has_left_owns_nothing_new(inside, alice, bob, carla):
    alice.adviser = bob
    alice.save()
    bob.staff_roles.update(until=datetime.date(2026, 1, 1))

    thread = ask(alice)

    assert thread.owner is None
    assert told(bob) == []
    assert told(carla) == ["Alice Example asks: My pay"]


def test_an_answer_stops_the_clock_and_tells_the_member(asked, alice, bob):
    thread = write(asked, "On Friday.", by=people.as_staff(bob))

    assert (thread.state, thread.due_at, thread.climbs_at) == ("answered", None, None)
    assert told(alice.user) == ["Bob Adviser answers: My pay"]
    assert Notification.objects.get(user=alice.user).text == "On Friday."


def test_more_words_of_the_member_do_not_move_the_day(asked, alice):
    thread = write(asked, "And the holiday pay?", by=people.as_member(alice), now=NOW + 5 * HOUR)

    assert thread.due_at == DUE


def test_writing_again_opens_what_was_answered_or_closed(asked, alice, bob):
    write(asked, "On Friday.", by=people.as_staff(bob))
    threads.close_thread(asked, by=people.as_member(alice))
    asked.refresh_from_db()
    assert (asked.state, asked.due_at) == ("closed", None)

    thread = write(asked, "It was not there.", by=people.as_member(alice), now=NOW + 24 * HOUR)

    assert thread.state == "open"
    assert thread.due_at == DUE + 24 * HOUR


def test_the_same_submission_is_written_once(inside, alice, bob):
    key = uuid.uuid4()

    first, again = ask(alice, submission_id=key), ask(alice, submission_id=key)
    write(first, "And?", by=people.as_member(alice), submission_id=key)

    assert first.pk == again.pk
    assert Message.objects.count() == 1
    assert len(told(bob)) == 1


def test_one_conversation_about_one_thing(inside, alice, bob):
    subject = subject_of("members_membership", alice.pk)

    first = ask(alice, subject=subject)
    again = ask(alice, "Another one.", subject=subject)

    assert first.pk == again.pk
    assert first.title == "My membership"
    assert Message.objects.filter(thread=first).count() == 2


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"text": "  "}, "text_missing"), ({"text": "a" * 10_001}, "text_too_long"), ({"title": " "}, "title_missing")],
)
def test_what_cannot_be_asked_says_why(inside, alice, facts, code):
    with pytest.raises(RuleBroken) as refused:
        ask(alice, **facts)

    assert refused.value.code == code


def test_a_stranger_neither_asks_nor_writes_for_somebody_else(asked, alice, eve):
    with pytest.raises(NotAllowed):
        ask(alice, by=people.as_member(eve))
    with pytest.raises(NotAllowed):
        write(asked, "Hello", by=people.as_member(eve))
    with pytest.raises(NotAllowed):
        threads.close_thread(asked, by=people.as_member(eve))


def test_another_team_does_not_answer_until_it_is_given_the_question(asked, bob, paula):
    payroll = people.as_staff(paula, "payroll")
    with pytest.raises(NotAllowed):
        write(asked, "On Friday.", by=payroll)

    threads.assign_thread(asked, to=paula, note="It is about pay.", by=people.as_staff(bob), now=NOW)

    assert told(paula) == ["Bob Adviser gives you a question: My pay"]
    assert write(asked, "On Friday.", by=payroll).state == "answered"


def test_only_somebody_of_the_staff_is_given_a_question_and_never_their_own(asked, alice, bob, eve, hugo):
    by = people.as_staff(bob)
    for person, code in ((eve.user, "not_staff"), (hugo, "not_staff"), (alice.user, "own_question")):
        with pytest.raises(RuleBroken) as refused:
            threads.assign_thread(asked, to=person, note="", by=by, now=NOW)
        assert refused.value.code == code


def test_a_colleague_takes_over(asked, inside):
    bea = people.make_staff(inside, "adviser", "Bea Adviser")

    thread = threads.take_over(asked, by=people.as_staff(bea), now=NOW)

    assert thread.owner == bea
    assert thread.due_at == DUE
    assert told(bea) == []


def test_nobody_of_the_staff_answers_their_own_question(inside, bob):
    mine = people.make_member(inside, "Omar Both")
    StaffRole.objects.create(country=inside, user=mine.user, role="adviser", since=people.LONG_AGO)
    both = Actor(frozenset({"member", "staff"}), mine.user_id, "Omar Both", "", frozenset({"adviser"}))

    thread = ask(mine, by=both)

    assert thread.last_side == "member"
    assert told(mine.user) == []
    assert told(bob) == ["Omar Both asks: My pay"]
    with pytest.raises(NotAllowed):
        threads.write_note(thread, text="Well.", submission_id=uuid.uuid4(), by=both, now=NOW)
    assert write(thread, "More.", by=both).state == "open"


def test_a_note_of_the_staff_tells_the_member_nothing(asked, alice, bob):
    threads.write_note(asked, text="She is right.", submission_id=uuid.uuid4(), by=people.as_staff(bob), now=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.last_side) == ("open", "member")
    assert told(alice.user) == []


def test_staff_may_begin_and_then_nobody_waits(inside, alice, bob):
    thread = ask(alice, "Please send your card.", by=people.as_staff(bob))

    assert (thread.state, thread.due_at, thread.owner_id) == ("answered", None, bob.pk)
    assert told(alice.user) == ["Bob Adviser writes: My pay"]


def test_files_go_into_the_vault_for_the_member(inside, alice):
    file = SafeFile(b"%PDF-1.7 example", "application/pdf", ".pdf", "x", "letter.pdf")

    thread = ask(alice, files=[file])

    paper = Document.objects.get(kind="message")
    assert (paper.title, paper.membership_id, paper.visible_to) == ("letter.pdf", alice.pk, "member")
    assert paper.subject_id == thread.last_id


def test_what_was_said_stays(asked):
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(thread=asked).update(text="Something else.")


def test_reading_is_remembered_for_each_person(asked, alice, bob):
    write(asked, "On Friday.", by=people.as_staff(bob))
    asked.refresh_from_db()
    assert Thread.objects.unread_by(alice.user_id).count() == 1

    threads.mark_read(asked, by=people.as_member(alice))
    threads.mark_read(asked, by=people.as_member(alice))

    assert Thread.objects.unread_by(alice.user_id).count() == 0
    assert ThreadRead.objects.filter(user=alice.user).count() == 1


def test_what_is_late_climbs_to_the_owner_then_to_the_administrators(asked, bob, carla):
    assert climb_threads(now=DUE - HOUR) == 0

    assert climb_threads(now=DUE) == 1
    assert climb_threads(now=DUE + HOUR) == 0
    asked.refresh_from_db()
    # two working days more: Wednesday 25 to Friday 27 November
    assert asked.climbs_at == datetime.datetime(2026, 11, 27, 9, 0, tzinfo=datetime.UTC)
    assert told(bob)[0] == "Not answered in time: My pay"
    assert told(carla) == []

    assert climb_threads(now=datetime.datetime(2026, 11, 27, 9, 1, tzinfo=datetime.UTC)) == 1
    assert told(carla) == ["Not answered in time: My pay"]
    assert climb_threads(now=NOW + datetime.timedelta(days=60)) == 0
    asked.refresh_from_db()
    assert asked.climbs == 2


def test_an_answer_forgets_that_it_climbed(asked, bob):
    climb_threads(now=DUE)

    thread = write(asked, "Sorry, on Friday.", by=people.as_staff(bob), now=DUE + HOUR)

    assert (thread.climbs, thread.climbed_at, thread.climbs_at) == (0, None, None)


def test_germany_counts_hours_of_weekdays(db):
    where = people.make_country("DE")
    greta = people.make_member(where, "Greta Beispiel")
    friday = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)

    with country(where):
        thread = ask(greta, now=friday)

    # Friday 16:00 in Berlin and 24 hours of weekdays: eight on Friday, sixteen on Monday
    assert thread.due_at == datetime.datetime(2026, 11, 23, 15, 0, tzinfo=datetime.UTC)


def test_a_question_of_france_is_not_found_in_belgium(inside, chloe, fr):
    with country(fr):
        there = ask(chloe)

    assert not Thread.objects.filter(pk=there.pk).exists()
    assert subject_of("members_membership", chloe.pk) is None


def test_every_hour_what_is_late_is_put_on_the_work_list(asked, be):
    with time_machine.travel(DUE - HOUR, tick=False):
        daily.enqueue_daily_work()
        assert not Job.objects.filter(kind="climb_threads").exists()
    with time_machine.travel(DUE + HOUR, tick=False):
        daily.enqueue_daily_work()
        daily.enqueue_daily_work()
        job = Job.objects.get(kind="climb_threads")
        for step in daily.climb_steps(job):
            step()

    asked.refresh_from_db()
    assert asked.climbs == 1
