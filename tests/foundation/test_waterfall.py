"""The staircase agrees with the money: every bar is where the amounts put it, and a wrong sum is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart.foundation.waterfall import Step, build_staircase
from tests.foundation.papers import stairs


def test_each_cut_falls_off_the_end_of_what_was_left() -> None:
    rows = {row.kind: row for row in stairs().rows}

    assert rows["client"].keep == "100.00%"
    assert (rows["cooperative"].x, rows["cooperative"].width) == ("93.50%", "6.50%")
    assert (rows["guarantee"].x, rows["guarantee"].width) == ("92.50%", "1.00%")
    assert rows["gross"].keep == "72.80%"
    assert rows["net"].keep == "56.25%"
    assert rows["cooperative"].amount == Decimal("-81.25")


def test_the_strip_has_the_cuts_only_and_the_stairs_say_cents_per_euro() -> None:
    fall = stairs()

    assert [row.kind for row in fall.cuts] == ["cooperative", "guarantee", "activity", "employer", "personal", "tax"]
    assert fall.cents_per_unit == 56
    assert (fall.total, fall.net) == (Decimal("1250.00"), Decimal("703.17"))


def test_a_payslip_without_an_invoice_begins_at_the_gross() -> None:
    fall = build_staircase([Step("gross", "Gross", Decimal("100")), Step("net", "Net", Decimal("100"))], currency="SEK")

    assert fall.rows[0].keep == "100.00%"


def test_something_given_back_goes_up_again() -> None:
    steps = [
        Step("gross", "Gross", Decimal("100")),
        Step("personal", "Contributions", Decimal("13")),
        Step("personal", "Bonus", Decimal("-5")),
        Step("net", "Net", Decimal("92")),
    ]

    bonus = build_staircase(steps, currency="EUR").rows[2]

    assert bonus.gives_back
    assert (bonus.x, bonus.width, bonus.amount) == ("87.00%", "5.00%", Decimal("5"))


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([("gross", "100"), ("tax", "10"), ("net", "91")], r"'net' says 91, but the rows above it leave 90"),
        ([("client", "100"), ("gross", "99"), ("net", "99")], r"'gross' says 99"),
        ([("gross", "100"), ("tax", "5"), ("personal", "5"), ("net", "90")], r"'personal' cannot follow 'tax'"),
        ([("gross", "100"), ("gross", "100"), ("net", "100")], r"'gross' cannot follow 'gross'"),
        ([("gross", "100"), ("levy", "0"), ("net", "100")], r"'levy' is unknown"),
        ([("tax", "1"), ("net", "-1")], r"begins with"),
        ([("gross", "100")], r"begins with"),
    ],
)
def test_wrong_sums_and_orders_are_refused_by_name(steps: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build_staircase([Step(kind, kind, Decimal(amount)) for kind, amount in steps], currency="EUR")


@given(
    st.integers(1, 10**9),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
)
def test_the_steps_join_without_gap_whatever_the_amounts(price: int, cuts: list[int]) -> None:
    left = Decimal(price)
    steps = [Step("gross", "", left)]
    for cut in cuts:
        taken = min(Decimal(cut), left)
        steps.append(Step("tax", "", taken))
        left -= taken
    steps.append(Step("net", "", left))

    rows = build_staircase(steps, currency="EUR").rows

    def at(percent: str) -> Decimal:
        return Decimal(percent.rstrip("%"))

    edge = Decimal(100)
    for row in rows[1:-1]:
        assert at(row.x) + at(row.width) == at(row.edge) == edge
        edge = at(row.x)
    assert at(rows[-1].keep) == edge
