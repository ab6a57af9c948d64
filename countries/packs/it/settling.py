"""Surtaxes with the pay: last year's in instalments, this year's when the work ends, and what next year will take."""

from __future__ import annotations

from decimal import Decimal

from countries.contract import ZERO, NotCovered, gettext_noop
from countries.packs.it import surtaxes
from countries.packs.it.law import rounded
from countries.packs.it.plan import Plan, WorkerSide
from countries.packs.it.withholding import TERMINATION

Amounts = list[tuple[str, Decimal]]
INSTALMENTS = (
    ("regional_instalment", "regional_surtax_last_year"),
    ("municipal_instalment", "municipal_surtax_last_year"),
    ("municipal_advance", "municipal_advance_this_year"),
)


def withheld(plan: Plan, side: WorkerSide) -> Amounts:
    """Return the surtax lines of the pay, positive when withheld; instalments never exceed the net left."""
    left, found = side.net, []
    for code, name in INSTALMENTS:
        amount = min(_instalment(plan, code, name), max(left, ZERO))
        left -= amount
        if amount:
            found.append((code, amount))
    if plan.facts.settlement == TERMINATION:
        regional, city = _left(plan, side)
        city -= dict(found).get("municipal_advance", ZERO)
        found += [("regional_surtax", regional), ("municipal_surtax", city)]
    return [(code, amount) for code, amount in found if amount]


def is_cut(plan: Plan, side: WorkerSide, amounts: Amounts) -> bool:
    """Whether the net was too low for the month's instalments."""
    if not any(plan.inputs.tax_file.get(name) for _, name in INSTALMENTS):
        return False
    found = dict(amounts)
    return any(found.get(code, ZERO) < _instalment(plan, code, name) for code, name in INSTALMENTS)


def of_year(plan: Plan, side: WorkerSide) -> tuple[Decimal, Decimal]:
    """Return the year's regional and municipal surtax on all pay of the year; none when no income tax is due."""
    facts, home = plan.facts, plan.residence
    if side.totals.net <= 0:
        return ZERO, ZERO
    base = side.taxable + side.extra + facts.so_far("taxable") + facts.so_far("taxable_extra")
    return (
        surtaxes.regional(base, home.region) if home.region else ZERO,
        surtaxes.municipal(base, home.municipality) if home.municipality else ZERO,
    )


def _left(plan: Plan, side: WorkerSide) -> tuple[Decimal, Decimal]:
    """The year's surtaxes less what an earlier settlement or the advance of the year already took."""
    regional, city, so_far = *of_year(plan, side), plan.facts.so_far
    return regional + so_far("regional_surtax"), city + so_far("municipal_surtax") + so_far("municipal_advance")


def announced(plan: Plan, side: WorkerSide) -> Amounts:
    """Return what the year-end settlement finds due for next year: both surtaxes and the municipal advance."""
    regional, city = _left(plan, side)
    return [
        ("regional_surtax_due", regional),
        ("municipal_surtax_due", city),
        ("municipal_advance_due", rounded(of_year(plan, side)[1] * plan.calendar["advance_rate"])),
    ]


def _instalment(plan: Plan, code: str, name: str) -> Decimal:
    """One instalment less what the month already took; everything that is left when the work ends."""
    total = plan.inputs.tax_file.get(name) or ZERO
    if not total:
        return ZERO
    if plan.facts.settlement == TERMINATION:
        return max(total + plan.facts.so_far(code), ZERO)
    months, number = plan.calendar["instalments"], plan.facts.month
    if code == "municipal_advance":
        months = plan.calendar["advance_instalments"]
        number -= int(plan.calendar["advance_from_month"]) - 1
    due = surtaxes.instalment(total, number=number, of=int(months))
    return max(due + plan.inputs.so_far.get(code, ZERO), ZERO)


def check_net(plan: Plan, net: Decimal) -> None:
    """Refuse a pay whose net would be below zero: there is nobody to take the rest from."""
    if net >= 0:
        return
    if plan.facts.is_settled:
        raise NotCovered(
            "net_negative",
            gettext_noop(
                "The settlement takes more than this pay: the net would be %(net)s. "
                "Settle the year with a larger pay, or have the rest collected outside the portal."
            ),
            net=net,
        )
    raise NotCovered(
        "pay_below_contributions",
        gettext_noop(
            "Contributions are due on at least %(least)s for this time and take more than the pay: the net would be "
            "%(net)s. Raise the gross or declare less time."
        ),
        least=plan.base.least,
        net=net,
    )
