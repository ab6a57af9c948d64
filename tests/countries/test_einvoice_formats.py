"""Which electronic format an invoice leaves in, by day; and the table refused when it is not clean."""

import copy
import datetime

import pytest

from countries.data.reading import FOLDER, DataFileError, parse_data, read_data
from countries.einvoice_formats import build_table, format_table

D = datetime.date


def asked(country, client, place, on, size="small"):
    row = format_table().row(country, client=client, place=place, size=size, on=on)
    return row.format, row.channel, row.is_mandatory


@pytest.mark.parametrize(
    ("country", "client", "place", "size", "on", "expected"),
    [
        ("BE", "company", "domestic", "small", D(2025, 12, 31), ("pdf", "email", False)),
        ("BE", "company", "domestic", "small", D(2026, 1, 1), ("peppol", "peppol", True)),
        ("BE", "person", "domestic", "small", D(2026, 1, 1), ("pdf", "email", False)),
        ("BE", "company", "eu", "small", D(2026, 1, 1), ("pdf", "email", False)),
        ("DE", "company", "domestic", "large", D(2026, 12, 31), ("facturx", "email", False)),
        ("DE", "company", "domestic", "large", D(2027, 1, 1), ("facturx", "email", True)),
        ("DE", "company", "domestic", "small", D(2027, 12, 31), ("facturx", "email", False)),
        ("DE", "company", "domestic", "small", D(2028, 1, 1), ("facturx", "email", True)),
        ("DE", "public", "domestic", "small", D(2026, 11, 10), ("xrechnung", "government", True)),
        ("FR", "company", "domestic", "large", D(2026, 9, 1), ("facturx", "platform", True)),
        ("FR", "company", "domestic", "small", D(2026, 9, 1), ("facturx", "email", False)),
        ("FR", "company", "domestic", "small", D(2027, 9, 1), ("facturx", "platform", True)),
        ("FR", "public", "domestic", "small", D(2026, 11, 10), ("facturx", "chorus", True)),
        ("IT", "person", "domestic", "small", D(2026, 11, 10), ("fatturapa", "sdi", True)),
        ("IT", "company", "outside", "small", D(2022, 6, 30), ("pdf", "email", False)),
        ("IT", "company", "outside", "small", D(2022, 7, 1), ("fatturapa", "sdi", True)),
        ("ES", "public", "domestic", "small", D(2026, 11, 10), ("facturae", "face", True)),
        ("ES", "company", "domestic", "small", D(2028, 11, 10), ("pdf", "email", False)),
        ("AT", "public", "domestic", "small", D(2026, 11, 10), ("ebinterface", "government", True)),
        ("SE", "public", "domestic", "small", D(2026, 11, 10), ("peppol", "peppol", True)),
        ("CL", "company", "domestic", "small", D(2026, 11, 10), ("pdf", "email", False)),
    ],
)
def test_the_format_of_a_day(country, client, place, size, on, expected):
    assert asked(country, client, place, on, size) == expected


def test_what_is_announced_is_shown_as_coming_and_never_used():
    coming = format_table().coming("ES", client="company", place="domestic", size="small", on=D(2026, 11, 10))

    assert (coming.since, coming.format, coming.is_expected) == (D(2027, 10, 1), "ubl", True)


def test_every_row_names_its_law():
    rows = {row for country in format_table().cases.values() for rows in country.values() for row in rows}

    assert len(rows) > 20
    assert all(row.source.strip() for row in rows)


def broken(change):
    raw = copy.deepcopy(read_data(FOLDER / "einvoice_formats.yaml"))
    change(raw["countries"]["BE"])
    return raw


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda be: be.pop(), "no case for person"),
        (lambda be: be.append(be[0]), "stands in an earlier case too"),
        (lambda be: be[0]["values"].reverse(), "each later than the one before"),
        (lambda be: be[0]["values"][0].update(source=" "), "no source"),
        (lambda be: be[0]["values"][0].update(confidence="sure"), "confidence “sure”"),
        (lambda be: be[0]["values"][0].update(format="telex"), "telex"),
        (lambda be: be[0]["values"][0].update(channel="pigeon"), "pigeon"),
        (lambda be: be[0]["values"][1].update(not_for=["friends"]), "friends"),
        (lambda be: be[0].update(colour="red"), "unknown"),
    ],
)
def test_a_table_that_is_not_clean_is_refused(change, sentence):
    with pytest.raises(DataFileError, match=sentence):
        build_table(broken(change))


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(DataFileError, match="stands twice"):
        parse_data("countries: {BE: [], BE: []}")
