"""From a net back to its gross and on to the price: 200 amounts per country, the same ones in every run.

simulate(net(x)) = x within the rounding the law leaves. Gross pay is agreed in whole cents; `EXCESS` says by how much the
nearest net above may exceed the one asked for, and why. Below it no cent of gross may be saved.
"""

import datetime
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import PayInputs, Purpose
from countries.models import Country
from invoicing.rules import pay_facts
from invoicing.rules.pay_facts import KnownFacts
from invoicing.rules.simulator import Ask, Known, simulate
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_country

D, CENT = Decimal, Decimal("0.01")
ON, AMOUNTS, EVERY = datetime.date(2026, 11, 30), 200, 20
EXCESS = {
    "BE": D("0.00"),
    "FR": D("0.00"),
    "ES": D("0.00"),
    # The additional support (D.L. 3/2020 art. 1) sets in at once where the tax passes the deduction for work; besides,
    # tax and reliefs are rounded one by one, so that one cent of gross may move the net by two.
    "IT": D("10.00"),
    # Contributions are rounded by branch and halves (§ 2 BVV): one cent of gross may move the net by two.
    "DE": D("0.01"),
    "AT": D("0.00"),
    "SE": D("0.00"),
}
MINIJOB = D("603.00")  # § 8 Abs. 1a SGB IV for 2026
COUNTRIES = tuple(EXCESS)


def _drawn(code: str) -> list[tuple[int, Decimal]]:
    """Days and a net for each: 110 to 190 a day, so that the law's minimum is met in every country."""
    rng = random.Random(f"inverse {code}")
    drawn = []
    for _ in range(AMOUNTS):
        days = rng.randint(1, 20)
        drawn.append((days, D(rng.randint(days * 11000, days * 19000)) / 100))
    return drawn


def _inputs(country: Country, days: int, employer: dict) -> PayInputs:
    """What the simulator tells the law about a stranger who works the first weekdays of the month."""
    hours = pay_facts.full_day_hours(country)
    worked = [(day, hours) for day in pay_facts.weekdays_of(ON)[:days]]
    usual = registry.pack_for(country.code.code).pack.usual_tax_file
    known = KnownFacts(birth_date=None, tax_file=usual, employer=employer)
    return pay_facts.pay_inputs(country, kind="fixed_term", days=worked, on=ON, purpose=Purpose.SIMULATION, known=known)


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_pay_for_a_net_gives_that_net_or_the_nearest_above(db, code):
    country, pack = make_country(code), registry.pack_for(code)
    with enter(country):
        employer = pay_facts.employer_facts(country, on=ON)

        for days, net in _drawn(code):
            inputs = _inputs(country, days, employer)
            found = pack.gross_for_net(inputs, net).result
            assert D(0) <= found.net - net <= EXCESS[code], (days, net)
            assert pack.payslip(replace(inputs, gross=found.gross - CENT)).net < net, (days, net)


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_whole_simulator_comes_back_to_the_net_it_was_asked_for(db, code):
    """By the price: it buys the largest gross it pays for, which may be one cent more for the same cost.

    In Germany just below the limit of a mini-job a higher gross costs the employer less, and the member has less of it:
    such amounts come back by the gross only.
    """
    country = make_country(code)
    usual = registry.pack_for(code).pack.usual_tax_file
    with enter(country):
        for days, net in _drawn(code)[::EVERY]:
            facts = {"days": days, "kind": "fixed_term", "tax_file": usual}
            asked = simulate(country, Ask(known=Known.NET, amount=net, **facts), on=ON)
            by_gross = simulate(country, Ask(known=Known.GROSS, amount=asked.gross, **facts), on=ON)
            by_price = simulate(country, Ask(known=Known.PRICE, amount=asked.fall.total, **facts), on=ON)

            assert by_gross.net == asked.net
            assert any("nearest above" in note for note in asked.notes) == (asked.net != net)
            if not (code == "DE" and asked.gross <= MINIJOB):
                assert D(0) <= by_price.net - asked.net <= CENT, (days, net)


def test_a_net_the_law_jumps_over_is_said(db):
    country = make_country("IT")
    with enter(country):
        net = D("591.70")  # between the net of 754.79 and that of 754.80 for five days
        usual = registry.pack_for("IT").pack.usual_tax_file
        answer = simulate(country, Ask(known=Known.NET, amount=net, days=5, kind="fixed_term", tax_file=usual), on=ON)

    assert (answer.gross, answer.net) == (D("754.80"), D("600.41"))
    assert "No gross pay gives a net of exactly" in answer.notes[0]
