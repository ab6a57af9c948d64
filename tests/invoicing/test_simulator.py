"""The public simulator page."""

import re

import pytest
from django.test import Client as Browser
from django.utils import timezone

from members.models import TaxFile
from tests.factories.invoicing import make_country, make_membership

PRICE = "/be/simulator/?known=price&amount=1250&days=5&kind=fixed_term"


def test_anybody_may_ask_without_signing_in(be):
    page = Browser().get("/be/simulator/")

    assert page.status_code == 200
    assert "What do you know?" in page.content.decode()


def test_it_answers_with_the_stairs(be):
    page = Browser().get(PRICE)

    assert page.status_code == 200
    for words in ("€1,250.00", "€81.25", "Employer contributions", "For you", "Estimate, not a contract"):
        assert words in page.content.decode()


def test_every_line_shows_its_law(be):
    page = Browser().get(PRICE).content.decode()

    assert "Social security 13.07 %" in page
    assert "since 1 January 2003" in page


def test_with_scripts_only_the_answer_comes_back(be):
    page = Browser().get(PRICE, headers={"HX-Request": "true"})

    assert "For you" in page.content.decode()
    assert "<html" not in page.content.decode()


def test_a_posted_form_answers_like_a_link(be):
    page = (
        Browser()
        .post("/be/simulator/", {"known": "price", "amount": "1250", "days": "5", "kind": "fixed_term"})
        .content.decode()
    )

    assert "€81.25" in page


@pytest.mark.parametrize(
    ("known", "amount", "words"),
    [("gross", "808.44", "€1,250"), ("net", "703.31", "€808.4")],  # tests/scenarios/be_mural.yaml, worked by hand
)
def test_it_answers_from_the_other_end_too(be, known, amount, words):
    page = Browser().get(f"/be/simulator/?known={known}&amount={amount}&days=5&kind=fixed_term").content.decode()

    assert words in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("known=price&amount=100&days=5&kind=fixed_term", "less than the legal minimum pay"),
        ("known=gross&amount=100&days=5&kind=fixed_term", "below the legal minimum"),
        ("known=price&amount=much&days=5&kind=fixed_term", "must be a number"),
        ("known=price&amount=1250&days=22&kind=fixed_term", "cannot be worked in one month"),
        ("known=price&amount=1250&days=5&kind=nothing", "has no such answer"),
        ("known=price&amount=1250&days=5&kind=fixed_term&hours=0", "must be 0.5 at least"),
        ("known=luck&amount=1250&days=5&kind=fixed_term", "has no such answer"),
    ],
)
def test_what_cannot_be_answered_is_said(be, query, sentence):
    page = Browser().get(f"/be/simulator/?{query}")

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_a_price_too_low_comes_with_what_would_pass(be):
    page = Browser().get("/be/simulator/?known=price&amount=400&days=5&kind=fixed_term")

    html = page.content.decode()
    assert page.status_code == 422
    for words in ("What would pass", "Ask the client for", "Declare 2 days", "hours each day"):
        assert words in html
    assert "known=price&amp;amount=400.00&amp;days=2&amp;kind=fixed_term" in html


def test_the_link_never_carries_the_situation(be):
    page = Browser().post(
        "/be/simulator/",
        {
            "known": "price",
            "amount": "1250",
            "days": "5",
            "kind": "fixed_term",
            "tax-shown": "tax",
            "tax-family": "partner_without_income",
            "tax-children": "3",
            "tax-disabled_children": "0",
            "tax-dependants_66": "0",
            "tax-other_dependants": "0",
            "tax-withholding": "key_formula",
        },
    )

    html = page.content.decode()
    assert "With your situation as it is known" not in html or "children=3" not in html
    assert "simulator/?known=price&amp;amount=1250.00&amp;days=5&amp;kind=fixed_term" in html


def test_a_member_finds_their_own_tax_file_in_it(be, inside):
    membership = make_membership(be)
    TaxFile.objects.create(
        membership=membership,
        since="2026-01-01",
        answers={"family": "partner_without_income", "children": 2},
        entered_at=timezone.now(),
        entered_by_id=membership.user_id,
    )
    browser = Browser()
    browser.force_login(membership.user)

    page = browser.get(PRICE).content.decode()

    assert "Filled in from your tax file" in page
    assert "Declare this mission" in page


def test_a_stranger_in_germany_is_taken_for_single_not_for_unknown(clock, db):
    """Payroll taxes a member without a tax class in class VI (EStG § 39c); a visitor wants to know the usual case."""
    make_country("DE")

    page = Browser().get("/de/simulator/?known=gross&amount=3000&days=21&kind=fixed_term").content.decode()

    assert "Computed for a single person without children" in page
    assert re.search(r'name="tax-tax_class".*?<option value="1" selected', page, re.DOTALL)


def test_a_country_without_payroll_says_so_honestly(clock, db):
    spain = make_country("ES")
    type(spain).objects.filter(pk=spain.pk).update(has_payroll=False)

    page = Browser().get("/es/simulator/?known=price&amount=1250&days=5").content.decode()

    assert "Payroll is not open yet in Spain" in page


def test_it_asks_the_database_little(be, django_assert_max_num_queries):
    browser = Browser()

    with django_assert_max_num_queries(20):
        browser.get(PRICE)


@pytest.mark.parametrize("language", ["fr", "de", "sv"])
def test_a_link_is_read_the_same_in_every_language(be, language):
    page = Browser().get(
        "/be/simulator/?known=price&amount=1250.50&days=5&kind=fixed_term", headers={"Accept-Language": language}
    )

    assert page.status_code == 200


def test_countries_stand_side_by_side_in_the_same_answer(be):
    page = Browser().get(f"{PRICE}&compare=on", headers={"HX-Request": "true"}).content.decode()

    assert "The same price elsewhere" in page
    assert "Belgium" in page


def test_what_is_still_empty_while_a_person_types_is_no_mistake(be):
    typed = {"known": "price", "amount": "1250", "days": "", "kind": "fixed_term"}

    page = Browser().post("/be/simulator/", typed, headers={"HX-Request": "true"})
    pressed = Browser().post("/be/simulator/", {**typed, "show": "yes"}, headers={"HX-Request": "true"})

    assert page.status_code == 200
    assert "Fill in the amount and the days." in page.content.decode()
    assert pressed.status_code == 422
    assert "Fill in “Days of work in one month”." in pressed.content.decode()


def test_a_refusal_while_typing_leaves_the_focus_where_it_is(be):
    typed = {"known": "price", "amount": "400", "days": "5", "kind": "fixed_term"}

    page = Browser().post("/be/simulator/", typed, headers={"HX-Request": "true"}).content.decode()
    pressed = (
        Browser().post("/be/simulator/", {**typed, "show": "yes"}, headers={"HX-Request": "true"}).content.decode()
    )

    assert "less than the legal minimum pay" in page
    assert "data-focus" not in page
    assert "data-focus" in pressed


def test_a_visitor_is_asked_what_a_member_would_know(clock, db):
    make_country("ES")

    page = Browser().get("/es/simulator/?known=price&amount=1250&days=5&kind=fixed_term").content.decode()

    assert "Pay expected under this contract" in page
    assert "Contribution group" not in page


def test_another_kind_shows_its_questions_open(be):
    before = {"known": "price", "amount": "1250", "days": "5", "work-shown": "fixed_term"}

    page = Browser().post("/be/simulator/", {**before, "kind": "student"}).content.decode()
    same = Browser().post("/be/simulator/", {**before, "kind": "fixed_term"}).content.decode()

    assert re.search(r"<details open><summary>About the work", page)
    assert re.search(r"<details><summary>About the work", same)


def test_who_presses_the_button_sees_the_answer(be):
    typed = {"known": "price", "amount": "1250", "days": "5", "kind": "fixed_term"}

    pressed = Browser().post("/be/simulator/", {**typed, "show": "yes"}, headers={"HX-Request": "true"})
    typing = Browser().post("/be/simulator/", typed, headers={"HX-Request": "true"})

    assert pressed.headers["HX-Reswap"] == "innerHTML show:#answer:top"
    assert "HX-Reswap" not in typing.headers
