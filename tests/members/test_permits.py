"""Who may work: citizens of the free movement, and others as long as a permit that an adviser has seen."""

import datetime

import pytest

from members.free_movement import may_work_until
from members.models import Profile
from members.rules import profiles
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people

LAST = datetime.date(2026, 11, 20)


def _profile(nationality="", until=None):
    return Profile(nationality=nationality, may_work_until=until)


@pytest.mark.parametrize("nationality", ["BE", "SE", "NO", "CH"])
def test_citizens_of_the_free_movement_need_no_permit(nationality):
    assert may_work_until(_profile(nationality), LAST) is True


@pytest.mark.parametrize(
    ("until", "answer"),
    [
        (LAST, True),
        (LAST + datetime.timedelta(days=1), True),
        (LAST - datetime.timedelta(days=1), False),
        (None, False),
    ],
)
def test_others_need_a_permit_that_lasts_as_long_as_the_work(until, answer):
    assert may_work_until(_profile("MA", until), LAST) is answer


def test_nothing_is_said_of_a_nationality_nobody_knows():
    assert may_work_until(_profile(), LAST) is None
    assert may_work_until(None, LAST) is None


@pytest.fixture
def belgium(db):
    return people.make_country("BE")


@pytest.fixture
def member(belgium):
    return people.make_member(belgium, "Amina Example")


def test_an_adviser_records_the_day_they_read(belgium, member):
    bob = people.as_staff(people.make_staff(belgium))
    with country(belgium):
        profiles.record_permit(member, until=LAST, by=bob)
        profiles.record_permit(member, until=LAST, by=bob)

        assert Profile.objects.get(membership_id=member.pk).may_work_until == LAST


def test_the_member_cannot_say_so_themselves(belgium, member):
    with country(belgium), pytest.raises(NotAllowed):
        profiles.record_permit(member, until=LAST, by=people.as_member(member))


def test_payroll_officers_do_not_decide_it(belgium, member):
    paula = people.as_staff(people.make_staff(belgium, "payroll"), "payroll")
    with country(belgium), pytest.raises(NotAllowed):
        profiles.record_permit(member, until=LAST, by=paula)


def test_a_person_without_identity_is_told_so(belgium, member):
    with country(belgium):
        Profile.objects.filter(membership_id=member.pk).delete()
        with pytest.raises(RuleBroken, match="identity first"):
            profiles.record_permit(member, until=LAST, by=people.as_staff(people.make_staff(belgium)))


def test_it_is_done_on_the_members_page(belgium, member, client):
    browser = people.sign_in(client, people.make_staff(belgium))

    answer = browser.post(f"/be/staff/members/{member.pk}/permit/", {"permit-until": "2027-03-31"}, follow=True)

    assert "permit seen, until 31 March 2027" in answer.content.decode()


def test_staff_of_another_country_find_nobody(belgium, member, client):
    france = people.make_country("FR")
    browser = people.sign_in(client, people.make_staff(france))

    assert browser.post(f"/fr/staff/members/{member.pk}/permit/", {"permit-until": "2027-03-31"}).status_code == 404
