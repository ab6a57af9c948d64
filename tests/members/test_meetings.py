"""Information sessions and appointments: planned, booked, moved, full, over, attended; and admission that waits for them."""

import datetime

import pytest
import time_machine

from countries.models import Country
from members.models import Booking, Meeting, Notification
from members.rules import applications, bookings, meetings
from members.rules.meetings import MeetingPlan
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
THURSDAY = datetime.date(2026, 3, 5)


@pytest.fixture
def de(db: None) -> Country:
    return people.make_country("DE")


@pytest.fixture
def heidi(de):
    return people.make_staff(de, "adviser", "Heidi Beraterin")


@pytest.fixture
def nora(de):
    return people.make_member(de, "Nora Applicant", active=False)


def plan(adviser, *, day=THURSDAY, **more):
    facts = {"time": datetime.time(11), "minutes": 60, "language": "de", "link": "https://room.example/smart"}
    return MeetingPlan(day=day, adviser=adviser, **(facts | more))


def session(de, heidi, **more):
    return meetings.plan_sessions(de, plan(heidi, **more), by=people.as_staff(heidi), now=NOW)[0]


def book(meeting, membership, *, now=NOW):
    return bookings.book_session(meeting, membership=membership, by=people.as_member(membership), now=now)


def test_every_week_means_the_same_hour_on_the_clock_also_in_summer(de, heidi):
    with country(de):
        made = meetings.plan_sessions(de, plan(heidi), weeks=5, by=people.as_staff(heidi), now=NOW)

    # German clocks go forward on 29 March 2026: 11:00 is 10:00 UTC before and 09:00 UTC after
    assert [each.starts_at.astimezone(datetime.UTC).hour for each in made] == [10, 10, 10, 10, 9]
    assert made[-1].starts_at.date() == datetime.date(2026, 4, 2)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"day": datetime.date(2026, 3, 1)}, "meeting_past"),
        ({"link": ""}, "meeting_nowhere"),
        ({"capacity": 0}, "no_places"),
    ],
)
def test_what_cannot_be_planned_is_said(de, heidi, more, code):
    with country(de), pytest.raises(RuleBroken) as refused:
        session(de, heidi, **more)

    assert refused.value.code == code


def test_only_advisers_plan_and_only_with_an_adviser_of_the_country(de, heidi, nora, bob):
    with country(de):
        with pytest.raises(NotAllowed):
            meetings.plan_sessions(de, plan(heidi), by=people.as_member(nora), now=NOW)
        with pytest.raises(RuleBroken) as refused:
            meetings.plan_sessions(de, plan(bob), by=people.as_staff(heidi), now=NOW)

    assert refused.value.code == "not_an_adviser"


def test_a_place_is_booked_once_and_told(de, heidi, nora):
    with country(de):
        meeting = session(de, heidi)
        first = book(meeting, nora)

        assert book(meeting, nora) == first
        assert "room.example" in Notification.objects.get(event="meeting_booked").text


def test_a_second_session_is_refused_with_the_first_one_named(de, heidi, nora):
    with country(de):
        book(session(de, heidi), nora)
        with pytest.raises(RuleBroken) as refused:
            book(session(de, heidi, day=datetime.date(2026, 3, 12)), nora)

    assert refused.value.code == "already_booked"
    assert "11:00" in refused.value.message


def test_the_last_place_is_given_once(de, heidi, nora):
    olaf = people.make_member(de, "Olaf Applicant", active=False)
    with country(de):
        meeting = session(de, heidi, capacity=1)
        booking = book(meeting, nora)
        with pytest.raises(RuleBroken) as refused:
            book(meeting, olaf)
        assert refused.value.code == "meeting_full"

        bookings.cancel_booking(booking, by=people.as_member(nora), now=NOW)
        assert book(meeting, olaf).state == "booked"


def test_a_session_that_has_begun_or_was_called_off_takes_nobody(de, heidi, nora):
    with country(de):
        meeting = session(de, heidi)
        with pytest.raises(RuleBroken) as begun:
            book(meeting, nora, now=datetime.datetime(2026, 3, 5, 10, 0, tzinfo=datetime.UTC))
        meetings.cancel_meeting(meeting, reason="Heidi is ill.", by=people.as_staff(heidi), now=NOW)
        with pytest.raises(RuleBroken) as off:
            book(meeting, nora)

    assert (begun.value.code, off.value.code) == ("meeting_begun", "meeting_off")


def test_moving_to_a_full_session_leaves_the_place_as_it_was(de, heidi, nora):
    olaf = people.make_member(de, "Olaf Applicant", active=False)
    with country(de):
        full, mine = session(de, heidi, capacity=1), session(de, heidi, day=datetime.date(2026, 3, 12))
        book(full, olaf)
        held = book(mine, nora)
        with pytest.raises(RuleBroken):
            bookings.move_booking(held, to=full, by=people.as_member(nora), now=NOW)
        held.refresh_from_db()
        assert held.state == "booked"

        later = session(de, heidi, day=datetime.date(2026, 3, 19))
        moved = bookings.move_booking(held, to=later, by=people.as_member(nora), now=NOW)
        assert moved.meeting == later
        assert Booking.objects.filter(membership_id=nora.pk, state="booked").count() == 1


def test_nobody_books_or_cancels_for_another(de, heidi, nora):
    olaf = people.make_member(de, "Olaf Applicant", active=False)
    with country(de):
        held = book(session(de, heidi), nora)
        with pytest.raises(NotAllowed):
            bookings.cancel_booking(held, by=people.as_member(olaf), now=NOW)


def test_a_member_has_no_session_to_book(de, heidi):
    greta = people.make_member(de, "Greta Mitglied")
    with country(de), pytest.raises(RuleBroken) as refused:
        book(session(de, heidi), greta)

    assert refused.value.code == "not_an_application"


def test_calling_off_tells_everybody_who_booked(de, heidi, nora):
    with country(de):
        meeting = session(de, heidi)
        held = book(meeting, nora)
        meetings.cancel_meeting(meeting, reason="Heidi is ill.", by=people.as_staff(heidi), now=NOW)

        held.refresh_from_db()
        assert held.state == "cancelled"
        assert "Heidi is ill." in Notification.objects.get(event="meeting_cancelled").text


def test_the_day_before_a_reminder_goes_out_once(de, heidi, nora):
    with country(de):
        book(session(de, heidi), nora)
        assert meetings.remind_of_meetings(de, on=datetime.date(2026, 3, 3)) == 0
        for _again in range(2):
            assert meetings.remind_of_meetings(de, on=datetime.date(2026, 3, 4)) == 1

        assert Notification.objects.filter(event="meeting_tomorrow").count() == 1


def test_who_was_there_has_met_us_and_who_was_not_may_book_again(de, heidi, nora):
    olaf, by = people.make_member(de, "Olaf Applicant", active=False), people.as_staff(heidi)
    with country(de):
        meeting = session(de, heidi)
        there, missed = book(meeting, nora), book(meeting, olaf)
        with pytest.raises(RuleBroken) as early:
            meetings.record_attendance(meeting, present={there.pk}, by=by, now=NOW)
        assert early.value.code == "meeting_not_begun"

        after = datetime.datetime(2026, 3, 5, 12, 0, tzinfo=datetime.UTC)
        assert meetings.record_attendance(meeting, present={there.pk}, by=by, now=after) == 1

        nora.refresh_from_db()
        olaf.refresh_from_db()
        missed.refresh_from_db()
        assert (nora.state, olaf.state, missed.state) == ("consulted", "applied", "missed")
        assert book(session(de, heidi, day=datetime.date(2026, 3, 12)), olaf).state == "booked"
        assert meetings.record_attendance(meeting, present={missed.pk}, by=by, now=after) == 1


def test_admission_waits_for_the_meeting_where_it_is_compulsory(de, heidi):
    from tests.members.test_join_rules import TODAY, sent

    membership = sent(de)
    with country(de), pytest.raises(RuleBroken) as refused:
        applications.admit(membership, by=people.as_staff(heidi), on=TODAY)

    assert refused.value.code == "meeting_missing"


def test_a_wish_for_an_appointment_becomes_a_meeting_for_one(de, heidi, nora):
    by = people.as_member(nora)
    with country(de):
        book(session(de, heidi), nora)
        asked = bookings.ask_appointment(nora, words="Mondays", language="de", by=by, now=NOW)
        with pytest.raises(RuleBroken) as twice:
            bookings.ask_appointment(nora, words="Tuesdays", language="de", by=by, now=NOW)
        assert twice.value.code == "already_asked"
        assert Notification.objects.to_user(heidi.pk).filter(event="appointment_asked").count() == 1
        with pytest.raises(NotAllowed):
            bookings.arrange_appointment(asked, plan(heidi), by=by, now=NOW)

        bookings.arrange_appointment(asked, plan(heidi, minutes=30), by=people.as_staff(heidi), now=NOW)

        held = Booking.objects.get(membership_id=nora.pk, state="booked")
        assert (held.meeting.kind, held.meeting.capacity, asked.state) == ("appointment", 1, "arranged")


# the pages


@time_machine.travel(NOW, tick=False)
def test_an_applicant_books_moves_takes_the_calendar_and_cancels(de, heidi, nora, browser):
    with country(de):
        first, second = session(de, heidi), session(de, heidi, day=datetime.date(2026, 3, 12))
    people.sign_in(browser, nora.user)

    assert "Information sessions" in browser.get("/de/join/meeting/").text
    assert browser.post(f"/de/join/meeting/{first.pk}/book/").status_code == 302
    assert browser.post(f"/de/join/meeting/{second.pk}/book/").status_code == 302
    calendar = browser.get("/de/join/meeting/smart.ics")
    assert "DTSTART:20260312T100000Z" in calendar.text
    assert "Meet us" in browser.get("/de/join/").text
    assert browser.post("/de/join/meeting/cancel/").status_code == 302
    assert browser.get("/de/join/meeting/smart.ics").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_full_session_says_so_on_the_page(de, heidi, nora, browser):
    olaf = people.make_member(de, "Olaf Applicant", active=False)
    with country(de):
        meeting = session(de, heidi, capacity=1)
        book(meeting, olaf)
    people.sign_in(browser, nora.user)

    assert "Full" in browser.get("/de/join/meeting/").text
    refused = browser.post(f"/de/join/meeting/{meeting.pk}/book/")
    assert refused.status_code == 422
    assert "This session is full" in refused.text


@time_machine.travel(NOW, tick=False)
def test_staff_plan_arrange_and_tick(de, heidi, nora, browser):
    with country(de):
        asked = bookings.ask_appointment(nora, words="Mondays", language="de", by=people.as_member(nora), now=NOW)
    people.sign_in(browser, heidi)
    typed = {"day": "2026-03-05", "time": "11:00", "minutes": "60", "language": "de", "adviser": str(heidi.pk)}

    assert browser.post("/de/staff/meetings/plan/", typed | {"capacity": "10", "weeks": "1"}).status_code == 422
    typed["place"] = "Musterstraße 1"
    assert browser.post("/de/staff/meetings/plan/", typed | {"capacity": "10", "weeks": "3"}).status_code == 302
    assert browser.post(f"/de/staff/appointments/{asked.pk}/", typed).status_code == 302
    with country(de):
        assert Meeting.objects.count() == 4
        booking = Booking.objects.get(state="booked")
    assert "Nora Applicant" in browser.get(f"/de/staff/meetings/{booking.meeting_id}/").text

    with time_machine.travel(datetime.datetime(2026, 3, 5, 12, 0, tzinfo=datetime.UTC), tick=False):
        browser.logout()
        people.sign_in(browser, heidi)
        done = browser.post(f"/de/staff/meetings/{booking.meeting_id}/attendance/", {"present": [booking.pk]})
    assert done.status_code == 302
    nora.refresh_from_db()
    assert nora.state == "consulted"


def test_strangers_and_other_countries_see_no_meetings(de, heidi, be, bob, nora, browser):
    with country(de):
        meeting = session(de, heidi, day=datetime.date(2035, 3, 5))
    people.sign_in(browser, bob)

    assert browser.get(f"/de/staff/meetings/{meeting.pk}/").status_code == 404
    assert browser.get(f"/be/staff/meetings/{meeting.pk}/").status_code == 404
    assert browser.get("/be/join/meeting/").status_code == 404
