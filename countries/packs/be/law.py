"""Belgian payroll law as of a day, resolved once: what the formulas need, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ParameterRef, Params, Rounding

rounded = Rounding(source="AR 28/11/1969 art. 33: contributions are rounded half up to the cent, line by line")
Refs = tuple[ParameterRef, ...]


@dataclass(frozen=True, slots=True)
class EmployeeLaw:
    """What is taken from the worker's pay for social security."""

    rate: Decimal
    factors: Mapping[str, Decimal]
    bonus: Mapping[str, Any]
    bonus_is_single: bool
    fiscal: Mapping[str, Decimal]
    special: Mapping[str, Any]
    rate_refs: Refs
    base_refs: Refs
    bonus_refs: Refs
    fiscal_refs: Refs
    special_refs: Refs


@dataclass(frozen=True, slots=True)
class WithholdingLaw:
    """The key formula of the withholding tax (Annexe III)."""

    brackets: tuple[tuple[Decimal, Decimal, Decimal], ...]  # over, tax below it, rate; highest first
    expenses_rate: Decimal
    expenses_max: Decimal
    exempt_alone: Decimal
    exempt_couple: Decimal
    quotient_rate: Decimal
    quotient_max: Decimal
    children: tuple[Decimal, ...]
    child_above_8: Decimal
    reductions: Mapping[str, Decimal]
    refs: Refs


@dataclass(frozen=True, slots=True)
class ExceptionalLaw:
    """Withholding on pay beside the normal one, and how holiday pay is made up (Annexe III, points 53 to 57)."""

    months: Decimal
    scale: tuple[Mapping[str, Any], ...]
    exemptions: tuple[Decimal, ...]
    reductions: tuple[Mapping[str, Decimal], ...]
    departure: Mapping[str, Decimal]
    double: Mapping[str, Decimal]
    refs: Refs
    departure_refs: Refs
    double_refs: Refs


@dataclass(frozen=True, slots=True)
class EmployerLaw:
    """The employer's contributions, category 000, and the provisions for holidays."""

    base_rate: Decimal
    base_refs: Refs
    specials: Mapping[str, tuple[Decimal, Refs]]
    holiday: Mapping[str, Decimal]
    holiday_refs: Refs
    ceiling: Decimal | None
    ceiling_refs: Refs


@dataclass(frozen=True, slots=True)
class ReductionLaw:
    """What lowers the employer's contributions. `artist_limit` is None while the limit of the day is not known."""

    structural: Mapping[str, Decimal]
    structural_refs: Refs
    is_disputed: bool
    by_work: Mapping[str, Decimal]
    artist_amount: Decimal
    artist_maximum: Decimal
    artist_limit: Decimal | None
    artist_regions: Mapping[str, bool]
    artist_refs: Refs
    first_hire: Decimal
    first_hire_refs: Refs


SPECIALS = (
    "temporary_unemployment",
    "work_accident_special",
    "asbestos",
    "closure_special",
    "closure_classic.below_20",
    "closure_classic.from_20",
    "closure_non_commercial",
    "unemployment_160",
    "social_fund_200",
    "risk_groups",
    "holiday_quarter",
    "holiday_debit_note",
)


def employee_law(params: Params) -> EmployeeLaw:
    """Resolve the worker's side. Before 2022 the work bonus had one part; the table then has no `mid`."""
    rate, factors = params.ref("contribution.employee"), params.ref("base_factor")
    bonus, fiscal = params.ref("work_bonus"), params.ref("fiscal_work_bonus")
    special = params.ref("special_contribution")
    return EmployeeLaw(
        rate=rate.value,
        factors=factors.value,
        bonus=bonus.value,
        bonus_is_single="mid" not in bonus.value,
        fiscal=fiscal.value,
        special=special.value,
        rate_refs=(rate, factors),
        base_refs=(factors,),
        bonus_refs=(bonus,),
        fiscal_refs=(fiscal,),
        special_refs=(special, factors),
    )


def withholding_law(params: Params) -> WithholdingLaw:
    ref = params.ref("withholding")
    table = ref.value
    return WithholdingLaw(
        brackets=tuple((b["over"], b["tax"], b["rate"]) for b in reversed(table["brackets"])),
        expenses_rate=table["expenses"]["rate"],
        expenses_max=table["expenses"]["max"],
        exempt_alone=table["exempt_tax"]["alone"],
        exempt_couple=table["exempt_tax"]["partner_without_income"],
        quotient_rate=table["marital_quotient"]["rate"],
        quotient_max=table["marital_quotient"]["max"],
        children=table["children"],
        child_above_8=table["child_above_8"],
        reductions=table["reductions"],
        refs=(ref,),
    )


def exceptional_law(params: Params) -> ExceptionalLaw:
    scale, months = params.ref("withholding.exceptional"), params.ref("withholding.exceptional_months")
    exemptions = params.ref("withholding.exceptional_exemption")
    reductions = params.ref("withholding.exceptional_reduction")
    departure, double = params.ref("holiday.departure"), params.ref("holiday.double")
    return ExceptionalLaw(
        months=months.value,
        scale=scale.value,
        exemptions=exemptions.value,
        reductions=reductions.value,
        departure=departure.value,
        double=double.value,
        refs=(scale, months, exemptions, reductions),
        departure_refs=(departure,),
        double_refs=(double,),
    )


def employer_law(params: Params) -> EmployerLaw:
    base, moderation = params.ref("employer.base"), params.ref("employer.wage_moderation")
    holiday = params.ref("holiday.departure")
    specials = {name: (params.amount(f"employer.{name}"), (params.ref(f"employer.{name}"),)) for name in SPECIALS}
    ceiling = params.ref("employer.wage_ceiling") if params.has("employer.wage_ceiling") else None
    return EmployerLaw(
        base_rate=base.value + moderation.value,
        base_refs=(base, moderation),
        specials=specials,
        holiday=holiday.value,
        holiday_refs=(holiday,),
        ceiling=ceiling.value if ceiling else None,
        ceiling_refs=(ceiling, base, moderation) if ceiling else (),
    )


def reduction_law(params: Params) -> ReductionLaw:
    structural, by_work = params.ref("structural_reduction"), params.ref("reduction_by_work")
    amount, maximum = params.ref("artist_reduction.amount"), params.ref("artist_reduction.maximum")
    limit = params.ref("artist_reduction.wage_limit") if params.has("artist_reduction.wage_limit") else None
    regions, first_hire = params.ref("artist_reduction.regions"), params.ref("first_hire")
    return ReductionLaw(
        structural=structural.value,
        structural_refs=(structural, by_work),
        is_disputed=bool(params.value("structural_reduction.is_disputed")),
        by_work=by_work.value,
        artist_amount=amount.value,
        artist_maximum=maximum.value,
        artist_limit=limit.value if limit else None,
        artist_regions=regions.value,
        artist_refs=(amount, maximum, limit, regions, by_work) if limit else (),
        first_hire=first_hire.value,
        first_hire_refs=(first_hire, by_work),
    )
