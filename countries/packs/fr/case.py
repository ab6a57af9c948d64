"""Everything of one pay that does not depend on its amount: resolved once, then asked for many grosses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, NotCovered, ParameterRef, Params, PayInputs, gettext_noop
from countries.packs.fr.bases import BaseRules, Ceilings, Deduction
from countries.packs.fr.law import ONE, Law, payroll_law, rounded
from countries.packs.fr.plan import Plan, Profile, plan_for
from countries.packs.fr.reduction import ReductionCase
from countries.packs.fr.regimes import Regime, Treatment, treatment_of
from countries.packs.fr.withholding import Withholding, withholding_of
from countries.packs.fr.worktime import WorkTime, work_time

DEDUCTIONS = {"musician": "dfs.musician", "dramatic": "dfs.dramatic"}
LONG = "longer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One pay without its amount. `health_plan` is what employee and employer owe for it this month."""

    inputs: PayInputs
    law: Law
    treatment: Treatment
    plan: Plan
    time: WorkTime
    is_daily: bool  # an artist's short engagement: its own ceiling by the day
    rules: BaseRules
    deduction_ref: ParameterRef | None
    health_plan: tuple[Decimal, Decimal]
    reduction: ReductionCase | None
    withholding: Withholding


def open_case(inputs: PayInputs, params: Params) -> Case:
    """Resolve the pay's facts. Raises `NotCovered` or `InvalidInput` with a sentence."""
    treatment, law = treatment_of(inputs), params.compiled(payroll_law)
    _refuse(inputs, treatment)
    time = work_time(inputs, law)
    plan = plan_for(profile_of(inputs, treatment), law)
    is_daily = _is_daily(treatment, time, law)
    ref = deduction_of(inputs, law)
    return Case(
        inputs=inputs,
        law=law,
        treatment=treatment,
        plan=plan,
        time=time,
        is_daily=is_daily,
        rules=_rules(inputs, law=law, treatment=treatment, time=time, is_daily=is_daily, deduction_ref=ref),
        deduction_ref=ref,
        health_plan=_health_plan(inputs, treatment),
        reduction=_reduction(inputs, law=law, treatment=treatment, plan=plan, time=time),
        withholding=withholding_of(inputs, treatment, params),
    )


def profile_of(inputs: PayInputs, treatment: Treatment) -> Profile:
    employer, engagement = inputs.employer, inputs.engagement
    return Profile(
        regime=treatment.regime,
        is_executive=bool(engagement.get("executive")),
        headcount=int(employer.get("headcount", 0)),
        is_alsace_moselle=bool(employer.get("alsace_moselle")),
        accident_rate=employer.get("work_accident_rate") or ZERO,
        mobility_rate=employer.get("mobility_rate") or ZERO,
        is_show=employer.get("show_branch") == "live_show_private",
        has_training_account=treatment.has_training_account,
        has_surcharge=treatment.is_usage and engagement.get("length") != LONG,
        has_reserve=treatment.is_portage and treatment.is_annual,
    )


def deduction_of(inputs: PayInputs, law: Law) -> ParameterRef | None:
    """The flat deduction's rate, when the person agreed to it and the profession has one."""
    if not inputs.tax_file.get("flat_deduction"):
        return None
    key = DEDUCTIONS.get(str(inputs.engagement.get("profession", "")))
    return law.rates[key] if key else None


def earlier(inputs: PayInputs, code: str) -> Decimal:
    """What the year's earlier pays of this employer hold under a line code, this month included."""
    return inputs.year_so_far.get(code, ZERO) + inputs.so_far.get(code, ZERO)


def _refuse(inputs: PayInputs, treatment: Treatment) -> None:
    if treatment.regime is Regime.ARTIST and inputs.engagement.get("executive"):
        raise NotCovered(
            "artist_executive",
            gettext_noop(
                "France: pay of an artist with executive status is not covered. Compute it outside the portal."
            ),
        )
    if inputs.employer.get("payroll_tax"):
        raise NotCovered(
            "payroll_tax",
            gettext_noop(
                "France: the payroll tax of an employer not fully subject to VAT is not covered. "
                "Compute this pay outside the portal."
            ),
        )


def _is_daily(treatment: Treatment, time: WorkTime, law: Law) -> bool:
    limit: Decimal = law.daily_ceiling.value["days"]
    days = time.calendar_days
    return treatment.regime is Regime.ARTIST and days is not None and days < limit


def _rules(
    inputs: PayInputs,
    *,
    law: Law,
    treatment: Treatment,
    time: WorkTime,
    is_daily: bool,
    deduction_ref: ParameterRef | None,
) -> BaseRules:
    bands, pension = _band_ceilings(inputs, law=law, treatment=treatment, time=time, is_daily=is_daily)
    taken = earlier(inputs, "flat_deduction")
    rate: Decimal = deduction_ref.value if deduction_ref else ZERO
    return BaseRules(
        bands=bands,
        pension=pension,
        whole=Ceilings(bands.ceiling, bands.earlier_base + taken, bands.earlier_ceiling) if taken else bands,
        deduction=Deduction(rate, law.deduction_most.value - taken, rounded(law.minimum_wage.value * time.hours)),
        is_annex=treatment.regime is not Regime.GENERAL,
        band_ceilings=law.band_ceilings,
        unemployment_ceilings=law.unemployment_ceilings,
        csg_ceilings=law.csg_ceilings,
        csg_abatement=law.rates["csg.abatement"].value,
    )


def _band_ceilings(
    inputs: PayInputs, *, law: Law, treatment: Treatment, time: WorkTime, is_daily: bool
) -> tuple[Ceilings, Ceilings]:
    """The ceilings of complementary pension and of pension: one for all but artists.

    Artists have the whole month's ceiling for complementary pension; for pension one by the day in a short engagement.
    """
    own = _ceilings(inputs, law, time.ceiling(law), "contribution_base", "social_ceiling")
    if treatment.regime is not Regime.ARTIST:
        return own, own
    bands = _ceilings(inputs, law, law.ceiling.value, "complementary_base", "complementary_ceiling")
    if not is_daily:
        return bands, own
    hours = law.daily_ceiling.value["hours"] * Decimal(time.calendar_days or 1)
    return bands, Ceilings(rounded(law.hour_ceiling.value * hours))


def _ceilings(inputs: PayInputs, law: Law, ceiling: Decimal, base: str, used: str) -> Ceilings:
    """The ceiling of this pay, at most what the month has left of a whole one, with the year's earlier ones."""
    left = max(law.ceiling.value - inputs.so_far.get(used, ZERO), ZERO)
    return Ceilings(rounded(min(ceiling, left)), earlier(inputs, base), earlier(inputs, used))


def _health_plan(inputs: PayInputs, treatment: Treatment) -> tuple[Decimal, Decimal]:
    """Employee's and employer's share of the company plan: once a month, not for intermittents (they have their own)."""
    total = inputs.employer.get("health_plan_monthly") or ZERO
    is_paid = "health_plan" in inputs.so_far or "employer_health_plan" in inputs.so_far
    if not total or is_paid or inputs.tax_file.get("health_plan_waived") or treatment.regime is not Regime.GENERAL:
        return ZERO, ZERO
    share = rounded(total * inputs.employer.get("health_plan_employer_share", ONE))
    return total - share, share


def _reduction(
    inputs: PayInputs, *, law: Law, treatment: Treatment, plan: Plan, time: WorkTime
) -> ReductionCase | None:
    if not plan.has_reduction:
        return None
    is_annual = treatment.is_annual
    return ReductionCase(
        law=law.reduction,
        key=plan.reduction_key,
        smic=law.reduction.smic * time.hours,
        has_leave_fund=plan.has_leave_fund,
        earlier_pay=earlier(inputs, "reduction_gross_year") if is_annual else ZERO,
        earlier_deduction=earlier(inputs, "flat_deduction") if is_annual else ZERO,
        earlier_smic=earlier(inputs, "reduction_smic_year") if is_annual else ZERO,
        granted=-earlier(inputs, "general_reduction_year") if is_annual else ZERO,
    )
