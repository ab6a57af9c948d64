"""What a stranger reads before joining: every margin, an example on the stairs, the promise, papers, whom to ask."""

import pytest
import time_machine

from countries.models import Country
from smart.foundation.tenancy import country
from smart.views.public import example
from tests import people

pytestmark = pytest.mark.django_db
OPEN = ["AT", "BE", "DE", "ES", "FR", "IT", "SE"]


def test_the_costs_page_lists_every_open_country_with_every_margin(browser):
    for code in OPEN:
        people.make_country(code)

    page = browser.get("/costs/")

    assert page.status_code == 200
    for each in Country.objects.all():
        assert f"/{each.slug}/about/" in page.text
    assert "6.5" in page.text  # the fee of Belgium (smartbe.be)
    assert "6.1" in page.text  # its margin in the employment budget


def test_a_country_tells_its_price_and_its_promise(be, browser):
    page = browser.get("/be/about/").text

    for words in (
        "6.5",
        "6.1",
        "16",
        "stay in common",
        "Identity card or passport",
        "Become a member",
        "7 working days",
    ):
        assert words in page, words
    assert page.count("<h1") == 1


def test_germany_says_that_a_session_comes_first(browser):
    people.make_country("DE")

    page = browser.get("/de/about/").text

    assert "You come to an information session" in page
    assert "within one working day" in page


@pytest.mark.parametrize("code", OPEN)
def test_every_open_country_has_an_example_whose_stairs_end_at_the_net(code):
    where = people.make_country(code)
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False), country(where):
        answer = example(where, on=where.today())

    if where.has_payroll:
        assert answer is not None
        assert answer.fall.net == answer.net
        assert 0 < answer.net < answer.fall.total


def test_a_country_that_sleeps_has_no_such_page(browser):
    people.make_country("NL")

    assert browser.get("/nl/about/").status_code == 404
    assert browser.get("/about/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "de", "sv"])
def test_the_language_one_chose_is_kept(be, browser, language):
    browser.post("/i18n/setlang/", {"language": language, "next": "/be/about/"})

    assert f'<html lang="{language}"' in browser.get("/be/about/").text


def test_the_page_asks_the_database_little(be, browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        browser.get("/be/about/")
