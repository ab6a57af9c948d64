"""Joining in the browser: the five pages, what is kept, what is refused and where it says so."""

import datetime

import pytest

from members.models import Membership, Profile
from members.queries import tax_answers
from smart.foundation.tenancy import country
from tests import people
from tests.members.papers import give_all, photo

pytestmark = pytest.mark.django_db
BORN = datetime.date(1992, 3, 14)
IDENTITY = {
    "legal_first_name": "Nora",
    "legal_last_name": "Applicant",
    "birth_date_0": "14",
    "birth_date_1": "3",
    "birth_date_2": "1992",
    "nationality": "BE",
    "national_number": people.belgian_national_number(BORN, 321),
}
ADDRESS = {"street": "Example street 1", "postal_code": "1000", "city": "Brussels", "residence": "BE", "phone": ""}


@pytest.fixture
def nora(be, browser):
    user = people.make_user("Nora Applicant")
    people.sign_in(browser, user)
    return user


def begin(browser):
    return browser.post("/be/join/")


def hand_in(browser, kind, **more):
    """A photo of one paper, as a phone sends it."""
    return browser.post(f"/be/papers/{kind}/", {"front": photo(), **more})


VALID = {"expires_on_0": "31", "expires_on_1": "12", "expires_on_2": "2035"}


def test_a_stranger_signs_in_first(be, browser):
    answer = browser.get("/be/join/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=/be/join/")


def test_the_first_page_says_what_it_takes(nora, browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        answer = browser.get("/be/join/")

    assert answer.status_code == 200
    assert "Begin my application" in answer.text
    assert "30" in answer.text
    assert not Membership.objects.exists()


def test_the_whole_way_ends_as_a_member(be, nora, browser):
    assert begin(browser).headers["Location"] == "/be/join/"
    assert browser.post("/be/join/address/", ADDRESS).headers["Location"] == "/be/join/identity/"
    assert browser.post("/be/join/identity/", IDENTITY).headers["Location"] == "/be/papers/"
    assert hand_in(browser, "identity", **VALID).headers["Location"] == "/be/papers/"
    assert hand_in(browser, "account").headers["Location"] == "/be/papers/"
    iban = {"iban": "BE37 9990 0047 1128"}
    assert browser.post("/be/join/account/", iban).headers["Location"] == "/be/join/tax/"
    tax = {"family": "single", "children": "1", "withholding": "key_formula", "since": "2026-01-01"}
    assert browser.post("/be/join/tax/", tax).headers["Location"] == "/be/join/send/"
    page = browser.get("/be/join/send/")
    assert "Nora Applicant" in page.text
    assert "use agreement" in page.text
    assert browser.post("/be/join/send/", {"agreed": "on"}).headers["Location"] == "/be/"

    membership = Membership.objects.get(user=nora)
    assert membership.is_active
    with country(be):
        assert Profile.objects.get().iban == "BE37999000471128"
        assert tax_answers(membership.pk, datetime.date(2026, 2, 1))["children"] == 1


@pytest.mark.parametrize("step", ["identity", "address", "account", "tax", "send"])
def test_every_step_renders_within_its_budget(nora, browser, step, django_assert_max_num_queries):
    begin(browser)
    with django_assert_max_num_queries(20):
        answer = browser.get(f"/be/join/{step}/")

    assert answer.status_code == (302 if step == "send" else 200)


@pytest.mark.parametrize("step", ["identity", "address", "account", "tax", "send"])
def test_a_step_without_an_application_leads_to_the_beginning(nora, browser, step):
    assert browser.get(f"/be/join/{step}/").headers["Location"] == "/be/join/"


def test_wrong_input_gets_a_sentence_at_the_field_and_in_the_summary_and_nothing_is_lost(nora, browser):
    begin(browser)
    wrong = IDENTITY | {"national_number": "90.05.17-001.01", "birth_date_0": "31", "birth_date_1": "2"}

    answer = browser.post("/be/join/identity/", wrong)

    assert answer.status_code == 422
    assert answer.text.count("check digits do not fit") == 2
    assert 'href="#id_national_number"' in answer.text
    assert 'value="90.05.17-001.01"' in answer.text
    assert 'value="31"' in answer.text
    assert "2 things to correct" in answer.text


@pytest.mark.parametrize(("step", "fields"), [("identity", 5), ("address", 4), ("account", 1)])
def test_an_empty_page_names_each_missing_answer(nora, browser, step, fields):
    begin(browser)

    answer = browser.post(f"/be/join/{step}/", {})

    assert answer.status_code == 422
    assert answer.text.count('class="msg"') == fields
    assert "This field is required" not in answer.text


def test_a_wrong_tax_answer_is_named(nora, browser):
    begin(browser)

    answer = browser.post("/be/join/tax/", {"family": "many", "children": "-1", "since": "soon"})

    assert answer.status_code == 422
    assert 'value="-1"' in answer.text
    assert answer.text.count('class="msg"') >= 3


def test_a_number_of_another_member_is_refused_at_its_field(be, nora, browser):
    alice = people.make_member(be, "Alice Example")
    with country(be):
        taken = Profile.objects.get(membership_id=alice.pk).national_number
    begin(browser)

    answer = browser.post("/be/join/identity/", IDENTITY | {"national_number": taken})

    assert answer.status_code == 422
    assert "belongs to another member" in answer.text


def test_the_agreement_must_be_ticked(be, browser):
    membership = people.make_member(be, "Nora Applicant", active=False)
    people.sign_in(browser, membership.user)
    browser.post("/be/join/identity/", IDENTITY)
    browser.post("/be/join/tax/", {"family": "single", "withholding": "key_formula", "since": "2026-01-01"})
    give_all(membership)

    answer = browser.post("/be/join/send/", {})

    assert answer.status_code == 422
    assert "to go on" in answer.text
    membership.refresh_from_db()
    assert membership.state == "applied"


def test_a_member_has_nothing_to_apply_for(alice, browser):
    people.sign_in(browser, alice.user)

    assert browser.get("/be/join/").headers["Location"] == "/be/me/"


def test_extra_fields_change_nothing(be, nora, browser):
    begin(browser)
    browser.post(
        "/be/join/identity/", IDENTITY | {"state": "active", "number": "BE-1", "country": "2", "name_key": "x"}
    )

    membership = Membership.objects.get(user=nora)
    assert (membership.state, membership.number) == ("applied", "")


def test_the_page_of_progress_shows_what_is_still_to_do(nora, browser):
    begin(browser)
    browser.post("/be/join/identity/", IDENTITY)

    answer = browser.get("/be/join/")

    assert answer.status_code == 200
    assert answer.text.count("Done") == 1
    assert "Cannot start yet" in answer.text
    assert 'href="/be/join/address/"' in answer.text


def test_a_sleeping_country_takes_no_application(browser):
    people.make_country("NL")
    people.sign_in(browser, people.make_user("Nora Applicant"))

    assert browser.post("/nl/join/").status_code == 409
