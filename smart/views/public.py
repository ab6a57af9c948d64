"""What a stranger wants to know before joining: what it costs, with every margin, and how it goes in a country."""

import datetime
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from countries import registry
from countries.data.catalogue import in_language
from countries.models import Country, LegalEntity, Office
from countries.presentation import setting_lines
from countries.rules.settings import setting_values
from countries.setting_kinds import kinds_of
from countries.states import OPEN_STATES
from invoicing.rules import price_floor
from invoicing.rules.conversion_answer import Answer
from invoicing.rules.conversion_answer import kinds_of as contract_kinds
from invoicing.rules.simulator import Ask, simulate
from members.access import public_page
from members.papers import asked_papers
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country

EXAMPLE: Final = {"SEK": Decimal("20000.00")}
"""What the client of the example pays before VAT for five days: about the same everywhere."""
EXAMPLE_PRICE: Final = Decimal("2000.00")
EXAMPLE_DAYS: Final = 5


@require_GET
@public_page
def costs(request: HttpRequest) -> HttpResponse:
    """Every margin of every open country, from the settings in force today."""
    rows = []
    for each in Country.objects.filter(state__in=OPEN_STATES):
        with country(each):
            rows.append(_prices(each, on=each.today()))
    return render(request, "smart/costs.html", {"rows": rows})


@require_GET
@public_page
def about(request: HttpRequest) -> HttpResponse:
    """One country: price, an example on the stairs, the promise, contracts, papers, who decides and whom to ask."""
    where: Country | None = request.country
    if where is None or not where.is_open:
        raise Http404
    today = where.today()
    values = setting_values(where, on=today)
    context = {
        "price_row": _prices(where, on=today),
        "of": where,
        "promise": _line(where, "promise.rule", values),
        "lead": _line(where, "declaration.lead", values),
        "review": _line(where, "review.promise", values),
        "meeting": values.get("membership.meeting", "compulsory"),
        "answer_days": values.get("membership.answer_days"),
        "grace_contracts": values.get("share.grace_contracts"),
        "kinds": [in_language(kind.label, get_language()) for kind in contract_kinds(where)],
        "papers": asked_papers(values, None),
        "answer": example(where, on=today),
        "entity": LegalEntity.objects.filter(is_default=True).first(),
        "offices": list(Office.objects.order_by("city")),
    }
    return render(request, "smart/about.html", context)


def example(where: Country, *, on: datetime.date) -> Answer | None:
    """What a price becomes for a single person without children; where the law asks for more, the least it allows.

    None where the payroll is not open, or no value is known for the day.
    """
    kinds = contract_kinds(where)
    if not where.has_payroll or not kinds:
        return None
    ask = Ask(
        known="price",
        amount=EXAMPLE.get(where.currency, EXAMPLE_PRICE),
        days=EXAMPLE_DAYS,
        kind=kinds[0].code,
        tax_file=registry.pack_for(str(where.code)).pack.usual_tax_file,
    )
    try:
        return simulate(where, ask, on=on)
    except RuleBroken:
        passing = price_floor.alternatives(where, ask, on=on)
        return passing[0].answer if passing else None


def _prices(where: Country, *, on: datetime.date) -> dict[str, Any]:
    """What is kept in a country, each with how sure the figure is."""
    values = setting_values(where, on=on)
    return {
        "country": where,
        "fee": values.get("fee.rate"),
        "is_fee_agreed": values.get("fee.basis") == "agreed_with_member",
        "guarantee": values.get("guarantee.rate"),
        "margin": values.get("fee.employment_margin"),
        "keeps_reductions": values.get("fee.keeps_reductions", False),
        "pooled": values.get("fee.pooled_total"),
        "share": values.get("share.price"),
        "rule": values.get("share.rule", {}),
    }


def _line(where: Country, key: str, values: dict[str, Any]) -> str:
    """A rule of the country as a sentence; empty where none is set."""
    if key not in values:
        return ""
    return ", ".join(setting_lines(kinds_of(str(where.code))[key], values[key], currency=where.currency))
