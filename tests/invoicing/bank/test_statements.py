"""Files of banks become statements: what camt.053 and CODA say, and what is refused with which sentence."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from invoicing.bank.detect import read_statements
from smart.foundation.errors import RuleBroken

D = Decimal
HERE = Path(__file__).parent
TENTH = datetime.date(2026, 11, 10)


def content(name):
    return (HERE / name).read_bytes()


@pytest.fixture
def camt():
    return read_statements(content("november.xml"))[0]


@pytest.fixture
def coda():
    return read_statements(content("november.cod"))[0]


def changed(name, before, after):
    body = content(name)
    assert before in body
    return body.replace(before, after, 1)


def refused(body):
    with pytest.raises(RuleBroken) as broken:
        read_statements(body)
    return broken.value


def test_camt_says_account_number_and_balances(camt):
    assert (camt.format, camt.account, camt.currency) == ("camt.053", "BE49999000000171", "EUR")
    assert (camt.number, camt.key) == ("214", "2026-214")
    assert (camt.opening_on, camt.opening) == (datetime.date(2026, 11, 9), D("1000.00"))
    assert (camt.closing_on, camt.closing) == (TENTH, D("2710.00"))


def test_camt_entry_with_a_structured_reference(camt):
    first = camt.entries[0]

    assert (first.key, first.amount, first.structured) == ("BANK-0001", D("1512.50"), "012600000108")
    assert (first.booked_on, first.value_on) == (TENTH, datetime.date(2026, 11, 11))
    assert (first.name, first.iban, first.end_to_end) == ("Huis van het Voorbeeld", "BE25999000000373", "")


def test_camt_entry_in_another_currency_less_the_fee_of_the_bank(camt):
    second = camt.entries[1]

    assert (second.amount, second.fees) == (D("97.50"), D("2.50"))
    assert (second.foreign_amount, second.foreign_currency) == (D("1150.00"), "SEK")
    assert (second.end_to_end, second.text) == ("ORDER-9", "Faktura BE-2026-000002")
    assert second.key.startswith("facts:")


def test_a_collected_booking_is_taken_apart(camt):
    assert [(each.batch, each.end_to_end, each.amount) for each in camt.entries[2:4]] == [
        ("BATCH-7", "A", D("100.00")),
        ("BATCH-7", "B", D("200.00")),
    ]


def test_a_return_keeps_its_sign_and_what_is_pending_is_left_out(camt):
    assert (camt.entries[-1].amount, camt.entries[-1].is_reversal) == (D("-200.00"), True)
    assert len(camt.entries) == 5


def test_a_collected_booking_whose_parts_do_not_make_it_stays_whole():
    body = changed("november.xml", b'<Amt Ccy="EUR">100.00</Amt>', b'<Amt Ccy="EUR">99.00</Amt>')

    whole = read_statements(body)[0].entries[2]

    assert (whole.amount, whole.batch, whole.batch_count, whole.key) == (D("300.00"), "BATCH-7", 2, "BANK-0003")


@pytest.mark.parametrize("version", [b"02", b"03", b"04", b"06", b"08"])
def test_camt_is_read_whatever_its_version(version, camt):
    body = changed("november.xml", b"camt.053.001.08", b"camt.053.001." + version)

    assert read_statements(body) == (camt,)


def test_two_entries_alike_get_two_keys_and_the_same_ones_every_time():
    body = content("november.xml").replace(b"<EndToEndId>A<", b"<EndToEndId>B<").replace(b">100.00<", b">150.00<")
    body = body.replace(
        b'<EndToEndId>B</EndToEndId></Refs><Amt Ccy="EUR">200.00<',
        b'<EndToEndId>B</EndToEndId></Refs><Amt Ccy="EUR">150.00<',
    )

    keys = [entry.key for entry in read_statements(body)[0].entries]

    assert len(set(keys)) == 5
    assert keys[3] == f"{keys[2]}#2"
    assert keys == [entry.key for entry in read_statements(body)[0].entries]


def test_coda_says_account_number_and_balances(coda):
    assert (coda.format, coda.account, coda.currency) == ("CODA", "BE49999000000171", "EUR")
    assert (coda.number, coda.key) == ("214", "2026-11-10:214")
    assert (coda.opening, coda.closing) == (D("1000.00"), D("2800.40"))


def test_coda_movement_with_a_structured_communication(coda):
    first = coda.entries[0]

    assert (first.key, first.amount, first.structured, first.text) == ("00010000", D("1512.50"), "012600000108", "")
    assert (first.name, first.iban) == ("HUIS VAN HET VOORBEELD", "BE25999000000373")


def test_coda_movement_without_a_value_day_and_with_a_cost(coda):
    cost = coda.entries[1]

    assert (cost.amount, cost.value_on, cost.text) == (D("-12.10"), TENTH, "MAANDELIJKSE KOSTEN")


def test_coda_parts_of_a_collected_booking_and_a_message_over_two_records(coda):
    parts = coda.entries[2:]

    assert [(each.key, each.amount, each.batch) for each in parts] == [
        ("00030001", D("100.00"), "VOORBEELDREF000000003"),
        ("00030002", D("200.00"), "VOORBEELDREF000000003"),
    ]
    assert parts[0].text == "FACTUUR BE-2026-000002 MET DE HARTELIJKE GROETEN VAN HET ATELIER"
    assert (parts[0].end_to_end, parts[0].name) == ("KLANT-77", "ATELIER VOORBEELD")


def test_coda_for_an_old_belgian_number_is_the_account_of_its_iban():
    head, tail = b"12214BE49999000000171                  EUR", b"10214999000000171 EUR0BE                  "
    body = changed("november.cod", head, tail)
    body = body.replace(b"8214BE49999000000171                  EUR", b"8214999000000171 EUR0BE                  ")

    assert read_statements(body)[0].account == "BE49999000000171"


def test_coda_in_the_letters_of_windows():
    body = changed("november.cod", b"MAANDELIJKSE KOSTEN", "MAANDELIJKSE K\xd6STEN".encode("cp1252"))

    assert read_statements(body)[0].entries[1].text == "MAANDELIJKSE KÖSTEN"


@pytest.mark.parametrize(
    ("name", "before", "after", "code", "words"),
    [
        ("november.xml", b"2710.00", b"2710.01", "not_balanced", "make €2,710.00, the bank says €2,710.01"),
        ("november.xml", b"CLBD", b"CLAV", "truncated", "the closing balance (CLBD) is missing"),
        ("november.xml", b"</Document>", b"", "truncated", "breaks off or is damaged"),
        ("november.xml", b'"EUR">97.50', b'"SEK">97.50', "wrong_currency", "is in EUR but also has amounts in SEK"),
        ("november.xml", b"97.50", b"97.505", "amount_unreadable", "“97.505”; whole cents are expected"),
        ("november.xml", b"97.50", b"NaN", "amount_unreadable", "“NaN”"),
        ("november.xml", b"001.08", b"001.12", "wrong_format", "camt.053 version 12; versions 2 to 8 are read"),
        ("november.xml", b"<BkToCstmrStmt>", b"<BkToCstmrStmt/><x>", "truncated", "damaged"),
        ("november.cod", b"000000002800400", b"000000002800500", "not_balanced", "make €2,800.40"),
        ("november.cod", b"000013000", b"000012000", "truncated", "counts 12 records, 13 were read"),
        ("november.cod", b"\n8214", b"\n8", "truncated", "has 125 characters, 128 are expected"),
        ("november.cod", b"000000001512500", b"000000001512505", "amount_unreadable", "“000000001512.505”"),
        (
            "november.cod",
            b"8214BE49999000000171",
            b"8214BE38999000000272",
            "wrong_account",
            "closes for another account",
        ),
        ("november.cod", b"MAANDELIJKSE", b"MAANDEL\x00JKSE", "encoding", "ASCII, UTF-8 or Windows-1252"),
    ],
)
def test_a_damaged_file_is_refused_with_what_is_wrong(name, before, after, code, words):
    broken = refused(changed(name, before, after))

    assert broken.code == code
    assert words in broken.message


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b"", "empty_file", "is empty"),
        (b"date;amount\n2026-11-10;12\n", "wrong_format", "camt.053 (XML) or CODA is expected"),
        (b":20:REF\n:25:BE49\n:60F:C261110EUR1,00\n", "wrong_format", "MT940"),
        (b"<Document><BkToCstmrDbtCdtNtfctn/></Document>", "wrong_format", "camt.054"),
        (b"<Document><BkToCstmrAcctRpt/></Document>", "wrong_format", "camt.052"),
        (b"<html><body/></html>", "wrong_format", "no bank statement"),
        (b'<!DOCTYPE d [<!ENTITY x "y">]><d><BkToCstmrStmt/></d>', "wrong_format", "document type"),
        (b" " * 5_242_881, "too_large", "5 MB"),
    ],
)
def test_another_file_is_refused_with_what_to_ask_the_bank_for(body, code, words):
    broken = refused(body)

    assert broken.code == code
    assert words in broken.message
