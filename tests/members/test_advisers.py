"""Who advises whom: chosen on joining, changed by staff, handed on when somebody stops."""

import datetime

import pytest

from members.models import AdviserTerm, Notification
from members.rules import advisers, join
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


def begin(where, name, language):
    membership = people.make_member(where, name, active=False, language=language)
    with country(where):
        return join.activate_membership(membership, by=PORTAL, on=TODAY)


@pytest.fixture
def team(be):
    """Two who speak French, one who speaks Dutch."""
    return {
        name: people.make_staff(be, "adviser", f"{name} Adviser", language=language)
        for name, language in (("Fabrice", "fr"), ("Fiona", "fr"), ("Nel", "nl"))
    }


def test_members_are_spread_over_those_who_speak_their_language(be, team):
    chosen = [begin(be, f"Person{number} Example", "fr").adviser for number in range(3)]
    dutch = begin(be, "Pieter Voorbeeld", "nl").adviser

    assert [each.first_name for each in (*chosen, dutch)] == ["Fabrice", "Fiona", "Fabrice", "Nel"]


def test_the_choice_is_kept_with_who_stands_in(be, team):
    membership = begin(be, "Person Example", "fr")
    with country(be):
        term = AdviserTerm.objects.get(membership_id=membership.pk)

    assert (term.adviser.first_name, term.backup.first_name, term.by_label) == ("Fabrice", "Fiona", "")


def test_where_nobody_speaks_it_anybody_advises_and_without_anybody_nobody(be, fr):
    nel = people.make_staff(be, "adviser", "Nel Adviser", language="nl")

    assert begin(be, "Person Example", "sv").adviser == nel
    assert begin(fr, "Person Exemple", "fr").adviser is None


def test_an_adviser_who_joins_gets_somebody_else(be, team):
    membership = people.make_member(be, "Fabrice Twice", active=False)
    membership.user = team["Fabrice"]
    membership.save()
    with country(be):
        join.activate_membership(membership, by=PORTAL, on=TODAY)

        assert membership.adviser == team["Fiona"]
        with pytest.raises(RuleBroken) as refused:
            join.assign_adviser(membership, adviser=team["Fabrice"], by=people.as_staff(team["Nel"]))
    assert refused.value.code == "own_adviser"


def test_staff_name_another_one_and_the_history_says_who_did(be, team):
    membership = begin(be, "Person Example", "fr")
    with country(be):
        for _again in range(2):
            join.assign_adviser(membership, adviser=team["Nel"], by=people.as_staff(team["Fiona"]))

        terms = list(AdviserTerm.objects.filter(membership_id=membership.pk).order_by("id"))
        assert [(each.adviser.first_name, each.by_label) for each in terms] == [
            ("Fabrice", ""),
            ("Nel", "Fiona Adviser"),
        ]


def test_who_stops_hands_on_to_the_one_who_stands_in(be, team, carla):
    membership = begin(be, "Person Example", "fr")
    with country(be):
        role = team["Fabrice"].staff_roles.get()
        join.end_role(role, by=people.as_staff(carla, "country_admin"), on=TODAY)

        assert advisers.fill_gaps(be, on=TODAY) == 1
        assert advisers.fill_gaps(be, on=TODAY) == 0

        membership.refresh_from_db()
        assert membership.adviser == team["Fiona"]
        assert "Fiona" in Notification.objects.get(event="adviser_named").title


def test_a_member_sees_who_advises_and_who_stands_in(be, team, browser):
    membership = begin(be, "Person Example", "fr")
    with country(be):
        people.accept_every_agreement(membership)
    people.sign_in(browser, membership.user)
    browser.cookies["django_language"] = "en"

    page = browser.get("/be/me/").text

    assert "Fabrice Adviser" in page
    assert "Fiona Adviser" in page
