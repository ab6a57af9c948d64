"""“Turn income into a contract” in the browser, with and without scripts."""

import datetime

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
