"""Filters for amounts, rates and dates: current language, active country (smart.foundation.formats)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from smart.foundation import formats

register = template.Library()


@register.filter
def money(amount: Decimal | None, of: Any = "") -> str:
    """`{{ amount|money:"EUR" }}` or of anything that has a currency; bare, the active country's. None is empty."""
    return "" if amount is None or amount == "" else formats.money(amount, _currency(of))


@register.filter
def money_parts(amount: Decimal, of: Any = "") -> tuple[str, str]:
    """The amount cut before its decimals, for the big sum."""
    return formats.money_parts(amount, _currency(of))


@register.filter
def percent(rate: Decimal | None) -> str:
    """`{{ 0.065|percent }}` is "6,5 %"; rates are fractions everywhere else."""
    return "" if rate is None or rate == "" else formats.percent(rate)


@register.filter
def number(value: Decimal | int | None) -> str:
    return "" if value is None or value == "" else formats.number(value)


@register.filter
def day(value: date | None, form: str = "long") -> str:
    """A civil day; forms: long, weekday, medium, short."""
    return "" if not value else formats.day(value, form=form)


@register.filter
def month(value: date | None) -> str:
    return "" if not value else formats.month(value)


@register.filter
def month_short(value: date | None) -> str:
    """The month in three or four letters, for the stub of a ticket."""
    return "" if not value else formats.month_short(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time in the active time zone."""
    return "" if not value else formats.moment(value)


@register.simple_tag
def today() -> str:
    """The civil day of the active time zone, for what a page says when it is printed."""
    return formats.day(timezone.localdate())


def _currency(of: Any) -> str:
    if not of:
        return formats.active_currency()
    return str(of) if isinstance(of, str) else str(of.currency)
