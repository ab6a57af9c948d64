"""The public simulator: what a price before VAT becomes, for a person without a file. Reads, never writes."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from countries.contract import Purpose
from countries.models import Country
from invoicing.rules import pay_facts, shares
from invoicing.rules.conversion_answer import Answer, notes_of, solve
from invoicing.rules.staircase import Price, build_pay_staircase
from smart.foundation.errors import RuleBroken


def simulate_price(country: Country, *, price: Decimal, days: int, kind: str, on: datetime.date) -> Answer:
    """What a price before VAT for some full days this month becomes, for a single person without children.

    The first weekdays of the month stand for the days. Raises RuleBroken with field price, days or kind.
    """
    possible = pay_facts.weekdays_of(on)
    if not 0 < days <= len(possible):
        raise RuleBroken(
            "days_of_month",
            _("%(days)s days cannot be worked in one month; choose 1 to %(most)s.")
            % {"days": days, "most": len(possible)},
            field="days",
        )
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    shared = shares.share_out(price, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
    full_day = pay_facts.full_day_hours(country)
    worked = tuple((day, full_day) for day in possible[:days])
    inputs = pay_facts.pay_inputs(
        country, kind=kind, days=worked, on=pay_facts.month_end(on), purpose=Purpose.SIMULATION
    )
    try:
        result = solve(country, inputs, shared.credited).result
    except RuleBroken as refused:
        refused.field = "price" if refused.field == "budget" else refused.field
        raise
    source = Price(
        net=price,
        fee=shared.fee,
        guarantee=shared.guarantee,
        kept=shared.credited - result.employer_cost,
        fee_rate=fee_rate,
        guarantee_rate=guarantee_rate,
    )
    return Answer(
        kind=kind,
        days=worked,
        budget=shared.credited,
        gross=result.gross,
        cost=result.employer_cost,
        currency=result.currency,
        net=result.net,
        result=result,
        fall=build_pay_staircase(source, result),
        notes=notes_of(result),
    )
