"""Joining from the browser: five parts, the agreement, and membership at once or after an adviser."""

import datetime
from typing import Any

import pytest
from django.test import Client as Browser

from countries.models import Country
from members.models import Consent, Membership, Notification, Profile, ShareSubscription, TaxFile, User
from members.states import MembershipState
from smart.foundation.tenancy import country
from tests import people

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


def test_a_person_joins_in_five_parts_and_is_a_member_at_once_where_no_meeting_is_needed(
    ada_browser: Browser, ada: User, be: Country
) -> None:
    _fill_in(ada_browser)

    answer = ada_browser.post("/be/join/send/", {"agreed": "on"})

    membership = Membership.objects.get(user=ada)
    assert answer.status_code == 302
    assert membership.state == MembershipState.ACTIVE
    assert membership.number == f"BE-{membership.pk:06d}"
    with country(be):
        profile = Profile.objects.get()
        assert profile.legal_name == "Ada Example"
        assert profile.iban == ACCOUNT["iban"]
        assert profile.birth_date == BORN
        assert TaxFile.objects.get().answers["family"] == "single"
        assert ShareSubscription.objects.get().nominal == 30
        assert Consent.objects.get().ip == "127.0.0.1"
        assert Notification.objects.get(user=ada).event == "membership_active"


def test_where_a_meeting_is_compulsory_the_application_waits_and_advisers_are_told(browser: Browser) -> None:
    germany = people.make_country("DE")
    adviser = people.make_staff(germany, "adviser", "Greta Beraterin")
    member = people.make_member(germany, "Max Beispiel", active=False)
    with country(germany):
        profile = Profile.objects.get()
        profile.nationality, profile.national_number = "DE", "36574261809"  # the example number of python-stdnum
        profile.save()
    people.sign_in(browser, member.user)
    tax = browser.post("/de/join/tax/", {"since": "2024-01-01"})
    assert tax.status_code == 302, tax.content.decode()[-2500:]

    answer = browser.post("/de/join/send/", {"agreed": "on"}, follow=True)

    member.refresh_from_db()
    assert member.state == MembershipState.APPLIED
    assert answer.status_code == 200
    with country(germany):
        assert Notification.objects.get(user=adviser).event == "application_received"


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


def test_a_national_number_another_member_has_is_refused_at_its_field(ada_browser: Browser, be: Country) -> None:
    other = people.make_member(be, "Other Example")
    with country(be):
        taken = Profile.objects.get(membership_id=other.pk).national_number
    ada_browser.post("/be/join/")

    answer = ada_browser.post("/be/join/identity/", {**IDENTITY, "national_number": taken})

    assert answer.status_code == 422
    assert "national_number" in answer.context["form"].errors


def test_sending_needs_the_agreement_to_be_accepted(ada_browser: Browser, ada: User) -> None:
    _fill_in(ada_browser)

    answer = ada_browser.post("/be/join/send/", {}, follow=True)

    assert "use agreement" in answer.content.decode()
    assert Membership.objects.get(user=ada).state == MembershipState.APPLIED


def test_sending_twice_makes_one_member_one_share_and_one_consent(ada_browser: Browser, be: Country) -> None:
    _fill_in(ada_browser)

    ada_browser.post("/be/join/send/", {"agreed": "on"})
    ada_browser.post("/be/join/send/", {"agreed": "on"})

    with country(be):
        assert ShareSubscription.objects.count() == 1
        assert Consent.objects.count() == 1


def test_a_stranger_signs_in_first(browser: Browser, be: Country) -> None:
    answer = browser.get("/be/join/identity/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/be/join/identity/")


def test_a_sleeping_country_takes_nobody(browser: Browser) -> None:
    people.make_country("HU")
    people.sign_in(browser, people.make_user("Ada Example"))

    answer = browser.post("/hu/join/")

    assert answer.status_code == 409
    assert not Membership.objects.exists()


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
