"""What one contract's pay of a month depends on beside the gross: its stay in alta, its lines, what is added to it.

Read once per payslip or search; the payslip and the fast cost and net functions compute from the same object.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from countries.contract import ZERO, Group, InvalidInput, NotCovered, Params, PayInputs, gettext_noop
from countries.packs.es.kinds import PAID
from countries.packs.es.law import Charge, Refs, SocialLaw, accident_rate, artist_law, rounded, social_law
from countries.packs.es.stay import DAILY_GROUPS, MONTH_DAYS, Bases, Stay, artist_stay, general_stay

YEAR_DAYS = Decimal(365)
MONTHS = Decimal(12)
EXTRA_PAYMENTS = Decimal(2)
"""Two extra payments a year (Estatuto de los Trabajadores art. 31)."""
WORKING_DAYS_AT_MOST = Decimal(27)
"""No month has more working days: `possible_days` above it are calendar days."""
ONE_OFFS = ("bonus", "extra_payment")


@dataclass(frozen=True, slots=True)
class Work:
    """One contract's month. `charges` are the lines in payslip order; `share` is the monthly part of extra payments."""

    kind: str
    is_artist: bool
    stay: Stay
    charges: tuple[Charge, ...]
    law: SocialLaw
    base_refs: Refs
    so_far: Mapping[str, Decimal]
    overtime: Decimal
    force: Decimal
    bonus: Decimal
    extra_payment: Decimal
    share: Decimal
    surcharge: Decimal
    is_surcharge_assumed: bool
    indemnity: Decimal

    def share_of(self, gross: Decimal) -> Decimal:
        """The month's part of the extra payments, which bears contributions with the pay (LGSS art. 147)."""
        return rounded(gross * self.share) if self.share else ZERO

    def counted(self, gross: Decimal) -> Decimal:
        """The pay that counts for the common base: without overtime, with bonus and the part of extra payments."""
        return max(gross - self.overtime - self.force, ZERO) + self.bonus + self.share_of(gross)

    def bases(self, gross: Decimal) -> Bases:
        return self.stay.bases(self.counted(gross), self.overtime, self.force)

    def amount(self, charge: Charge, bases: Bases) -> Decimal:
        """The line's amount, positive; what earlier stays of the month that meet this one took is deducted."""
        amount = rounded(getattr(bases, charge.base) * charge.rate)
        if not self.stay.earlier or charge.base in ("overtime", "force"):
            return amount
        return amount - abs(self.stay.earlier.get(charge.code, ZERO))

    def solidarity(self, bases: Bases, group: Group) -> Decimal:
        """The contribution on pay above the ceiling, each tranche rounded on its own, positive."""
        if not bases.surplus or self.law.solidarity is None:
            return ZERO
        rates = self.law.solidarity.employee if group is Group.EMPLOYEE else self.law.solidarity.employer
        total = sum((rounded(part * rate) for part, rate in zip(bases.surplus, rates, strict=True)), ZERO)
        return total - abs(self.stay.earlier.get(f"solidarity_{group.value}", ZERO))

    def total(self, bases: Bases, group: Group) -> Decimal:
        """The contributions of one side: the sum of its rounded lines."""
        lines = sum((self.amount(charge, bases) for charge in self.charges if charge.group is group), ZERO)
        return lines + self.solidarity(bases, group)

    def cost(self, gross: Decimal) -> Decimal:
        """The employer cost, equal to the payslip's to the cent."""
        pay = gross + self.bonus + self.extra_payment
        contributions = self.total(self.bases(gross), Group.EMPLOYER) + self.surcharge
        return pay + contributions + self.share_of(gross) + self.indemnity_of(gross)

    def indemnity_of(self, gross: Decimal) -> Decimal:
        return rounded(gross * self.indemnity) if self.indemnity else ZERO


def work_of(inputs: PayInputs, params: Params) -> Work:
    """Read the facts of a contract's month. Raises `NotCovered` or `InvalidInput` naming the fact that is wrong."""
    kind = PAID.get(inputs.kind)
    if kind is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Spain: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(PAID),
        )
    law, is_artist = params.compiled(social_law), kind.status == "artist"
    facts, one_offs = inputs.engagement, _one_offs(inputs)
    stay = _stay(inputs, params, law, is_artist=is_artist)
    surcharge, is_assumed = _surcharge(inputs, law, stay)
    is_separate = facts.get("extra_payments") == "separate" and not is_artist
    return Work(
        kind=inputs.kind,
        is_artist=is_artist,
        stay=stay,
        charges=_charges(inputs, law),
        law=law,
        base_refs=_base_refs(inputs, params, law, is_artist=is_artist),
        so_far=inputs.so_far,
        overtime=ZERO if is_artist else facts.get("overtime_pay") or ZERO,
        force=ZERO if is_artist else facts.get("overtime_force_pay") or ZERO,
        bonus=one_offs["bonus"],
        extra_payment=one_offs["extra_payment"],
        share=EXTRA_PAYMENTS / MONTHS if is_separate else ZERO,
        surcharge=surcharge,
        is_surcharge_assumed=is_assumed,
        indemnity=_indemnity(inputs, law),
    )


def _one_offs(inputs: PayInputs) -> dict[str, Decimal]:
    amounts = dict.fromkeys(ONE_OFFS, ZERO)
    if not inputs.one_off:
        return amounts
    kind = str(inputs.engagement.get("one_off_kind", "bonus"))
    if kind not in ONE_OFFS:
        raise NotCovered(
            "late_pay",
            gettext_noop(
                "Spain: pay of earlier months is not covered, because its contributions belong to those months. "
                "Settle it outside the portal."
            ),
        )
    if kind == "extra_payment" and inputs.engagement.get("extra_payments") != "separate":
        raise InvalidInput(
            "extra_payment_included",
            gettext_noop(
                "An extra payment of %(found)s was given, but the extra payments are part of each month's pay. "
                "Choose extra payments paid apart, or call it a bonus."
            ),
            found=inputs.one_off,
        )
    amounts[kind] = inputs.one_off
    return amounts


def _charges(inputs: PayInputs, law: SocialLaw) -> tuple[Charge, ...]:
    """The lines due; a disability from 33 % on lowers the unemployment rate of a fixed term (orders, art. 33)."""
    is_low = PAID[inputs.kind].unemployment == "permanent" or inputs.tax_file.get("disability", "none") != "none"
    due = law.charges["permanent" if is_low else "temporary"]
    rate, refs = accident_rate(law, inputs.employer, str(inputs.engagement.get("accident_occupation", "activity")))
    due = (*due, Charge("accident_employer", Group.EMPLOYER, "accident", rate, refs))
    has_overtime = inputs.engagement.get("overtime_pay") or inputs.engagement.get("overtime_force_pay")
    return (*due, *law.overtime) if has_overtime and PAID[inputs.kind].status != "artist" else due


def _stay(inputs: PayInputs, params: Params, law: SocialLaw, *, is_artist: bool) -> Stay:
    group = group_of(inputs)
    if is_artist:
        days = _artist_days(inputs)
        taken = (inputs.so_far.get("base_common", ZERO), inputs.year_so_far.get("base_common", ZERO))
        return artist_stay(law, params.compiled(artist_law), group=group, days=days, taken=taken)
    month_days = Decimal(monthrange(inputs.on.year, inputs.on.month)[1]) if group in DAILY_GROUPS else MONTH_DAYS
    hours = None
    if not inputs.full_time:
        hours, _ = both(inputs.hours, inputs.full_time_hours, "hours", "full_time_hours")
    days = _days_in_alta(inputs, month_days)
    return general_stay(law, group=group, days=days, month_days=month_days, hours=hours, so_far=inputs.so_far)


def group_of(inputs: PayInputs) -> str:
    """Return the contribution group of the work; artists have five of the eleven."""
    if PAID[inputs.kind].status == "artist":
        return str(inputs.engagement.get("artist_group", "3"))
    return str(inputs.engagement.get("contribution_group", "5"))


def period_days(inputs: PayInputs) -> tuple[Decimal, bool] | None:
    """Return the calendar days of the period and whether they are a whole month, None without a period."""
    start, end = inputs.period_start, inputs.period_end
    if start is None or end is None:
        return None
    if end < start or (start.year, start.month) != (end.year, end.month):
        raise InvalidInput(
            "period",
            gettext_noop("The period %(start)s to %(end)s is not within one month. Make one payslip for each month."),
            start=start,
            end=end,
        )
    last = monthrange(end.year, end.month)[1]
    return Decimal((end - start).days + 1), (start, end.day) == (date(start.year, start.month, 1), last)


def _days_in_alta(inputs: PayInputs, month_days: Decimal) -> Decimal:
    """Return the days that count for the bases: those of the period, else in proportion to the days declared."""
    if (period := period_days(inputs)) is not None:
        days, is_whole = period
        return month_days if is_whole else min(days, month_days)
    if inputs.full_month:
        return month_days
    paid, possible = both(inputs.paid_days, inputs.possible_days, "paid_days", "possible_days")
    if possible > WORKING_DAYS_AT_MOST:
        return min(paid, month_days)
    return (paid * month_days / possible).to_integral_value(rounding=ROUND_CEILING)


def _artist_days(inputs: PayInputs) -> Decimal:
    """Return the days worked, each a day of the table; without a number, the days of the period or a whole month."""
    if inputs.paid_days is not None:
        if not 0 < inputs.paid_days <= MONTH_DAYS + 1:
            raise InvalidInput(
                "artist_days",
                gettext_noop("%(found)s days were worked in the month; expected 1 to 31."),
                found=inputs.paid_days,
            )
        return inputs.paid_days
    days, _ = period_days(inputs) or (MONTH_DAYS, True)
    return min(days, MONTH_DAYS)


def both(paid: Decimal | None, whole: Decimal | None, *names: str) -> tuple[Decimal, Decimal]:
    """Return the two numbers of a partial month. Raises `InvalidInput` when one is missing or they do not fit."""
    if paid is None or whole is None:
        raise InvalidInput(
            "work_time_missing",
            gettext_noop("Part of a month needs both “%(paid)s” and “%(whole)s”. Give the two numbers."),
            paid=names[0],
            whole=names[1],
        )
    if not 0 < paid <= whole:
        raise InvalidInput(
            "work_time_out_of_range",
            gettext_noop("“%(paid)s” and “%(whole)s” are %(found)s of %(all)s; expected a part above zero."),
            paid=names[0],
            whole=names[1],
            found=paid,
            all=whole,
        )
    return paid, whole


def _surcharge(inputs: PayInputs, law: SocialLaw, stay: Stay) -> tuple[Decimal, bool]:
    """Return the surcharge of a short contract, due once at its end, and whether its length had to be assumed."""
    if not PAID[inputs.kind].has_surcharge or not inputs.engagement.get("contract_ends", True):
        return ZERO, False
    known = inputs.engagement.get("contract_days")
    if known is None and (period := period_days(inputs)) is not None:
        known = period[0]
    length = stay.days if known is None else Decimal(known)
    if length >= law.surcharge_days:
        return ZERO, False
    return law.surcharge.value, known is None


def _indemnity(inputs: PayInputs, law: SocialLaw) -> Decimal:
    """Return the part of pay set aside for the end of a fixed term: 12 days' pay for each year of 365 days."""
    is_due = PAID[inputs.kind].has_indemnity and inputs.employer.get("end_indemnity") == "provision"
    return Decimal(law.indemnity.value) / YEAR_DAYS if is_due else ZERO


def _base_refs(inputs: PayInputs, params: Params, law: SocialLaw, *, is_artist: bool) -> Refs:
    if is_artist:
        return params.compiled(artist_law).refs
    return law.base_refs if inputs.full_time else law.hour_refs
