"""Amounts, rates and dates as people of that language and country write them (CLDR through Babel).

Django's own formats know languages, not countries: fr_BE, nl_BE, de_AT and de_DE differ. Every function takes
`language` and `country` (ISO codes); left out, they are the active translation and the country the request is in.
The minus sign is U+2212 everywhere, so that it is as wide as a figure.
"""

from contextvars import ContextVar, Token
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import (
    NumberFormatError,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
    get_decimal_symbol,
    parse_decimal,
)
from django.utils import timezone, translation

MINUS: Final = "\N{MINUS SIGN}"
SPACES: Final = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}"
# A language spoken in none of our countries' CLDR pairs falls back to where it is at home; English is always Irish.
HOME: Final = {
    "fr": "FR",
    "nl": "BE",
    "de": "DE",
    "es": "ES",
    "it": "IT",
    "sv": "SE",
    "en": "IE",
}
SKELETONS: Final = {
    "long": "long",
    "short": "short",
    "medium": "medium",
    "weekday": "full",
}

_active: ContextVar[tuple[str, str]] = ContextVar("smart_formats", default=("", ""))


def set_country(code: str, currency: str) -> Token[tuple[str, str]]:
    """Say whose habits and currency the filters use until `reset_country`; called by the country middleware."""
    return _active.set((code.upper(), currency.upper()))


def reset_country(token: Token[tuple[str, str]]) -> None:
    _active.reset(token)


def active_country() -> str:
    """Return the code of the country the request is in, or nothing."""
    return _active.get()[0]


def active_currency() -> str:
    """Return the currency of the active country; raise LookupError outside one, because an amount never goes bare."""
    currency = _active.get()[1]
    if not currency:
        raise LookupError("No country is active: say the currency, for example {{ amount|money:invoice.currency }}.")
    return currency


@lru_cache(maxsize=256)
def locale_for(language: str, country: str) -> Locale:
    """Return language_COUNTRY when CLDR has it (fr_BE, de_AT), else the language at home (nl in France: nl_BE)."""
    language = language.split("-")[0].split("_")[0].lower() or "en"
    wanted = [f"{language}_{country.upper()}"] if country and language != "en" else []
    for name in (*wanted, f"{language}_{HOME.get(language, '')}".rstrip("_"), language):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_IE")


def active_locale(language: str | None = None, country: str | None = None) -> Locale:
    if language is None:
        language = translation.get_language() or "en"
    return locale_for(language, _active.get()[0] if country is None else country)


def money(
    amount: Decimal,
    currency: str,
    *,
    language: str | None = None,
    country: str | None = None,
) -> str:
    """Write an amount with its currency: "1 250,00 €" in fr_BE, "€ 1.250,00" in nl_BE, "1 250,00 kr" in sv_SE."""
    return _money(amount, currency, active_locale(language, country))


def money_parts(
    amount: Decimal,
    currency: str,
    *,
    language: str | None = None,
    country: str | None = None,
) -> tuple[str, str]:
    """Split a written amount before the decimal sign, for big sums with small cents: ("703", ",17 €")."""
    locale = active_locale(language, country)
    written = _money(amount, currency, locale)
    head, mark, tail = written.rpartition(get_decimal_symbol(locale))
    return (head, mark + tail) if mark else (written, "")


def currency_sign(currency: str, *, language: str | None = None, country: str | None = None) -> str:
    return get_currency_symbol(currency, locale=active_locale(language, country))


def number(
    value: Decimal | int,
    *,
    places: int | None = None,
    language: str | None = None,
    country: str | None = None,
) -> str:
    """Write a plain number ("1 842"); `places` fixes the decimals, otherwise those given are kept, up to six."""
    pattern = "#,##0.######" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return _minus(format_decimal(value, format=pattern, locale=active_locale(language, country)))


def percent(
    rate: Decimal,
    *,
    places: int = 4,
    language: str | None = None,
    country: str | None = None,
) -> str:
    """Write a fraction as a percentage without idle zeros: 0.065 is "6,5 %". `places` is the most decimals shown."""
    locale = active_locale(language, country)
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0." + "#" * places)
    return _minus(format_percent(rate, format=pattern, locale=locale))


def day(
    value: date,
    *,
    form: str = "long",
    language: str | None = None,
    country: str | None = None,
) -> str:
    """Write a civil day: long "23 novembre 2026", weekday "lundi 23 novembre 2026", medium, short "23/11/26"."""
    return format_date(value, format=SKELETONS[form], locale=active_locale(language, country))


def month(value: date, *, language: str | None = None, country: str | None = None) -> str:
    """Write a month with its year: "novembre 2026", "noviembre de 2026"."""
    return format_skeleton("yMMMM", value, locale=active_locale(language, country))


def month_short(value: date, *, language: str | None = None, country: str | None = None) -> str:
    return format_date(value, format="MMM", locale=active_locale(language, country))


def moment(value: datetime, *, language: str | None = None, country: str | None = None) -> str:
    """Write an instant as day and time in the active time zone: "23 novembre 2026, 17:42"."""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    locale = active_locale(language, country)
    clock = format_time(value, format="short", locale=locale)
    return f"{format_date(value.date(), format='long', locale=locale)}, {clock}"


def clock(value: datetime | time, *, language: str | None = None, country: str | None = None) -> str:
    """Write a time of the day, or that of an instant as its own clock shows it: "17:42"."""
    return format_time(value, format="short", locale=active_locale(language, country))


def parse_amount(text: str, *, language: str | None = None, country: str | None = None) -> Decimal:
    """Read a number as typed by a person of that locale; raise ValueError when it could mean something else.

    Spaces of every kind are dropped. Strict: lax parsing turns the German "1234.50" into 123450. Where the comma is
    the decimal sign, dots between whole groups of three ("1.234,50") mean one thing only and are read in any language.
    """
    locale = active_locale(language, country)
    unreadable = ValueError(f"{text!r} is not a number in {locale}.")
    bare = text.translate({ord(space): None for space in SPACES}).replace(MINUS, "-").strip()
    # Babel reads letters, underscores and other scripts' digits where a person's hand cannot be meant.
    if not bare or set(bare) - set("0123456789.,'-+"):
        raise unreadable
    try:
        return parse_decimal(bare, locale=locale, strict=True)
    except NumberFormatError:
        if get_decimal_symbol(locale) != "," or "," not in bare:
            raise unreadable from None
    try:
        return parse_decimal(bare, locale="de_DE", strict=True)
    except NumberFormatError:
        raise unreadable from None


def strip_currency(text: str, currency: str, *, language: str | None = None, country: str | None = None) -> str:
    """Drop the currency a person typed before or after the amount, sign or code, in either case."""
    marks = {
        currency.casefold(),
        get_currency_symbol(currency, locale=active_locale(language, country)).casefold(),
    }
    marks |= {"€", "euro", "euros"} if currency == "EUR" else {"kr", "kronor"} if currency == "SEK" else set()
    bare = text.strip(SPACES + "\t\r\n")
    for mark in sorted(marks, key=len, reverse=True):
        if bare.casefold().endswith(mark):
            return bare[: -len(mark)].rstrip(SPACES)
        if bare.casefold().startswith(mark):
            return bare[len(mark) :].lstrip(SPACES)
    return bare


@lru_cache(maxsize=8192)
def _money(amount: Decimal, currency: str, locale: Locale) -> str:
    return _minus(format_currency(amount, currency, locale=locale))


def _minus(written: str) -> str:
    return written.replace("-", MINUS)
