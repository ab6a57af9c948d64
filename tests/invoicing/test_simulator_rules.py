"""The simulator answers with the rows of the law, and its rows always meet."""

import datetime
from decimal import Decimal

import pytest

from invoicing.rules import comparison, price_floor, shares
from invoicing.rules.simulator import Ask, lowest_price, simulate
from smart.foundation.errors import RuleBroken
from tests.factories.invoicing import make_country

D = Decimal
ON = datetime.date(2026, 11, 10)


def _ask(amount="1250.00", known="price", days=5, kind="fixed_term", **facts):
    return Ask(known=known, amount=D(amount), days=days, kind=kind, **facts)


def _simulate(country, price="1250.00", **facts):
    return simulate(country, _ask(price, **facts), on=ON)


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
    with pytest.raises(RuleBroken, match="less than the legal minimum pay") as refused:
        _simulate(inside, price="300.00")

    assert (refused.value.code, refused.value.field) == ("budget_too_small", "amount")
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


def test_gross_and_net_lead_back_to_the_same_pay(inside):
    from_price = _simulate(inside)

    from_gross = _simulate(inside, str(from_price.gross), known="gross")
    from_net = _simulate(inside, str(from_price.net), known="net")

    assert from_gross.net == from_price.net
    assert from_net.net >= from_price.net
    assert from_gross.fall.total <= D("1250.00")
    assert from_gross.kept < D("0.02")


def test_a_gross_below_the_minimum_is_refused_with_the_lowest_net(inside):
    with pytest.raises(RuleBroken, match="below the legal minimum") as refused:
        _simulate(inside, "200.00", known="gross")

    assert refused.value.field == "amount"


def test_shorter_days_lower_the_floor(inside):
    full = lowest_price(inside, _ask(), on=ON)
    half = lowest_price(inside, _ask(hours=D("3.8")), on=ON)

    assert half < full


def test_each_alternative_passes_and_the_next_one_up_would_not(inside):
    found = {each.change: each for each in price_floor.alternatives(inside, _ask("500.00"), on=ON)}

    assert set(found) == {"price", "days", "hours"}
    assert found["price"].ask.amount > D("500.00")
    assert found["days"].ask.amount == D("500.00")
    with pytest.raises(RuleBroken):
        _simulate(inside, "500.00", days=found["days"].ask.days + 1)
    with pytest.raises(RuleBroken):
        _simulate(inside, "500.00", hours=found["hours"].ask.hours + D("0.5"))


def test_no_alternative_when_nothing_can_pass(inside):
    found = price_floor.alternatives(inside, _ask("0.01"), on=ON)

    assert [each.change for each in found] == ["price"]


def test_children_change_the_tax_and_nothing_else(inside):
    alone = _simulate(inside, "4000.00", days=20)
    parent = _simulate(inside, "4000.00", days=20, tax_file={"children": 3})

    assert parent.gross == alone.gross
    assert parent.net > alone.net


def test_one_price_side_by_side_starts_at_home(inside):
    make_country("FR")

    sides = comparison.compare(inside, _ask(), price=D("1250.00"), on=ON)

    assert sides[0].country == inside
    assert all(side.answer or side.reason for side in sides)
    assert all(side.answer.fall.total == D("1250.00") for side in sides if side.answer)


def test_another_currency_waits_for_a_rate():
    assert comparison.exchanged(D("100.00"), "EUR", "SEK", None) is None
    assert comparison.exchanged(D("100.00"), "EUR", "SEK", D("11.2")) == D("1120.00")
    assert comparison.exchanged(D("1120.00"), "SEK", "EUR", D("11.2")) == D("100.00")
    assert comparison.exchanged(D("100.00"), "EUR", "EUR", None) == D("100.00")
