"""When the declaration comes too late the page goes on, and no date becomes false."""

import datetime

import pytest

from activities import mission_checks
from activities.models import LateStatement, Mission
from activities.rules import late
from countries.addresses import country_url
from members.models import Notification
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import as_member, make_country, sign_in

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime.datetime(2026, 3, 11, 9, 0, tzinfo=datetime.UTC)
TUESDAY_NIGHT = "Monday and Tuesday, eight hours each."


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


def day(number):
    return datetime.date(2026, 3, number)


@pytest.fixture
def begun(murals, clock):
    """Monday 9 to Friday 13 March, five days, 1,250 euros: now it is Wednesday morning."""
    mission = made.make_draft(murals)
    clock.move_to(WEDNESDAY)
    return mission


def test_in_time_nothing_is_late(murals, be):
    assert late.lateness(made.make_draft(murals), country=be, now=made.NOW) is None


def test_what_is_left_of_work_that_has_begun(begun, be):
    found = late.lateness(begun, country=be, now=WEDNESDAY)

    assert found.has_begun
    assert (found.worked, found.coming) == ((day(9), day(11)), (day(12), day(13)))


def test_only_the_coming_days_are_declared_and_the_others_are_stated(begun, alice):
    kept = late.declare_coming_days(begun, words=TUESDAY_NIGHT, by=as_member(alice), now=WEDNESDAY)

    # two of five days: 1,250.00 × 2 / 5
    assert (kept.starts_on, kept.ends_on, kept.days, kept.amount) == (day(12), day(13), made.D(2), made.D("500.00"))
    said = LateStatement.objects.get()
    assert (said.first_day, said.last_day, said.words, said.way) == (day(9), day(11), TUESDAY_NIGHT, "coming")
    sent = made.missions.send_mission(kept, by=as_member(alice), now=WEDNESDAY)
    assert sent.state == "submitted"


def test_the_adviser_reads_it_in_the_review(begun, alice, be):
    late.declare_coming_days(begun, words=TUESDAY_NIGHT, by=as_member(alice), now=WEDNESDAY)

    checks = mission_checks.mission_checks(Mission.objects.get(), None, country=be, now=WEDNESDAY)

    assert any(TUESDAY_NIGHT in check["text"] for check in checks)


def test_without_words_nothing_is_stated(begun, alice):
    with pytest.raises(RuleBroken) as refused:
        late.declare_coming_days(begun, words=" ", by=as_member(alice), now=WEDNESDAY)

    assert refused.value.field == "words"
    assert not LateStatement.objects.exists()


def test_nobody_else_may_say_it(begun, eve):
    with pytest.raises(NotAllowed):
        late.ask_about_late_days(begun, words=TUESDAY_NIGHT, by=as_member(eve), now=WEDNESDAY)


def test_a_mission_in_time_is_left_alone(begun, alice):
    late.declare_coming_days(begun, words=TUESDAY_NIGHT, by=as_member(alice), now=WEDNESDAY)

    with pytest.raises(Conflict):
        late.declare_coming_days(begun, words=TUESDAY_NIGHT, by=as_member(alice), now=WEDNESDAY)


def test_a_sent_mission_has_no_late_path(murals, alice, clock):
    mission = made.make_sent(murals)
    clock.move_to(WEDNESDAY)

    with pytest.raises(Conflict):
        late.ask_about_late_days(mission, words=TUESDAY_NIGHT, by=as_member(alice), now=WEDNESDAY)


def test_on_the_last_day_only_the_adviser_or_the_end_is_left(browser, alice, murals, clock):
    mission = made.make_draft(murals)
    clock.move_to("2026-03-13T09:00:00Z")

    page = sign_in(browser, alice.user).get(at("mission_late", mission.pk))

    assert "Declare only the days still ahead" not in words(page)
    assert "Ask my adviser" in words(page)
    assert "Throw the draft away" in words(page)


def test_the_page_takes_the_coming_days(browser, alice, begun):
    hers = sign_in(browser, alice.user)
    page = hers.get(at("mission_late", begun.pk))
    assert "The work has begun" in words(page)
    assert "12 March 2026 – 13 March 2026" in words(page)

    empty = hers.post(at("mission_late", begun.pk), {"way": "coming", "words": ""})
    answer = hers.post(at("mission_late", begun.pk), {"way": "coming", "words": TUESDAY_NIGHT})

    assert empty.status_code == 422
    assert answer.url == at("mission_check", begun.pk)
    assert "€500.00 instead of €1,250.00" in words(hers.get(answer.url))


def test_asking_tells_the_adviser_and_keeps_the_draft(browser, alice, bob, begun):
    type(alice).objects.filter(pk=alice.pk).update(adviser=bob)

    answer = sign_in(browser, alice.user).post(at("mission_late", begun.pk), {"way": "ask", "words": TUESDAY_NIGHT})

    assert answer.url == at("mission_detail", begun.pk)
    assert Notification.objects.filter(user=bob, event="thread").count() == 1
    assert "Bob Adviser answers until" in words(browser.get(answer.url))
    assert Mission.objects.get().state == "draft"


def test_a_draft_with_a_statement_is_cancelled_not_deleted(begun, alice):
    late.ask_about_late_days(begun, words=TUESDAY_NIGHT, by=as_member(alice), now=WEDNESDAY)

    made.missions.delete_draft(begun, by=as_member(alice))

    assert Mission.objects.get().state == "cancelled"


def test_a_missed_lead_says_the_first_day_that_can_be_declared(db):
    """Austria wants three working days: on Monday 9 March, Thursday 12 is the first day left."""
    austria = make_country("AT")
    with enter(austria):
        facts = {
            "place": "AT",
            "city": "Wien",
            "starts_on": day(10),
            "ends_on": day(13),
            "start_time": datetime.time(9),
        }
        now = datetime.datetime(2026, 3, 9, 5, 0, tzinfo=datetime.UTC)
        found = late.lateness(Mission(**facts), country=austria, now=now)

    assert not found.has_begun
    assert (found.earliest, found.worked, found.coming) == (day(12), None, (day(12), day(13)))
