"""The client answers behind a signed link: in their language, without an account, once."""

import datetime

import pytest

from activities.models import Mission, Order
from activities.rules import missions, orders
from countries.addresses import country_url
from smart.foundation.actors import PORTAL
from tests.activities.reading import values, words
from tests.factories import activities as made
from tests.people import make_member, sign_in

pytestmark = pytest.mark.django_db
ACCEPT = {"accept-name": "Greet Klant", "accept-agreed": "on", "accept-purchase_order": "PO-7"}


@pytest.fixture
def mission(murals):
    return made.make_sent(murals)


@pytest.fixture
def token(mission):
    return orders.order_token(made.order_of(mission))


def at(name, *args, where="be"):
    return country_url(where, f"activities:{name}", *args)


def test_the_order_is_shown_without_an_account(browser, token):
    page = browser.get(at("order_client", token))

    assert page.status_code == 200
    text = words(page)
    assert "Alice Example" in text
    assert "1.250,00" in text  # Dutch, the client's language
    assert 'lang="nl"' in values(page)


@pytest.mark.parametrize(("language", "amount"), [("en", "€1,250.00"), ("fr", "1 250,00"), ("de", "1.250,00")])
def test_the_reader_may_choose_another_language(browser, token, language, amount):
    page = browser.get(f"{at('order_client', token)}?language={language}")

    assert f'<html lang="{language}">' in values(page)
    assert amount in words(page).replace("\u202f", " ").replace("\xa0", " ")


def test_accepted_with_name_and_tick_the_proof_is_kept(browser, mission, token):
    answer = browser.post(f"{at('order_answer', token, 'accept')}?language=en", ACCEPT, REMOTE_ADDR="192.0.2.44")

    order = Order.objects.get()
    assert answer.url == f"{at('order_client', token)}?language=en"
    assert (order.state, order.answered_by, order.answered_from) == ("accepted", "Greet Klant", "192.0.2.44")
    assert "the answer is recorded" in words(browser.get(answer.url))


def test_answered_twice_the_first_answer_is_shown(browser, token):
    browser.post(at("order_answer", token, "accept"), ACCEPT)

    again = browser.post(at("order_answer", token, "reject"), {"reject-name": "Mallory", "reject-comment": "No"})

    assert again.status_code == 302
    assert Order.objects.get().state == "accepted"
    assert "Mallory" not in words(browser.get(again.url))


@pytest.mark.parametrize(("answer", "state"), [("change", "change_requested"), ("reject", "rejected")])
def test_a_wish_or_a_no_goes_back_to_the_member(browser, mission, token, answer, state):
    typed = {f"{answer}-name": "Greet", f"{answer}-comment": "One day more"}

    browser.post(at("order_answer", token, answer), typed)

    assert Order.objects.get().state == state
    assert Mission.objects.get().returned_reason == "One day more"


@pytest.mark.parametrize(
    ("answer", "typed", "sentence"),
    [
        ("accept", {"accept-name": "", "accept-agreed": "on"}, "Fill in “Your name”."),
        ("accept", {"accept-name": "Greet Klant"}, "Tick “I may order for Voorbeeldschool"),
        ("change", {"change-name": "Greet Klant", "change-comment": ""}, "Fill in “What should change?”."),
        ("reject", {"reject-name": "Greet Klant"}, "Fill in “Why do you reject the order?”."),
    ],
)
def test_a_missing_answer_gets_a_sentence_and_nothing_is_lost(browser, token, answer, typed, sentence):
    page = browser.post(f"{at('order_answer', token, answer)}?language=en", typed)

    assert page.status_code == 422
    assert words(page).count(sentence) == 2
    if any(typed.values()) and typed.get(f"{answer}-name"):
        assert 'value="Greet Klant"' in values(page)
    assert Order.objects.get().state == "sent"


def test_a_withdrawn_order_says_so_politely(browser, mission, token):
    missions.return_mission(mission, reason="Which pupils?", by=made.ADVISER)

    page = browser.get(at("order_client", token))

    assert page.status_code == 410
    assert "withdrawn or replaced" in words(page)
    assert browser.post(at("order_answer", token, "accept"), ACCEPT).status_code == 410


def test_after_the_last_day_it_says_whom_to_ask(browser, token, clock):
    clock.move_to("2026-03-07T09:00:00Z")

    page = browser.get(f"{at('order_client', token)}?language=en")

    assert "Ask Alice Example to send it again" in words(page)
    assert "accept-name" not in values(page)
    assert browser.post(f"{at('order_answer', token, 'accept')}?language=en", ACCEPT).status_code == 410


def test_an_expired_order_still_has_its_page(browser, token):
    orders.expire_orders(by=PORTAL, on=datetime.date(2026, 3, 7))

    assert browser.get(at("order_client", token)).status_code in {200, 410}


def test_a_cancelled_mission_asks_nothing(browser, mission, token, alice):
    missions.cancel_mission(mission, reason="Ill", by=made.ADVISER)

    assert "cancelled" in words(browser.get(at("order_client", token)))


def test_a_link_we_never_made_is_not_found(browser, token, fr):
    assert browser.get(at("order_client", token[:-2] + "xx")).status_code == 404
    assert browser.get(at("order_client", token, where="fr")).status_code == 404
    assert browser.post(at("order_answer", token, "bribe"), {}).status_code == 404


def test_the_page_costs_few_queries(browser, token, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        browser.get(at("order_client", token))


@pytest.mark.parametrize("answer", ["accept", "change", "reject"])
def test_the_member_reads_their_clients_link_but_does_not_answer_it(browser, alice, token, answer):
    sign_in(browser, alice.user)
    typed = {f"{answer}-name": "Greet Klant", f"{answer}-comment": "One day more", "accept-agreed": "on"}

    page = browser.get(f"{at('order_client', token)}?language=en")
    refused = browser.post(f"{at('order_answer', token, answer)}?language=en", typed)

    assert page.status_code == 200
    assert "only your client can answer" in words(page)
    assert "accept-name" not in values(page)
    assert refused.status_code == 403
    assert "only your client can answer it" in words(refused)
    assert Order.objects.get().state == "sent"


def test_another_member_who_is_the_client_answers_while_signed_in(browser, be, token):
    sign_in(browser, make_member(be, "Clara Example").user)

    browser.post(at("order_answer", token, "accept"), ACCEPT)

    assert Order.objects.get().state == "accepted"
