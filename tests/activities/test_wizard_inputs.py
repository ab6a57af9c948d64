"""How much a person must type for a new mission: counted over the pages as they are shown."""

import re
import uuid
from html import unescape

import pytest

from activities.models import Mission
from countries.addresses import country_url
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import sign_in

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<(?:div|fieldset) class="field[^"]*".*?(?=<(?:div|fieldset) class="field|</form>)', re.DOTALL)


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


def open_fields(page):
    """The required fields of a page that nothing is filled in for yet, by name."""
    found = []
    for block in FIELD.findall(unescape(page.content.decode())):
        names = re.findall(r'name="([a-z_]+)"', block)
        if not names or "(optional)" in block:
            continue
        if 'type="radio"' in block or "<select" in block:
            is_answered = bool(re.search(r"\b(?:checked|selected)\b", block))
        elif "<textarea" in block:
            is_answered = bool(re.search(r"<textarea[^>]*>\s*[^<\s]", block))
        else:
            is_answered = bool(re.search(r'<input[^>]* value="[^"]', block))
        found += [] if is_answered else [names[0]]
    return found


TYPED = {
    "title": "Mural in the playground",
    "description": "Painting a mural of 40 m2 with the pupils.",
    "starts_on": "2026-03-09",
    "function": "Muralist",
    "has_risks": "no",
    "amount": "1250",
    "contact_name": "Greet Klant",
}


def prefilled(page):
    """What the page would send back untouched."""
    html = unescape(page.content.decode())
    found = dict(re.findall(r'<input type="(?:text|email|date|time)"[^>]*name="([a-z_]+)"[^>]* value="([^"]*)"', html))
    found |= dict(re.findall(r'<input type="radio" name="([a-z_]+)" value="([^"]*)"[^>]*checked', html))
    for name, body in re.findall(r'<select name="([a-z_]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found |= {name: chosen.group(1)} if chosen else {}
    return found


def walk(hers, client):
    """Fill in only what is open; return the names of what had to be typed or chosen."""
    page = hers.get(at("mission_start"))
    asked = open_fields(page)
    if "No known client shown" in words(page):
        asked += ["q", "client"]
    start = {"submission_id": str(uuid.uuid4()), "work_setting": "agreed", "client": str(client.pk)}
    hers.post(at("mission_start"), start | {name: TYPED[name] for name in ("title", "description")})
    mission = Mission.objects.latest("id")
    for step in (2, 3, 4):
        page = hers.get(at("mission_step", mission.pk, step))
        mine = open_fields(page)
        extra = {"days": "5"} if step == 2 else {}
        answer = hers.post(
            at("mission_step", mission.pk, step), prefilled(page) | {name: TYPED[name] for name in mine} | extra
        )
        assert answer.status_code == 302, words(answer)
        asked += [*mine, *extra]
    return mission, asked


def test_a_first_mission_asks_at_most_twelve_things(browser, alice, murals):
    client = made.make_client()
    mission, asked = walk(sign_in(browser, alice.user), client)

    assert len(asked) <= 12
    assert sorted(asked) == sorted(
        ["title", "description", "q", "client", "starts_on", "days", "function", "has_risks", "amount", "contact_name"]
    )
    assert (str(mission.city), str(mission.client)) == ("", client.name)  # as it was before the pages were sent
    mission.refresh_from_db()
    assert (mission.city, str(mission.ends_on)) == ("Gent", "2026-03-13")


def test_a_member_with_a_habit_is_asked_less(browser, alice, murals):
    client = made.make_client()
    made.make_sent(murals, client)

    _mission, asked = walk(sign_in(browser, alice.user), client)

    assert "function" not in asked
    assert "contact_name" not in asked
    assert len(asked) <= 8


def test_days_or_last_day_is_enough(browser, alice, murals):
    mission = made.make_draft(murals)
    hers = sign_in(browser, alice.user)
    page = {"starts_on": "2026-04-01", "start_time": "09:00", "city": "Gent", "place": "BE"}

    hers.post(at("mission_step", mission.pk, 2), page | {"ends_on": "2026-04-08", "days": ""})

    mission.refresh_from_db()
    assert mission.days == 5  # Easter Monday is no working day
    refused = hers.post(at("mission_step", mission.pk, 2), page | {"ends_on": "", "days": ""})
    assert "Enter the last day of work, or the number of days." in words(refused)
