"""A member's lists and pages: theirs alone, as cheap for 50 rows as for 5."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, Client, Contract, Mission
from activities.rules import missions, orders
from countries.addresses import country_url
from smart.foundation.actors import PORTAL
from tests.activities.reading import values, words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


@pytest.fixture
def hers(browser, alice):
    return sign_in(browser, alice.user)


def cost(browser, url):
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


def test_the_empty_lists_say_what_to_do(hers, inside):
    assert "No activity yet" in words(hers.get(at("activity_list")))
    assert "No mission yet" in words(hers.get(at("mission_list")))
    assert "No contract yet" in words(hers.get(at("contract_list")))
    assert "No client yet" in words(hers.get(at("client_list")))


def test_missions_are_listed_by_state(hers, murals):
    made.fast_missions(murals, 1, title="Waiting one")
    made.fast_missions(murals, 1, title="Confirmed one", state="confirmed")

    waiting = words(hers.get(f"{at('mission_list')}?show=waiting"))

    assert "Waiting one" in waiting
    assert "Confirmed one" not in waiting
    assert "None of your missions is in this state" in words(hers.get(f"{at('mission_list')}?show=cancelled"))


def test_fifty_missions_cost_as_much_as_five(hers, murals):
    client = made.make_client()
    made.fast_missions(murals, 5, client=client)
    few = cost(hers, at("mission_list"))
    made.fast_missions(murals, 45, client=client)

    assert cost(hers, at("mission_list")) == few
    assert few <= 19  # the last: shares in missions that others lead


def test_fifty_clients_cost_as_much_as_five(hers, inside):
    for _ in range(5):
        made.make_client()
    few = cost(hers, at("client_list"))
    for _ in range(45):
        made.make_client()

    assert cost(hers, at("client_list")) == few


def test_many_contracts_cost_as_much_as_few(hers, murals):
    mission = made.make_confirmed(murals)
    for _ in range(3):
        made.make_contract(murals, mission=mission)
    few = cost(hers, at("contract_list"))
    for _ in range(12):
        made.make_contract(murals, mission=mission)

    assert cost(hers, at("contract_list")) == few


def test_a_client_is_found_by_its_first_letters(hers, inside):
    made.make_client(name="Muziekschool Nergens")
    made.make_client(name="Theater Ergens", blocked_reason="Unpaid invoices.")

    assert "Theater" not in words(hers.get(f"{at('client_list')}?q=muz"))
    assert "Unpaid invoices." in words(hers.get(f"{at('client_list')}?q=Thea"))
    assert "No client begins with that" in words(hers.get(f"{at('client_list')}?q=zzz"))


def test_a_wrong_vat_number_gets_a_sentence_and_nothing_is_lost(hers, inside):
    typed = {"kind": "company", "name": "Theater Ergens", "vat_number": "BE0999990025", "street": "Straat 1"}
    typed |= {"postal_code": "9000", "city": "Gent", "place": "BE", "email": "t@theater.example", "language": "nl"}

    answer = hers.post(at("client_add"), typed)

    assert answer.status_code == 422
    assert words(answer).count("check digits do not fit") == 2
    assert 'value="BE0999990025"' in values(answer)
    assert not Client.objects.exists()


def test_a_known_client_is_offered(hers, inside):
    known = made.make_client(name="Theater Ergens", kind="company", vat_number="BE0999990024")
    typed = {"kind": "company", "name": "Another", "vat_number": "BE 0999 990 024", "street": "Straat 1"}
    typed |= {"postal_code": "9000", "city": "Gent", "place": "BE", "email": "t@theater.example", "language": "nl"}

    answer = hers.post(at("client_add"), typed)

    assert answer.status_code == 422
    assert at("client_choose", known.pk) in values(answer)


def test_an_activity_is_opened_and_shown_with_the_way_to_its_money(hers, inside, be):
    answer = hers.post(at("activity_open"), {"name": "Murals", "description": ""})

    activity = Activity.objects.get()
    assert answer.url == at("activity_detail", activity.pk)
    page = values(hers.get(answer.url))
    assert country_url("be", "invoicing:activity_balance", activity.pk) in page
    assert hers.post(at("activity_open"), {"name": ""}).status_code == 422
    assert words(hers.post(at("activity_open"), {"name": "Murals"})).count("already have an activity") == 2


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "confirmed", "cancelled"])
def test_the_page_of_a_mission_says_what_happens_next(hers, murals, alice, state):
    mission = made.make_draft(murals) if state == "draft" else made.make_sent(murals)
    if state == "returned":
        missions.return_mission(mission, reason="Which pupils?", by=made.ADVISER)
    if state in {"approved", "confirmed"}:
        missions.approve_mission(mission, by=made.ADVISER)
    if state == "confirmed":
        orders.accept_order(made.order_of(mission), name="Greet", ip="", by=made.THE_CLIENT, now=made.NOW)
    if state == "cancelled":
        missions.cancel_mission(mission, reason="Ill", by=as_member(alice))

    page = hers.get(at("mission_detail", mission.pk))

    assert page.status_code == 200
    assert Mission.objects.get().state == state
    assert str(Mission.objects.get().get_state_display()) in words(page)
    assert len(page.context["status"].next) > 20


def test_a_mission_is_cancelled_with_a_reason(hers, murals):
    mission = made.make_sent(murals)

    assert hers.get(at("mission_cancel", mission.pk)).status_code == 200
    empty = hers.post(at("mission_cancel", mission.pk), {"reason": ""})
    assert empty.status_code == 422
    assert words(empty).count("Fill in “Why do you cancel it?”.") == 2
    hers.post(at("mission_cancel", mission.pk), {"reason": "Ill"})

    assert Mission.objects.get().state == "cancelled"


def test_the_order_is_sent_again_with_a_later_day(hers, murals):
    mission = made.make_sent(murals)

    wrong = hers.post(at("order_send", mission.pk), {"send-valid_until": "yesterday"})
    assert wrong.status_code == 422
    hers.post(at("order_send", mission.pk), {"send-valid_until": "2026-03-08"})

    assert made.order_of(mission).version == 2


def test_the_guarantee_is_given_up_with_words(hers, murals):
    mission = made.make_sent(murals)

    assert hers.post(at("order_waive", mission.pk), {"waive-reason": ""}).status_code == 422
    hers.post(at("order_waive", mission.pk), {"waive-reason": "Signed on paper"})

    assert "the payment guarantee is lost" in words(hers.get(at("mission_detail", mission.pk)))


def test_a_stranger_finds_nothing_of_hers(browser, eve, murals):
    contract = made.make_contract(murals)
    theirs = sign_in(browser, eve.user)
    pages = [
        at("activity_detail", murals.pk),
        at("mission_detail", contract.mission_id),
        at("mission_cancel", contract.mission_id),
        at("mission_delete", contract.mission_id),
        at("contract_detail", contract.pk),
        at("contract_cancel", contract.pk),
    ]
    posts = [
        at("mission_repeat", contract.mission_id),
        at("order_send", contract.mission_id),
        at("order_waive", contract.mission_id),
        at("contract_submit", contract.pk),
        at("contract_sign", contract.pk),
    ]

    assert {theirs.get(url).status_code for url in pages} == {404}
    assert {theirs.post(url).status_code for url in posts} == {404}


def test_a_visitor_signs_in_first(browser, murals):
    answer = browser.get(at("mission_list"))

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url


def test_a_member_of_another_country_finds_no_page_here(browser, chloe, murals):
    theirs = sign_in(browser, chloe.user)

    for name in ("activity_list", "mission_list", "contract_list", "client_list"):
        assert theirs.get(at(name)).status_code == 404


def test_a_sleeping_country_shows_its_pages_and_takes_nothing(hers, murals, be):
    mission = made.make_sent(murals)
    type(be).objects.filter(pk=be.pk).update(state="dormant")

    assert hers.get(at("mission_detail", mission.pk)).status_code == 200
    answer = hers.post(at("mission_repeat", mission.pk), {"submission_id": str(uuid.uuid4())})

    assert answer.status_code == 409
    assert "asleep" in words(answer)


def test_a_contract_is_submitted_read_and_signed(hers, murals, alice):
    contract = made.make_contract(murals)
    assert "They run when you ask for validation." in words(hers.get(at("contract_detail", contract.pk)))

    hers.post(at("contract_submit", contract.pk))
    assert Contract.objects.get().state == "submitted"
    from activities.rules.contracts import validate_contract

    validate_contract(Contract.objects.get(), by=made.ADVISER, now=made.NOW)
    assert "The document is being made" in words(hers.get(at("contract_detail", contract.pk)))
    from tests.activities.test_signatures import render

    render(contract, 1)
    page = hers.get(at("contract_detail", contract.pk))
    assert "Read the document (PDF)" in words(page)
    wrong = hers.post(at("contract_sign", contract.pk), {"sign-name": "Somebody Else", "sign-agreed": "on"})
    assert wrong.status_code == 422
    assert words(wrong).count("Type your name as it stands in the contract: Alice Example.") == 2
    assert 'value="Somebody Else"' in values(wrong)
    hers.post(at("contract_sign", contract.pk), {"sign-name": "Alice Example", "sign-agreed": "on"})

    assert Contract.objects.get().signatures.get().user_id == alice.user_id


def test_a_contract_that_is_blocked_shows_why_and_keeps_it(hers, murals):
    contract = made.make_contract(murals, gross=made.D("200.00"), budget=made.D("300.00"))

    answer = hers.post(at("contract_submit", contract.pk))

    assert answer.status_code == 422
    assert "below the minimum" in words(answer)
    assert "below the minimum" in words(hers.get(at("contract_detail", contract.pk)))


def test_a_contract_is_cancelled_with_a_reason(hers, murals):
    contract = made.make_contract(murals)

    assert hers.get(at("contract_cancel", contract.pk)).status_code == 200
    assert hers.post(at("contract_cancel", contract.pk), {"reason": ""}).status_code == 422
    hers.post(at("contract_cancel", contract.pk), {"reason": "Other plans"})

    assert Contract.objects.get().state == "cancelled"
    assert orders.expire_orders(by=PORTAL, on=made.NOW.date()) == 0
