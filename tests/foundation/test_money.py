"""Amounts: exact, rounded one way, split without losing a cent."""

from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart.foundation.money import round_to, split

D = Decimal


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1.0049", "1.00"), ("703.31", "703.31")],
)
def test_half_a_cent_goes_away_from_zero(amount, rounded):
    assert round_to(D(amount)) == D(rounded)


def test_another_step_and_another_way_can_be_asked_for():
    assert round_to(D("12.37"), step=D("0.05")) == D("12.35")
    assert round_to(D("12.99"), step=D("1"), rounding=ROUND_DOWN) == D("12")


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("0.01", [1, 1], ["0.01", "0.00"]),
        ("-0.05", [1, 1], ["-0.02", "-0.03"]),
        ("10.00", [0, 3], ["0.00", "10.00"]),
    ],
)
def test_a_split_gives_the_odd_cents_to_the_largest_remainders(amount, weights, parts):
    assert split(D(amount), weights) == [D(part) for part in parts]


@given(
    st.integers(-10_000_000, 10_000_000),
    st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(any),
)
def test_a_split_loses_no_cent(cents, weights):
    amount = D(cents) / 100

    assert sum(split(amount, weights)) == amount


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_say_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="Cannot split"):
        split(D("1.00"), weights)
