"""Social insurance of one pay: the base, what the worker bears, what the employer bears (ASVG § 44-54; AMPFG § 2, 2a).

Each side is rounded once on the sum of its rates; the lines are rounded for display and the last one takes the odd
cent. Several fully insured contracts of a month share one base; a marginal one and casual days stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO
from countries.packs.at.branches import Branches, Rates
from countries.packs.at.case import Case
from countries.packs.at.law import DAYS_PER_MONTH, Steps, rounded

UNEMPLOYMENT, ACCIDENT = "unemployment", "accident"


@dataclass(frozen=True, slots=True)
class Base:
    """The insured base after this pay and before it; `step` decides the employee's unemployment rate."""

    now: Decimal
    before: Decimal
    step_now: Decimal
    step_before: Decimal

    @property
    def added(self) -> Decimal:
        return self.now - self.before


NOTHING = Base(ZERO, ZERO, ZERO, ZERO)


def step_rate(steps: Steps, amount: Decimal) -> Decimal:
    """Return the employee's unemployment rate for a monthly base, or for a special payment's own amount."""
    for bound, rate in steps:
        if bound is None or amount <= bound:
            return rate
    raise AssertionError("the last step has no upper bound")


def is_marginal(case: Case, running: Decimal) -> bool:
    return running <= case.marginal_up_to


def running_base(case: Case, running: Decimal) -> Base:
    """Return the base of running pay: up to the ceiling of the days of insurance. Nothing for a marginal pay."""
    if is_marginal(case, running):
        return NOTHING
    if case.status == "casual":
        base = min(running, _ceiling(case, case.days))
        return Base(base, ZERO, base / case.days, ZERO)
    earlier = case.earlier
    days = min(earlier.insured_days + case.days, DAYS_PER_MONTH) + case.extension
    now = min(earlier.insured_pay + running, _ceiling(case, days))
    before = min(earlier.insured_pay, _ceiling(case, earlier.insured_days))
    return Base(now, before, now, before)


def _ceiling(case: Case, days: Decimal) -> Decimal:
    return rounded(case.ceiling * days / DAYS_PER_MONTH)


def special_base(case: Case, special: Decimal) -> Decimal:
    """Return the insured part of a special payment: what is left of the year's ceiling with this employer."""
    return min(special, max(case.insurance.ceiling_special - case.earlier.special_insured, ZERO))


def employee_due(case: Case, base: Base) -> Decimal:
    """Return what the worker bears of this pay's running base."""
    total = case.branches.employee_sum
    due = rounded(base.now * (total + step_rate(case.steps, base.step_now)))
    if base.before:
        due -= rounded(base.before * (total + step_rate(case.steps, base.step_before)))
    return due


def employer_due(case: Case, base: Base) -> Decimal:
    total = case.branches.employer_total(with_accident=case.employer.is_under_age_end)
    return rounded(base.now * total) - (rounded(base.before * total) if base.before else ZERO)


def employee_special_due(case: Case, special: Decimal, base: Decimal) -> Decimal:
    """Return what the worker bears of a special payment; its step is decided by its amount before the ceiling."""
    return rounded(base * special_rate(case, special)) if special else ZERO


def special_rate(case: Case, special: Decimal) -> Decimal:
    return case.special_branches.employee_sum + step_rate(case.steps, special)


def employer_special_due(case: Case, base: Decimal) -> Decimal:
    return rounded(base * case.special_branches.employer_total(with_accident=case.employer.is_under_age_end))


def marginal_due(case: Case, pay: Decimal) -> tuple[Decimal, Decimal]:
    """Return accident insurance and Dienstgeberabgabe of a marginal pay, special payments included (DAG § 1)."""
    accident = rounded(pay * case.insurance.accident_rate) if case.employer.is_under_age_end else ZERO
    return accident, rounded(pay * case.insurance.marginal_levy) if case.employer.pays_marginal_levy else ZERO


def employee_lines(case: Case, base: Base) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield (branch, rate, amount) of the worker, adding up to `employee_due`."""
    now = _with_step(case.branches, step_rate(case.steps, base.step_now))
    before = _with_step(case.branches, step_rate(case.steps, base.step_before))
    yield from _shared_out(now, before, base, employee_due(case, base))


def employer_lines(case: Case, base: Base) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield (branch, rate, amount) of the employer, adding up to `employer_due`."""
    rates = case.branches.employer
    if not case.employer.is_under_age_end:
        rates = tuple((code, rate) for code, rate in rates if code != ACCIDENT)
    yield from _shared_out(rates, rates, base, employer_due(case, base))


def _with_step(branches: Branches, rate: Decimal) -> Rates:
    return tuple((code, rate if code == UNEMPLOYMENT else own) for code, own in branches.employee)


def _shared_out(now: Rates, before: Rates, base: Base, total: Decimal) -> Iterator[tuple[str, Decimal, Decimal]]:
    left = total
    for (code, rate), (_code, rate_before) in zip(now[:-1], before[:-1], strict=True):
        amount = rounded(base.now * rate)
        if base.before:
            amount -= rounded(base.before * rate_before)
        left -= amount
        yield code, rate, amount
    yield now[-1][0], now[-1][1], left
