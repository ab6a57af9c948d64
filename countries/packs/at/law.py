"""Austrian payroll law as of a day, resolved once: what the formulas need, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ParameterRef, Params, Rounding
from countries.packs.at.branches import Branches, branches_by_case

rounded = Rounding(source="ASVG § 51 and EStG § 66 in the payroll reference: one rounding half up to the cent")
Refs = tuple[ParameterRef, ...]
Steps = tuple[tuple[Decimal | None, Decimal], ...]
"""Inclusive upper bound (None for the last step) and rate."""

DAYS_PER_MONTH = Decimal(30)
"""Days of a month for insurance (ASVG § 44) and tax (EStG § 66 (3))."""
DAYS_PER_YEAR = Decimal(360)
MONTHS = Decimal(12)
SPECIAL_SHARE = Decimal(6)
"""Two of fourteen payments: a sixth of the running pay (EStG § 67 (2))."""


@dataclass(frozen=True, slots=True)
class InsuranceLaw:
    """Social insurance: who pays which branch, up to which base."""

    branches: Mapping[tuple[str, bool], Branches]
    steps: Steps
    steps_of_new_jobs: Steps
    ceiling: Decimal
    ceiling_free: Decimal
    ceiling_special: Decimal
    marginal_limit: Decimal
    accident_rate: Decimal
    marginal_levy: Decimal
    ecard: Decimal
    running_refs: Refs
    special_refs: Refs
    free_refs: Refs
    marginal_refs: Refs
    marginal_levy_refs: Refs
    ecard_refs: Refs


@dataclass(frozen=True, slots=True)
class TaxLaw:
    """Wage tax on running pay (EStG § 33, 66) and on special payments (§ 67)."""

    brackets: tuple[tuple[Decimal, Decimal, Decimal], ...]  # over, tax below it, rate; highest first
    expenses: Decimal
    transport: Decimal
    raised: Mapping[str, Decimal]
    sole_earner: Mapping[str, Decimal]
    bonus: Mapping[str, Decimal]
    commuter_euro: Decimal
    commuter: Mapping[str, Any]
    special_free: Decimal
    special_steps: tuple[tuple[Decimal, Decimal], ...]
    special_width: Decimal
    exemption: Decimal
    cap: Mapping[str, Decimal]
    refs: Refs
    special_refs: Refs
    cap_refs: Refs


@dataclass(frozen=True, slots=True)
class LevyLaw:
    """What the employer pays on the gross wage: DB, DZ, Kommunalsteuer, severance fund, Vienna's levy."""

    family: Decimal
    chamber: Mapping[str, Decimal]
    municipal: Decimal
    severance: Decimal
    relief_limit: Decimal
    relief_allowance: Decimal
    vienna: Mapping[str, Decimal]
    age_end: int
    family_refs: Refs
    chamber_refs: Refs
    municipal_refs: Refs
    severance_refs: Refs
    vienna_refs: Refs


def insurance_law(params: Params) -> InsuranceLaw:
    """Resolve the insurance. Raises `ParameterUnknown` for a day before the first known values."""
    rates, vienna = params.ref("insurance.rates"), params.ref("insurance.housing_vienna")
    steps, ceiling = params.ref("insurance.unemployment_steps"), params.ref("ceiling.month")
    special, limit = params.ref("ceiling.special_year"), params.ref("marginal.limit_month")
    free, levy = _optional(params, "ceiling.free_month"), _optional(params, "marginal.levy_rate")
    fee, new = _optional(params, "ecard.fee"), _optional(params, "insurance.unemployment_steps_new_jobs")
    return InsuranceLaw(
        branches=branches_by_case(rates.value, housing_vienna=vienna.value),
        steps=steps.value,
        steps_of_new_jobs=_value(new, steps.value),
        ceiling=ceiling.value,
        ceiling_free=_value(free, ceiling.value),
        ceiling_special=special.value,
        marginal_limit=limit.value,
        accident_rate=rates.value["employer"]["accident"],
        marginal_levy=_value(levy, Decimal(0)),
        ecard=_value(fee, Decimal(0)),
        running_refs=(rates, steps, *new, ceiling, vienna),
        special_refs=(rates, steps, *new, special),
        free_refs=(rates, steps, *new, *free),
        marginal_refs=(rates, limit),
        marginal_levy_refs=(*levy, *_optional(params, "marginal.levy_threshold")),
        ecard_refs=fee,
    )


def tax_law(params: Params) -> TaxLaw:
    brackets, expenses = params.ref("tax.brackets"), params.ref("tax.expenses_year")
    transport, euro = params.ref("tax.transport_credit_year"), params.ref("tax.commuter_euro_year")
    commuter, special = params.ref("tax.commuter_allowance_month"), params.ref("special.tax")
    exemption, cap = params.ref("special.exemption_limit"), _optional(params, "special.cap")
    raised, bonus = _optional(params, "tax.transport_credit_raised_year"), _optional(params, "tax.family_bonus_month")
    sole = _optional(params, "tax.sole_earner_year")
    return TaxLaw(
        brackets=_cumulated(brackets.value),
        expenses=expenses.value,
        transport=transport.value,
        raised=_value(raised, {}),
        sole_earner=_value(sole, {}),
        bonus=_value(bonus, {}),
        commuter_euro=euro.value,
        commuter=commuter.value,
        special_free=special.value["free"],
        special_steps=special.value["steps"],
        special_width=special.value["free"] + sum(width for width, _rate in special.value["steps"]),
        exemption=exemption.value,
        cap=_value(cap, {}),
        refs=(brackets, expenses, transport, *raised, *sole, *bonus, euro, commuter),
        special_refs=(special, exemption),
        cap_refs=cap,
    )


def levy_law(params: Params) -> LevyLaw:
    family, municipal = params.ref("family_levy.rate"), params.ref("municipal_tax.rate")
    severance, relief = params.ref("severance.rate"), params.ref("small_payroll")
    vienna, age = params.ref("vienna_levy"), params.ref("age.levies_end")
    chamber = _optional(params, "chamber_levy.rate")
    return LevyLaw(
        family=family.value,
        chamber=_value(chamber, {}),
        municipal=municipal.value,
        severance=severance.value,
        relief_limit=relief.value["limit"],
        relief_allowance=relief.value["allowance"],
        vienna=vienna.value,
        age_end=int(age.value),
        family_refs=(family, age),
        chamber_refs=(*chamber, age),
        municipal_refs=(municipal,),
        severance_refs=(severance,),
        vienna_refs=(vienna,),
    )


def _optional(params: Params, key: str) -> Refs:
    """The reference of a value that is not known for every covered day; none when it is not."""
    return (params.ref(key),) if params.has(key) else ()


def _value(refs: Refs, otherwise: Any) -> Any:
    return refs[0].value if refs else otherwise


def _cumulated(scale: Steps) -> tuple[tuple[Decimal, Decimal, Decimal], ...]:
    """Turn upper bounds and rates into (over, tax below it, rate), highest first."""
    rows, below, tax = [], Decimal(0), Decimal(0)
    for bound, rate in scale:
        rows.append((below, tax, rate))
        if bound is not None:
            tax += (bound - below) * rate
            below = bound
    return tuple(reversed(rows))
