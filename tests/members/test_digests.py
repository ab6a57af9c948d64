"""One mail a day for who wants it, and one click that ends mails: whatever was chosen stands in the portal all the same."""

import datetime

import pytest
from django.core import mail
from django.test import Client as Browser

from members.models import NoticeChoice, Notification, OutgoingMail
from members.rules.digests import send_digests
from members.rules.notice_choices import Rhythm, choose_mails, rhythm_of, stop_token
from members.rules.notices import notify
from smart.foundation.tenancy import country
from smart.stories.player import drain_jobs
from tests import people

NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
DAY = NOW.date()


@pytest.fixture
def eve(be):
    with country(be):
        member = people.make_member(be, "Eve Example")
    member.user.language = "en"
    member.user.save(update_fields=["language"])
    return member


def want_daily(member, *, groups=("missions", "expenses")):
    choose_mails(member.user, groups=groups, by=people.as_member(member), now=NOW, rhythm=Rhythm.DAILY)


def tell(member, event, number=1):
    notify(member.user, event=event, key=f"{event}:{number}", title=f"About {event} {number}", url="/be/")


def mails_to(member):
    return list(OutgoingMail.objects.filter(to=member.user.email).order_by("pk"))


def test_what_came_in_a_day_comes_in_one_mail(be, eve):
    with country(be):
        want_daily(eve)
        tell(eve, "mission_approved")
        tell(eve, "expense_paid")
        assert mails_to(eve) == []

        assert send_digests(be, on=DAY) == 1
        (written,) = mails_to(eve)

    assert written.subject == "Smart in Belgium: 2 pieces of news"
    assert written.text.index("About mission_approved 1") < written.text.index("About expense_paid 1")
    assert "About expense_paid 1" in written.html


def test_the_second_call_of_a_day_sends_nothing(be, eve):
    with country(be):
        want_daily(eve)
        tell(eve, "mission_approved")
        send_digests(be, on=DAY)

        assert send_digests(be, on=DAY) == 0
        assert len(mails_to(eve)) == 1


def test_what_was_read_in_the_portal_is_not_mailed_again(be, eve):
    with country(be):
        want_daily(eve)
        tell(eve, "mission_approved")
        Notification.objects.update(read_at=NOW)

        assert send_digests(be, on=DAY) == 0
        assert mails_to(eve) == []


def test_what_must_reach_a_person_comes_at_once(be, eve):
    with country(be):
        want_daily(eve)
        tell(eve, "payslip_ready")

        assert [each.stop_url for each in mails_to(eve)] == [""]


def test_a_stopped_group_is_not_in_the_mail_of_the_day_either(be, eve):
    with country(be):
        want_daily(eve, groups=["expenses"])
        tell(eve, "mission_approved")

        assert send_digests(be, on=DAY) == 0
        assert Notification.objects.filter(user=eve.user).count() == 1


def test_other_countries_send_their_own(be, eve):
    de = people.make_country("DE")
    with country(be):
        want_daily(eve)
        tell(eve, "mission_approved")
    with country(de):
        assert send_digests(de, on=DAY) == 0


def test_the_rhythm_is_chosen_on_the_page(be, eve, client):
    people.sign_in(client, eve.user)
    assert "Once a day, all in one mail" in client.get("/be/notices/choose/").content.decode()

    client.post("/be/notices/choose/", {"groups": ["missions"], "rhythm": "daily"})

    with country(be):
        assert rhythm_of(eve.user) == Rhythm.DAILY


# --- one click -------------------------------------------------------------------------------------------------------


def stop_path(where, member):
    with country(where):
        tell(member, "mission_approved")
        (written,) = mails_to(member)
    return written.stop_url.partition("/be/")[2]


def test_a_mail_program_ends_the_mails_with_one_click(be, eve):
    """RFC 8058: a POST without cookies, sent by the mail program, and the headers that tell it where."""
    path = stop_path(be, eve)
    drain_jobs(be)
    sent = next(each for each in mail.outbox if each.to == [eve.user.email])
    assert sent.extra_headers["List-Unsubscribe"].endswith(f"/be/{path}>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    answer = Browser(enforce_csrf_checks=True).post(f"/be/{path}", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    with country(be):
        tell(eve, "mission_approved", 2)
        assert len(mails_to(eve)) == 1
        assert NoticeChoice.objects.get(user=eve.user, group="missions").by_mail is False


def test_opening_the_link_only_asks(be, eve, client):
    page = client.get(f"/be/{stop_path(be, eve)}")

    assert "Stop these mails" in page.content.decode()
    with country(be):
        assert not NoticeChoice.objects.exists()


def test_twice_is_once(be, eve, client):
    path = stop_path(be, eve)
    for _time in range(2):
        assert client.post(f"/be/{path}").status_code == 200
    with country(be):
        assert NoticeChoice.objects.filter(user=eve.user, by_mail=False).count() == 1


def test_a_link_of_another_country_or_a_changed_one_says_so(be, eve, client):
    people.make_country("DE")
    path = stop_path(be, eve)

    assert client.post(f"/de/{path}").status_code == 404
    assert client.post(f"/be/{path[:-4]}/").status_code == 404
    with country(be):
        assert not NoticeChoice.objects.exists()


def test_what_must_be_mailed_cannot_be_stopped(be, eve, client):
    with country(be):
        token = stop_token(eve.user, group="pay")

    page = client.post(f"/be/notices/stop/{token}/")

    assert page.status_code == 422
    assert "A payslip must reach you." in page.content.decode()
