"""What must hold for the pay of any country, whatever the figures; each country's tests say for which pays.

A country draws its own pays, names its tests as sentences and adds what only its law promises.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from countries.contract import (
    InvalidInput,
    LawError,
    NotCovered,
    ParameterUnknown,
    PayInputs,
    PayResult,
    Purpose,
    Side,
    Solution,
    month_so_far,
)
from countries.registry import BoundPack

CENT = Decimal("0.01")
Grosses = Callable[[Decimal], Iterable[Decimal]]
"""The grosses to try beside the one found."""


def above(*steps: Decimal | str | int) -> Grosses:
    return lambda gross: [gross + Decimal(step) for step in steps]


def below(*steps: Decimal | str | int) -> Grosses:
    return lambda gross: [gross - Decimal(step) for step in steps]


def lines_add_up(result: PayResult) -> None:
    """The lines of a side make its total, in whole cents, each with its source; tax is never given back."""
    employee = sum(line.amount for line in result.lines if line.side is Side.EMPLOYEE)
    employer = sum(line.amount for line in result.lines if line.side is Side.EMPLOYER)
    assert employee == result.net
    assert result.gross + employer == result.employer_cost
    assert all(line.amount == line.amount.quantize(CENT) for line in result.lines)
    assert all(line.source for line in result.lines)
    assert result.tax_total >= 0


def is_the_same_again(pack: BoundPack, inputs: PayInputs) -> None:
    assert pack.payslip(inputs) == pack.payslip(replace(inputs))


def costs_of_more(pack: BoundPack, inputs: PayInputs, cents: int) -> tuple[Decimal, Decimal]:
    """Return the cost of the pay, and of the pay raised by so many cents."""
    more = replace(inputs, gross=gross_of(inputs) + cents * CENT)
    return pack.payslip(inputs).employer_cost, pack.payslip(more).employer_cost


def gross_of(inputs: PayInputs) -> Decimal:
    assert inputs.gross is not None
    return inputs.gross


def least_gross(pack: BoundPack, inputs: PayInputs) -> Decimal:
    """Return the minimum of the law, for countries that have one."""
    minimum = pack.minimum_gross(inputs)
    assert minimum is not None
    return minimum[0]


def spends_the_budget(
    pack: BoundPack,
    inputs: PayInputs,
    budget: Decimal,
    *,
    higher: Grosses,
    least: Decimal | None = CENT,
    found: Callable[[PayResult], Decimal] = lambda result: result.gross,
) -> Solution | None:
    """Every cent of the budget is spent or remains, and no higher gross fits; `found` reads the gross asked for.

    A budget below what the `least` gross costs is refused with the smallest that passes; None does not ask for that.
    """
    if least is not None:
        smallest = pack.payslip(replace(inputs, gross=least)).employer_cost
        if budget < smallest:
            with pytest.raises(InvalidInput, match=rf"smallest budget that .* is {smallest}"):
                pack.gross_for_budget(inputs, budget)
            return None
    solution = pack.gross_for_budget(inputs, budget)
    assert solution.result.employer_cost + solution.remainder == budget
    assert solution.remainder >= 0
    for gross in higher(found(solution.result)):
        assert pack.payslip(replace(inputs, gross=gross)).employer_cost > budget
    return solution


def reaches_the_net(
    pack: BoundPack,
    inputs: PayInputs,
    net: Decimal,
    *,
    lower: Grosses,
    found: Callable[[PayResult], Decimal] = lambda result: result.gross,
) -> None:
    """The net is reached, and no lower gross reaches it; `found` reads the gross asked for."""
    solution = pack.gross_for_net(inputs, net)
    assert solution.result.net == net + solution.remainder
    assert solution.remainder >= 0
    for gross in lower(found(solution.result)):
        if gross > 0:
            assert pack.payslip(replace(inputs, gross=gross)).net < net


def two_and_one(
    pack: BoundPack, inputs: PayInputs, *, grosses: tuple[Decimal, Decimal], days: tuple[int, int], **last: Any
) -> tuple[PayResult, PayResult, PayResult]:
    """Return the payslips of two contracts of one month, and of the one contract that would hold both.

    `last` are inputs of the second contract and of the whole. Any: of each input's own type.
    """
    earlier = pack.payslip(replace(inputs, gross=grosses[0], paid_days=Decimal(days[0])))
    so_far = {**month_so_far([earlier]), "paid_days": Decimal(days[0])}
    later = pack.payslip(replace(inputs, gross=grosses[1], paid_days=Decimal(days[1]), so_far=so_far, **last))
    whole = pack.payslip(replace(inputs, gross=sum(grosses), paid_days=Decimal(sum(days)), **last))
    return earlier, later, whole


def days_outside(first: date, last: date) -> list[date]:
    """Return days the law is not known for."""
    return [first - timedelta(days=1), last + timedelta(days=1), date(1999, 1, 1)]


def fails_naming_the_day(pack: BoundPack, inputs: PayInputs) -> None:
    with pytest.raises(ParameterUnknown, match=str(inputs.on)):
        pack.payslip(inputs)


def simulates_after_the_review(pack: BoundPack, inputs: PayInputs) -> None:
    later = replace(inputs, on=date(2027, 1, 31), purpose=Purpose.SIMULATION)
    assert pack.payslip(later).net > 0


def is_refused(
    pack: BoundPack,
    inputs: PayInputs,
    sentence: str,
    *,
    by: tuple[type[LawError], ...] = (InvalidInput, NotCovered),
) -> None:
    """What is wrong or not covered is refused by name, in a sentence with its figures filled in."""
    with pytest.raises(LawError) as refused:
        pack.payslip(inputs)
    assert sentence in str(refused.value)
    assert "%(" not in str(refused.value)
    assert isinstance(refused.value, by)
