"""The bases of contributions: ceilings, bands, the flat deduction for expenses and the base of CSG.

Ceilings are regularised progressively: what a pay owes on a band is what the year's pays owe together, less what earlier
ones of the same employer took (CSS art. R242-2). With nothing earlier that is the month alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO
from countries.packs.fr.law import ONE, rounded


@dataclass(frozen=True, slots=True)
class Ceilings:
    """A ceiling with what came before it in the year. `earlier_base` is the pay that counted against earlier ceilings."""

    ceiling: Decimal
    earlier_base: Decimal = ZERO
    earlier_ceiling: Decimal = ZERO

    def up_to(self, base: Decimal, times: Decimal) -> Decimal:
        """The part of the pay up to so many ceilings."""
        most = times * (self.earlier_ceiling + self.ceiling)
        return min(self.earlier_base + base, most) - min(self.earlier_base, times * self.earlier_ceiling)

    def above_one(self, base: Decimal, times: Decimal) -> Decimal:
        """The second band: the part between one and so many ceilings."""
        return self.up_to(base, times) - self.up_to(base, ONE)

    def whole_when_above(self, base: Decimal, times: Decimal) -> Decimal:
        """The whole pay up to so many ceilings, but only once it exceeds one ceiling (CET)."""
        ceiling, total = self.earlier_ceiling + self.ceiling, self.earlier_base + base
        now = min(total, times * ceiling) if total > ceiling else ZERO
        is_before = self.earlier_base > self.earlier_ceiling
        return now - (min(self.earlier_base, times * self.earlier_ceiling) if is_before else ZERO)


@dataclass(frozen=True, slots=True)
class Deduction:
    """The flat deduction for expenses (DFS) the person agreed to: a share of pay, at most `left`, base not under `floor`."""

    rate: Decimal = ZERO
    left: Decimal = ZERO
    floor: Decimal = ZERO

    def amount(self, gross: Decimal) -> Decimal:
        if not self.rate:
            return ZERO
        allowed = min(rounded(gross * self.rate), max(self.left, ZERO))
        return max(min(allowed, gross - self.floor), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRules:
    """How the bases follow from a gross. `pension` differs from `bands` for artists only."""

    bands: Ceilings
    pension: Ceilings
    whole: Ceilings  # for pay before the deduction: CSG, unemployment of the annexes
    deduction: Deduction
    is_annex: bool
    band_ceilings: Decimal
    unemployment_ceilings: Decimal
    csg_ceilings: Decimal
    csg_abatement: Decimal

    def of(self, gross: Decimal) -> dict[str, Decimal]:
        """Return the bases by name, all but those of CSG and of the forfait social."""
        base = gross - self.deduction.amount(gross)
        bands, times = self.bands, self.band_ceilings
        first, four = bands.up_to(base, ONE), bands.up_to(base, self.unemployment_ceilings)
        is_same = self.pension is bands
        return {
            "gross": gross,
            "base": base,
            "capped": first if is_same else self.pension.up_to(base, ONE),
            "t1": first,
            "t2": bands.above_one(base, times),
            "cet": bands.whole_when_above(base, times),
            "four": four,
            "unemployment": self.whole.up_to(gross, self.unemployment_ceilings) if self.is_annex else four,
        }

    def csg(self, gross: Decimal, welfare: Decimal) -> Decimal:
        """98.25 % of the pay up to four ceilings, all of the rest and of the employer's welfare contributions."""
        abated = self.whole.up_to(gross, self.csg_ceilings)
        return rounded(gross - abated * self.csg_abatement + welfare)
