"""One Italian pay: everything that does not depend on the gross, resolved once, and the amounts as functions of gross.

The payslip and the search from a budget or a net use the same functions, so they agree to the cent.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, Params, PayInputs
from countries.packs.it import bases, contributions, irpef, surtaxes, withholding
from countries.packs.it.bases import Base
from countries.packs.it.contributions import ABOVE_BAND, FULL, IVS, OVER, Charge
from countries.packs.it.law import Bands, Refs, bands_of, rounded, tax_law
from countries.packs.it.profiles import Profile, profile_of
from countries.packs.it.surtaxes import Residence
from countries.packs.it.withholding import TaxFacts, Totals

PLAIN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Severance:
    """The yearly severance pay (TFR): pay over the divisor, less the part the employer takes back."""

    divisor: Decimal
    contribution: Decimal
    divisor_refs: Refs
    contribution_refs: Refs


@dataclass(frozen=True, slots=True)
class Plan:
    """One pay before its gross is known."""

    inputs: PayInputs
    profile: Profile
    base: Base
    worker: tuple[Charge, ...]
    employer: tuple[Charge, ...]
    relief: Bands
    relief_refs: Refs
    facts: TaxFacts
    severance: Severance | None
    extra_months: int
    is_accrued: bool
    residence: Residence
    calendar: Mapping[str, Any]
    calendar_refs: Refs
    one_off: Decimal


def plan_of(inputs: PayInputs, params: Params) -> Plan:
    """Resolve the facts and the law of one pay. Raises `NotCovered` or `InvalidInput` with a sentence."""
    profile = profile_of(inputs.kind)
    settings = {**inputs.employer, **inputs.tax_file, **inputs.engagement}
    facts = tax_facts(inputs, profile, params)
    relief = params.ref("inps.ivs_relief") if params.has("inps.ivs_relief") and profile.is_employee else None
    dates = params.ref("surtax.calendar")
    months = int(settings.get("extra_months") or 0) if profile.is_employee else 0
    return Plan(
        inputs=inputs,
        profile=profile,
        base=bases.base_of(inputs, profile, params, is_settled=facts.is_settled),
        worker=contributions.worker_charges(profile, settings, params),
        employer=contributions.employer_charges(profile, settings, params),
        relief=bands_of(relief.value) if relief else (),
        relief_refs=(relief,) if relief else (),
        facts=facts,
        severance=severance_law(params) if profile.is_employee else None,
        extra_months=months,
        is_accrued=settings.get("extra_months_mode") == "accrued",
        residence=surtaxes.residence_of(inputs.tax_file if facts.is_settled else {}, params),
        calendar=dates.value,
        calendar_refs=(dates,),
        one_off=inputs.one_off or ZERO,
    )


def severance_law(params: Params) -> Severance:
    divisor, contribution = params.ref("tfr.divisor"), params.ref("tfr.contribution")
    return Severance(divisor.value, contribution.value, (divisor,), (contribution,))


def tax_facts(inputs: PayInputs, profile: Profile, params: Params) -> TaxFacts:
    file = inputs.tax_file
    return TaxFacts(
        law=params.compiled(tax_law),
        is_employee=profile.is_employee,
        is_fixed=profile.is_fixed,
        days=credit_days(inputs, profile, params),
        month=inputs.on.month,
        has_credits=not file.get("credits_elsewhere", False),
        family=irpef.family_of(file),
        expected_income=file.get("expected_income"),
        other_income=file.get("other_income") or ZERO,
        settlement=str(inputs.engagement.get("settlement") or withholding.NO_SETTLEMENT),
        earlier=inputs.so_far,
        before=inputs.year_so_far,
    )


def credit_days(inputs: PayInputs, profile: Profile, params: Params) -> Decimal:
    """Return the calendar days the work credit is for: the contract's in the month; on call, the days worked.

    Earlier contracts of the month count too, and a month never has more days than the calendar.
    """
    whole = Decimal(calendar.monthrange(inputs.on.year, inputs.on.month)[1])
    if profile.is_on_call and inputs.paid_days is not None:
        days = inputs.paid_days
    elif inputs.full_month:
        days = whole
    elif inputs.period_start is not None and inputs.period_end is not None:
        days = Decimal((inputs.period_end - inputs.period_start).days + 1)
    else:
        days = bases.insured_days(inputs, params)
    return max(min(days, whole - inputs.so_far.get("tax_days", ZERO)), ZERO)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One contribution line: `base` as shown, `amount` positive."""

    charge: Charge
    base: Decimal
    amount: Decimal


def worker_lines(plan: Plan, pay: Decimal) -> list[Contribution]:
    """Return what the worker pays on `pay`: on the month's total, less what earlier payslips took."""
    month, own = plan.base.month(pay), plan.base.employer(pay)
    earlier, found = plan.inputs.so_far, []
    for charge in plan.worker:
        taken = -earlier.get(charge.code, ZERO)
        if charge.base == ABOVE_BAND and plan.base.year_band is not None:
            taken -= plan.inputs.year_so_far.get(charge.code, ZERO)
        amount = rounded(month[charge.base] * charge.rate) - taken
        found.append(Contribution(charge, own.get(charge.base, month[charge.base]), amount))
    return found


def relief_of(plan: Plan, pay: Decimal) -> Decimal:
    """Return the relief of 2024 on the worker's contribution, by the month's base; none in other years."""
    if not plan.relief:
        return ZERO
    total = plan.base.month(pay)[FULL]
    rate = next((rate for up_to, rate in plan.relief if up_to is not None and total <= up_to), ZERO)
    return rounded(total * rate) - plan.inputs.so_far.get("ivs_relief", ZERO)


@dataclass(frozen=True, slots=True)
class WorkerSide:
    """The worker's side of one pay. Taxes positive when withheld; sums paid out positive."""

    lines: list[Contribution]
    relief: Decimal
    taxable: Decimal
    extra: Decimal
    totals: Totals
    irpef: Decimal
    extra_tax: Decimal
    cuneo: Decimal
    supplement: Decimal

    @property
    def net(self) -> Decimal:
        """The net before surtaxes."""
        return self.taxable + self.extra - self.irpef - self.extra_tax + self.cuneo + self.supplement


def worker_side(plan: Plan, gross: Decimal) -> WorkerSide:
    """Compute contributions, taxable pay, tax and the sums paid with the pay."""
    lines, facts = worker_lines(plan, gross), plan.facts
    relief = relief_of(plan, gross)
    taxable, extra = gross - _sum(lines) + relief, ZERO
    if plan.one_off:
        all_lines = worker_lines(plan, gross + plan.one_off)
        extra = plan.one_off - (_sum(all_lines) - _sum(lines))
        lines = all_lines
    found = withholding.totals(taxable, extra, facts)
    is_apart = bool(extra) and not facts.is_settled
    tax = found.net + facts.so_far("irpef") + (facts.so_far("irpef_extra_month") if facts.is_settled else ZERO)
    return WorkerSide(
        lines,
        relief,
        taxable,
        extra,
        found,
        tax,
        withholding.extra_month_tax(extra, facts.law) if is_apart else ZERO,
        _paid_out(found.cuneo - facts.so_far("cuneo_sum"), facts),
        _paid_out(found.supplement - facts.so_far("supplement"), facts),
    )


def _sum(lines: list[Contribution]) -> Decimal:
    return sum([line.amount for line in lines], ZERO)


def _paid_out(amount: Decimal, facts: TaxFacts) -> Decimal:
    """A sum unduly paid comes back at once, above the threshold in ten instalments from the year-end settlement."""
    rule = facts.law.recovery
    if facts.settlement == withholding.YEAR_END and amount < -rule["threshold"]:
        return rounded(amount / rule["instalments"])
    return amount


@dataclass(frozen=True, slots=True)
class Provision:
    """Money set aside for later, part of the cost."""

    code: str
    base: Decimal
    rate: Decimal | None
    amount: Decimal
    refs: Refs


def employer_lines(plan: Plan, pay: Decimal) -> list[Contribution]:
    own = plan.base.employer(pay)
    return [Contribution(charge, own[charge.base], rounded(own[charge.base] * charge.rate)) for charge in plan.employer]


def provisions(plan: Plan, gross: Decimal) -> list[Provision]:
    """Return severance pay, and extra months when the cooperative sets them aside instead of paying each month."""
    found, set_aside = [], ZERO
    if plan.is_accrued:
        share = rounded(gross / PLAIN_MONTHS)
        found = [Provision(code, gross, None, share, ()) for code in _extra_codes(plan, "_provision")]
        set_aside = share * len(found)
        rate = sum([charge.rate for charge in plan.employer if charge.base != OVER], ZERO)
        if set_aside:
            due = rounded(set_aside * rate)
            found.append(Provision("extra_month_contributions", set_aside, rate, due, ()))
    if plan.severance is not None:
        found += _severance(plan, plan.severance, gross, set_aside)
    return found


def _severance(plan: Plan, law: Severance, gross: Decimal, set_aside: Decimal) -> list[Provision]:
    useful = gross + (set_aside if plan.is_accrued else plan.one_off)
    amount = rounded(useful / law.divisor)
    base = plan.base.employer(gross + plan.one_off)[IVS]
    back = min(rounded(base * law.contribution), amount)
    return [
        Provision("tfr", useful, None, amount, law.divisor_refs),
        Provision("tfr_contribution", base, law.contribution, -back, law.contribution_refs),
    ]


def _extra_codes(plan: Plan, suffix: str = "") -> list[str]:
    return [f"{name}{suffix}" for name in ("thirteenth", "fourteenth")[: plan.extra_months - PLAIN_MONTHS]]


def gross_parts(plan: Plan, gross: Decimal) -> list[tuple[str, Decimal]]:
    """Split the pay into the running pay and the extra months paid with it; the parts sum to `gross`."""
    codes = [] if plan.is_accrued or plan.extra_months <= PLAIN_MONTHS else _extra_codes(plan)
    share = rounded(gross / plan.extra_months) if codes else ZERO
    return [("gross", gross - share * len(codes)), *((code, share) for code in codes)]


def employer_cost(plan: Plan, gross: Decimal) -> Decimal:
    """Return what the pay costs: gross, contributions and provisions. Never falls when the gross rises."""
    pay = gross + plan.one_off
    own = plan.base.employer(pay)
    due = sum([rounded(own[charge.base] * charge.rate) for charge in plan.employer], ZERO)
    return pay + due + sum([provision.amount for provision in provisions(plan, gross)], ZERO)
