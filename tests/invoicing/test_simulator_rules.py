"""The simulator answers with the rows of the law, and its rows always meet."""

import datetime
from decimal import Decimal

import pytest

from invoicing.rules import shares
from invoicing.rules.simulator import simulate_price
from smart.foundation.errors import RuleBroken

D = Decimal
ON = datetime.date(2026, 11, 10)


def _simulate(country, price="1250.00", days=5, kind="fixed_term"):
    return simulate_price(country, price=D(price), days=days, kind=kind, on=ON)


def test_a_price_becomes_a_net_and_every_row_between_is_shown(inside):
    answer = _simulate(inside)

    rows = {row.kind: row.amount for row in answer.fall.rows}
    # 1 250.00 − 6.5 % = 1 168.75 for contributions, gross and what the cents do not fill
    assert rows["client"] == D("1250.00")
    assert rows["cooperative"] == D("-81.25")
    assert answer.budget == D("1168.75")
    assert answer.cost + answer.kept == D("1168.75")
    assert D("0.00") <= answer.kept < D("0.05")
    assert answer.fall.net == answer.net


def test_too_low_a_price_says_which_one_would_pass(inside):
    with pytest.raises(RuleBroken, match="below the legal minimum") as refused:
        _simulate(inside, price="300.00")

    assert (refused.value.code, refused.value.field) == ("budget_too_small", "price")
    lowest = refused.value.params["minimum_price"]
    assert _simulate(inside, price=str(lowest)).gross > 0
    with pytest.raises(RuleBroken):
        _simulate(inside, price=str(lowest - D("0.02")))


@pytest.mark.parametrize("days", [0, 22])
def test_days_a_month_does_not_have_are_refused(inside, days):
    with pytest.raises(RuleBroken) as refused:
        _simulate(inside, days=days)

    assert refused.value.field == "days"


def test_a_whole_month_is_paid_as_one(inside):
    assert _simulate(inside, price="5000.00", days=21).gross > D("2000.00")


@pytest.mark.parametrize("wanted", ["0.01", "1.00", "467.53", "1168.75", "99999.99"])
def test_the_price_for_a_credit_is_the_lowest_that_credits_it(wanted):
    rates = {"fee_rate": D("0.065"), "guarantee_rate": D("0.02")}

    price = shares.price_that_credits(D(wanted), **rates)

    assert shares.share_out(price, **rates).credited >= D(wanted)
    assert shares.share_out(price - D("0.01"), **rates).credited < D(wanted)
