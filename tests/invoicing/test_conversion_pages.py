"""“Turn income into a contract” in the browser, with and without scripts."""

import datetime
import re

import pytest
from django.test import Client as Browser

from activities.models import Contract
from invoicing.rules import invoices
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_country_without_payroll, make_mission
from tests.people import make_member, make_staff, sign_in

TODAY = datetime.date(2026, 11, 10)
FACTS = {
    "kind": "fixed_term",
    "days": ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"],
    "hours": "7.6",
    "start_time": "09:00",
    "budget": "1168.75",
}


@pytest.fixture
def alice(be):
    return make_member(be, "Alice Example")


@pytest.fixture
def activity(be, alice):
    with enter(be):
        activity = make_activity(be, alice)
        invoices.invoice_mission(make_mission(activity), on=TODAY, by=PORTAL)
        return activity


@pytest.fixture
def browser(alice):
    return sign_in(Browser(), alice.user)


def _address(activity):
    return f"/be/activities/{activity.pk}/convert/"


def test_the_form_proposes_the_days_and_what_the_mission_credited(browser, activity):
    page = browser.get(_address(activity)).content.decode()

    assert 'value="1,168.75"' in page
    assert page.count("checked") == 5
    assert "Monday 16 November 2026" in page


def test_the_preview_shows_the_stairs_and_changes_nothing(be, browser, activity):
    page = browser.post(_address(activity), {**FACTS, "preview": "yes"})

    text = page.content.decode()
    assert page.status_code == 200
    for words in ("The client pays", "The cooperative", "Gross pay", "For you", "Make this contract"):
        assert words in text
    with enter(be):
        assert not Contract.objects.exists()


def test_with_scripts_only_the_answer_comes_back(browser, activity):
    page = browser.post(_address(activity), {**FACTS, "preview": "yes"}, headers={"HX-Request": "true"})

    assert "For you" in page.content.decode()
    assert "<html" not in page.content.decode()


def test_the_contract_is_made_and_shown(be, browser, activity):
    page = browser.post(_address(activity), {**FACTS, "convert": "yes"})

    with enter(be):
        contract = Contract.objects.get()
    assert page.status_code == 302
    assert page.url == f"/be/contracts/{contract.pk}/"
    assert contract.state == "submitted"


def test_pressing_twice_makes_one_contract(be, browser, activity):
    browser.post(_address(activity), {**FACTS, "convert": "yes"})

    again = browser.post(_address(activity), {**FACTS, "convert": "yes"})

    assert again.status_code == 422
    with enter(be):
        assert Contract.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"budget": "9999.00"}, "less than the budget of €9,999.00"),
        ({"budget": "200.00"}, "below the legal minimum"),
        ({"budget": "a lot"}, "must be a number"),
        ({"days": []}, "Choose at least one answer"),
        ({"days": ["2026-11-23"]}, "has no such answer"),
        ({"hours": "25"}, "it can be 24 at most"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(be, browser, activity, changed, sentence):
    page = browser.post(_address(activity), {**FACTS, **changed, "convert": "yes"})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    with enter(be):
        assert not Contract.objects.exists()


def test_several_missions_are_chosen_first(be, browser, activity):
    with enter(be):
        other = make_mission(activity, title="A second wall")

    choice = browser.get(_address(activity)).content.decode()
    form = browser.get(f"{_address(activity)}?mission={other.pk}").content.decode()

    assert "A second wall" in choice
    assert f"?mission={other.pk}" in choice
    assert "Budget to use" in form


def test_without_a_confirmed_mission_the_page_says_so(be, alice, browser):
    with enter(be):
        empty = make_activity(be, alice)

    assert "No confirmed mission" in browser.get(_address(empty)).content.decode()


def test_a_stranger_gets_404(be, activity):
    stranger = sign_in(Browser(), make_member(be, "Eve Stranger").user)

    assert stranger.get(_address(activity)).status_code == 404


def test_an_adviser_helps_where_payroll_is_not_open(db, clock):
    spain = make_country_without_payroll("ES")
    with enter(spain):
        client = make_client(place="ES", language="es")
        activity = make_activity(spain, make_member(spain, "Carla Ejemplo"))
        mission = make_mission(activity, client=client, place="ES")
        invoices.invoice_mission(mission, on=TODAY, by=PORTAL)
    browser = sign_in(Browser(), make_staff(spain, "adviser", "Hugo Asesor"))

    page = browser.get(f"/es/staff/activities/{activity.pk}/convert/").content.decode()

    assert "Payroll is not open yet in Spain" in page
    assert "Gross pay agreed" in page


def test_a_change_after_the_numbers_were_shown_is_noticed_before_the_contract(be, browser, activity):
    shown = browser.post(_address(activity), {**FACTS, "preview": "yes"}).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', shown)[1]

    page = browser.post(_address(activity), {**FACTS, "budget": "1000.00", "seen": seen, "convert": "yes"})

    assert page.status_code == 200
    assert "You changed something after these numbers were shown" in page.content.decode()
    with enter(be):
        assert not Contract.objects.exists()


def test_the_numbers_seen_are_those_of_the_contract(be, browser, activity):
    shown = browser.post(_address(activity), {**FACTS, "preview": "yes"}).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', shown)[1]

    page = browser.post(_address(activity), {**FACTS, "seen": seen, "convert": "yes"})

    assert page.status_code == 302
    with enter(be):
        assert seen.split()[1] == str(Contract.objects.get().gross)


def test_another_kind_brings_its_questions_and_takes_the_old_numbers_away(browser, activity):
    headers = {"HX-Request": "true", "HX-Target": "work"}

    page = browser.post(_address(activity), {**FACTS, "kind": "student"}, headers=headers).content.decode()

    assert "Hours left in your student quota" in page
    assert 'id="answer" data-hx-swap-oob="innerHTML"' in page


def test_hours_are_shown_as_people_write_them(be, alice, browser, activity):
    page = browser.get(_address(activity), headers={"Accept-Language": "de"}).content.decode()

    assert re.search(r'name="hours" value="7[.,]6"', page)
