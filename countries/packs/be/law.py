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
class EmployerLaw:
    """The employer's contributions, category 000, and the provisions for holidays."""

    base_rate: Decimal
    base_refs: Refs
    specials: Mapping[str, tuple[Decimal, Refs]]
    structural: Mapping[str, Decimal]
    structural_refs: Refs
    holiday: Mapping[str, Decimal]
    holiday_refs: Refs
    ceiling: Decimal | None


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


def employer_law(params: Params) -> EmployerLaw:
    base, moderation = (
        params.ref("employer.base"),
        params.ref("employer.wage_moderation"),
    )
    structural, holiday = (
        params.ref("structural_reduction"),
        params.ref("holiday.departure"),
    )
    specials = {name: (params.amount(f"employer.{name}"), (params.ref(f"employer.{name}"),)) for name in SPECIALS}
    ceiling = params.amount("employer.wage_ceiling") if params.has("employer.wage_ceiling") else None
    return EmployerLaw(
        base_rate=base.value + moderation.value,
        base_refs=(base, moderation),
        specials=specials,
        structural=structural.value,
        structural_refs=(structural,),
        holiday=holiday.value,
        holiday_refs=(holiday,),
        ceiling=ceiling,
    )
