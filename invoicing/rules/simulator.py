"""The simulator: from what one side knows (the client's price, the gross, or the net) to all the rest. Never writes.

The same engine as conversion and payslip, so the numbers agree to the cent. Nobody's file is needed: what a visitor does
not say is the pack's usual case.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries import registry
from countries.contract import LawError, PayInputs, PayResult, Purpose
from countries.models import Country
from invoicing.rules import pay_facts, shares
from invoicing.rules.conversion_answer import Answer, notes_of, solve
from invoicing.rules.pay_facts import KnownFacts
from invoicing.rules.pay_steps import step_notes
from invoicing.rules.staircase import Price, build_pay_staircase
from smart.foundation import formats
from smart.foundation.errors import RuleBroken


class Known(models.TextChoices):
    """The amount a person knows; the rest follows from it."""

    PRICE = "price", gettext_lazy("The client pays")
    GROSS = "gross", gettext_lazy("Gross pay")
    NET = "net", gettext_lazy("I want to receive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to the simulator. `hours` are those of each day, a full day when nothing is said."""

    known: str
    amount: Decimal
    days: int
    kind: str
    hours: Decimal | None = None
    engagement: Mapping[str, Any] = field(default_factory=dict)
    tax_file: Mapping[str, Any] = field(default_factory=dict)
    birth_date: datetime.date | None = None


def simulate(country: Country, ask: Ask, *, on: datetime.date) -> Answer:
    """Answer for a month of the day `on`; its first weekdays stand for the days of work.

    Raises RuleBroken with field amount, days, hours or kind. A price under the legal minimum carries in its params
    `minimum_price`, the lowest that passes for the same time.
    """
    worked = worked_days(country, ask, on=on)
    inputs = _inputs(country, ask, worked, on=on)
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    if ask.known == Known.PRICE:
        shared = shares.share_out(ask.amount, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
        result = _solved(country, inputs, shared.credited)
    else:
        result = _computed(country, inputs, ask)
        price = shares.price_that_credits(result.employer_cost, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
        shared = shares.share_out(price, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
    source = Price(
        net=shared.net,
        fee=shared.fee,
        guarantee=shared.guarantee,
        kept=shared.credited - result.employer_cost,
        fee_rate=fee_rate,
        guarantee_rate=guarantee_rate,
    )
    return Answer(
        kind=ask.kind,
        days=worked,
        budget=shared.credited,
        gross=result.gross,
        cost=result.employer_cost,
        currency=result.currency,
        net=result.net,
        result=result,
        fall=build_pay_staircase(source, result),
        notes=(*_nearest(ask, result), *step_notes(country, inputs, result), *notes_of(result)),
        engagement=ask.engagement,
    )


def worked_days(country: Country, ask: Ask, *, on: datetime.date) -> tuple[tuple[datetime.date, Decimal], ...]:
    """The days of work as dates of the month with their hours. Raises RuleBroken with field days or hours."""
    possible = pay_facts.weekdays_of(on)
    if not 0 < ask.days <= len(possible):
        raise RuleBroken(
            "days_of_month",
            _("%(days)s days cannot be worked in one month; choose 1 to %(most)s.")
            % {"days": ask.days, "most": len(possible)},
            field="days",
        )
    hours = ask.hours or pay_facts.full_day_hours(country)
    return tuple((day, hours) for day in possible[: ask.days])


def lowest_price(country: Country, ask: Ask, *, on: datetime.date) -> Decimal | None:
    """The lowest price before VAT that the law allows for this time; None where it sets no minimum."""
    pack = registry.pack_for(country.code.code)
    inputs = _inputs(country, ask, worked_days(country, ask, on=on), on=on)
    try:
        minimum = pack.minimum_gross(inputs)
        if minimum is None:
            return None
        cost = pack.payslip(changed(inputs, gross=minimum[0])).employer_cost
    except LawError:
        return None
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    return shares.price_that_credits(cost, fee_rate=fee_rate, guarantee_rate=guarantee_rate)


def _inputs(
    country: Country, ask: Ask, worked: Sequence[tuple[datetime.date, Decimal]], *, on: datetime.date
) -> PayInputs:
    last = pay_facts.month_end(on)
    known = KnownFacts(
        birth_date=ask.birth_date, tax_file=ask.tax_file, employer=pay_facts.employer_facts(country, on=last)
    )
    return pay_facts.pay_inputs(
        country,
        kind=ask.kind,
        days=worked,
        on=last,
        engagement=ask.engagement,
        purpose=Purpose.SIMULATION,
        known=known,
    )


def _solved(country: Country, inputs: PayInputs, budget: Decimal) -> PayResult:
    try:
        return solve(country, inputs, budget).result
    except RuleBroken as refused:
        if "minimum_price" in refused.params:
            raise _too_low(country, refused) from refused
        refused.field = "amount" if refused.field == "budget" else refused.field
        raise


def _too_low(country: Country, refused: RuleBroken) -> RuleBroken:
    price: Decimal = refused.params["minimum_price"]
    return RuleBroken(
        refused.code,
        _(
            "This price leaves less than the legal minimum pay for this time. The lowest price before VAT is %(price)s:"
            " agree a higher price, or declare fewer days or shorter ones."
        )
        % {"price": formats.money(price, country.currency)},
        field="amount",
        minimum_price=price,
    )


def _computed(country: Country, inputs: PayInputs, ask: Ask) -> PayResult:
    """The pay of a gross or for a net, which the law must allow for the time."""
    pack = registry.pack_for(country.code.code)
    try:
        if ask.known == Known.NET:
            result = pack.gross_for_net(inputs, ask.amount).result
        else:
            result = pack.payslip(changed(inputs, gross=ask.amount))
        minimum = pack.minimum_gross(inputs)
    except LawError as refused:
        named = "kind" if "kind" in refused.params else "amount"
        raise RuleBroken(refused.code, _(refused.msgid) % refused.params, field=named) from refused
    if minimum is not None and result.gross < minimum[0]:
        raise _below(country, result, minimum[0], pack.payslip(changed(inputs, gross=minimum[0])))
    return result


def _nearest(ask: Ask, result: PayResult) -> tuple[str, ...]:
    """What to say where the law makes the net jump over the amount asked for."""
    if ask.known != Known.NET or result.net == ask.amount:
        return ()
    sentence = _("No gross pay gives a net of exactly %(asked)s; the nearest above it is %(net)s.")
    amounts = {"asked": ask.amount, "net": result.net}
    return (sentence % {name: formats.money(amount, result.currency) for name, amount in amounts.items()},)


def _below(country: Country, result: PayResult, minimum: Decimal, least: PayResult) -> RuleBroken:
    amounts = {"gross": result.gross, "minimum": minimum, "net": least.net}
    return RuleBroken(
        "below_minimum",
        _(
            "A gross of %(gross)s is below the legal minimum of %(minimum)s for this time, which gives a net of %(net)s."
            " Ask for more, or for less time."
        )
        % {name: formats.money(amount, country.currency) for name, amount in amounts.items()},
        field="amount",
    )
