"""The calendar: a month of a member's days, and the same as a file behind a private address."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import CalendarFeed
from activities.rules import calendar_feeds
from countries.addresses import country_url
from members.states import MembershipState
from smart.calendar_days import Entry
from smart.calendar_file import calendar_file, escaped, folded
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import country as enter
from tests.activities.reading import values, words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(made.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def murals(be, alice):
    with enter(be):
        yield made.make_activity(alice, name="Murals")


def at(name, *args):
    return country_url("be", name, *args)


def feed_url(page):
    return re.search(r'value="(http[^"]+\.ics)"', values(page)).group(1)


def parsed(file):
    """The events of a file as dictionaries, unfolded and unescaped as RFC 5545 says: a reader of our own, not the writer."""
    text = file.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    events = []
    for line in text.replace("\r\n ", "").strip().split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT":
            for code, sign in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
                value = value.replace(code, sign)
            events[-1][name.split(";")[0]] = value
    return events


def test_the_month_shows_work_and_deadlines(browser, alice, murals):
    made.make_sent(murals)
    hers = sign_in(browser, alice.user)

    page = hers.get(at("calendar"), {"month": "2026-03"})

    assert "March 2026" in words(page)
    assert "Mural in the covered playground" in words(page)
    assert "to answer: Mural in the covered playground" in words(page)
    assert "1,250" not in words(page)
    assert "Nothing in this month." in words(hers.get(at("calendar"), {"month": "2026-07"}))


@pytest.mark.parametrize("asked", ["", "2026-13", "nonsense", "0001-01", "9999-12"])
def test_any_month_in_the_address_is_answered(browser, alice, murals, asked):
    assert sign_in(browser, alice.user).get(at("calendar"), {"month": asked}).status_code == 200


def test_a_contract_shows_its_days_its_signature_and_its_pay_day(browser, alice, murals):
    contract = made.make_validated(murals)
    hers = sign_in(browser, alice.user)

    page = words(hers.get(at("calendar"), {"month": "2026-03"}))

    # twice each: in the list of the phone and in the month of the desk
    assert page.count("Work as Muralist") == 10
    assert "Last day to sign your contract as Muralist" in page
    assert contract.promised_on == datetime.date(2026, 3, 24)
    assert page.count("Promised pay day") == 2


def test_the_feed_needs_no_sign_in_and_says_no_amount(browser, alice, murals):
    mission = made.make_sent(murals)
    hers = sign_in(browser, alice.user)
    assert "Make a private address" in words(hers.get(at("calendar")))
    hers.post(at("calendar_renew"))
    url = feed_url(hers.get(at("calendar")))

    answer = type(browser)().get(url)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "noindex" in answer["X-Robots-Tag"]
    events = {event["UID"].split("@")[0]: event for event in parsed(answer.content)}
    mural = events[f"mission-{mission.pk}"]
    assert (mural["DTSTART"], mural["DTEND"]) == ("20260309", "20260314")
    assert mural["SUMMARY"] == "Mural in the covered playground"
    assert "1250" not in answer.content.decode().replace(",", "")


def test_an_unchanged_feed_is_not_sent_again(browser, alice, murals):
    made.make_sent(murals)
    with enter(alice.country):
        feed = calendar_feeds.renew_feed(alice, by=as_member(alice))
    url = at("calendar_feed", calendar_feeds.feed_token(feed))

    first = browser.get(url)
    again = browser.get(url, headers={"If-None-Match": first["ETag"]})
    made.make_sent(murals)
    changed = browser.get(url, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_a_new_address_makes_the_old_one_dead(browser, alice, murals):
    hers = sign_in(browser, alice.user)
    hers.post(at("calendar_renew"))
    old = feed_url(hers.get(at("calendar")))
    hers.post(at("calendar_renew"))
    new = feed_url(hers.get(at("calendar")))

    assert (browser.get(old).status_code, browser.get(new).status_code) == (404, 200)
    hers.post(at("calendar_stop"))
    assert browser.get(new).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_addresses_we_never_made_and_other_countries_are_not_found(browser, alice, fr, murals):
    feed = calendar_feeds.renew_feed(alice, by=as_member(alice))
    token = calendar_feeds.feed_token(feed)

    assert browser.get(at("calendar_feed", "word")).status_code == 404
    assert browser.get(country_url("fr", "calendar_feed", token)).status_code == 404
    type(alice).objects.filter(pk=alice.pk).update(state=MembershipState.LEFT)
    assert browser.get(at("calendar_feed", token)).status_code == 404


def test_nobody_else_makes_my_address(alice, eve, murals):
    with pytest.raises(NotAllowed):
        calendar_feeds.renew_feed(alice, by=as_member(eve))


def test_the_month_costs_the_same_however_much_there_is(browser, alice, murals):
    hers = sign_in(browser, alice.user)
    costs = []
    for more in (5, 45):
        made.fast_missions(murals, more)
        hers.get(at("calendar"))
        with CaptureQueriesContext(connection) as asked:
            hers.get(at("calendar"), {"month": "2026-03"})
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 24


def test_text_is_escaped_and_long_lines_are_folded_between_characters():
    # RFC 5545, 3.3.11 and 3.1
    assert escaped("a\\b;c,d\r\ne\x07") == "a\\\\b\\;c\\,d\\ne"
    line = folded("SUMMARY:" + "é" * 60)
    assert [len(piece.encode()) <= 75 for piece in line.split("\r\n")] == [True, True]
    assert line.replace("\r\n ", "") == "SUMMARY:" + "é" * 60


def test_what_is_written_is_read_back_the_same():
    day = datetime.date(2026, 3, 9)
    entry = Entry(
        day, day, "mission", "mission-1", "Fête; „Straße“, 40 m² \\ no amount\nsecond line " * 3, "/be/", "Gent, BE"
    )

    [event] = parsed(
        calendar_file([entry], name="Smart", host="portal.example", site="https://p.example", made_at=made.NOW)
    )

    assert event["SUMMARY"] == entry.title
    assert event["DESCRIPTION"] == "Gent, BE"
    assert (event["UID"], event["URL"]) == ("mission-1@portal.example", "https://p.example/be/")
