"""The leader's page of the team, the co-worker's page of a share, and what staff see."""

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities import thread_subjects
from activities.models import Mission, TeamShare
from activities.rules import missions, orders
from countries.addresses import country_url
from smart.calendar_days import days_of
from smart.today import member_day
from tests.activities.reading import words
from tests.activities.team_world import ask, consent, fresh
from tests.factories import activities as made
from tests.people import as_member, make_staff, sign_in

pytestmark = pytest.mark.django_db
D = made.D
TYPED = {"role": "Illustrator", "days": "2", "amount": "40%"}


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


def cost(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def drawings(inside, eve):
    return made.make_activity(eve, name="Drawings")


@pytest.fixture
def mural(murals):
    return made.make_draft(murals)


@pytest.fixture
def english(browser):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def test_a_leader_shares_out_a_part_of_the_price(english, alice, eve, mural):
    hers = sign_in(english, alice.user)
    assert "The first co-worker" in words(hers.get(at("mission_team", mural.pk)))

    answer = hers.post(at("mission_team", mural.pk), {"email": eve.user.email, **TYPED})

    share = TeamShare.objects.get()
    assert (answer.status_code, share.amount, share.membership) == (302, D("500.00"), eve)
    page = words(hers.get(answer.url))
    assert eve.user.email in page
    assert eve.user.full_name not in page
    assert "750.00" in page
    assert "Waiting for their word" in page


def test_known_and_unknown_addresses_get_the_same_page(english, alice, eve, mural):
    hers = sign_in(english, alice.user)
    pages = []
    for email in (eve.user.email, "nobody@demo.example"):
        hers.post(at("mission_team", mural.pk), {"email": email, "role": "Painter", "days": "1", "amount": "100"})
        pages.append(words(hers.get(at("mission_team", mural.pk))).replace(email, "ADDRESS"))
        share = TeamShare.objects.latest("pk")
        hers.post(at("team_remove", mural.pk, share.pk))
        hers.get(at("mission_team", mural.pk))

    assert pages[0] == pages[1]


def test_what_cannot_be_shared_is_said_at_its_field(english, alice, mural):
    hers = sign_in(english, alice.user)

    answer = hers.post(at("mission_team", mural.pk), {"email": "x@demo.example", **TYPED, "amount": "1250"})

    assert answer.status_code == 422
    assert "a part must stay with you" in words(answer)


def test_the_wizard_asks_nothing_more_of_who_works_alone(english, alice, mural):
    page = sign_in(english, alice.user).get(at("mission_check", mural.pk))

    assert "You do it alone" in words(page)
    assert TeamShare.objects.count() == 0


def test_a_coworker_reads_the_deal_and_consents(english, alice, eve, mural, drawings):
    share = ask(mural, alice, eve.user.email)
    theirs = sign_in(english, eve.user)
    page = theirs.get(at("team_share", share.pk))
    told = words(page)
    for fact in ("Mural in the covered playground", alice.user.full_name, "500.00", "1,250.00", "9 March 2026", "40%"):
        assert fact in told, fact
    seen = page.context["forms"]["consent"].initial["seen"]

    wrong = theirs.post(at("team_answer", share.pk, "consent"), {"activity": drawings.pk, "seen": seen})
    assert wrong.status_code == 422
    right = {"activity": drawings.pk, "seen": seen, "agreed": "on"}
    assert theirs.post(at("team_answer", share.pk, "consent"), right).status_code == 302
    assert fresh(share).state == "consented"
    assert "You have consented" in words(theirs.get(at("team_share", share.pk)))


def test_a_deal_that_changed_meanwhile_is_not_consented_to(english, alice, eve, mural, drawings):
    share = ask(mural, alice, eve.user.email)
    theirs = sign_in(english, eve.user)

    answer = theirs.post(
        at("team_answer", share.pk, "consent"), {"activity": drawings.pk, "seen": "0" * 64, "agreed": "on"}
    )

    assert answer.status_code == 409
    assert "Read it again" in words(answer)


def test_a_refusal_and_a_wish_need_words(english, alice, eve, mural, drawings):
    share = ask(mural, alice, eve.user.email)
    theirs = sign_in(english, eve.user)

    assert theirs.post(at("team_answer", share.pk, "refuse"), {}).status_code == 422
    theirs.post(at("team_answer", share.pk, "change"), {"change-words": "Three days"})
    assert fresh(share).state == "change_wanted"
    theirs.post(at("team_answer", share.pk, "refuse"), {"refuse-reason": "I am away"})
    assert fresh(share).state == "refused"
    assert theirs.post(at("team_answer", share.pk, "perhaps"), {}).status_code == 404


def test_strangers_and_the_leader_find_no_share_that_is_not_theirs(english, alice, eve, mural):
    share = ask(mural, alice, eve.user.email)

    assert sign_in(english, alice.user).get(at("team_share", share.pk)).status_code == 404
    assert sign_in(english, eve.user).get(at("mission_team", mural.pk)).status_code == 404
    assert english.get(at("mission_detail", mural.pk)).status_code == 404
    assert english.post(at("team_remove", mural.pk, share.pk)).status_code == 404


def test_without_an_activity_the_way_to_one_is_shown(english, alice, eve, mural):
    share = ask(mural, alice, eve.user.email)

    assert "No activity for this share" in words(sign_in(english, eve.user).get(at("team_share", share.pk)))


def test_today_the_list_and_the_calendar_know_the_share(english, alice, eve, mural, drawings):
    share = ask(mural, alice, eve.user.email)
    steps = [step.url for step in member_day(eve).steps]
    assert any(at("team_share", share.pk).endswith(url) for url in steps)
    assert "Shares in the work of others" in words(sign_in(english, eve.user).get(at("mission_list")))

    consent(share, drawings)

    assert [step.title for step in member_day(eve).steps if "your word" in step.title] == []
    found = days_of(eve, since=made.STARTS_ON, until=made.ENDS_ON)
    assert [(entry.first, entry.last, entry.kind) for entry in found] == [(made.STARTS_ON, made.ENDS_ON, "mission")]


def test_staff_see_who_consented_when(english, be, alice, eve, mural, drawings):
    consent(ask(mural, alice, eve.user.email), drawings)
    mission = missions.send_mission(mural, by=as_member(alice), now=made.NOW)
    bob = make_staff(be)

    page = words(sign_in(english, bob).get(at("staff_mission_review", mission.pk)))

    assert eve.user.full_name in page
    assert "Consented" in page
    assert "Everybody has consented to their share (1)" in page


def test_the_parts_page_says_whose_team_it_is(english, be, alice, eve, mural, drawings):
    consent(ask(mural, alice, eve.user.email), drawings)
    mission = missions.send_mission(mural, by=as_member(alice), now=made.NOW)
    orders.accept_order(made.order_of(mission), name="Greet Klant", ip="192.0.2.7", by=made.THE_CLIENT, now=made.NOW)
    missions.approve_mission(mission, by=made.ADVISER)
    part = Mission.objects.get(part_of=mission)

    theirs = words(sign_in(english, eve.user).get(at("mission_detail", part.pk)))
    assert f"{alice.user.full_name} leads the team" in theirs
    assert "greet@school.example" not in theirs
    hers = words(sign_in(english, alice.user).get(at("mission_detail", mission.pk)))
    assert "The team" in hers
    assert part.reference not in hers
    bob = make_staff(be)
    assert f"A share of mission {mission.reference}" in words(
        sign_in(english, bob).get(at("staff_mission_review", part.pk))
    )


def test_the_pay_of_a_share_is_estimated_for_its_member_only(english, alice, eve, mural, drawings):
    share = ask(mural, alice, eve.user.email, amount=D("600.00"))
    url = country_url("be", "invoicing:team_share_pay", share.pk)

    page = words(sign_in(english, eve.user).get(url))
    assert "on your account by 24 March 2026" in page
    assert sign_in(english, alice.user).get(url).status_code == 404


def test_once_it_is_sent_nothing_can_be_changed(english, alice, eve, mural, drawings):
    share = consent(ask(mural, alice, eve.user.email), drawings)
    missions.send_mission(mural, by=as_member(alice), now=made.NOW)
    hers = sign_in(english, alice.user)

    page = words(hers.get(at("mission_team", mural.pk)))
    assert "Take out" not in page
    hers.post(at("team_remove", mural.pk, share.pk))
    assert fresh(share).state == "consented"
    assert hers.get(at("team_change", mural.pk, share.pk)).status_code == 409
    assert "Too late" not in words(sign_in(english, eve.user).get(at("team_share", share.pk)))
    with time_machine.travel(made.NOW, tick=False):
        assert english.post(at("team_answer", share.pk, "refuse"), {"refuse-reason": "No"}).status_code == 409


def test_a_large_team_costs_no_more_queries_than_a_small_one(english, alice, mural):
    hers = sign_in(english, alice.user)
    ask(mural, alice, "one@demo.example", amount=D("10"))
    few = cost(hers, at("mission_team", mural.pk))
    for number in range(12):
        ask(mural, alice, f"{number}@demo.example", amount=D("10"))

    assert cost(hers, at("mission_team", mural.pk)) == few
    assert few <= 17


def test_a_coworker_asks_their_adviser_about_the_share(english, alice, eve, mural):
    share = ask(mural, alice, eve.user.email)

    subject = thread_subjects.team_share(share.pk)

    assert subject is not None
    assert (subject.membership, subject.title) == (eve, "Share of “Mural in the covered playground”")
    assert thread_subjects.team_share(ask(mural, alice, "nobody@demo.example", amount=D("10")).pk) is None
    assert "Ask about this" in words(sign_in(english, eve.user).get(at("team_share", share.pk)))
