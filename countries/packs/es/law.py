"""Spanish social security law as of a day, resolved once: what the formulas need, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import Group, ParameterRef, Params, Rounding

rounded = Rounding(source="Payroll reference 1.1: each contribution line on its own, half up to the cent")
Refs = tuple[ParameterRef, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """One contribution line: rate × one of the bases (common, accident, overtime, force). Signed by its group."""

    code: str
    group: Group
    base: str
    rate: Decimal
    refs: Refs


@dataclass(frozen=True, slots=True)
class Solidarity:
    """The contribution on pay above the highest base: where its tranches begin in a month, and each payer's rates."""

    limits: tuple[Decimal, ...]
    employer: tuple[Decimal, ...]
    employee: tuple[Decimal, ...]
    employer_refs: Refs
    employee_refs: Refs


@dataclass(frozen=True, slots=True)
class SocialLaw:
    """Bases and rates of the general regime. `charges` holds the lines by kind of unemployment rate."""

    charges: Mapping[str, tuple[Charge, ...]]
    overtime: tuple[Charge, ...]
    solidarity: Solidarity | None
    maximum_month: Decimal
    maximum_day: Decimal
    minimum: Mapping[str, Decimal]
    minimum_accident: Decimal
    minimum_hour: Mapping[str, Decimal]
    base_refs: Refs
    hour_refs: Refs
    surcharge: ParameterRef
    surcharge_days: Decimal
    activities: ParameterRef
    occupations: ParameterRef
    indemnity: ParameterRef


@dataclass(frozen=True, slots=True)
class ArtistLaw:
    """The daily bases on account of artists and of technical and auxiliary staff (RD 2064/1995 art. 32)."""

    bands: tuple[tuple[Decimal | None, Decimal], ...]  # pay of a day up to and including, base
    minimum_day: Mapping[str, Decimal]
    maximum_month: Decimal
    maximum_year: Decimal
    refs: Refs


EMPLOYEE = (("common", "common"), ("mei", "common"), ("unemployment", "accident"), ("training", "accident"))
EMPLOYER = (
    ("common", "common"),
    ("mei", "common"),
    ("unemployment", "accident"),
    ("fogasa", "accident"),
    ("training", "accident"),
)
OVERTIME = (("overtime", "overtime"), ("overtime_force", "force"))
UNEMPLOYMENT = ("permanent", "temporary")


def social_law(params: Params) -> SocialLaw:
    """Resolve the general regime of a day. Before 2025 there is no solidarity contribution."""
    bases = (params.ref("base.minimum"), params.ref("base.minimum_accident"))
    maximums = (params.ref("base.maximum.month"), params.ref("base.maximum.day"))
    hour = params.ref("base.minimum_hour")
    return SocialLaw(
        charges={kind: _charges(kind, params) for kind in UNEMPLOYMENT},
        overtime=tuple(
            _charge(name, base, group, params) for group in (Group.EMPLOYEE, Group.EMPLOYER) for name, base in OVERTIME
        ),
        solidarity=_solidarity(params) if params.has("solidarity.limits") else None,
        maximum_month=maximums[0].value,
        maximum_day=maximums[1].value,
        minimum=bases[0].value,
        minimum_accident=bases[1].value,
        minimum_hour=hour.value,
        base_refs=(*bases, *maximums),
        hour_refs=(hour, *maximums),
        surcharge=params.ref("short_contract.surcharge"),
        surcharge_days=params.amount("short_contract.days"),
        activities=params.ref("accident.activity"),
        occupations=params.ref("accident.occupation"),
        indemnity=params.ref("end_indemnity.days"),
    )


def _charges(unemployment: str, params: Params) -> tuple[Charge, ...]:
    sides = ((Group.EMPLOYEE, EMPLOYEE), (Group.EMPLOYER, EMPLOYER))
    return tuple(_charge(name, base, group, params, unemployment) for group, rows in sides for name, base in rows)


def _charge(name: str, base: str, group: Group, params: Params, unemployment: str = "") -> Charge:
    key = f"{name}.{unemployment}.{group.value}" if name == "unemployment" else f"{name}.{group.value}"
    ref = params.ref(key)
    return Charge(f"{name}_{group.value}", group, base, ref.value, (ref,))


def _solidarity(params: Params) -> Solidarity:
    limits, employer, employee = (params.ref(f"solidarity.{name}") for name in ("limits", "employer", "employee"))
    return Solidarity(
        tuple(limits.value), tuple(employer.value), tuple(employee.value), (employer, limits), (employee, limits)
    )


def artist_law(params: Params) -> ArtistLaw:
    """Resolve the artists' bases of a day; known from 2024."""
    bands, least = params.ref("artist.on_account"), params.ref("artist.minimum_day")
    month, year = params.ref("artist.maximum_month"), params.ref("artist.maximum_year")
    return ArtistLaw(
        bands=tuple((band["up_to"], band["base"]) for band in bands.value),
        minimum_day=least.value,
        maximum_month=month.value,
        maximum_year=year.value,
        refs=(bands, least, month, year),
    )


def accident_rate(law: SocialLaw, settings: Mapping[str, Any], occupation: str) -> tuple[Decimal, Refs]:
    """Return the AT/EP rate: the occupation's, else the one the TGSS notified, else the activity's longest prefix.

    A rate of zero means the activity is in no table; the payslip says so.
    """
    if occupation != "activity":
        return law.occupations.value[occupation], (law.occupations,)
    notified = settings.get("accident_rate")
    if notified is not None:
        return notified, ()
    code, table = str(settings.get("cnae", "")).replace(".", ""), law.activities.value
    prefixes = (code[:length] for length in range(len(code), 1, -1))
    found = next((prefix for prefix in prefixes if prefix in table), None)
    return (table[found], (law.activities,)) if found else (Decimal(0), ())
