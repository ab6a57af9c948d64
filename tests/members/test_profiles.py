"""Identity, account and tax file: what is refused, by whom, and that numbers are sealed."""

import datetime

import pytest
from django.db import connection

from members.models import Notification, OutgoingMail, Profile, TaxFile
from members.queries import profile_of, tax_answers
from members.rules.profiles import change_account, save_profile, save_tax_file
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
JANUARY, JUNE = datetime.date(2026, 1, 1), datetime.date(2026, 6, 1)


def test_a_member_keeps_their_own_facts(be, alice):
    with country(be):
        save_profile(alice, by=people.as_member(alice), city="Elsewhere")

        assert profile_of(alice).city == "Elsewhere"


def test_a_stranger_may_not_change_them(be, alice, eve):
    with country(be), pytest.raises(NotAllowed):
        save_profile(alice, by=people.as_member(eve), city="Elsewhere")


def test_an_adviser_may(be, alice, bob):
    with country(be):
        assert save_profile(alice, by=people.as_staff(bob), city="Elsewhere").city == "Elsewhere"


@pytest.mark.parametrize(
    ("kind", "typed"), [("national_number", "90051700101"), ("iban", "BE68539007547035"), ("iban", "not an iban")]
)
def test_a_number_that_cannot_be_right_is_refused_at_its_field(be, alice, kind, typed):
    with country(be), pytest.raises(RuleBroken) as refused:
        save_profile(alice, by=people.as_member(alice), **{kind: typed})

    assert refused.value.field == kind


def test_a_national_number_belongs_to_one_member(be, alice, eve):
    with country(be):
        taken = profile_of(alice).national_number
        with pytest.raises(RuleBroken) as refused:
            save_profile(eve, by=people.as_member(eve), national_number=taken)

    assert refused.value.code == "national_number_taken"


def test_numbers_are_not_readable_in_the_database(be, alice):
    with country(be), connection.cursor() as cursor:
        number = profile_of(alice).national_number
        cursor.execute("SELECT national_number_sealed, iban_sealed FROM members_profile")
        sealed = " ".join(cursor.fetchone())

    assert number not in sealed
    assert "BE" not in sealed.split(":")[0]


def test_a_profile_is_invisible_in_another_country(be, fr, alice):
    with country(fr):
        assert Profile.objects.count() == 0


def test_a_changed_account_is_told_by_mail_once(be, alice):
    with country(be):
        for _again in range(2):
            change_account(alice, iban=people.belgian_iban(4711), by=people.as_member(alice))

        assert Notification.objects.to_user(alice.user_id).filter(event="account_changed").count() == 1
        mail = OutgoingMail.objects.get(to=alice.user.email)
        assert people.belgian_iban(4711) not in mail.text
        assert people.belgian_iban(4711)[-4:] in mail.text


def test_answers_hold_from_their_day_on(be, alice):
    with country(be):
        save_tax_file(alice, since=JANUARY, answers={"family": "single"}, by=people.as_member(alice))
        save_tax_file(alice, since=JUNE, answers={"children": 2}, by=people.as_member(alice))

        assert tax_answers(alice.pk, datetime.date(2026, 5, 31))["children"] == 0
        assert tax_answers(alice.pk, JUNE)["children"] == 2
        assert tax_answers(alice.pk, datetime.date(2025, 12, 31)) == {}


def test_the_same_day_twice_is_one_answer(be, alice):
    with country(be):
        for children in (1, 2):
            save_tax_file(alice, since=JUNE, answers={"children": children}, by=people.as_member(alice))

        assert TaxFile.objects.filter(membership_id=alice.pk, since=JUNE).count() == 1
        assert tax_answers(alice.pk, JUNE)["children"] == 2


def test_an_answer_the_pack_does_not_know_is_refused_at_its_field(be, alice):
    with country(be), pytest.raises(RuleBroken) as refused:
        save_tax_file(alice, since=JUNE, answers={"family": "many"}, by=people.as_member(alice))

    assert refused.value.field == "family"


def test_another_member_may_not_answer(be, alice, eve):
    with country(be), pytest.raises(NotAllowed):
        save_tax_file(alice, since=JUNE, answers={}, by=people.as_member(eve))
