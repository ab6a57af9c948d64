"""Advisers find what waits, see what they need, and decide once."""

import pytest
from django.urls import reverse

from activities.models import Mission, Order
from activities.rules import missions, orders
from countries.addresses import country_url
from smart.foundation import formats
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
POSTS = ("approve", "return", "cancel")


def at(name, *args, where="be"):
    return country_url(where, f"activities:staff_mission_{name}", *args)


@pytest.fixture
def sent(murals):
    return made.make_sent(murals)


@pytest.fixture
def bobs(browser, bob):
    return sign_in(browser, bob)


def said(day):
    return formats.day(day, language="en", country="BE")


def now_of(mission):
    return Mission.objects.get(pk=mission.pk).state


def test_the_queue_shows_what_waits_with_its_deadline(bobs, sent):
    page = bobs.get(at("queue"))

    assert page.status_code == 200
    text = page.content.decode()
    assert "Mural in the covered playground" in text
    assert "Alice Example" in text
    assert "1 mission waits for a decision" in text
    assert "Sent to the client" in text
    assert "24 February 2026" in text  # the promise: one working day after Monday the 23rd


def test_an_empty_queue_says_so(bobs, inside):
    assert "Everything is checked" in bobs.get(at("queue")).content.decode()


def test_drafts_are_nobody_elses(bobs, murals):
    draft = made.make_draft(murals)

    assert "covered playground" not in bobs.get(at("queue"), {"state": "all"}).content.decode()
    assert bobs.get(at("review", draft.pk)).status_code == 404


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "example"}, True),
        ({"q": "BE-M-2026"}, True),
        ({"q": "voorbeeldsch"}, True),
        ({"q": "nobody"}, False),
        ({"state": "approved"}, False),
        ({"state": "all"}, True),
        ({"state": "nonsense"}, True),
        ({"adviser": "none"}, True),
        ({"adviser": "77"}, True),
        ({"page": "99"}, True),
    ],
)
def test_the_queue_is_filtered(bobs, sent, filters, found):
    page = bobs.get(at("queue"), filters)

    assert page.status_code == 200
    assert ("covered playground" in page.content.decode()) is found


def test_by_adviser(bobs, bob, sent, alice):
    alice.adviser = bob
    alice.save()

    assert "covered playground" in bobs.get(at("queue"), {"adviser": bob.pk}).content.decode()
    assert "covered playground" not in bobs.get(at("queue"), {"adviser": "none"}).content.decode()


def test_fifty_cost_as_much_as_five(bobs, murals, django_assert_num_queries, django_assert_max_num_queries):
    client = made.make_client()
    made.fast_missions(murals, 5, client=client)
    bobs.get(at("queue"))  # the first request of a session also writes it
    with django_assert_max_num_queries(28) as few:
        bobs.get(at("queue"))
    made.fast_missions(murals, 45, client=client)

    with django_assert_num_queries(len(few)):
        page = bobs.get(at("queue"))

    assert "50 missions wait for a decision" in page.content.decode()
    assert "page=2" in page.content.decode()


def test_the_review_shows_facts_checks_answer_and_history(bobs, sent, inside):
    orders.accept_order(made.order_of(sent), name="Greet Klant", ip="192.0.2.7", by=made.THE_CLIENT, now=made.NOW)

    text = bobs.get(at("review", sent.pk)).content.decode()

    for expected in (
        "Declared in time",
        "The client is known",
        "No particular risk declared",
        "Accepted by the client",
        "192.0.2.7",
        "Greet Klant",
        "Painting a mural",
        "Being checked",
        "Approve",
        "Return to the member",
    ):
        assert expected in text
    assert "Error:" not in text


def test_the_same_work_twice_is_pointed_out(bobs, murals):
    client = made.make_client()
    first, second = made.make_sent(murals, client), made.make_sent(murals, client)

    text = bobs.get(at("review", second.pk)).content.decode()

    assert "Perhaps declared twice" in text
    assert first.reference in text


def test_approving_an_agreed_mission_confirms_it(bobs, sent):
    orders.accept_order(made.order_of(sent), name="Greet Klant", ip="192.0.2.7", by=made.THE_CLIENT, now=made.NOW)

    answer = bobs.post(at("approve", sent.pk), follow=True)

    assert answer.redirect_chain == [(at("queue"), 302)]
    assert "is approved" in answer.content.decode()
    assert now_of(sent) == "confirmed"


def test_the_second_decision_is_told_who_was_first(bobs, sent):
    bobs.post(at("approve", sent.pk))

    again = bobs.post(at("approve", sent.pk))

    assert again.status_code == 409
    assert "Bob Adviser was first, on 23 February 2026" in again.content.decode()


def test_a_blocked_client_stops_the_approval_with_a_sentence(bobs, sent):
    sent.client.blocked_reason = "Two invoices are unpaid."
    sent.client.save()

    answer = bobs.post(at("approve", sent.pk))

    assert answer.status_code == 422
    assert answer.content.decode().count("takes no new mission") == 1
    assert "<title>Error" in answer.content.decode()
    assert now_of(sent) == "submitted"


def test_a_return_needs_a_reason(bobs, sent):
    answer = bobs.post(at("return", sent.pk), {"return-reason": "  "})

    assert answer.status_code == 422
    assert answer.content.decode().count("Fill in “What must the member change?”.") == 2
    assert "#id_return-reason" in answer.content.decode()
    assert now_of(sent) == "submitted"


def test_a_returned_mission_is_the_members_again(bobs, sent):
    assert bobs.post(at("return", sent.pk), {"return-reason": "The dates are wrong."}).status_code == 302

    assert now_of(sent) == "returned"
    assert Order.objects.get(mission=sent).state == "draft"
    assert bobs.post(at("return", sent.pk), {"return-reason": "Again"}).status_code == 409
    assert "The dates are wrong." in bobs.get(at("review", sent.pk)).content.decode()


def test_a_mission_is_cancelled_with_a_reason(bobs, sent):
    assert bobs.post(at("cancel", sent.pk), {"cancel-reason": ""}).status_code == 422
    assert bobs.post(at("cancel", sent.pk), {"cancel-reason": "The school closes."}).status_code == 302

    assert now_of(sent) == "cancelled"


def test_nobody_approves_their_own_mission(browser, sent, alice, be):
    from members.models import StaffRole
    from tests.people import LONG_AGO, give_second_factor

    StaffRole.objects.create(country=be, user=alice.user, role="adviser", since=LONG_AGO)
    give_second_factor(alice.user)
    sign_in(browser, alice.user)

    assert "Nobody approves their own mission" in browser.get(at("review", sent.pk)).content.decode()
    assert browser.post(at("approve", sent.pk)).status_code == 403


@pytest.mark.parametrize("role", ["payroll", "accounting"])
def test_other_roles_find_nothing(browser, be, sent, role):
    sign_in(browser, make_staff(be, role))

    assert browser.get(at("queue")).status_code == 404
    assert browser.get(at("review", sent.pk)).status_code == 404
    assert [browser.post(at(name, sent.pk)).status_code for name in POSTS] == [404] * 3


def test_members_find_nothing_and_strangers_sign_in(browser, sent, alice):
    assert browser.get(at("review", sent.pk)).status_code == 302
    sign_in(browser, alice.user)

    assert browser.get(at("queue")).status_code == 404
    assert browser.get(at("review", sent.pk)).status_code == 404


def test_staff_of_another_country_gets_404(browser, hugo, sent):
    sign_in(browser, hugo)

    assert browser.get(at("review", sent.pk)).status_code == 404
    assert browser.get(at("review", sent.pk, where="fr")).status_code == 404
    assert [browser.post(at(name, sent.pk, where="fr")).status_code for name in POSTS] == [404] * 3
    assert reverse("home") == "/"


def test_a_decision_is_never_a_link(bobs, sent):
    assert [bobs.get(at(name, sent.pk)).status_code for name in POSTS] == [405] * 3


def test_a_sleeping_country_decides_nothing(bobs, sent, be):
    type(be).objects.filter(pk=be.pk).update(state="dormant")

    assert bobs.post(at("approve", sent.pk)).status_code == 409
    assert bobs.get(at("review", sent.pk)).status_code == 200
    with enter(be):
        assert now_of(sent) == "submitted"


def test_a_changed_mind_of_the_member_is_a_conflict(bobs, sent, alice):
    missions.cancel_mission(sent, reason="Other plans", by=made.ADVISER)

    assert bobs.post(at("approve", sent.pk)).status_code == 409


def test_the_review_warns_of_an_order_that_goes_to_the_members_own_address(bobs, murals, alice):
    own = made.make_sent(murals, contact_email=alice.user.email.upper())

    text = bobs.get(at("review", own.pk)).content.decode()

    assert "The order goes to the member" in text
    assert own.state == "submitted"


def test_the_review_says_nothing_of_an_address_that_is_the_clients(bobs, sent):
    assert "The order goes to the member" not in bobs.get(at("review", sent.pk)).content.decode()
