"""Where I am signed in: the last ten places, this one marked, each other one ended at once; nobody else's."""

import datetime

import pytest
import time_machine
from django.test import Client as Browser

from members.models import SignIn
from members.rules.sign_ins import browser_of, place_of

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet words"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def signed_in(alice):
    """Alice signs in on her phone, then on her laptop, with her password."""
    user = alice.user
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return [_enter(user, PHONE, "198.51.100.7"), _enter(user, LAPTOP, "203.0.113.9")]


def _enter(user, agent, ip):
    browser = Browser(headers={"user-agent": agent}, REMOTE_ADDR=ip)
    assert browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return browser


def test_every_place_is_listed_and_this_one_marked(signed_in):
    page = signed_in[1].get("/be/me/sessions/").text

    assert page.index("Firefox, Linux") < page.index("Safari, iPhone")
    assert page.count("This browser") == 1
    assert "network 198.51.…" in page
    assert "198.51.100.7" not in page


def test_one_place_is_ended_at_once_and_this_one_stays(alice, signed_in):
    phone, laptop = signed_in
    row = SignIn.objects.get(user=alice.user, browser="Safari, iPhone")

    laptop.post(f"/be/me/sessions/{row.pk}/end/")

    assert phone.get("/be/me/").status_code == 302
    assert laptop.get("/be/me/").status_code == 200
    assert "Over" in laptop.get("/be/me/sessions/").text


def test_ended_twice_is_said(alice, signed_in):
    row = SignIn.objects.get(user=alice.user, browser="Safari, iPhone")
    for _time in range(2):
        answer = signed_in[1].post(f"/be/me/sessions/{row.pk}/end/", follow=True)

    assert "You are already signed out there" in answer.text


def test_all_others_are_ended(alice, signed_in):
    phone, laptop = signed_in

    laptop.post("/be/me/sessions/")

    assert phone.get("/be/me/").status_code == 302
    assert laptop.get("/be/me/").status_code == 200
    assert SignIn.objects.filter(user=alice.user, ended_at=None).count() == 1


def test_the_place_of_another_person_is_not_found(alice, eve, signed_in):
    foreign = SignIn.objects.create(
        user=eve.user, browser="Edge", began_at=alice.user.date_joined, seen_at=alice.user.date_joined
    )

    assert signed_in[1].post(f"/be/me/sessions/{foreign.pk}/end/").status_code == 404
    assert "Edge" not in signed_in[1].get("/be/me/sessions/").text


def test_a_place_idle_for_an_hour_is_over(signed_in):
    laptop = signed_in[1]
    start = datetime.datetime.now(tz=datetime.UTC)
    for minutes in (30, 61):
        with time_machine.travel(start + datetime.timedelta(minutes=minutes), tick=False):
            page = laptop.get("/be/me/sessions/").text

    assert "Over" in page
    assert "Sign out there" not in page


def test_what_is_kept_is_sealed_and_short(alice, signed_in):
    assert browser_of("curl/8") == ""
    assert place_of("2001:db8:1:2::3") == "2001:0db8:0001:…"
    assert place_of("nonsense") == ""
