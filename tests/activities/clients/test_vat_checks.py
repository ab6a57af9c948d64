"""What VIES said is written down by a person, holds twelve months, and counts for the number it was about."""

import datetime

import pytest

from activities.models import ClientVatCheck
from activities.rules import vat_checks
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories import activities as made
from tests.people import as_member

ON = datetime.date(2026, 2, 23)
WHEN = datetime.date(2026, 2, 20)


@pytest.fixture
def firm(inside):
    return made.make_client(kind="company", vat_number="NL999990024B01", place="NL")


def write(firm, by=made.ADVISER, **changes):
    said = {"is_valid": True, "name_agrees": True, "consultation": "WAPIAAAA1", "checked_on": WHEN} | changes
    return vat_checks.record_vat_check(firm, by=by, on=ON, now=made.NOW, **said)


def state(firm, on=ON):
    return vat_checks.vat_standing(firm, on=on).state


def test_nobody_asked_is_said(firm):
    assert state(firm) == "none"
    assert vat_checks.vat_standing(made.make_client(), on=ON) is None


def test_a_number_outside_vies_is_another_thing(inside):
    assert state(made.make_client(kind="company", vat_number="CHE123456788", place="CH")) == "outside"


@pytest.mark.parametrize(
    ("on", "expected"),
    [(WHEN, "valid"), (datetime.date(2027, 2, 20), "valid"), (datetime.date(2027, 2, 21), "old")],
)
def test_a_confirmation_holds_twelve_months(firm, on, expected):
    write(firm)

    assert state(firm, on) == expected


def test_a_number_that_changed_was_not_checked(firm):
    write(firm)
    firm.vat_number = "NL999990036B01"

    assert state(firm) == "none"


@pytest.mark.parametrize("changes", [{"is_valid": False}, {"name_agrees": False}])
def test_what_vies_did_not_confirm_is_not_good(firm, changes):
    write(firm, **changes)

    assert state(firm) == "invalid"


def test_the_newest_counts(firm):
    write(firm, is_valid=False, checked_on=datetime.date(2026, 2, 1))
    write(firm)

    assert vat_checks.vat_standing(firm, on=ON).is_good


def test_the_same_answer_is_written_once(firm):
    write(firm)
    write(firm, by=made.SECOND)

    assert ClientVatCheck.objects.get().by_label == "Bob Adviser"


@pytest.mark.parametrize(
    ("day", "code"),
    [(datetime.date(2026, 2, 24), "check_in_future"), (datetime.date(2025, 2, 22), "check_too_old")],
)
def test_a_day_that_says_nothing_is_refused(firm, day, code):
    with pytest.raises(RuleBroken) as refused:
        write(firm, checked_on=day)

    assert (refused.value.code, refused.value.field) == (code, "checked_on")


def test_without_a_number_there_is_nothing_to_check(inside):
    with pytest.raises(RuleBroken) as refused:
        write(made.make_client())

    assert refused.value.code == "vat_number_missing"


def test_who_may(firm, alice):
    for by in (as_member(alice), made.PAYROLL, made.THE_CLIENT):
        with pytest.raises(NotAllowed):
            write(firm, by=by)
    assert write(firm, by=made.BOOKS).by_label == "Rik"
