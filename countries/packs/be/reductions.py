"""What lowers a Belgian employer's contributions: the structural and the target group reductions, as monthly estimates.

A third of the reduction of a quarter whose three months would all be like this one; exact only at quarter end
(loi-programme 24/12/2002; AR 16/05/2003). Amounts and the reference pay are rounded to the cent, ratios to two decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, PayInputs
from countries.packs.be.contributions import ONE, WorkTime
from countries.packs.be.law import ReductionLaw, Refs, rounded
from countries.packs.be.month import work_time

MONTHS_PER_QUARTER = Decimal(3)
WEEKS = Decimal(13)
DAYS_PER_WEEK = Decimal(5)
TARGET_LINES = {"artists": "artist_reduction", "first_worker": "first_hire_reduction"}


@dataclass(frozen=True, slots=True)
class Quarter:
    """How a month stands for its quarter: `factor` is 13D/J or 13U/H, `work` the share worked (µ), `beta` its factor."""

    factor: Decimal
    work: Decimal
    beta: Decimal

    def pay(self, gross: Decimal) -> Decimal:
        """Return the quarter's reference pay S of a month's gross."""
        return rounded(gross * self.factor)


def quarter_of(inputs: PayInputs, law: ReductionLaw) -> Quarter:
    """Return how this month stands for its quarter: 13U/H for part time, 13D/J for days, 3 for a whole month."""
    time = work_time(inputs)
    if inputs.full_time and inputs.paid_days:
        days = inputs.paid_days + inputs.so_far.get("paid_days", ZERO)
        return quarter(days_factor(min(days, inputs.possible_days or days), DAYS_PER_WEEK), time, law)
    whole = MONTHS_PER_QUARTER
    return quarter(whole if time is None else rounded(whole * time.whole / time.paid), time, law)


def days_factor(days: Decimal, days_per_week: Decimal) -> Decimal:
    """Return 13D/J for a month of `days` paid days."""
    return rounded(WEEKS * days_per_week / days)


def quarter(factor: Decimal, time: WorkTime | None, law: ReductionLaw) -> Quarter:
    work = ONE if time is None else min(time.ratio, ONE)
    return Quarter(factor, work, beta(work, law.by_work))


def beta(work: Decimal, table: Mapping[str, Decimal]) -> Decimal:
    """Return the multiplier for part work, by the share of the quarter worked; nothing below the least share."""
    if work < table["least"]:
        return ZERO
    if work < table["half"]:
        return table["factor"]
    if work < table["full"]:
        return table["factor"] + table["slope"] * (work - table["half"])
    return ONE / work


def structural_third(gross: Decimal, *, of: Quarter, contributions: Decimal, law: ReductionLaw) -> Decimal:
    """Return the month's structural reduction, at most the contributions due."""
    table, pay = law.structural, of.pay(gross)
    low_pay = rounded(table["alpha"] * max(table["s0"] - pay, ZERO))
    amount = low_pay + rounded(table["gamma"] * max(table["s2"] - pay, ZERO))
    return min(rounded(rounded(amount * of.work * of.beta) / MONTHS_PER_QUARTER), contributions)


def artist_third(gross: Decimal, *, of: Quarter, left: Decimal, law: ReductionLaw) -> Decimal:
    """Return the month's reduction for artists, at most what the structural one left of the contributions.

    Nothing at or under the wage limit of the quarter; callers see to it that the limit is known.
    """
    if law.artist_limit is None or of.pay(gross) <= law.artist_limit:
        return ZERO
    amount = min(rounded(law.artist_amount * of.work * of.beta), law.artist_maximum)
    return min(rounded(amount / MONTHS_PER_QUARTER), left)


def first_hire_third(*, of: Quarter, left: Decimal, law: ReductionLaw) -> Decimal:
    """Return the month's reduction for a first worker, at most what the structural one left of the contributions."""
    return min(rounded(rounded(law.first_hire * of.work * of.beta) / MONTHS_PER_QUARTER), left)


@dataclass(frozen=True, slots=True)
class Reductions:
    """The reductions the cooperative estimates each month; `earlier` are the month's gross and contributions so far."""

    of: Quarter
    law: ReductionLaw
    has_structural: bool
    target: str
    earlier_gross: Decimal
    earlier_due: Decimal
    earlier_structural: Decimal
    earlier_target: Decimal

    def amounts(self, gross: Decimal, contributions: Decimal) -> tuple[Decimal, Decimal]:
        """Return the structural and the target group reduction of this payslip, each positive."""
        total, due = gross + self.earlier_gross, contributions + self.earlier_due
        structural = target = ZERO
        if self.has_structural:
            structural = structural_third(total, of=self.of, contributions=due, law=self.law)
        left = due - structural
        if self.target == "artists":
            target = artist_third(total, of=self.of, left=left, law=self.law)
        elif self.target == "first_worker":
            target = first_hire_third(of=self.of, left=left, law=self.law)
        return structural - self.earlier_structural, target - self.earlier_target

    @property
    def target_code(self) -> str:
        return TARGET_LINES[self.target]

    @property
    def target_refs(self) -> Refs:
        return self.law.artist_refs if self.target == "artists" else self.law.first_hire_refs


def reductions_of(inputs: PayInputs, status: str, law: ReductionLaw) -> Reductions | None:
    """Return the reductions that are estimated for this pay, None when the cooperative books them at quarter end."""
    settings, so_far = inputs.employer, inputs.so_far
    has_structural = settings.get("structural_reduction", "none") == "estimate"
    target = _target(settings, status, law)
    if not has_structural and target == "none":
        return None
    return Reductions(
        of=quarter_of(inputs, law),
        law=law,
        has_structural=has_structural,
        target=target,
        earlier_gross=so_far.get("gross", ZERO) - so_far.get("student_base", ZERO),
        earlier_due=so_far.get("employer_base", ZERO) + so_far.get("wage_ceiling", ZERO),
        earlier_structural=-so_far.get("structural_reduction", ZERO),
        earlier_target=-so_far.get(TARGET_LINES.get(target, ""), ZERO),
    )


def _target(settings: Mapping[str, Any], status: str, law: ReductionLaw) -> str:
    """Artists' reduction only for artists, in a region that grants it, while the wage limit of the day is known."""
    target = str(settings.get("target_group") or "none")
    if target != "artists":
        return target
    region = str(settings.get("region") or "brussels")
    is_granted = status == "artist" and law.artist_limit is not None and law.artist_regions[region]
    return target if is_granted else "none"
