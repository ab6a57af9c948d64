"""References an entry carries, however the client or the bank wrote them."""

import datetime
from decimal import Decimal

import pytest

from invoicing.bank.found_references import references_of
from invoicing.bank.statement import Entry

DAY = datetime.date(2026, 11, 10)


def entry(**said):
    return Entry(key="1", booked_on=DAY, value_on=DAY, amount=Decimal("1.00"), **said)


@pytest.mark.parametrize(
    "said",
    ["012600000108", "+++012/6000/00108+++", "***012/6000/00108***", "factuur 012/6000/00108 dank", "012 6000 00108"],
)
def test_a_structured_communication_is_found(said):
    assert "+++012/6000/00108+++" in references_of(entry(text=said))


def test_a_communication_with_wrong_check_digits_is_none():
    assert not any(found.startswith("+++") for found in references_of(entry(structured="012600000109")))


@pytest.mark.parametrize(
    "said", ["RF18539007547034", "RF18 5390 0754 7034", "Rechnung RF18 5390 0754 7034 vielen Dank", "rf18539007547034"]
)
def test_a_creditor_reference_is_found(said):
    assert "RF18 5390 0754 7034" in references_of(entry(text=said))


def test_a_number_and_an_ocr_reference_are_found_as_written():
    found = references_of(entry(structured="26000018", text="Faktura SE-2026-000001, tack", end_to_end="ORDER-9"))

    assert {"26000018", "SE-2026-000001", "ORDER-9"} <= found


def test_words_without_a_figure_are_no_reference():
    assert references_of(entry(text="Bedankt voor het mooie werk")) == frozenset()
