"""Every page of signing in and of the second factor: in our look, and without a line of script or style of its own."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client as Browser

from members.models import Membership, User
from tests import people

pytestmark = pytest.mark.django_db

PASSWORD = "three quiet words"
OUTSIDE = ("login/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/")
INSIDE = (
    "logout/",
    "email/",
    "password/change/",
    "reauthenticate/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
)
PROTECTED = (
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/reauthenticate/",
)


class Page(HTMLParser):
    """What the strict content policy forbids, and what every page of ours has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.headings = 0
        self._is_open_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.headings += tag == "h1"
        self.wrong += [f"{tag} {name}" for name in facts if name == "style" or name.startswith("on")]
        self.wrong += ["style element"] if tag == "style" else []
        is_data = facts.get("type") == "application/json"
        self.wrong += ["inline script"] if tag == "script" and not facts.get("src") and not is_data else []
        self.wrong += [f"far script {facts['src']}"] if tag == "script" and "//" in (facts.get("src") or "") else []


def _check(answer: Any) -> None:
    html = answer.content.decode()
    page = Page(html)
    assert answer.status_code == 200, (answer.status_code, answer.get("Location"))
    assert page.wrong == []
    assert page.headings == 1
    assert "css/portal.css" in html
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.fixture
def signed_in(browser: Browser, alice: Membership) -> Browser:
    user = alice.user
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


@pytest.mark.parametrize("path", OUTSIDE)
def test_the_pages_before_signing_in(browser: Browser, path: str) -> None:
    _check(browser.get(f"/accounts/{path}"))


@pytest.mark.parametrize("path", INSIDE)
def test_the_pages_of_a_person(signed_in: Browser, path: str) -> None:
    _check(signed_in.get(f"/accounts/{path}"))


@pytest.mark.parametrize("path", PROTECTED)
def test_the_pages_of_a_person_with_a_second_factor(signed_in: Browser, alice: Membership, path: str) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(alice.user, generate_totp_secret())
    RecoveryCodes.activate(alice.user)

    _check(signed_in.get(f"/accounts/{path}"))


def test_the_page_that_asks_for_the_second_factor(browser: Browser, alice: Membership) -> None:
    user: User = alice.user
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    people.give_second_factor(user)

    _check(browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD}, follow=True))


def test_the_page_that_asks_for_the_code_of_the_mail(browser: Browser) -> None:
    _check(browser.post("/accounts/signup/", {"email": "ada@example.org", "password1": PASSWORD}, follow=True))


def test_the_pages_of_a_key(signed_in: Browser, alice: Membership) -> None:
    key = Authenticator.objects.create(
        user=alice.user, type=Authenticator.Type.WEBAUTHN, data={"name": "My key", "credential": {}}
    )

    _check(signed_in.get(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/"))
    _check(signed_in.get(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/"))


def test_a_link_that_is_too_old(browser: Browser) -> None:
    _check(browser.get("/accounts/password/reset/key/1-nothing/"))


def test_the_square_of_the_app_is_drawn_here(signed_in: Browser) -> None:
    html = signed_in.get("/accounts/2fa/totp/activate/").content.decode()

    assert '<svg class="qr"' in html
    assert not re.search(r"<img[^>]+data:", html)


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("login/", {"login": "", "password": ""}),
        ("signup/", {"email": "no address", "password1": ""}),
        ("password/reset/", {"email": "no address"}),
    ],
)
def test_an_error_is_said_at_the_field_and_in_the_summary(browser: Browser, path: str, typed: dict[str, str]) -> None:
    answer = browser.post(f"/accounts/{path}", typed)

    html = answer.content.decode()
    said = [str(sentence) for errors in answer.context["form"].errors.values() for sentence in errors]
    assert said
    assert all(html.count(sentence) == 2 for sentence in said)
    assert "<title>Error: " in html
    assert not mail.outbox
