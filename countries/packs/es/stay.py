"""The contribution bases of one stay in alta: what bounds them, and what they are for a pay.

A stay is the time of one contract within a month. Stays of one month that do not meet are bounded each by its own days;
stays that meet (more days than the month has) are bounded together, and what earlier ones contributed on is deducted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from countries.contract import ZERO
from countries.packs.es.law import ArtistLaw, SocialLaw, rounded

MONTH_DAYS = Decimal(30)
"""A month of the groups 1 to 7 counts thirty days, whatever the calendar says."""
DAILY_GROUPS = frozenset({"8", "9", "10", "11"})
HOUR_GROUPS = frozenset({"1", "2", "3"})


@dataclass(frozen=True, slots=True)
class Bases:
    """What contributions are computed on. `surplus` is the pay above the ceiling, by tranche of the solidarity."""

    common: Decimal
    accident: Decimal
    overtime: Decimal
    force: Decimal
    surplus: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """The bounds of one stay: lowest and highest bases, the tranches' limits, and what earlier stays count.

    `bands` is empty outside the artists' system; there it holds (pay up to and including, base) for all the days.
    """

    days: Decimal
    low: Decimal
    low_accident: Decimal
    high: Decimal
    limits: tuple[Decimal, ...]
    bands: tuple[tuple[Decimal | None, Decimal], ...] = ()
    earlier: Mapping[str, Decimal] = field(default_factory=dict)

    def bases(self, pay: Decimal, overtime: Decimal = ZERO, force: Decimal = ZERO) -> Bases:
        """Return the bases for a pay without overtime; earlier stays that meet this one are included."""
        if self.bands:
            return self._artist(pay)
        before = self.earlier
        pay += before.get("counted_pay", ZERO)
        extra = overtime + force + before.get("overtime_pay", ZERO)
        common = min(max(pay, self.low), self.high)
        accident = min(max(pay + extra, self.low_accident), self.high)
        if before:
            common = max(common, before.get("base_common", ZERO))
            accident = max(accident, before.get("base_accident", ZERO))
        surplus = _tranches(pay, self.high, self.limits) if pay > self.high else ()
        return Bases(common, accident, overtime, force, surplus)

    def _artist(self, pay: Decimal) -> Bases:
        """Pay of the day, at most the table's base, at least the group's minimum (order on contributions, art. 11).

        Pay above the ceiling of the days, or above a higher base on account, bears the solidarity contribution.
        """
        table = next(base for up_to, base in self.bands if up_to is None or pay <= up_to)
        account = min(pay, table)
        common = min(max(account, self.low), self.high)
        accident = min(max(account, self.low_accident), self.high)
        surplus: tuple[Decimal, ...] = ()
        if self.limits and pay > (threshold := max(self.limits[0], common)):
            surplus = _tranches(pay, threshold, self.limits)
        return Bases(common, accident, ZERO, ZERO, surplus)


def _tranches(pay: Decimal, threshold: Decimal, limits: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Cut the pay above `threshold` at the limits of the tranches (DT 42a LGSS); none before 2025."""
    if not limits:
        return ()
    ends = (*limits[1:], pay)
    return tuple(max(min(pay, end) - max(start, threshold), ZERO) for start, end in zip(limits, ends, strict=True))


def general_stay(
    law: SocialLaw,
    *,
    group: str,
    days: Decimal,
    month_days: Decimal,
    hours: Decimal | None,
    so_far: Mapping[str, Decimal],
) -> Stay:
    """Return the bounds in the general regime. `hours` is given for part time: its minimum is by the hour.

    `days` counts a whole month as 30 in the groups 1 to 7, calendar days in the groups 8 to 11.
    """
    before = so_far.get("days", ZERO)
    meets = before + days > month_days
    counted = month_days if meets else days
    high = law.maximum_day * counted if group in DAILY_GROUPS else rounded(law.maximum_month * counted / MONTH_DAYS)
    if hours is None:
        low, low_accident = _day_minimums(law, group, days)
    else:
        low, low_accident = _hour_minimums(law, group, hours + (so_far.get("hours", ZERO) if meets else ZERO))
    return Stay(
        days=days,
        low=min(low, high),
        low_accident=min(low_accident, high),
        high=high,
        limits=_limits(law, high),
        earlier=so_far if meets else {},
    )


def _day_minimums(law: SocialLaw, group: str, days: Decimal) -> tuple[Decimal, Decimal]:
    """The group's minimum limits the common base; every group has the same minimum for accidents and what follows it."""
    accident = rounded(law.minimum_accident * days / MONTH_DAYS)
    if group in DAILY_GROUPS:
        return law.minimum[group] * days, accident
    return rounded(law.minimum[group] * days / MONTH_DAYS), accident


def _hour_minimums(law: SocialLaw, group: str, hours: Decimal) -> tuple[Decimal, Decimal]:
    """By the hour the accident base has the general minimum too (payroll reference 1.1 gives it for whole months)."""
    own = law.minimum_hour[group if group in HOUR_GROUPS else "other"]
    return rounded(own * hours), rounded(law.minimum_hour["other"] * hours)


def _limits(law: SocialLaw, high: Decimal) -> tuple[Decimal, ...]:
    """Return where the tranches begin when the ceiling of the days is `high`."""
    if law.solidarity is None:
        return ()
    month = law.solidarity.limits
    if high == month[0]:
        return month
    return tuple(rounded(high * limit / month[0]) for limit in month)


def artist_stay(
    law: SocialLaw, artists: ArtistLaw, *, group: str, days: Decimal, taken: tuple[Decimal, Decimal]
) -> Stay:
    """Return the bounds in the artists' system. `taken` are the bases of earlier pay of the month and of the year.

    Month and year have a ceiling (art. 11.1); what other employers paid is known to the TGSS only, which regularises.
    """
    month, year = taken
    high = max(min(artists.maximum_month - month, artists.maximum_year - year - month), ZERO)
    ceiling = rounded(law.maximum_month * days / MONTH_DAYS)
    return Stay(
        days=days,
        low=min(artists.minimum_day[group] * days, high),
        low_accident=min(rounded(law.minimum_accident * days / MONTH_DAYS), high),
        high=high,
        limits=_limits(law, ceiling),
        bands=tuple((up_to and up_to * days, base * days) for up_to, base in artists.bands),
    )
