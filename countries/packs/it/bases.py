"""On what Italian contributions are due: minimum base, yearly ceiling, daily cap of show business, the month's total.

Law: D.L. 338/1989 art. 1 (minimum base), L. 335/1995 art. 2 c. 18 (ceiling), D.L. 384/1992 art. 3-ter (first band),
D.L. 536/1987 art. 6 c. 15 (cap of sickness and maternity in show business).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, InvalidInput, NotCovered, Params, PayInputs, gettext_noop
from countries.packs.it.contributions import ABOVE_BAND, CAPPED, FULL, IVS, OVER
from countries.packs.it.law import Refs, rounded
from countries.packs.it.profiles import SEPARATE, Profile

BASE_LINES = {True: "separate_base", False: "contribution_base"}
"""The INFO line that carries the base, for the gestione separata and for the others."""


@dataclass(frozen=True, slots=True)
class Base:
    """What the bases of one contract depend on besides its pay. Amounts are positive; None means no limit."""

    least: Decimal
    ceiling: Decimal | None
    cap: Decimal | None
    first_band: Decimal
    year_band: Decimal | None  # given when the year is settled: the 1 % is then checked on the year
    year_total: Decimal
    month_total: Decimal
    least_refs: Refs
    ceiling_refs: Refs

    def full(self, pay: Decimal) -> Decimal:
        """This contract's base: its pay, or the least base for its time."""
        return max(pay, self.least) if pay > 0 else ZERO

    def employer(self, pay: Decimal) -> dict[str, Decimal]:
        """The bases of the employer's lines, of this contract alone."""
        full = self.full(pay)
        ivs = self._within(self.month_total + full) - self._within(self.month_total)
        return {FULL: full, IVS: ivs, OVER: full - ivs, CAPPED: full if self.cap is None else min(full, self.cap)}

    def month(self, pay: Decimal) -> dict[str, Decimal]:
        """The bases of the worker's lines: the month so far with this contract."""
        full = self.month_total + self.full(pay)
        ivs = self._within(full)
        above = ivs - self.first_band if self.year_band is None else ivs + self.year_total - self.year_band
        return {FULL: full, IVS: ivs, OVER: full - ivs, ABOVE_BAND: max(above, ZERO)}

    def _within(self, month: Decimal) -> Decimal:
        return month if self.ceiling is None else min(month, max(self.ceiling - self.year_total, ZERO))


def base_of(inputs: PayInputs, profile: Profile, params: Params, *, is_settled: bool = False) -> Base:
    """Resolve the base of a contract. Raises `InvalidInput` when the days or hours it needs are missing."""
    line = BASE_LINES[profile.scheme == SEPARATE]
    least, least_refs = _least(inputs, profile, params)
    ceiling, ceiling_refs = _ceiling(inputs, profile, params)
    return Base(
        least=least,
        ceiling=ceiling,
        cap=_cap(inputs, profile, params),
        first_band=params.amount("inps.first_band.month"),
        year_band=params.amount("inps.first_band.year") if is_settled else None,
        year_total=inputs.year_so_far.get(line, ZERO),
        month_total=inputs.so_far.get(line, ZERO),
        least_refs=least_refs,
        ceiling_refs=ceiling_refs,
    )


def insured_days(inputs: PayInputs, params: Params) -> Decimal:
    """Return the days of the pay: those declared, or a whole month's."""
    if inputs.paid_days is not None:
        if inputs.paid_days <= 0 or (inputs.possible_days is not None and inputs.paid_days > inputs.possible_days):
            raise InvalidInput(
                "work_time",
                gettext_noop(
                    "The paid days are %(paid)s of %(possible)s possible: expected more than none and no more than "
                    "all. Correct the days of the period."
                ),
                paid=inputs.paid_days,
                possible=inputs.possible_days,
            )
        return inputs.paid_days
    if not inputs.full_month:
        raise missing_time("paid_days")
    return params.amount("inps.month_days")


def missing_time(name: str) -> InvalidInput:
    return InvalidInput(
        "work_time_missing",
        gettext_noop("Part of a month or part time needs “%(name)s”. Give the number."),
        name=name,
    )


def _least(inputs: PayInputs, profile: Profile, params: Params) -> tuple[Decimal, Refs]:
    if not profile.has_minimum_base:
        return ZERO, ()
    if inputs.full_time:
        ref, days = params.ref("inps.minimum.day"), insured_days(inputs, params)
        refs = (ref,) if inputs.paid_days is not None else (ref, params.ref("inps.month_days"))
        return rounded(ref.value * days), refs
    if inputs.hours is None or inputs.hours <= 0:
        raise missing_time("hours")
    ref = params.ref("inps.minimum.hour")
    return rounded(ref.value * inputs.hours), (ref,)


def _ceiling(inputs: PayInputs, profile: Profile, params: Params) -> tuple[Decimal | None, Refs]:
    """The yearly ceiling holds for those first insured after 1995; older show people have a daily one."""
    if profile.scheme == SEPARATE or not inputs.tax_file.get("insured_before_1996"):
        ref = params.ref("inps.ceiling.year")
        return ref.value, (ref,)
    return None, ()


def _cap(inputs: PayInputs, profile: Profile, params: Params) -> Decimal | None:
    """The cap of sickness and maternity in fixed terms of show business: an amount for each day."""
    if not (profile.is_show and profile.is_fixed):
        return None
    return params.amount("fpls.sickness_cap.day") * insured_days(inputs, params)


def check_daily_ceiling(inputs: PayInputs, profile: Profile, pay: Decimal, params: Params) -> None:
    """Refuse show people insured before 1996 whose daily pay passes the first band: the other bands are not known."""
    if not (profile.is_show and inputs.tax_file.get("insured_before_1996")):
        return
    ref, days = params.ref("fpls.ceiling.day"), insured_days(inputs, params)
    if pay > ref.value * days:
        raise NotCovered(
            "above_daily_ceiling",
            gettext_noop(
                "A daily pay above %(ceiling)s for someone insured before 1996 falls under a higher band of the show "
                "business ceilings, which is not known here. Compute this pay with a payroll office."
            ),
            ceiling=ref.value,
        )
