"""Signing up and in: the code from the mail, the second factor of people who work for Smart, the demo's short cut."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory

from countries.models import Country
from members.middleware import MemberAccess
from members.models import Membership, StaffRole, User
from tests import people

pytestmark = pytest.mark.django_db

PASSWORD = "three quiet words"
SIGN_UP = {"email": "Ada.Example@Example.ORG", "password1": PASSWORD}
Commits = Callable[..., Any]


def _code_from_mail() -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None, mail.outbox[-1].body
    return found[1]


def _app_code(secret: str) -> str:
    """What an app on a phone would show now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def _worker(where: Country) -> User:
    """An adviser who has a password and no second factor yet."""
    user = people.make_user("Bob Adviser")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    StaffRole.objects.create(country=where, user=user, role="adviser", since=people.LONG_AGO)
    return user


def test_a_new_person_confirms_their_address_with_the_code_from_the_mail(
    browser: Browser, be: Country, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked = browser.post("/accounts/signup/", SIGN_UP, headers={"accept-language": "fr"})
    answer = browser.post("/accounts/confirm-email/", {"code": _code_from_mail()}, follow=True)

    ada = User.objects.get()
    assert asked.status_code == 302
    assert ada.email == "ada.example@example.org"
    assert ada.language == "fr"
    assert mail.outbox[0].to == ["ada.example@example.org"]
    assert not mail.outbox[0].subject.startswith("[")
    assert answer.status_code == 200
    assert answer.context["user"] == ada
    assert "/be/join/" in answer.content.decode()


def test_a_wrong_code_is_said_at_its_field_and_in_the_summary(
    browser: Browser, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/signup/", SIGN_UP)

    html = browser.post("/accounts/confirm-email/", {"code": "000000"}).content.decode()

    assert html.count("This code is wrong or too old") == 2
    assert not User.objects.get().emailaddress_set.get().verified


def test_an_address_that_has_an_account_gets_no_second_one_and_is_not_given_away(
    browser: Browser, be: Country, django_capture_on_commit_callbacks: Commits
) -> None:
    known = _worker(be)

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/accounts/signup/", {**SIGN_UP, "email": known.email})

    assert answer.status_code == 302
    assert User.objects.count() == 1


def test_a_short_password_is_refused_and_the_address_is_kept(browser: Browser) -> None:
    html = browser.post("/accounts/signup/", {**SIGN_UP, "password1": "short"}).content.decode()

    assert "Ada.Example@Example.ORG" in html
    assert "<title>Error: " in html
    assert not User.objects.exists()


def test_a_wrong_password_says_so_without_saying_which_part_is_wrong(browser: Browser, be: Country) -> None:
    known = _worker(be)

    answers = [
        browser.post("/accounts/login/", {"login": login, "password": "not the right one"}).content.decode()
        for login in (known.email, "nobody@example.org")
    ]

    assert all("The e-mail or the password is wrong" in html for html in answers)


def test_staff_sign_in_enrol_an_app_and_then_their_pages_open(browser: Browser, be: Country) -> None:
    worker = _worker(be)

    browser.post("/accounts/login/", {"login": worker.email.upper(), "password": PASSWORD})
    before = browser.get("/be/staff/members/")
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    enrolled = browser.post("/accounts/2fa/totp/activate/", {"code": _app_code(secret)})
    after = browser.get("/be/staff/members/")

    assert before["Location"] == "/accounts/2fa/totp/activate/"
    assert b"<svg" in page.content
    assert secret in page.content.decode()
    assert enrolled.status_code == 302
    assert after.status_code == 200


def test_the_next_sign_in_asks_for_the_second_factor(browser: Browser, be: Country) -> None:
    worker = _worker(be)
    people.give_second_factor(worker)
    stored = Authenticator.objects.get(user=worker, type=Authenticator.Type.TOTP)
    secret = stored.wrap().instance.data["secret"]

    asked = browser.post("/accounts/login/", {"login": worker.email, "password": PASSWORD})
    closed = browser.get("/be/staff/members/")
    code = _app_code(_opened(secret))
    browser.post("/accounts/2fa/authenticate/", {"code": code})

    assert asked["Location"].startswith("/accounts/2fa/authenticate/")
    assert closed["Location"].startswith("/accounts/login/")
    assert browser.get("/be/staff/members/").status_code == 200


def test_a_member_needs_no_second_factor(browser: Browser, alice: Membership) -> None:
    people.sign_in(browser, alice.user)

    assert browser.get("/be/me/").status_code == 200


@pytest.mark.parametrize(("is_demo", "status"), [(True, 200), (False, 302)])
def test_the_demo_opens_staff_pages_without_a_second_factor_only_in_the_demo(
    be: Country, settings: Any, is_demo: bool, status: int
) -> None:
    settings.DEMO = is_demo
    request = RequestFactory().get("/be/staff/members/")
    request.user, request.session, request.country = _worker(be), {"demo_person": True}, be  # type: ignore[assignment]

    answer = MemberAccess(lambda request: HttpResponse("open"))(request)

    assert answer.status_code == status


def test_staff_keep_their_last_second_factor(browser: Browser, be: Country) -> None:
    worker = _worker(be)
    browser.post("/accounts/login/", {"login": worker.email, "password": PASSWORD})
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    browser.post("/accounts/2fa/totp/activate/", {"code": _app_code(secret)})

    html = browser.post("/accounts/2fa/totp/deactivate/").content.decode()

    assert "keep a second factor" in html
    assert Authenticator.objects.filter(user=worker, type=Authenticator.Type.TOTP).exists()


def test_the_secret_of_an_app_is_sealed_at_rest(be: Country) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    worker = people.make_user("Bob Adviser")
    TOTP.activate(worker, "JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=worker).data)


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(
    browser: Browser, be: Country, django_capture_on_commit_callbacks: Commits
) -> None:
    worker = _worker(be)

    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/password/reset/", {"email": worker.email}, headers={"host": "127.0.0.1"})
    link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert link is not None
    path = "/" + link[0].split("/", 3)[3]
    page = browser.get(path, follow=True)
    browser.post(
        page.request["PATH_INFO"], {"password1": "four other quiet words", "password2": "four other quiet words"}
    )

    worker.refresh_from_db()
    assert worker.check_password("four other quiet words")


def _opened(sealed: str) -> str:
    from allauth.mfa.utils import decrypt

    return str(decrypt(sealed))
