"""What comes by mail is the person's choice; what the law or their safety asks for is not."""

import ast
import datetime
from pathlib import Path

import pytest

from members.models import NoticeChoice, Notification, OutgoingMail
from members.notice_groups import EVENTS, GROUPS
from members.rules.notice_choices import choose_mails, mailed_groups
from members.rules.notices import notify
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import country
from tests import people

NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
ROOT = Path(__file__).resolve().parent.parent.parent
OPTIONAL = ["missions", "questions", "invoices", "expenses", "meetings"]
ALWAYS = ["contracts", "pay", "membership", "security"]


def words_given_as_event(path):
    """Every word given as `event=` in a file; ledger entries and the like give made-up keys, never a bare word."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            for given in node.keywords:
                if given.arg == "event" and isinstance(given.value, ast.Constant):
                    yield given.value.value


def test_every_event_has_a_group():
    files = [path for room in ("members", "activities", "invoicing", "smart") for path in (ROOT / room).rglob("*.py")]
    told = {word for path in files for word in words_given_as_event(path)}
    made_up_on_the_way = {
        *("order_accepted", "order_change_requested", "order_rejected"),  # activities.rules.orders
        *("share_late_1", "share_late_2", "share_late_3"),  # members.rules.share_calendar
        *("payment_back", "payment_taken_back"),  # invoicing.rules.bank_tellings
        *("meeting_cancelled", "meeting_missed", "meeting_tomorrow"),  # members.rules.meetings
        *("membership_suspended", "membership_reactivated"),  # members.rules.standing
    }

    assert len(told) > 40
    assert (told | made_up_on_the_way) - EVENTS.keys() == set()
    assert set(EVENTS.values()) == set(GROUPS)


def test_what_can_be_stopped_is_decided_by_name():
    assert [group.key for group in GROUPS.values() if group.is_optional] == OPTIONAL
    assert [group.key for group in GROUPS.values() if group.why] == ALWAYS


def told(user, event):
    notify(user, event=event, key=f"{event}:1", title="Something", url="/be/")
    return (
        Notification.objects.filter(user=user, event=event).count(),
        OutgoingMail.objects.filter(to=user.email, key=f"{event}:1").count(),
    )


@pytest.mark.django_db
def test_without_a_choice_everything_comes_by_mail(be, alice):
    with country(be):
        assert mailed_groups(alice.user) == OPTIONAL + ALWAYS
        assert told(alice.user, "mission_approved") == (1, 1)


@pytest.mark.django_db
def test_what_is_switched_off_stands_in_the_portal_alone(be, alice, eve):
    with country(be):
        choose_mails(alice.user, groups=["questions"], by=people.as_member(alice), now=NOW)

        assert told(alice.user, "mission_approved") == (1, 0)
        assert told(alice.user, "thread") == (1, 1)
        assert told(eve.user, "mission_approved") == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("event", ["account_changed", "payslip_ready", "contract_validated", "an_event_of_tomorrow"])
def test_what_must_be_known_is_mailed_in_any_case(be, alice, event):
    with country(be):
        choose_mails(alice.user, groups=[], by=people.as_member(alice), now=NOW)

        assert mailed_groups(alice.user) == ALWAYS
        assert told(alice.user, event) == (1, 1)


@pytest.mark.django_db
def test_a_choice_is_of_one_country_and_can_be_taken_back(be, fr, alice):
    with country(be):
        choose_mails(alice.user, groups=[], by=people.as_member(alice), now=NOW)
    with country(fr):
        assert told(alice.user, "thread") == (1, 1)
    with country(be):
        choose_mails(alice.user, groups=OPTIONAL, by=people.as_member(alice), now=NOW)
        choose_mails(alice.user, groups=OPTIONAL, by=people.as_member(alice), now=NOW)
        assert NoticeChoice.objects.count() == len(OPTIONAL)
        assert told(alice.user, "thread") == (1, 1)


@pytest.mark.django_db
def test_nobody_chooses_for_somebody_else(be, alice, eve, bob):
    with country(be):
        for by in (people.as_member(eve), people.as_staff(bob, "adviser")):
            with pytest.raises(NotAllowed):
                choose_mails(alice.user, groups=[], by=by, now=NOW)


@pytest.mark.django_db
def test_the_page_shows_the_choice_and_why_the_rest_always_comes(be, alice, bob, browser):
    for user in (alice.user, bob):
        people.sign_in(browser, user)
        page = browser.get("/be/notices/choose/").content.decode()
        assert page.count("checked") == len(OPTIONAL) + 1  # and when they come
        assert "A payslip must reach you." in page

        answer = browser.post("/be/notices/choose/", {"groups": ["missions", "expenses"]})

        assert answer.status_code == 302
        assert browser.get("/be/notices/choose/").content.decode().count("checked") == 3
        assert browser.post("/be/notices/choose/", {"groups": ["security"]}).status_code == 422
    assert "/be/notices/choose/" in browser.get("/be/notices/").content.decode()


@pytest.mark.django_db
def test_strangers_sign_in_first(be, browser):
    assert browser.get("/be/notices/choose/").status_code == 302
