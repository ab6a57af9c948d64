"""How Swedish payroll rounds, and the law of withholding and of the employer's side as of a day, resolved once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from countries.contract import ParameterRef, Params, Rounding

rounded = Rounding(source="contributions and pay are counted in whole öre, half up, line by line")
krona = Rounding(step=Decimal(1), mode=ROUND_DOWN, source="SFL 22 kap. 1 §: tax in whole kronor, öre dropped")
Refs = tuple[ParameterRef, ...]
NO_REFS: Refs = ()


@dataclass(frozen=True, slots=True)
class WithholdingLaw:
    """What is withheld, apart from the monthly tables themselves."""

    secondary: ParameterRef
    no_decision: ParameterRef
    sink: ParameterRef
    nothing_below: ParameterRef
    one_time: ParameterRef
    column_ages: ParameterRef
    student_limit: ParameterRef | None


@dataclass(frozen=True, slots=True)
class EmployerLaw:
    """The employer's contributions and what the agreements' premiums depend on."""

    total: ParameterRef
    components: ParameterRef
    old: ParameterRef
    very_old: ParameterRef
    youth: ParameterRef | None
    minors: ParameterRef
    support: ParameterRef | None  # växa-stöd
    no_establishment: ParameterRef | None
    min_year: ParameterRef
    pension_tax: ParameterRef
    pension_month_limit: Decimal
    pension_refs: Refs


@dataclass(frozen=True, slots=True)
class HolidayLaw:
    """Holiday pay: the percentage rule and the supplement of the same-pay rule."""

    percent: ParameterRef
    supplement: ParameterRef


MONTHS = Decimal(12)


def withholding_law(params: Params) -> WithholdingLaw:
    return WithholdingLaw(
        secondary=params.ref("tax.secondary_income"),
        no_decision=params.ref("tax.no_decision"),
        sink=params.ref("tax.sink"),
        nothing_below=params.ref("tax.no_withholding_below"),
        one_time=params.ref("tax.one_time_table"),
        column_ages=params.ref("tax.column_ages"),
        student_limit=_ref_if_any(params, "tax.student_limit"),
    )


def employer_law(params: Params) -> EmployerLaw:
    limit, base = params.ref("pension.limit"), params.ref("amounts.inkomstbasbelopp")
    return EmployerLaw(
        total=params.ref("aga.total"),
        components=params.ref("aga.components"),
        old=params.ref("aga.old"),
        very_old=params.ref("aga.very_old"),
        youth=_ref_if_any(params, "aga.youth"),
        minors=params.ref("aga.minors"),
        support=_ref_if_any(params, "aga.vaxa"),
        no_establishment=_ref_if_any(params, "aga.no_establishment"),
        min_year=params.ref("aga.min_year"),
        pension_tax=params.ref("slp.rate"),
        pension_month_limit=rounded(limit.value * base.value / MONTHS),
        pension_refs=(limit, base),
    )


def holiday_law(params: Params) -> HolidayLaw:
    return HolidayLaw(params.ref("semester.percent_rule"), params.ref("semester.same_pay_supplement"))


def _ref_if_any(params: Params, key: str) -> ParameterRef | None:
    return params.ref(key) if params.has(key) else None


def bands_of(ref: ParameterRef, column: int) -> tuple[tuple[Decimal | None, Decimal], ...] | None:
    """Return the one-time table of a column, None when the year's table has none for it."""
    table: Mapping[str, Any] = ref.value
    return table.get(str(column))
