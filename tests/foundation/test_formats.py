"""Amounts and days as people there write and type them (CLDR; the table of experience.md A4.6 and more)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from smart.foundation import formats

NNBSP, NBSP = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "country", "written"),
    [
        ("fr", "BE", f"1{NNBSP}234{NNBSP}567,50{NBSP}€"),
        ("fr", "FR", f"1{NNBSP}234{NNBSP}567,50{NBSP}€"),
        ("nl", "BE", f"€{NBSP}1.234.567,50"),
        ("de", "DE", f"1.234.567,50{NBSP}€"),
        ("de", "AT", f"€{NBSP}1.234.567,50"),
        ("es", "ES", f"1.234.567,50{NBSP}€"),
        ("it", "IT", f"1.234.567,50{NBSP}€"),
        ("sv", "SE", f"1{NBSP}234{NBSP}567,50{NBSP}€"),
        ("en", "BE", "€1,234,567.50"),
        ("nl", "FR", f"€{NBSP}1.234.567,50"),
    ],
)
def test_an_amount_is_written_as_in_that_language_and_country(language: str, country: str, written: str) -> None:
    assert formats.money(Decimal("1234567.50"), "EUR", language=language, country=country) == written


def test_the_minus_sign_is_as_wide_as_a_figure() -> None:
    assert formats.money(Decimal("-81.25"), "EUR", language="fr", country="BE") == f"−81,25{NBSP}€"
    assert formats.money(Decimal("-81.25"), "EUR", language="nl", country="BE") == f"€{NBSP}−81,25"


def test_the_currency_is_always_said() -> None:
    assert formats.money(Decimal("5911.99"), "SEK", language="sv", country="SE") == f"5{NBSP}911,99{NBSP}kr"
    assert "SEK" in formats.money(Decimal("5911.99"), "SEK", language="fr", country="BE")


def test_a_big_sum_is_cut_before_its_decimals() -> None:
    assert formats.money_parts(Decimal("703.17"), "EUR", language="fr", country="BE") == ("703", f",17{NBSP}€")
    assert formats.money_parts(Decimal("703.17"), "EUR", language="nl", country="BE") == (f"€{NBSP}703", ",17")


@pytest.mark.parametrize(
    ("rate", "written"),
    [("0.065", f"6,5{NBSP}%"), ("0.1307", f"13,07{NBSP}%"), ("0.21", f"21{NBSP}%"), ("0", f"0{NBSP}%")],
)
def test_a_rate_is_a_percentage_without_idle_zeros(rate: str, written: str) -> None:
    assert formats.percent(Decimal(rate), language="fr", country="BE") == written


def test_days_and_months_have_their_words() -> None:
    day = date(2026, 11, 2)

    assert formats.day(day, language="fr", country="BE") == "2 novembre 2026"
    assert formats.day(day, form="weekday", language="de", country="AT") == "Montag, 2. November 2026"
    assert formats.day(day, form="short", language="sv", country="SE") == "2026-11-02"
    assert formats.month(day, language="es", country="ES") == "noviembre de 2026"


def test_an_instant_is_told_in_the_active_time_zone() -> None:
    with timezone.override("Europe/Brussels"):
        told = formats.moment(datetime(2026, 11, 22, 16, 42, tzinfo=UTC), language="fr", country="BE")

    assert told == "22 novembre 2026, 17:42"


@pytest.mark.parametrize(
    ("language", "country", "typed", "amount"),
    [
        ("de", "DE", "1.234,50", "1234.50"),
        ("fr", "FR", "1 234,50", "1234.50"),
        ("fr", "FR", f"1{NNBSP}234,50", "1234.50"),
        ("fr", "BE", f"1{NBSP}234,50", "1234.50"),
        ("fr", "BE", "1.234,50", "1234.50"),
        ("fr", "FR", "1.234", "1.234"),
        ("de", "AT", "1.234,50", "1234.50"),
        ("nl", "BE", "1250", "1250"),
        ("sv", "SE", "1 234,5", "1234.5"),
        ("en", "IE", "1,234.50", "1234.50"),
        ("es", "ES", "−5,00", "-5.00"),
    ],
)
def test_a_typed_amount_is_read(language: str, country: str, typed: str, amount: str) -> None:
    assert formats.parse_amount(typed, language=language, country=country) == Decimal(amount)


@pytest.mark.parametrize(
    ("language", "country", "typed"),
    [
        ("fr", "FR", "1,234.50"),
        ("de", "DE", "1234.50"),
        ("de", "DE", "12.34,50"),
        ("en", "IE", "1234,50"),
        ("it", "IT", "1'234,50"),
        ("de", "DE", "1e5"),
        ("de", "DE", "NaN"),
        ("fr", "BE", "vingt"),
        ("fr", "BE", ""),
        ("fr", "BE", "1,2,3"),
        ("fr", "BE", "٣"),
    ],
)
def test_what_could_mean_something_else_is_refused(language: str, country: str, typed: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        formats.parse_amount(typed, language=language, country=country)


def test_filters_follow_the_language_and_the_active_country() -> None:
    template = Template(
        "{% load money %}{{ a|money }} {{ a|money:'SEK' }} {{ r|percent }} {{ d|month }} {{ none|money }}"
    )
    token = formats.set_country("BE", "EUR")
    try:
        with translation.override("nl"):
            context = Context({"a": Decimal("9.5"), "r": Decimal("0.065"), "d": date(2026, 11, 1), "none": None})
            written = template.render(context)
    finally:
        formats.reset_country(token)

    assert written == f"€{NBSP}9,50 SEK{NBSP}9,50 6,5% november 2026 "


def test_an_amount_outside_a_country_must_say_its_currency() -> None:
    with pytest.raises(LookupError, match="say the currency"):
        Template("{% load money %}{{ a|money }}").render(Context({"a": Decimal(1)}))
