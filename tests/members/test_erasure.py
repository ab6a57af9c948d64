"""Erasure, asked and decided: a month to answer, nothing while something runs, by an administrator who is not the person."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings

from members.models import Erasure, Notification, ShareMovement
from members.models.share import MovementKind
from members.rules import erasure as rules
from members.rules.notices import notify
from members.rules.share_register import register
from smart import daily
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.states import history
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 1, 31, 11, 0, tzinfo=datetime.UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def former(be):
    member = people.make_member(be, "Fritz Former")
    type(member).objects.filter(pk=member.pk).update(state="left")
    member.refresh_from_db()
    return member


@pytest.fixture
def asked(be, former, carla):
    with country(be):
        return ask(former)


@pytest.fixture
def admin(carla):
    return people.as_staff(carla, "country_admin")


def ask(member, **facts):
    return rules.request_erasure(member, **({"words": "", "by": people.as_member(member), "on": TODAY} | facts))


def refusal(rule, *args, **facts):
    with pytest.raises(RuleBroken) as refused:
        rule(*args, **facts)
    return refused.value


# --- asking ----------------------------------------------------------------------------------------------------------


def test_a_former_member_asks_and_the_month_ends_on_its_last_day(be, asked, carla):
    """GDPR art. 12(3): one month; asked on 31 January, February has 28 days in 2026."""
    assert asked.answer_by == datetime.date(2026, 2, 28)
    with country(be):
        told = Notification.objects.get(user=carla, event="erasure_asked")
    assert told.url == f"/be/staff/erasures/{asked.pk}/"
    assert "Former" not in told.title + told.text


def test_an_applicant_asks_at_once(be):
    applicant = people.make_member(be, "Anna Applicant", active=False)

    with country(be):
        assert ask(applicant).state == "requested"


def test_asking_twice_is_one_request(be, former, asked):
    with country(be):
        assert ask(former, words="again") == asked


def test_a_member_leaves_first(be, alice):
    with country(be):
        refused = refusal(ask, alice)

    assert refused.code == "not_clear"
    assert "Your membership has ended" in refused.message


def test_shares_are_paid_back_first(be, former, settings):
    settings.SHARE_BOOKINGS = ()
    with country(be):
        sums = {"shares": 1, "paid": Decimal("30.00"), "nominal": Decimal("30.00")}
        register(kind=MovementKind.SUBSCRIPTION, event="first", membership=former, on=TODAY, by=PORTAL, **sums)
        refused = refusal(ask, former)
        assert ShareMovement.objects.count() == 1

    assert "Your shares are paid back" in refused.message


def test_whoever_works_for_the_cooperative_stops_first(be, former):
    former.user.staff_roles.create(country=be, role="adviser", since=TODAY)

    with country(be):
        assert "You do not work for the cooperative" in refusal(ask, former).message


def test_nobody_asks_for_another(be, former, eve, admin):
    for other in (people.as_member(eve), admin, PORTAL):
        with country(be), pytest.raises(NotAllowed):
            ask(former, by=other)


def test_it_is_withdrawn_by_the_person_only_and_asked_again(be, former, eve, asked):
    with country(be):
        with pytest.raises(NotAllowed):
            rules.withdraw_erasure(asked, by=people.as_member(eve))
        rules.withdraw_erasure(asked, by=people.as_member(former))
        assert refusal(rules.withdraw_erasure, asked, by=people.as_member(former)).code == "no_such_move"

        assert ask(former).pk != asked.pk


# --- deciding --------------------------------------------------------------------------------------------------------


def test_an_administrator_confirms_once_and_the_work_is_on_the_list(be, asked, admin):
    with country(be):
        rules.confirm_erasure(asked, by=admin)
        refused = refusal(rules.confirm_erasure, asked, by=admin)

        assert Job.objects.filter(kind="erase_person", key=str(asked.pk)).count() == 1
        assert [each.to_state for each in history(asked)] == ["confirmed"]
        assert Erasure.objects.get().decided_by_label == "Carla Admin"
    assert refused.code == "no_such_move"


@pytest.mark.parametrize("role", ["adviser", "payroll", "accounting", "legal_hold"])
def test_no_other_role_decides(be, asked, bob, role):
    by = people.as_staff(bob, role)

    with country(be):
        with pytest.raises(NotAllowed):
            rules.confirm_erasure(asked, by=by)
        with pytest.raises(NotAllowed):
            rules.refuse_erasure(asked, ground="claims", reason="No", by=by)


def test_nobody_decides_about_themselves(be, former, asked):
    by = people.as_staff(former.user, "country_admin")

    with country(be), pytest.raises(NotAllowed):
        rules.confirm_erasure(asked, by=by)


def test_what_has_begun_since_stops_the_confirmation(be, former, asked, admin):
    type(former).objects.filter(pk=former.pk).update(state="applied")
    type(former).objects.filter(pk=former.pk).update(state="active")
    asked.membership.refresh_from_db()

    with country(be):
        assert refusal(rules.confirm_erasure, asked, by=admin).code == "not_clear"
        assert not Job.objects.filter(kind="erase_person").exists()


def test_a_refusal_has_a_ground_and_a_reason_and_is_told(be, former, asked, admin):
    with country(be):
        assert refusal(rules.refuse_erasure, asked, ground="mood", reason="No", by=admin).code == "unknown_ground"
        assert refusal(rules.refuse_erasure, asked, ground="claims", reason=" ", by=admin).code == "reason_missing"
        rules.refuse_erasure(asked, ground="claims", reason="The court of Ghent asks for them.", by=admin)

        told = Notification.objects.get(user=former.user, event="erasure_refused")
        assert ask(former).pk != asked.pk
    assert "GDPR art. 17(3)(e)" in told.text
    assert "The court of Ghent asks for them." in told.text
    assert "data protection authority" in told.text


def test_administrators_hear_a_week_before_the_month_ends_once(be, asked, carla):
    with country(be):
        assert rules.warn_of_answers_due(on=datetime.date(2026, 2, 20)) == 0
        for day in (21, 22):
            assert rules.warn_of_answers_due(on=datetime.date(2026, 2, day)) == 1

        assert Notification.objects.filter(user=carla, event="erasure_due").count() == 1


def test_the_daily_work_warns_and_purges(be, asked, carla):
    due = datetime.datetime(2026, 2, 25, 11, 0, tzinfo=datetime.UTC)
    with time_machine.travel(due, tick=False), country(be):
        for step in daily._members(be):
            step()

        assert Notification.objects.filter(user=carla, event="erasure_due").count() == 1


def test_other_countries_know_nothing_of_it(fr, asked):
    with country(fr):
        assert not Erasure.objects.exists()
        assert rules.warn_of_answers_due(on=datetime.date(2026, 3, 1)) == 0


# --- pages -----------------------------------------------------------------------------------------------------------


def in_english(browser, user):
    people.sign_in(browser, user)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def test_before_asking_i_see_what_happens_and_why(be, former, browser):
    """Belgium's file keeps identity five years after the membership; asked on the last day of January 2026."""
    with country(be):
        notify(former.user, event="welcome", key="hello", title="Hello")

    page = in_english(browser, former.user).get("/be/me/data/erase/").text

    for words in ("Deleted at once", "Without a name at once", "Kept restricted until 31 January 2031", "My account"):
        assert words in page, words
    assert "/be/me/data/erase/ask/" in page
    assert 'href="/be/me/data/"' in page


def test_a_member_sees_what_stands_in_the_way_and_no_button(be, alice, browser):
    page = in_english(browser, alice.user).get("/be/me/data/erase/").text

    assert "Your membership has ended" in page
    assert "/be/me/leave/" in page
    assert "/be/me/data/erase/ask/" not in page


def test_i_ask_with_the_box_ticked_and_take_it_back(be, former, browser):
    in_english(browser, former.user)

    assert browser.post("/be/me/data/erase/ask/", {"words": ""}).status_code == 422
    assert browser.post("/be/me/data/erase/ask/", {"words": "Bye", "is_sure": "on"}).status_code == 302
    page = browser.get("/be/me/data/erase/").text
    assert "28 February 2026" in page
    with country(be):
        pk = Erasure.objects.get().pk
    browser.post(f"/be/me/data/erase/{pk}/withdraw/")

    with country(be):
        assert Erasure.objects.get().state == "withdrawn"
    assert "/be/me/data/erase/ask/" in browser.get("/be/me/data/erase/").text


def test_asking_needs_a_fresh_proof_of_who_i_am(be, former, browser):
    former.user.set_password("three long words")
    former.user.save()
    in_english(browser, former.user)

    with time_machine.travel(NOON + datetime.timedelta(minutes=40), tick=False):
        answer = browser.post("/be/me/data/erase/ask/", {"is_sure": "on"})

    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    with country(be):
        assert not Erasure.objects.exists()


def test_a_stranger_withdraws_nothing(be, eve, asked, browser):
    assert in_english(browser, eve.user).post(f"/be/me/data/erase/{asked.pk}/withdraw/").status_code == 404


def test_the_administrator_reads_decides_and_is_told_of_the_clock(be, asked, carla, browser):
    in_english(browser, carla)

    assert "Fritz Former" in browser.get("/be/staff/erasures/").text
    page = browser.get(f"/be/staff/erasures/{asked.pk}/").text
    assert "28 days left" in page
    assert "Kept restricted until" in page
    assert browser.post(f"/be/staff/erasures/{asked.pk}/refuse/", {"ground": "claims", "reason": ""}).status_code == 422
    assert browser.post(f"/be/staff/erasures/{asked.pk}/confirm/").status_code == 422
    assert browser.post(f"/be/staff/erasures/{asked.pk}/confirm/", {"is_sure": "on"}).status_code == 302

    with country(be):
        assert Erasure.objects.get().state == "confirmed"


def test_the_administrator_refuses_on_the_page(be, asked, carla, browser):
    in_english(browser, carla)

    browser.post(f"/be/staff/erasures/{asked.pk}/refuse/", {"ground": "unfounded", "reason": "The fourth time."})

    assert "The fourth time." in browser.get(f"/be/staff/erasures/{asked.pk}/").text


def test_advisers_do_not_find_the_queue(be, asked, bob, browser):
    in_english(browser, bob)

    for path in ("", f"{asked.pk}/"):
        assert browser.get(f"/be/staff/erasures/{path}").status_code == 404
    assert browser.post(f"/be/staff/erasures/{asked.pk}/confirm/").status_code == 404


def test_without_requests_the_queue_says_so(be, carla, browser):
    assert "Nobody asks to be forgotten" in in_english(browser, carla).get("/be/staff/erasures/").text
