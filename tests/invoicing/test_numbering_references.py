"""Payment references carry check digits a bank can test. Worked by hand."""

import pytest
from stdnum import iso11649
from stdnum.be import ogm_vcs

from invoicing.rules.references import creditor_reference, ocr_number, structured_communication


def test_the_belgian_structured_communication_ends_with_the_remainder_by_97():
    # 0126000001 = 97 × 1298969 + 8
    reference = structured_communication(place=1, sequence=1, year=2026)

    assert reference == "+++012/6000/00108+++"
    assert ogm_vcs.is_valid(reference)


def test_a_remainder_of_zero_is_written_97():
    # 0126000090 = 97 × 1298969 + 97 = 97 × 1298970
    assert structured_communication(place=1, sequence=90, year=2026) == "+++012/6000/09097+++"


def test_a_sequence_beyond_its_digits_is_refused():
    with pytest.raises(ValueError, match="do not fit"):
        structured_communication(place=1, sequence=1_000_000, year=2026)


def test_the_creditor_reference_is_valid_by_iso_11649():
    reference = creditor_reference("FR-2026-000001")

    assert reference.startswith("RF")
    assert iso11649.validate(reference) == reference.replace(" ", "")


def test_the_known_creditor_reference_of_the_standard():
    assert creditor_reference("539007547034") == "RF18 5390 0754 7034"


def test_the_swedish_ocr_number_carries_its_length_and_a_check_digit():
    # 0126000001, twelve digits in all: 2; Luhn over 01260000012: 4 + 1 + 6 + 4 + 1 = 16, so 4
    assert ocr_number(place=1, sequence=1, year=2026) == "012600000124"


def test_an_ocr_number_beyond_its_digits_is_refused():
    with pytest.raises(ValueError, match="do not fit"):
        ocr_number(place=1, sequence=1_000_000, year=2026)
