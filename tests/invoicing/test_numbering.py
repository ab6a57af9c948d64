"""Numbers follow each other without a gap, per legal entity, kind and year."""

import datetime

import pytest
from django.db import transaction

from countries.models import LegalEntity
from invoicing.models import Series
from invoicing.rules.numbering import take_number
from smart.foundation.errors import RuleBroken

ON = datetime.date(2026, 11, 10)


@pytest.fixture
def entity(inside):
    return LegalEntity.objects.get(is_default=True)


def test_numbers_follow_the_pattern_of_the_country(entity):
    assert take_number(entity, "invoice", ON) == ("BE-2026-000001", 1, 2026)
    assert take_number(entity, "invoice", ON) == ("BE-2026-000002", 2, 2026)


def test_credit_notes_have_a_series_of_their_own(entity):
    take_number(entity, "invoice", ON)

    assert take_number(entity, "credit_note", ON).number == "BE-C-2026-000001"


def test_a_new_year_begins_again_at_one(entity):
    take_number(entity, "invoice", ON)

    assert take_number(entity, "invoice", datetime.date(2027, 1, 4)).number == "BE-2027-000001"


def test_another_legal_entity_counts_for_itself(entity):
    other = LegalEntity.objects.create(code="second", name="Second", legal_form="SC")
    take_number(entity, "invoice", ON)

    assert take_number(other, "invoice", ON).sequence == 1


def test_a_number_taken_by_an_issue_that_fails_is_given_back(entity):
    take_number(entity, "invoice", ON)

    with pytest.raises(RuntimeError):
        _take_and_fail(entity)

    assert take_number(entity, "invoice", ON).sequence == 2


def _take_and_fail(entity):
    with transaction.atomic():
        take_number(entity, "invoice", ON)
        raise RuntimeError("the issue failed after the number was taken")


def test_a_pattern_that_makes_an_unlawful_number_is_refused(entity):
    Series.objects.create(entity=entity, kind="invoice", year=2026, pattern="invoice no. {number}")

    with pytest.raises(RuleBroken, match="at most 20 of A-Z") as refused:
        take_number(entity, "invoice", ON)

    assert refused.value.code == "series_pattern"


def test_payslips_are_numbered_by_the_house(entity):
    assert take_number(entity, "payslip", ON).number == "P-2026-000001"
