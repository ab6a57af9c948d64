"""Work that comes back: drafted ahead of time, confirmed by the member each time, stopped at any time."""

import datetime

import pytest

from activities.models import Mission, OrderSeries
from activities.rules import missions, order_lines, series
from countries.addresses import country_url
from members.models import Notification
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
D = made.D


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


def day(month, number):
    return datetime.date(2026, month, number)


def started(mission, alice, rhythm="month", times=3):
    return series.start_series(mission, rhythm=rhythm, times=times, by=as_member(alice), now=made.NOW)


def drafts():
    return list(Mission.objects.filter(series_position__gt=0).order_by("series_position"))


def test_the_next_mission_is_drafted_three_weeks_ahead_like_the_last_one(murals, alice):
    mission = made.make_sent(murals)
    found = started(mission, alice)
    assert drafts() == []  # 9 April is more than three weeks away

    assert series.draft_due_missions(by=PORTAL, on=day(3, 18)) == 0
    assert series.draft_due_missions(by=PORTAL, on=day(3, 19)) == 1
    assert series.draft_due_missions(by=PORTAL, on=day(3, 19)) == 0

    (draft,) = drafts()
    assert (draft.starts_on, draft.ends_on, draft.days, draft.amount) == (day(4, 9), day(4, 13), D("5"), D("1250.00"))
    assert (draft.state, draft.step, draft.series_id) == ("draft", 5, found.pk)
    assert made.order_of(draft).valid_until == day(3, 29)
    assert "again on 9 April 2026" in Notification.objects.get(event="series_drafted").title


def test_started_twice_it_is_one_series(murals, alice):
    mission = made.make_sent(murals)

    assert started(mission, alice) == started(mission, alice, times=9)
    assert OrderSeries.objects.count() == 1


def test_every_week_is_drafted_at_once_as_far_as_it_is_due(murals, alice):
    started(made.make_sent(murals), alice, rhythm="week", times=9)

    assert [draft.starts_on for draft in drafts()] == [day(3, 16)]


def test_a_corrected_price_goes_on_from_there(murals, alice):
    mission = made.make_sent(murals)
    started(mission, alice)
    series.draft_due_missions(by=PORTAL, on=day(3, 19))
    facts = {"description": "Painting", "quantity": D("5"), "unit": "DAY", "unit_price": D("300")}
    order_lines.add_line(drafts()[0], by=as_member(alice), **facts)

    series.draft_due_missions(by=PORTAL, on=day(4, 20))

    assert drafts()[1].amount == D("1500.00")
    assert drafts()[1].orders.get().lines.get().unit_price == D("300")


def test_a_week_that_runs_into_the_next_month_opens_at_its_dates(murals, alice):
    mission = made.make_sent(murals, starts_on=day(3, 23), ends_on=day(3, 27))
    started(mission, alice, rhythm="week", times=1)

    series.draft_due_missions(by=PORTAL, on=day(3, 16))

    (draft,) = drafts()
    assert (draft.starts_on, draft.ends_on, draft.step) == (day(3, 30), day(4, 3), 2)


def test_in_a_shorter_month_the_last_day_stands_in(murals, alice):
    mission = made.make_draft(murals, starts_on=day(3, 31), ends_on=day(3, 31), days=D("1"), valid_until=day(3, 20))
    found = started(mission, alice)

    assert [series.occurrence(found, position)[0] for position in (1, 2, 3)] == [day(4, 30), day(5, 31), day(6, 30)]


def test_stopped_nothing_more_is_drafted_and_the_drafts_stay(murals, alice):
    found = started(made.make_sent(murals), alice)
    series.draft_due_missions(by=PORTAL, on=day(3, 19))

    for _click in range(2):
        series.stop_series(found, by=as_member(alice), now=made.NOW)

    assert series.draft_due_missions(by=PORTAL, on=day(5, 1)) == 0
    assert len(drafts()) == 1


def test_a_draft_thrown_away_is_not_made_again(murals, alice):
    started(made.make_sent(murals), alice)
    series.draft_due_missions(by=PORTAL, on=day(3, 19))
    missions.delete_draft(drafts()[0], by=as_member(alice))

    assert series.draft_due_missions(by=PORTAL, on=day(3, 20)) == 0


def test_one_that_cannot_go_on_stops_nobody_elses(murals, alice, eve):
    started(made.make_sent(murals), alice)
    theirs = made.make_sent(made.make_activity(eve))
    series.start_series(theirs, rhythm="month", times=1, by=as_member(eve), now=made.NOW)
    murals.state = "suspended"
    murals.save(update_fields=["state"])

    assert series.draft_due_missions(by=PORTAL, on=day(3, 19)) == 1
    assert drafts()[0].activity.membership_id == eve.pk


@pytest.mark.parametrize(
    ("wrong", "field"), [({"times": 0}, "times"), ({"times": 53}, "times"), ({"rhythm": "year"}, "rhythm")]
)
def test_wrong_numbers_are_refused(murals, alice, wrong, field):
    with pytest.raises(RuleBroken) as broken:
        started(made.make_sent(murals), alice, **wrong)

    assert broken.value.field == field


def test_only_the_member_starts_and_stops(murals, alice, eve):
    mission = made.make_sent(murals)
    with pytest.raises(NotAllowed):
        series.start_series(mission, rhythm="month", times=1, by=as_member(eve), now=made.NOW)
    found = started(mission, alice)

    with pytest.raises(NotAllowed):
        series.stop_series(found, by=made.ADVISER, now=made.NOW)


def test_another_country_has_none_of_it(murals, alice, fr):
    started(made.make_sent(murals), alice)

    with enter(fr):
        assert series.draft_due_missions(by=PORTAL, on=day(3, 19)) == 0


def test_the_pages_start_show_and_stop_it(browser, alice, eve, murals):
    mission = made.make_sent(murals)
    hers = sign_in(browser, alice.user)

    assert hers.get(at("mission_series", mission.pk)).status_code == 200
    assert hers.post(at("mission_series", mission.pk), {"rhythm": "month", "times": "60"}).status_code == 422
    answer = hers.post(at("mission_series", mission.pk), {"rhythm": "month", "times": "3"})
    page = words(hers.get(answer.url))
    assert "0 of 3 drafted" in page
    assert "Thursday 9 April 2026" in page
    found = OrderSeries.objects.get()
    assert sign_in(browser, eve.user).get(answer.url).status_code == 404
    assert browser.post(at("series_stop", found.pk)).status_code == 404
    sign_in(browser, alice.user).post(at("series_stop", found.pk))

    assert "nothing more is drafted" in words(browser.get(answer.url))
