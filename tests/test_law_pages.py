"""Staff read the law the portal computes with: dated, with its source, and what must be renewed."""

import datetime

import pytest
import time_machine
from django.test import Client as Browser

from countries import law_book, registry
from tests import people
from tests.factories.invoicing import make_country

NOVEMBER = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture
def belgium(db):
    with time_machine.travel(NOVEMBER, tick=False):
        yield make_country("BE")


@pytest.fixture
def browser(belgium):
    return people.sign_in(Browser(), people.make_staff(belgium, "payroll"))


def test_every_value_stands_with_its_day_and_source(browser):
    page = browser.get("/be/staff/law/").content.decode()

    assert "Guaranteed average minimum monthly income" in page
    assert "CCT 43/17" not in page  # an older step
    assert "Renew by" in page


def test_the_past_can_be_looked_up(browser):
    page = browser.get("/be/staff/law/?on=2024-06-01&word=minimum_wage").content.decode()

    assert "€2,070.48" in page


def test_what_must_be_renewed_is_a_list_of_its_own(browser):
    everything = law_book.rows("BE", on=NOVEMBER.date())

    page = browser.get("/be/staff/law/?show=due").content.decode()

    assert law_book.due("BE", on=NOVEMBER.date()) == sum(row.is_due for row in everything) > 0
    assert "Guaranteed average minimum monthly income" in page


def test_what_nobody_verified_is_marked(browser):
    page = browser.get("/be/staff/law/?show=unsure").content.decode()

    assert "From one other source, or derived" in page


def test_a_value_opens_its_history(browser):
    page = browser.get("/be/staff/law/minimum_wage/").content.decode()

    assert page.index("Since 1 July 2026") < page.index("Since 1 May 2024")
    assert "CCT 43/17" in page


def test_what_members_may_claim_stands_there_too(browser):
    page = browser.get("/be/staff/law/?word=tariff.mileage").content.decode()
    history = browser.get("/be/staff/law/tariff.mileage/").content.decode()

    assert "0.4326 EUR" in page  # an amount below the cent is not rounded for show
    assert "Believed, not read in the source" in page
    assert "circular no 737" in history


def test_nothing_found_says_the_way_back(browser):
    page = browser.get("/be/staff/law/?word=unicorn").content.decode()

    assert "No value fits these filters" in page


def test_a_key_that_does_not_exist_is_not_found(browser):
    assert browser.get("/be/staff/law/unicorn/").status_code == 404


@pytest.mark.parametrize("path", ["/be/staff/law/", "/be/staff/law/minimum_wage/"])
def test_members_and_strangers_do_not_see_it(belgium, path):
    member = people.sign_in(Browser(), people.make_user("Lina Example"))

    assert member.get(path).status_code == 404
    assert Browser().get(path).status_code == 302


def test_a_country_without_a_pack_says_where_its_rates_are(belgium, browser):
    assert law_book.rows("XX", on=NOVEMBER.date()) == []


def test_the_desk_counts_what_must_be_renewed(browser):
    assert "Legal values to renew" in browser.get("/be/staff/").content.decode()


@pytest.mark.parametrize("code", ["AT", "BE", "DE", "ES", "FR", "IT", "SE"])
def test_tariffs_of_the_year_are_to_be_renewed_from_november_on(code):
    last, first = datetime.date(2026, 10, 31), datetime.date(2026, 11, 1)

    assert law_book.due_tariffs(code, on=last) == 0
    assert law_book.due_tariffs(code, on=first) > 0


def test_accounting_reads_which_tariffs_to_renew(belgium):
    books = people.sign_in(Browser(), people.make_staff(belgium, "accounting"))

    home = books.get("/be/staff/").content.decode()
    page = books.get("/be/staff/law/?show=due&word=tariff.").content.decode()

    assert "Expense tariffs to renew" in home
    assert "Legal values to renew" not in home  # payroll's
    assert "tariff.mileage" in page
    assert "minimum_wage" not in page


@pytest.mark.parametrize("code", registry.codes())
def test_every_country_can_be_read(code):
    for row in law_book.rows(code, on=NOVEMBER.date()):
        assert row.value is None or row.value.lines
        assert row.value is None or row.value.source
