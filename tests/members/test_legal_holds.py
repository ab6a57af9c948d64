"""Holds for a court case: a keeper puts one on, two end it, every year somebody looks again, and the person is told.

GDPR art. 17(3)(e): the right to erasure does not apply to the extent that processing is necessary "for the establishment,
exercise or defence of legal claims".
"""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from members.models import LegalHold, Notification
from members.rules import erasure as erasure_rules
from members.rules import legal_holds as rules
from smart import daily
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country
from tests import people
from tests.forgetting import make_former

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 27, 9, 0, tzinfo=datetime.UTC)
TODAY = NOON.date()
REVIEW = datetime.date(2027, 5, 27)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def former(be):
    return make_former(be)


def as_keeper(user):
    return people.as_staff(user, "legal_hold")


def hold(member, user, **facts):
    said = {"classes": ["payslip", "identity"], "reference": "AR 26/17", "reason": "Wages are claimed."}
    return rules.place_hold(member, **(said | {"review_on": REVIEW, "by": as_keeper(user), "on": TODAY} | facts))


def refusal(rule, *args, **facts):
    with pytest.raises(RuleBroken) as refused:
        rule(*args, **facts)
    return refused.value.code


def test_a_keeper_holds_what_the_case_needs_and_the_trail_says_so(be, former, lou):
    with country(be):
        made = hold(former, lou)

        assert rules.held_classes(former.pk) == {"payslip", "identity"}
        assert (made.since, made.review_on, made.placed_by_label) == (TODAY, REVIEW, "Lou Keeper")
        trail = AuditEntry.objects.filter(table="members_legalhold", object_id=made.pk, action="insert")
        assert trail.exists()


@pytest.mark.parametrize("role", ["adviser", "payroll", "accounting", "country_admin"])
def test_no_other_role_holds_or_ends(be, former, lou, bob, role):
    by = people.as_staff(bob, role)
    with country(be):
        made = hold(former, lou)
        rules.ask_to_end_hold(made, reason="Over.", by=as_keeper(lou))
        made.refresh_from_db()
        for attempt in (
            lambda: hold(former, lou, by=by, reference="other"),
            lambda: rules.review_hold(made, review_on=REVIEW, words="x", by=by, on=TODAY),
            lambda: rules.end_hold(made, by=by),
            lambda: rules.keep_hold(made, by=by),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_nobody_holds_their_own_data(be, former):
    with country(be), pytest.raises(NotAllowed):
        hold(former, former.user)


def test_what_is_missing_is_said(be, former, lou):
    late = TODAY + datetime.timedelta(days=367)
    with country(be):
        for facts, code in (
            ({"classes": []}, "classes_missing"),
            ({"classes": ["payslip", "mood"]}, "classes_missing"),
            ({"reference": " "}, "reference_missing"),
            ({"reason": " "}, "reason_missing"),
            ({"review_on": TODAY}, "review_day"),
            ({"review_on": late}, "review_day"),
        ):
            assert refusal(hold, former, lou, **facts) == code
        assert not LegalHold.objects.exists()


def test_one_case_holds_a_person_once_and_two_cases_may(be, former, lou):
    with country(be):
        hold(former, lou)
        with pytest.raises(Conflict):
            hold(former, lou, classes=["contract"])
        hold(former, lou, classes=["contract"], reference="AR 26/18")

        assert rules.held_classes(former.pk) == {"payslip", "identity", "contract"}


def test_another_keeper_agrees_to_the_end(be, former, lou, kim):
    with country(be):
        made = hold(former, lou)
        asked = rules.ask_to_end_hold(made, reason="Judgment of 3 May, final.", by=as_keeper(lou))
        told = Notification.objects.filter(event="hold_end_asked")
        assert [each.user_id for each in told] == [kim.pk]
        assert "AR 26/17" not in told[0].title + told[0].text
        with pytest.raises(NotAllowed):
            rules.end_hold(asked, by=as_keeper(lou))
        assert rules.held_classes(former.pk) == {"payslip", "identity"}

        rules.end_hold(asked, by=as_keeper(kim))

        assert rules.held_classes(former.pk) == frozenset()
        assert [each.to_state for each in history(made)] == ["ending", "ended"]
        assert refusal(rules.end_hold, asked, by=as_keeper(kim)) == "no_such_move"
        assert refusal(rules.ask_to_end_hold, asked, reason="x", by=as_keeper(kim)) == "no_such_move"
        assert refusal(rules.review_hold, asked, review_on=REVIEW, words="x", by=as_keeper(kim), on=TODAY) == "not_held"


def test_the_second_person_may_say_not_yet(be, former, lou, kim):
    with country(be):
        made = hold(former, lou)
        rules.ask_to_end_hold(made, reason="Over.", by=as_keeper(lou))
        kept = rules.keep_hold(made, by=as_keeper(kim))

        assert (kept.state, kept.end_reason, kept.end_asked_by_id) == ("held", "", None)
        assert refusal(rules.end_hold, kept, by=as_keeper(kim)) == "no_such_move"


def test_asked_again_the_keepers_are_told_again(be, former, lou, kim):
    with country(be):
        made = hold(former, lou)
        for _time in range(2):
            rules.ask_to_end_hold(made, reason="Over.", by=as_keeper(lou))
            rules.keep_hold(made, by=as_keeper(kim))

        assert Notification.objects.filter(event="hold_end_asked", user=kim).count() == 2


def test_the_database_lets_nobody_end_alone(be, former, lou):
    with country(be):
        made = hold(former, lou)
        rules.ask_to_end_hold(made, reason="Over.", by=as_keeper(lou))
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalHold.objects.filter(pk=made.pk).update(state="ended", ended_by_id=lou.pk)


def test_keepers_are_told_of_the_day_of_review_once_and_set_the_next(be, former, lou, kim):
    with country(be):
        made = hold(former, lou)
        assert rules.remind_of_reviews(on=REVIEW - datetime.timedelta(days=1)) == 0
        with time_machine.travel(datetime.datetime(2027, 5, 28, 9, tzinfo=datetime.UTC), tick=False):
            for step in daily._members(be):
                step()
        assert rules.remind_of_reviews(on=REVIEW) == 1
        assert Notification.objects.filter(event="hold_review").count() == 2

        again = datetime.date(2027, 11, 1)
        rules.review_hold(made, review_on=again, words="An appeal.", by=as_keeper(kim), on=REVIEW)
        assert rules.remind_of_reviews(on=datetime.date(2027, 10, 31)) == 0
        assert "2027-05-27: An appeal." in LegalHold.objects.get().reason


def test_whoever_asked_to_be_forgotten_is_told_and_nobody_else(be, former, eve, lou):
    with country(be):
        hold(eve, lou)
        erasure_rules.request_erasure(former, words="", by=people.as_member(former), on=TODAY)
        hold(former, lou)

        told = Notification.objects.get(event="hold_placed")
    assert told.user_id == former.user_id
    assert "GDPR art. 17(3)(e)" in told.text
    assert "Wages are claimed" not in told.text
    assert "AR 26/17" not in told.text


def test_another_country_sees_nothing_of_it(be, fr, former, lou):
    with country(be):
        hold(former, lou)
    with country(fr):
        assert rules.held_classes(former.pk) == frozenset()
        assert rules.remind_of_reviews(on=datetime.date(2030, 1, 1)) == 0


# --- pages -----------------------------------------------------------------------------------------------------------


def in_english(browser, user):
    people.sign_in(browser, user)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def typed(**facts):
    day = {"review_on_0": "2027", "review_on_1": "5", "review_on_2": "27", "review_on": "2027-05-27"}
    said = {"reference": "AR 26/17", "classes": ["payslip"], "reason": "Wages are claimed."}
    return day | said | facts


def test_two_keepers_on_the_pages(be, former, lou, kim, browser):
    in_english(browser, lou)
    assert "Nothing is held" in browser.get("/be/staff/holds/").text
    assert browser.post("/be/staff/holds/new/", typed(person="BE-999999")).status_code == 422
    assert browser.post("/be/staff/holds/new/", typed(person=former.number)).status_code == 302
    with country(be):
        made = LegalHold.objects.get()
    address = f"/be/staff/holds/{made.pk}/"
    assert "AR 26/17" in browser.get("/be/staff/holds/").text
    page = browser.get(address).text
    assert "Wages are claimed." in page
    assert browser.post(f"{address}end/", {"end-reason": ""}).status_code == 422
    assert browser.post(f"{address}end/", {"end-reason": "Final."}).status_code == 302
    assert f"{address}agree/" not in browser.get(address).text
    assert browser.post(f"{address}agree/").status_code == 403

    in_english(browser, kim)
    assert f"{address}agree/" in browser.get(address).text
    assert browser.post(f"{address}agree/").status_code == 302
    with country(be):
        assert LegalHold.objects.get().state == "ended"
    assert browser.get(address).status_code == 200


def test_a_keeper_alone_reads_that_one_cannot_end_a_hold(be, lou, browser):
    in_english(browser, lou)
    assert "Fewer than two keepers of restricted data work here" in browser.get("/be/staff/holds/").text

    people.make_staff(be, "legal_hold", "Kim Keeper")
    assert "Fewer than two keepers" not in browser.get("/be/staff/holds/").text


def test_the_person_reads_what_is_kept_for_a_case(be, former, lou, browser):
    with country(be):
        hold(former, lou)

    page = in_english(browser, former.user).get("/be/me/data/erase/").text

    assert "Kept for a legal claim until the court case is over" in page
    assert "AR 26/17" not in page


@pytest.mark.parametrize("role", ["adviser", "payroll", "accounting", "country_admin"])
def test_no_other_staff_finds_the_pages(be, fr, former, lou, browser, role):
    with country(be):
        made = hold(former, lou)
    in_english(browser, people.make_staff(be, role, "Sam Staff"))
    for path in ("", "new/", f"{made.pk}/"):
        assert browser.get(f"/be/staff/holds/{path}").status_code == 404, path
    for path in ("new/", "review/", "end/", "agree/"):
        here = path if path == "new/" else f"{made.pk}/{path}"
        assert browser.post(f"/be/staff/holds/{here}", {}).status_code == 404, path

    in_english(browser, people.make_staff(fr, "legal_hold", "Fleur Keeper"))
    assert browser.get(f"/fr/staff/holds/{made.pk}/").status_code == 404
    assert browser.post("/fr/staff/holds/new/", typed(person=former.number)).status_code == 422


def test_the_list_asks_the_same_for_many(be, lou, browser):
    asked = []
    in_english(browser, lou)
    for names in (["Una One"], ["Duo Two", "Tri Three"]):
        with country(be):
            for name in names:
                hold(people.make_member(be, name), lou)
        browser.get("/be/staff/holds/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/be/staff/holds/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
