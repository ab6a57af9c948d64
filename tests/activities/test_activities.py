"""An activity is opened by an active member, once a name."""

import pytest

from activities.models import Activity
from activities.rules import activities
from countries.models import LegalEntity
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db


def test_an_activity_is_hosted_by_the_default_entity(inside, alice):
    activity = activities.open_activity(alice, name="Murals", by=as_member(alice))

    assert activity.entity == LegalEntity.objects.get(is_default=True)
    assert activity.code == f"BE-A-2026-{activity.pk:05}"


def test_an_applicant_opens_none(inside, be):
    applicant = people.make_member(be, "Otto New", active=False)

    with pytest.raises(RuleBroken) as broken:
        activities.open_activity(applicant, name="Murals", by=as_member(applicant))

    assert broken.value.code == "membership_not_active"


def test_nobody_opens_one_for_another_but_an_adviser(inside, alice, eve):
    with pytest.raises(NotAllowed):
        activities.open_activity(alice, name="Murals", by=as_member(eve))

    assert activities.open_activity(alice, name="Murals", by=made.ADVISER).pk


def test_a_membership_of_another_country_opens_none_here(inside, chloe):
    with pytest.raises(NotAllowed):
        activities.open_activity(chloe, name="Fresques", by=as_member(chloe))


def test_the_same_name_twice_is_refused(murals, alice):
    with pytest.raises(RuleBroken) as broken:
        activities.open_activity(alice, name="Murals", by=as_member(alice))

    assert broken.value.field == "name"


def test_a_suspended_activity_takes_no_mission(murals):
    activities.suspend_activity(murals, reason="Terms not accepted", by=made.ADVISER)

    with pytest.raises(RuleBroken) as broken:
        made.make_draft(Activity.objects.select_related("membership__user").get())

    assert broken.value.code == "activity_not_open"
    assert activities.reopen_activity(murals, reason="Accepted", by=made.ADVISER).state == "open"


def test_other_countries_do_not_see_it(murals, fr):
    with enter(fr):
        assert not Activity.objects.exists()
