"""The public simulator page."""

import pytest
from django.test import Client as Browser

from tests.factories.invoicing import make_country


def test_anybody_may_ask_without_signing_in(be):
    page = Browser().get("/be/simulator/")

    assert page.status_code == 200
    assert "The client pays, before VAT" in page.content.decode()


def test_it_answers_with_the_stairs(be):
    page = Browser().get("/be/simulator/?price=1250&days=5&kind=fixed_term")

    assert page.status_code == 200
    for words in ("€1,250.00", "€81.25", "Employer contributions", "For you", "An estimate by the rules"):
        assert words in page.content.decode()


def test_with_scripts_only_the_answer_comes_back(be):
    page = Browser().get("/be/simulator/?price=1250&days=5&kind=fixed_term", headers={"HX-Request": "true"})

    assert "For you" in page.content.decode()
    assert "<html" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("price=100&days=5&kind=fixed_term", "below the legal minimum"),
        ("price=much&days=5&kind=fixed_term", "must be a number"),
        ("price=1250&days=22&kind=fixed_term", "cannot be worked in one month"),
        ("price=1250&days=5&kind=nothing", "has no such answer"),
    ],
)
def test_what_cannot_be_answered_is_said(be, query, sentence):
    page = Browser().get(f"/be/simulator/?{query}")

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_a_country_without_payroll_says_so_honestly(clock, db):
    make_country("ES")

    page = Browser().get("/es/simulator/?price=1250&days=5").content.decode()

    assert "Payroll is not open yet in Spain" in page


def test_it_asks_the_database_little(be, django_assert_max_num_queries):
    browser = Browser()

    with django_assert_max_num_queries(15):
        browser.get("/be/simulator/?price=1250&days=5&kind=fixed_term")
