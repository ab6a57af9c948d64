"""French payroll law as of a day, resolved once: what the formulas need, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from countries.contract import ParameterRef, Params, Rounding

if TYPE_CHECKING:
    from countries.packs.fr.plan import Plan, Profile

rounded = Rounding(source="Payroll reference 0.1: every line half up to the cent as soon as it is computed")
Refs = tuple[ParameterRef, ...]
ONE = Decimal(1)
COEFFICIENT_STEP = Decimal("0.0001")
coefficient = Rounding(step=COEFFICIENT_STEP, source="CSS art. D241-7: the coefficient has four decimals")

RATES = (
    "employee.pension_capped",
    "employee.pension_uncapped",
    "employee.health_alsace_moselle",
    "csg.deductible",
    "csg.not_deductible",
    "crds",
    "csg.abatement",
    "employer.health",
    "employer.health_reduced",
    "employer.family",
    "employer.family_reduced",
    "employer.pension_capped",
    "employer.pension_uncapped",
    "employer.provident_executive",
    "employer.unemployment",
    "employer.ags",
    "employer.fnal_below_50",
    "employer.fnal_from_50",
    "employer.csa",
    "employer.social_dialogue",
    "employer.training_below_11",
    "employer.training_from_11",
    "employer.apprenticeship",
    "employer.apprenticeship_alsace_moselle",
    "employer.cpf_cdd",
    "employer.peec",
    "employer.forfait_social",
    "fixed_term.end_bonus",
    "fixed_term.paid_leave",
    "artist.work_accident",
    "artist.work_accident_alsace_moselle",
    "artist.factor",
    "artist.rate_step",
    "intermittent.unemployment_employee",
    "intermittent.unemployment_employer",
    "usage.unemployment_surcharge",
    "intermittent.holiday_fund",
    "intermittent.training",
    "show.provident",
    "show.fcap",
    "dfs.musician",
    "dfs.dramatic",
    "portage.business_bonus",
    "portage.reserve",
    "reduction.work_accident",
    *(f"{side}.{name}" for side in ("employee", "employer") for name in ("complementary_t1", "complementary_t2")),
    *(f"{side}.{name}" for side in ("employee", "employer") for name in ("ceg_t1", "ceg_t2", "cet", "apec")),
    *(
        f"{who}.complementary_{band}_{side}"
        for who in ("artist", "technician")
        for band in ("t1", "t2")
        for side in ("employee", "employer")
    ),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """Pay per paid hour up to which a reduced rate applies; the same for every hour of the period."""

    per_hour: Decimal
    refs: Refs


@dataclass(frozen=True, slots=True)
class ReductionLaw:
    """The general reduction: before 2026 `table` has a slope, from 2026 on a power (`is_single`)."""

    table: Mapping[str, Decimal]
    is_single: bool
    smic: Decimal  # per hour
    most_with_deduction: Decimal
    leave_fund: Decimal
    refs: Refs


@dataclass(frozen=True, slots=True)
class Law:
    """What every French payslip of the days between two changes needs. `plans` keeps what was built from it."""

    rates: Mapping[str, ParameterRef]
    ceiling: ParameterRef
    hour_ceiling: ParameterRef
    month_hours: ParameterRef
    minimum_wage: ParameterRef
    daily_ceiling: ParameterRef
    csg_ceilings: Decimal
    band_ceilings: Decimal
    unemployment_ceilings: Decimal
    health_limit: Limit | None
    family_limit: Limit | None
    reduction: ReductionLaw
    deduction_most: ParameterRef
    small: int  # headcounts from which other contributions are due
    large: int
    plans: dict[Profile, Plan] = field(default_factory=dict)


def payroll_law(params: Params) -> Law:
    """Resolve every value. Raises `ParameterUnknown` for a day whose law is not known."""
    ceiling, minimum = params.ref("ceiling.month"), params.ref("minimum_wage")
    headcounts = params.value("headcount.thresholds")
    return Law(
        rates={key: params.ref(key) for key in RATES if params.has(key)},
        ceiling=ceiling,
        hour_ceiling=params.ref("ceiling.hour"),
        month_hours=params.ref("hours.month"),
        minimum_wage=minimum,
        daily_ceiling=params.ref("artist.daily_ceiling"),
        csg_ceilings=params.amount("csg.abatement_ceilings"),
        band_ceilings=params.amount("complementary.ceilings"),
        unemployment_ceilings=params.amount("unemployment.ceilings"),
        health_limit=_limit(params, "employer.health_threshold", minimum),
        family_limit=_limit(params, "employer.family_threshold", minimum),
        reduction=_reduction(params),
        deduction_most=params.ref("dfs.most_per_year"),
        small=int(headcounts["small"]),
        large=int(headcounts["large"]),
    )


def _limit(params: Params, key: str, minimum: ParameterRef) -> Limit | None:
    """In force until 2025-12-31: the reduced rates of low pay (CSS art. L241-2-1 and L241-6-1)."""
    if not params.has(key):
        return None
    ref = params.ref(key)
    table = ref.value
    if not table["current_factor"]:
        return Limit(table["factor"] * table["smic"], (ref,))
    return Limit(max(table["factor"] * table["smic"], table["current_factor"] * minimum.value), (ref, minimum))


def _reduction(params: Params) -> ReductionLaw:
    is_single = params.has("reduction.single")
    table = params.ref("reduction.single" if is_single else "reduction.general")
    smic, most, fund = (params.ref(f"reduction.{name}") for name in ("smic", "dfs_most", "leave_fund"))
    return ReductionLaw(
        table=table.value,
        is_single=is_single,
        smic=smic.value,
        most_with_deduction=most.value,
        leave_fund=fund.value["times"] / fund.value["by"],
        refs=(table, smic),
    )
