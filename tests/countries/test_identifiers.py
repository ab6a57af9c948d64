"""Identifiers are checked offline; what we cannot check never blocks."""

import pytest

from countries.identifiers import check_identifier


@pytest.mark.parametrize(
    ("country", "kind", "typed", "compact"),
    [
        ("BE", "vat", "be 0999.990.024", "BE0999990024"),
        ("BE", "vat", "0999.990.024", "BE0999990024"),
        ("FR", "company_number", "999 999 006", "999999006"),
        ("SE", "company_number", "769999-0003", "7699990003"),
        ("AT", "vat", "ATU99999902", "ATU99999902"),
        ("GR", "vat", "094259216", "EL094259216"),
        ("BE", "iban", "BE49 9990 0000 0171", "BE49999000000171"),
    ],
)
def test_a_right_number_is_stored_compact(country: str, kind: str, typed: str, compact: str) -> None:
    found = check_identifier(country, kind, typed)

    assert (found.ok, found.is_checked, found.compact, found.message) == (True, True, compact, "")


@pytest.mark.parametrize(
    ("country", "kind", "typed", "words"),
    [
        ("BE", "vat", "BE0999990025", "check digits"),
        ("FR", "vat", "FR32732829320", "FR"),
        ("BE", "vat", "BE99", "4 characters"),
        ("BE", "vat", "", "empty"),
        ("BE", "vat", "FR42999999006", "does not have the form"),
        ("BE", "iban", "BE49999000000172", "IBAN"),
        ("XX", "iban", "BE49999000000172", "IBAN"),
    ],
)
def test_a_wrong_number_is_refused_with_a_sentence(country: str, kind: str, typed: str, words: str) -> None:
    found = check_identifier(country, kind, typed)

    assert not found.ok
    assert words in found.message
    assert typed in found.message


def test_a_kind_nobody_knows_is_accepted_with_a_warning() -> None:
    found = check_identifier("DE", "company_number", "GnR 1234")

    assert (found.ok, found.is_checked, found.compact) == (True, False, "GnR1234")
    assert "Nobody checked" in found.message


def test_an_unknown_country_never_blocks() -> None:
    assert check_identifier("ZZ", "national_number", "12-34").ok


def test_an_account_of_a_bank_that_is_not_on_the_list_is_accepted_with_a_word() -> None:
    """The account of every Belgian textbook: right check digits, bank code 539 missing from the list of banks."""
    check = check_identifier("BE", "iban", "BE68 5390 0754 7034")

    assert (check.ok, check.is_checked, check.compact) == (True, False, "BE68539007547034")
    assert "not on our list" in check.message


def test_an_account_with_a_wrong_digit_is_still_refused() -> None:
    assert not check_identifier("BE", "iban", "BE68 5390 0754 7035").ok
