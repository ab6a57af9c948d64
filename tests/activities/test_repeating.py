"""Like last time: a mission is declared again with few inputs and few taps, once, and never with a date of its own making."""

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Mission
from activities.rules import mission_days, repeating
from countries.addresses import country_url
from countries.calendars import WorkingCalendar
from smart.foundation.errors import Conflict, RuleBroken
from tests.activities.reading import values, words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
BELGIUM = WorkingCalendar("BE")
INPUT = re.compile(r"<(input|select|textarea)\b[^>]*>")


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


def day(month, number):
    return datetime.date(2026, month, number)


@pytest.fixture
def hers(browser, alice):
    return sign_in(browser, alice.user)


@pytest.fixture
def mural(murals):
    """Five days, Monday to Friday, for 1,250 euros, sent."""
    return made.make_sent(murals)


def typed(**changes):
    return {"submission_id": str(uuid.uuid4()), "starts_on": "2026-04-13", "action": "send", "amount": "1250"} | changes


def visible_inputs(page):
    """What a person can type into on a page, hidden fields and buttons left out."""
    main = values(page).split("<main", 1)[1].split("</main>", 1)[0]
    found = [tag.group(0) for tag in INPUT.finditer(main)]
    return [tag for tag in found if 'type="hidden"' not in tag]


def test_the_page_has_at_most_four_inputs_and_one_to_fill_in(hers, mural):
    page = hers.get(at("mission_repeat", mural.pk))

    inputs = visible_inputs(page)
    names = [re.search(r'name="([^"]+)"', tag).group(1) for tag in inputs]
    assert names == ["starts_on", "ends_on", "days", "amount"]
    open_ones = [name for name, tag in zip(names, inputs, strict=True) if " value=" not in tag]
    assert open_ones == ["starts_on", "ends_on", "days"]
    assert words(page).count("(optional)") == 2


def test_from_today_it_is_sent_in_eight_taps(hers, mural):
    """Tap the link, tap the first day and choose it (two taps), tap Send: four, with three left for another price."""
    today = hers.get(country_url("be", "home"))
    assert "Like last time: Mural in the covered playground for Voorbeeldschool" in words(today)
    assert at("mission_repeat", mural.pk) in values(today)
    page = hers.get(at("mission_repeat", mural.pk))
    key = re.search(r'name="submission_id" value="([^"]+)"', values(page)).group(1)

    answer = hers.post(at("mission_repeat", mural.pk), typed(submission_id=key))

    again = Mission.objects.latest("id")
    assert answer.url == at("mission_detail", again.pk)
    assert (again.state, again.starts_on, again.ends_on) == ("submitted", day(4, 13), day(4, 17))
    assert (again.days, again.amount, again.title) == (made.D("5.00"), made.D("1250.00"), mural.title)
    assert made.order_of(again).contact_email == "greet@school.example"


def test_a_double_tap_is_one_mission(hers, mural):
    once = typed()

    first, second = (hers.post(at("mission_repeat", mural.pk), once) for _ in range(2))

    assert first.url == second.url
    assert Mission.objects.count() == 2


def test_the_same_form_with_other_answers_is_refused(hers, mural):
    once = typed()
    hers.post(at("mission_repeat", mural.pk), once)

    answer = hers.post(at("mission_repeat", mural.pk), once | {"amount": "1300"})

    assert answer.status_code == 409
    assert Mission.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": ""}, "Fill in “First day of work”."),
        ({"starts_on": "2026-04-28"}, "a mission stays within one month"),
        ({"ends_on": "2026-04-01"}, "is before the first day"),
        ({"amount": "a lot"}, "must be a number"),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_what_is_typed(hers, mural, changes, sentence):
    answer = hers.post(at("mission_repeat", mural.pk), typed(**changes))

    assert answer.status_code == 422
    assert words(answer).count(sentence) == 2
    assert not Mission.objects.filter(state="submitted").exclude(pk=mural.pk).exists()


def test_too_late_leads_to_what_is_still_possible(hers, mural):
    answer = hers.post(at("mission_repeat", mural.pk), typed(starts_on="2026-02-20"))

    draft = Mission.objects.latest("id")
    assert answer.url == at("mission_late", draft.pk)
    assert draft.state == "draft"


def test_change_goes_on_in_the_wizard_with_a_draft(hers, mural):
    answer = hers.post(at("mission_repeat", mural.pk), typed(action="step-3"))

    assert answer.url == at("mission_step", Mission.objects.latest("id").pk, 3)


def test_a_stranger_repeats_nothing(browser, eve, mural):
    theirs = sign_in(browser, eve.user)

    assert theirs.get(at("mission_repeat", mural.pk)).status_code == 404
    assert theirs.post(at("mission_repeat", mural.pk), typed()).status_code == 404


def test_a_client_that_is_blocked_since_must_be_chosen_anew(murals, mural, alice):
    type(mural.client).objects.filter(pk=mural.client_id).update(blocked_reason="Does not pay")

    with pytest.raises(RuleBroken) as refused:
        repeating.repeat_with_days(
            Mission.objects.select_related("client", "activity__membership__user").get(pk=mural.pk),
            submission_id=uuid.uuid4(),
            starts_on=day(4, 13),
            by=as_member(alice),
        )

    assert (refused.value.code, refused.value.params["step"]) == ("client_missing", 1)


def test_sent_with_other_days_is_a_conflict(mural, alice):
    key = uuid.uuid4()
    again = repeating.repeat_with_days(mural, submission_id=key, starts_on=day(4, 13), by=as_member(alice))
    made.missions.send_mission(again, by=as_member(alice), now=made.NOW)

    with pytest.raises(Conflict):
        repeating.repeat_with_days(mural, submission_id=key, starts_on=day(4, 20), by=as_member(alice))


def test_lengths_follow_the_working_days_of_the_country():
    week = Mission(starts_on=day(3, 9), ends_on=day(3, 13), days=made.D("5"))
    weekend = Mission(starts_on=day(3, 14), ends_on=day(3, 15), days=made.D("2"))

    # Wednesday 1 April 2026: Easter Monday is the 6th, so five working days end on Wednesday 8
    assert mission_days.same_length(week, first=day(4, 1), calendar=BELGIUM) == (day(4, 8), made.D("5"))
    assert mission_days.same_length(weekend, first=day(4, 18), calendar=BELGIUM) == (day(4, 19), made.D("2"))
    assert mission_days.working_days_between(day(4, 1), day(4, 8), calendar=BELGIUM) == 5
    assert mission_days.last_of(day(4, 1), made.D("2.5"), calendar=BELGIUM) == day(4, 3)


def test_the_page_costs_the_same_however_many_missions(hers, murals, mural):
    costs = []
    for more in (5, 45):
        made.fast_missions(murals, more)
        hers.get(at("mission_repeat", mural.pk))
        with CaptureQueriesContext(connection) as asked:
            hers.get(at("mission_repeat", mural.pk))
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 24
