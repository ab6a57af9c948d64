"""The month to answer a request to erase is extended: once, by two further months at most, and the person is told why.

GDPR art. 12(3): "That period may be extended by two further months where necessary, taking into account the complexity and
number of the requests. The controller shall inform the data subject of any such extension within one month of receipt of the
request, together with the reasons for the delay."
"""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction

from members.models import Erasure, Notification, OutgoingMail
from members.rules import erasure as rules
from members.rules.erasure_clock import extend_answer
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people
from tests.forgetting import make_former

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 9, 10, 11, 0, tzinfo=datetime.UTC)
ASKED = NOON.date()
FIRST_END = datetime.date(2026, 10, 10)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def former(be):
    return make_former(be)


@pytest.fixture
def asked(be, former, carla):
    with country(be):
        return rules.request_erasure(former, words="", by=people.as_member(former), on=ASKED)


@pytest.fixture
def admin(carla):
    return people.as_staff(carla, "country_admin")


def extend(asked, by, **facts):
    return extend_answer(asked, **({"months": 2, "reason": "Four teams hold papers.", "by": by, "on": ASKED} | facts))


def refusal(asked, by, **facts):
    with pytest.raises(RuleBroken) as refused:
        extend(asked, by, **facts)
    return refused.value


@pytest.mark.parametrize(
    ("months", "end"), [(1, datetime.date(2026, 11, 10)), (2, datetime.date(2026, 12, 10))], ids=["one", "two"]
)
def test_the_clock_goes_on_and_the_person_hears_the_day_and_the_reason(be, former, asked, admin, months, end):
    with country(be):
        found = extend(asked, admin, months=months)

        told = Notification.objects.get(user=former.user, event="erasure_extended")
        mail = OutgoingMail.objects.get(to=former.user.email, key=told.key)
        trail = AuditEntry.objects.filter(table="members_erasure", object_id=asked.pk, action="update")
        assert any("extended_reason" in entry.changed for entry in trail)
    assert (found.first_answer_by, found.answer_by) == (FIRST_END, end)
    assert "Four teams hold papers." in told.text
    assert "Four teams hold papers." in mail.text
    assert f"{end.day} {end:%B} {end.year}" in told.text
    assert told.url == "/be/me/data/erase/"


def test_the_last_day_of_the_month_is_not_too_late_the_next_is(be, asked, admin):
    with country(be):
        late = refusal(asked, admin, on=FIRST_END + datetime.timedelta(days=1))
        assert extend(asked, admin, on=FIRST_END).answer_by == datetime.date(2026, 12, 10)

    assert late.code == "month_over"
    assert "10 October 2026" in late.message


def test_it_is_extended_once(be, asked, admin):
    with country(be):
        extend(asked, admin, months=1)
        again = refusal(asked, admin, months=1)

        assert Erasure.objects.get().answer_by == datetime.date(2026, 11, 10)
    assert again.code == "already_extended"
    assert "once" in again.message


@pytest.mark.parametrize("months", [0, 3, -1])
def test_by_no_more_than_two_months(be, asked, admin, months):
    with country(be):
        assert refusal(asked, admin, months=months).code == "too_long"


def test_never_without_a_reason(be, asked, admin):
    with country(be):
        assert refusal(asked, admin, reason="  ").code == "reason_missing"


def test_what_is_decided_or_withdrawn_is_not_extended(be, former, asked, admin):
    with country(be):
        rules.withdraw_erasure(asked, by=people.as_member(former))

        assert refusal(asked, admin).code == "already_decided"


@pytest.mark.parametrize("role", ["adviser", "payroll", "accounting", "legal_hold"])
def test_no_other_role_extends(be, asked, bob, role):
    with country(be), pytest.raises(NotAllowed):
        extend(asked, people.as_staff(bob, role))


def test_nobody_extends_their_own(be, former, asked):
    with country(be), pytest.raises(NotAllowed):
        extend(asked, people.as_staff(former.user, "country_admin"))


def test_the_database_keeps_the_first_day_with_the_extension(be, asked):
    with country(be), pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=asked.pk).update(extended_at=NOON)


def test_administrators_are_warned_again_before_the_new_end(be, asked, admin, carla):
    with country(be):
        assert rules.warn_of_answers_due(on=datetime.date(2026, 10, 5)) == 1
        extend(asked, admin)
        assert rules.warn_of_answers_due(on=datetime.date(2026, 10, 11)) == 0
        for day in (4, 5):
            assert rules.warn_of_answers_due(on=datetime.date(2026, 12, day)) == 1

        told = list(Notification.objects.filter(user=carla, event="erasure_due").order_by("pk"))
    assert ["one month" in each.text for each in told] == [True, False]
    assert "10 December 2026" in told[1].text


# --- pages -----------------------------------------------------------------------------------------------------------


def in_english(browser, user):
    people.sign_in(browser, user)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def test_the_administrator_extends_on_the_page_and_the_person_reads_it(be, former, asked, carla, browser):
    address = f"/be/staff/erasures/{asked.pk}/"
    in_english(browser, carla)
    assert f"{address}extend/" in browser.get(address).text
    assert browser.post(f"{address}extend/", {"more-months": "2", "more-reason": ""}).status_code == 422
    assert browser.post(f"{address}extend/", {"more-months": "3", "more-reason": "x"}).status_code == 422

    assert browser.post(f"{address}extend/", {"more-months": "2", "more-reason": "Four teams."}).status_code == 302

    page = browser.get(address).text
    assert "10 December 2026" in page
    assert "Four teams." in page
    assert f"{address}extend/" not in page
    again = browser.post(f"{address}extend/", {"more-months": "1", "more-reason": "More."})
    assert again.status_code == 422
    assert "the law allows it once" in again.text
    mine = in_english(browser, former.user).get("/be/me/data/erase/").text
    for words in ("10 December 2026", "10 October 2026", "Four teams."):
        assert words in mine


def test_advisers_and_other_countries_do_not_find_it(be, fr, asked, bob, browser):
    in_english(browser, bob)
    assert browser.post(f"/be/staff/erasures/{asked.pk}/extend/", {"more-months": "1"}).status_code == 404
    in_english(browser, people.make_staff(fr, "country_admin", "Fanny Admin"))
    assert browser.post(f"/fr/staff/erasures/{asked.pk}/extend/", {"more-months": "1"}).status_code == 404
