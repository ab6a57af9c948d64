"""Sessions end when idle or old, staff sooner than members; the person's language; staff without a second factor."""

import datetime

import pytest
import time_machine
from django.conf import settings

from members.models import StaffRole
from tests import people

pytestmark = pytest.mark.django_db
MORNING = datetime.datetime(2026, 11, 24, 8, 0, tzinfo=datetime.UTC)


def visit(browser, minutes, path="/be/me/"):
    """Open a page so many minutes after the morning."""
    with time_machine.travel(MORNING + datetime.timedelta(minutes=minutes), tick=False):
        return browser.get(path)


@pytest.fixture
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def test_a_member_may_pause_for_an_hour_not_longer(morning, alice, browser):
    people.sign_in(browser, alice.user)
    assert visit(browser, 0).status_code == 200

    assert visit(browser, 59).status_code == 200
    ended = visit(browser, 59 + 61)

    assert ended.headers["Location"] == "/accounts/login/?next=%2Fbe%2Fme%2F"
    assert "_auth_user_id" not in browser.session


def test_staff_may_pause_for_half_an_hour_not_longer(morning, bob, browser):
    people.sign_in(browser, bob)
    page = "/be/staff/members/"
    assert visit(browser, 0, page).status_code == 200

    assert visit(browser, 29, page).status_code == 200
    assert visit(browser, 29 + 31, page).status_code == 302


def test_staff_sign_in_again_after_ten_hours_of_work(morning, bob, browser):
    people.sign_in(browser, bob)
    page = "/be/staff/members/"
    for minutes in range(0, 600, 20):
        assert visit(browser, minutes, page).status_code == 200

    assert visit(browser, 610, page).status_code == 302


def test_a_closed_account_is_out_at_once(alice, browser):
    people.sign_in(browser, alice.user)
    alice.user.is_active = False
    alice.user.save()

    assert browser.get("/be/me/").status_code == 302


def test_a_new_password_ends_the_other_sessions(alice, browser):
    people.sign_in(browser, alice.user)
    alice.user.set_password("three other words")
    alice.user.save()

    assert browser.get("/be/me/").status_code == 302


def test_staff_without_a_second_factor_reach_only_its_enrolment(be, alice, browser):
    StaffRole.objects.create(country=be, user=alice.user, role="adviser", since=people.LONG_AGO)
    people.sign_in(browser, alice.user)

    for page in ("/be/staff/members/", "/be/me/", "/"):
        assert browser.get(page).headers["Location"] == "/accounts/2fa/totp/activate/"


def test_who_no_longer_works_here_needs_none(be, alice, browser):
    ended = datetime.date(2024, 6, 1)
    StaffRole.objects.create(country=be, user=alice.user, role="adviser", since=people.LONG_AGO, until=ended)
    people.sign_in(browser, alice.user)

    assert browser.get("/be/me/").status_code == 200
    assert browser.get("/be/staff/members/").status_code == 404


def test_pages_speak_the_persons_language_unless_the_browser_was_told_another(alice, browser):
    alice.user.language = "nl"
    alice.user.save()
    people.sign_in(browser, alice.user)
    assert '<html lang="nl">' in browser.get("/be/me/").text

    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"

    assert '<html lang="de">' in browser.get("/be/me/").text
