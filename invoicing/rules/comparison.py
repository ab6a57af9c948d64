"""The same price in every open country, side by side: public figures only, each country entered in its turn."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries import registry
from countries.models import Country
from countries.states import OPEN_STATES
from invoicing.rules.conversion_answer import Answer, kinds_of
from invoicing.rules.simulator import Ask, Known, simulate
from smart.foundation.errors import RuleBroken
from smart.foundation.money import round_to
from smart.foundation.tenancy import country as enter


@dataclass(frozen=True, slots=True)
class Side:
    """One country's column: its answer, or the sentence that says why there is none. `label` names the contract."""

    country: Country
    label: str = ""
    answer: Answer | None = None
    reason: str = ""


def compared_countries() -> QuerySet[Country]:
    """The open countries that compute payroll, by code."""
    found: QuerySet[Country] = Country.objects.filter(state__in=OPEN_STATES, has_payroll=True).order_by("code")
    return found


def compare(
    home: Country, ask: Ask, *, price: Decimal, on: datetime.date, exchange_rate: Decimal | None = None
) -> list[Side]:
    """What the price before VAT becomes in each country, for its usual contract and a person without a file there.

    `exchange_rate` is how many units of the other currency one euro buys; without it countries of another currency
    have no answer. The person's own answers about tax stay in their country: they mean nothing elsewhere.
    """
    return [_side(each, home, ask, price, on, exchange_rate) for each in _home_first(home)]


def _home_first(home: Country) -> Iterable[Country]:
    others = [each for each in compared_countries() if each.pk != home.pk]
    return [home, *others]


def _side(
    where: Country, home: Country, ask: Ask, price: Decimal, on: datetime.date, exchange_rate: Decimal | None
) -> Side:
    amount = exchanged(price, home.currency, where.currency, exchange_rate)
    if amount is None:
        reason = _("Write how many %(currency)s one euro buys.") % {"currency": _foreign(home, where)}
        return Side(where, reason=reason)
    with enter(where):
        kinds = kinds_of(where)
        kind = next((each for each in kinds if each.code == ask.kind), kinds[0])
        asked = replace(ask, known=Known.PRICE, amount=amount, kind=kind.code)
        if where.pk != home.pk:
            asked = replace(asked, engagement={}, tax_file=_usual(where))
        label = kind.label.get(get_language() or "en") or kind.label["en"]
        try:
            return Side(where, label=label, answer=simulate(where, asked, on=on))
        except RuleBroken as refused:
            return Side(where, label=label, reason=refused.message)


def _usual(where: Country) -> Mapping[str, Any]:
    return registry.pack_for(where.code.code).pack.usual_tax_file


def exchanged(amount: Decimal, own: str, other: str, rate: Decimal | None) -> Decimal | None:
    """An amount in another currency by the rate of one euro, rounded to the cent; None when the rate is not known."""
    if own == other:
        return amount
    if not rate or "EUR" not in {own, other}:
        return None
    return round_to(amount * rate if own == "EUR" else amount / rate)


def _foreign(home: Country, where: Country) -> str:
    return where.currency if home.currency == "EUR" else home.currency
