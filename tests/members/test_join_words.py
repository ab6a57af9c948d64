"""Joining in any language, and nothing typed is ever lost on the way."""

import datetime
from typing import Any

import pytest
from django.test import Client as Browser

from countries.models import Country
from members.models import Membership, User
from tests import people
from tests.members.papers import give_all

pytestmark = pytest.mark.django_db

BORN = datetime.date(1991, 3, 12)
IDENTITY = {
    "legal_first_name": "Ada",
    "legal_last_name": "Example",
    "birth_date_0": "12",
    "birth_date_1": "3",
    "birth_date_2": "1991",
    "nationality": "BE",
    "national_number": people.belgian_national_number(BORN, 123),
}
ADDRESS = {"street": "Example street 1", "postal_code": "1000", "city": "Somewhere", "residence": "BE", "phone": ""}
ACCOUNT = {"iban": people.belgian_iban(77)}
AGREEMENT_WORDS = {
    "de": "Genossenschaft",
    "en": "cooperative",
    "es": "cooperativa",
    "fr": "coopérative",
    "it": "cooperativa",
    "nl": "coöperatie",
    "sv": "kooperativ",
}
TAX = {"family": "single", "children": "0", "withholding": "key_formula", "since": "2024-01-01"}


@pytest.fixture
def ada(be: Country) -> User:
    return people.make_user("Ada Example")


@pytest.fixture
def ada_browser(browser: Browser, ada: User) -> Browser:
    return people.sign_in(browser, ada)


def _fill_in(browser: Browser) -> None:
    steps: list[tuple[str, dict[str, str]]] = [
        ("", {}),
        ("identity/", IDENTITY),
        ("address/", ADDRESS),
        ("account/", ACCOUNT),
        ("tax/", TAX),
    ]
    for path, answers in steps:
        answer = browser.post(f"/be/join/{path}", answers)
        assert answer.status_code == 302, (path, answer.content.decode()[-3000:])
    give_all(Membership.objects.get())


def test_the_steps_show_what_is_done_and_nothing_is_lost_between_visits(ada_browser: Browser) -> None:
    ada_browser.post("/be/join/")
    ada_browser.post("/be/join/identity/", IDENTITY)

    overview = ada_browser.get("/be/join/").content.decode()
    again = ada_browser.get("/be/join/identity/").content.decode()

    assert "Done" in overview
    assert "To do" in overview
    assert 'value="Ada"' in again
    assert 'value="1991"' in again


@pytest.mark.parametrize(
    ("path", "typed", "sentence", "kept"),
    [
        ("identity/", {**IDENTITY, "national_number": "91.03.12-123.00"}, "number", "91.03.12-123.00"),
        ("identity/", {**IDENTITY, "legal_last_name": ""}, "Family name", 'value="Ada"'),
        ("identity/", {**IDENTITY, "birth_date_2": "2999"}, "Date of birth", 'value="2999"'),
        ("account/", {"iban": "BE00 0000 0000 0000"}, "IBAN", "BE00 0000 0000 0000"),
        ("address/", {**ADDRESS, "street": "", "city": "Somewhere else"}, "Street", "Somewhere else"),
        ("tax/", {**TAX, "children": "99"}, "Dependent children", 'value="99"'),
    ],
)
def test_wrong_input_is_said_at_the_field_and_in_the_summary_and_nothing_typed_is_lost(
    ada_browser: Browser, path: str, typed: dict[str, str], sentence: str, kept: str
) -> None:
    ada_browser.post("/be/join/")

    answer = ada_browser.post(f"/be/join/{path}", typed)

    html = answer.content.decode()
    assert answer.status_code == 422
    errors = [str(each) for each in answer.context["form"].errors.values()]
    assert any(sentence in each for each in errors), errors
    said = next(iter(answer.context["form"].errors.values()))[0]
    assert html.count(_escaped(said)) == 2
    assert kept in html
    assert "<title>Error: " in html


@pytest.mark.parametrize("language", ["fr", "nl", "de", "es", "it", "sv", "en"])
def test_the_agreement_is_shown_in_the_language_of_the_reader(browser: Browser, be: Country, language: str) -> None:
    people.sign_in(browser, people.make_user("Ada Example", language=language))
    _fill_in(browser)

    html = browser.get("/be/join/send/").content.decode()

    assert f'<html lang="{language}"' in html
    assert AGREEMENT_WORDS[language] in html


def _escaped(text: Any) -> str:
    from django.utils.html import escape

    return escape(str(text))
