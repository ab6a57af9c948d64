"""What one contract's pay of a month depends on beside the gross: its stay in alta, its lines, what is added to it.

Read once per payslip or search; the payslip and the fast cost and net functions compute from the same object.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, Group, NotCovered, Params, PayInputs, gettext_noop
from countries.packs.es.days import artist_days, days_in_alta, hours_of, period_days
from countries.packs.es.kinds import PAID, Paid
from countries.packs.es.law import Charge, Refs, SocialLaw, accident_rate, artist_law, rounded, social_law
from countries.packs.es.one_off import one_off
from countries.packs.es.stay import DAILY_GROUPS, MONTH_DAYS, Bases, Stay, artist_stay, general_stay

YEAR_DAYS = Decimal(365)
MONTHS = Decimal(12)
EXTRA_PAYMENTS = Decimal(2)
"""Two extra payments a year (Estatuto de los Trabajadores art. 31)."""


@dataclass(frozen=True, slots=True)
class Work:
    """One contract's month. `charges` are the lines in payslip order; `share` is the monthly part of extra payments."""

    kind: str
    is_artist: bool
    stay: Stay
    charges: tuple[Charge, ...]
    law: SocialLaw
    base_refs: Refs
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
    law, is_artist = params.compiled(social_law), paid_kind(inputs).status == "artist"
    facts = {} if is_artist else inputs.engagement
    stay = _stay(inputs, params, law, is_artist=is_artist)
    surcharge, is_assumed = _surcharge(inputs, law, stay)
    bonus, extra_payment = one_off(inputs)
    return Work(
        kind=inputs.kind,
        is_artist=is_artist,
        stay=stay,
        charges=_charges(inputs, law),
        law=law,
        base_refs=_base_refs(inputs, params, law, is_artist=is_artist),
        overtime=facts.get("overtime_pay") or ZERO,
        force=facts.get("overtime_force_pay") or ZERO,
        bonus=bonus,
        extra_payment=extra_payment,
        share=EXTRA_PAYMENTS / MONTHS if facts.get("extra_payments") == "separate" else ZERO,
        surcharge=surcharge,
        is_surcharge_assumed=is_assumed,
        indemnity=_indemnity(inputs, law),
    )


def paid_kind(inputs: PayInputs) -> Paid:
    """Return what payroll knows of the contract kind. Raises `NotCovered` naming the kinds that are."""
    kind = PAID.get(inputs.kind)
    if kind is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Spain: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(PAID),
        )
    return kind


def _charges(inputs: PayInputs, law: SocialLaw) -> tuple[Charge, ...]:
    """The lines due; a disability from 33 % on lowers the unemployment rate of a fixed term."""
    is_low = PAID[inputs.kind].unemployment == "permanent" or inputs.tax_file.get("disability", "none") != "none"
    due = law.charges["permanent" if is_low else "temporary"]
    rate, refs = accident_rate(law, inputs.employer, str(inputs.engagement.get("accident_occupation", "activity")))
    due = (*due, Charge("accident_employer", Group.EMPLOYER, "accident", rate, refs))
    has_overtime = inputs.engagement.get("overtime_pay") or inputs.engagement.get("overtime_force_pay")
    return (*due, *law.overtime) if has_overtime and PAID[inputs.kind].status != "artist" else due


def _stay(inputs: PayInputs, params: Params, law: SocialLaw, *, is_artist: bool) -> Stay:
    group = group_of(inputs)
    if is_artist:
        days = artist_days(inputs)
        taken = (inputs.so_far.get("base_common", ZERO), inputs.year_so_far.get("base_common", ZERO))
        return artist_stay(law, params.compiled(artist_law), group=group, days=days, taken=taken)
    month_days = Decimal(monthrange(inputs.on.year, inputs.on.month)[1]) if group in DAILY_GROUPS else MONTH_DAYS
    days, hours = days_in_alta(inputs, month_days), hours_of(inputs)
    return general_stay(law, group=group, days=days, month_days=month_days, hours=hours, so_far=inputs.so_far)


def group_of(inputs: PayInputs) -> str:
    """Return the contribution group of the work; artists have five of the eleven."""
    if PAID[inputs.kind].status == "artist":
        return str(inputs.engagement.get("artist_group", "3"))
    return str(inputs.engagement.get("contribution_group", "5"))


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
    return law.base_refs if hours_of(inputs) is None else law.hour_refs
