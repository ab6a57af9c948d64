"""A change of the account one is paid to: kept masked, told here, by mail and at the address before; never silent."""

import datetime
import re

import pytest
import time_machine
from django.core import mail

from members.models import AccountChange, OutgoingMail
from members.queries import profile_of
from members.rules.accounts import changes_of
from members.rules.profiles import change_account, save_profile
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
NEW, NEWER = people.belgian_iban(4711), people.belgian_iban(4712)
PASSWORD = "three words in a row"


def change_by_member(alice, iban=NEW):
    with country(alice.country):
        return change_account(alice, iban=iban, by=people.as_member(alice))


def mails_to(where, address):
    with country(where):
        return list(OutgoingMail.objects.filter(to=address, subject="Your bank account was changed"))


def test_a_change_is_kept_with_its_last_signs_only(be, alice):
    with country(be):
        old = profile_of(alice).iban

    change_by_member(alice)

    with country(be):
        (change,) = changes_of(alice)
    assert (change.before_end, change.after_end, change.by_label) == (old[-4:], NEW[-4:], "Alice Example")


def test_the_same_account_again_is_no_change(be, alice):
    change_by_member(alice)
    change_by_member(alice)

    with country(be):
        assert changes_of(alice).count() == 1


def test_each_of_two_changes_is_told(be, alice):
    change_by_member(alice, NEW)
    change_by_member(alice, NEWER)

    assert len(mails_to(be, alice.user.email)) == 2


def test_the_first_account_is_no_change(be):
    member = people.make_member(be, "Nora New", active=False)

    with country(be):
        assert AccountChange.objects.filter(membership=member).count() == 0


def test_a_change_by_the_office_is_told_as_well(be, alice, bob):
    with country(be):
        save_profile(alice, iban=NEW, by=people.as_staff(bob, "adviser"))
        assert changes_of(alice).get().by_label == "Bob Adviser"

    assert len(mails_to(be, alice.user.email)) == 1


def test_nobody_changes_the_account_of_another(be, alice, eve):
    with country(be), pytest.raises(NotAllowed):
        change_account(alice, iban=NEW, by=people.as_member(eve))


def test_another_country_sees_no_change(fr, alice):
    change_by_member(alice)

    with country(fr):
        assert AccountChange.objects.count() == 0


def test_the_address_before_hears_of_it_for_ninety_days(be, alice):
    now = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
    alice.user.previous_email = "before@demo.example"
    for days, told in ((89, 1), (90, 1)):
        alice.user.email_changed_at = now - datetime.timedelta(days=days)
        alice.user.save()
        with time_machine.travel(now, tick=False):
            change_by_member(alice, NEW if days == 89 else NEWER)

        assert len(mails_to(be, "before@demo.example")) == told


def test_the_mail_carries_no_whole_account(be, alice):
    change_by_member(alice)

    (told,) = mails_to(be, alice.user.email)
    assert NEW not in told.text
    assert NEW[-4:] in told.text


def test_the_page_shows_what_was_changed(be, alice, browser):
    change_by_member(alice)
    people.sign_in(browser, alice.user)

    page = browser.get("/be/me/account/").text

    assert "Changes until now" in page
    assert f"→ •••• {NEW[-4:]}" in page
    assert NEW not in page


def test_a_new_e_mail_address_is_told_at_the_old_one_and_remembered(
    be, alice, browser, django_capture_on_commit_callbacks
):
    user, old = alice.user, alice.user.email
    user.emailaddress_set.create(email=old, verified=True, primary=True)
    user.set_password(PASSWORD)
    user.save()
    people.sign_in(browser, user)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/email/"})

    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/email/", {"email": "new@demo.example", "action_add": ""})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None, mail.outbox[-1].body
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/confirm-email/", {"code": code[1]})

    user.refresh_from_db()
    assert user.email == "new@demo.example"
    assert user.previous_email == old
    told = [message for message in mail.outbox if message.to == [old]]
    assert "is now new@demo.example" in str(told[-1].body)
