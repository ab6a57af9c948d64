"""The desk counts what only a few may decide: requests to erase data and holds, for whoever may and for nobody else."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import LegalHold, StaffRole
from members.rules import erasure, legal_holds
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 27, 9, 0, tzinfo=datetime.UTC)
TODAY = NOON.date()
LATER = datetime.date(2027, 5, 27)
ERASURES, HOLDS = "/be/staff/erasures/", "/be/staff/holds/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def desk(browser, user):
    """How much waits in each queue on the desk of a person, by its address."""
    return {each["url"]: each["count"] for each in people.sign_in(browser, user).get("/be/staff/").context["queues"]}


def as_keeper(user):
    return people.as_staff(user, "legal_hold")


def also_works(where, member, role):
    """A member who is of the staff too."""
    StaffRole.objects.create(country=where, user=member.user, role=role, since=people.LONG_AGO)
    people.give_second_factor(member.user)
    return member.user


def ask_to_be_forgotten(where, member):
    type(member).objects.filter(pk=member.pk).update(state="left")
    member.refresh_from_db()
    with country(where):
        return erasure.request_erasure(member, words="", by=people.as_member(member), on=TODAY)


def hold(where, member, by, *, reference="AR 26/17"):
    with country(where):
        return legal_holds.place_hold(
            member,
            classes=["payslip"],
            reference=reference,
            reason="Wages are claimed.",
            review_on=LATER,
            by=as_keeper(by),
            on=TODAY,
        )


def ask_to_end(where, held, by):
    with country(where):
        return legal_holds.ask_to_end_hold(held, reason="Final.", by=as_keeper(by))


def test_a_request_to_erase_data_waits_for_the_administrator(be, fr, carla, browser):
    assert desk(browser, carla)[ERASURES] == 0

    asked = ask_to_be_forgotten(be, people.make_member(be, "Fritz Former"))
    ask_to_be_forgotten(fr, people.make_member(fr, "Françoise Former"))
    assert desk(browser, carla)[ERASURES] == 1

    with country(be):
        erasure.withdraw_erasure(asked, by=people.as_member(asked.membership))
    assert desk(browser, carla)[ERASURES] == 0


def test_nobody_reads_their_own_request_as_one_to_decide(be, alice, carla, browser):
    ask_to_be_forgotten(be, alice)

    assert desk(browser, also_works(be, alice, "country_admin"))[ERASURES] == 0
    assert desk(browser, carla)[ERASURES] == 1


def test_a_hold_waits_for_its_keepers_from_its_day_on(be, fr, alice, lou, browser, clock):
    held = hold(be, alice, lou)
    hold(fr, people.make_member(fr, "Chloé Exemple"), people.make_staff(fr, "legal_hold", "Fleur Keeper"))
    assert desk(browser, lou)[HOLDS] == 0

    clock.move_to(datetime.datetime(2027, 5, 27, 9, 0, tzinfo=datetime.UTC))
    assert desk(browser, lou)[HOLDS] == 1

    with country(be):
        legal_holds.review_hold(
            held, review_on=datetime.date(2027, 11, 1), words="Appealed.", by=as_keeper(lou), on=LATER
        )
    assert desk(browser, lou)[HOLDS] == 0


def test_an_end_that_is_asked_waits_for_the_other_keeper(be, alice, lou, kim, browser):
    held = ask_to_end(be, hold(be, alice, lou), lou)
    assert (desk(browser, lou)[HOLDS], desk(browser, kim)[HOLDS]) == (0, 1)

    with country(be):
        legal_holds.end_hold(LegalHold.objects.select_related("membership").get(pk=held.pk), by=as_keeper(kim))
    assert desk(browser, kim)[HOLDS] == 0


def test_nobody_decides_about_a_hold_of_their_own_data(be, alice, lou, kim, browser):
    ask_to_end(be, hold(be, alice, lou), lou)

    assert desk(browser, also_works(be, alice, "legal_hold"))[HOLDS] == 0
    assert desk(browser, kim)[HOLDS] == 1


@pytest.mark.parametrize("role", ["adviser", "payroll", "accounting"])
def test_other_roles_neither_read_nor_ask_for_either(be, alice, lou, browser, role):
    hold(be, alice, lou)
    user = people.make_staff(be, role, "Sam Staff")
    with CaptureQueriesContext(connection) as queries:
        shown = desk(browser, user)

    assert {ERASURES, HOLDS} & set(shown) == set()
    assert not [each for each in queries if "members_erasure" in each["sql"] or "members_legalhold" in each["sql"]]


def test_each_reads_their_own_of_the_two(be, carla, lou, browser):
    assert HOLDS not in desk(browser, carla)  # an administrator is no keeper by their office
    assert ERASURES not in desk(browser, lou)


def test_both_are_counted_with_all_other_queues_in_one_query(be, carla, browser):
    StaffRole.objects.create(country=be, user=carla, role="legal_hold", since=people.LONG_AGO)
    with CaptureQueriesContext(connection) as queries:
        shown = desk(browser, carla)

    assert {ERASURES, HOLDS} <= set(shown)
    asking = [each["sql"] for each in queries if "members_erasure" in each["sql"] or "members_legalhold" in each["sql"]]
    assert len(asking) == 1
