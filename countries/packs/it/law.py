"""Italian tax law as of a day, resolved once: what the formulas need, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from countries.contract import ParameterRef, Params, Rounding

rounded = Rounding(source="half up to the cent at each line (payroll reference Italy 2.1 and 2.3)")
truncated = Rounding(
    step=Decimal("0.0001"),
    mode=ROUND_DOWN,
    source="TUIR art. 12 c. 4-bis and 13 c. 6: the ratios count with their first four decimals",
)
part = Rounding(step=Decimal("0.00000001"), source="a share of a rate, to a millionth of a percent")
Refs = tuple[ParameterRef, ...]
ONE = Decimal(1)
MONTHS = Decimal(12)
Bands = tuple[tuple[Decimal | None, Decimal], ...]
"""(upper limit or None, rate), lowest first."""


@dataclass(frozen=True, slots=True)
class TaxLaw:
    """Income tax, its credits and the sums paid with it. What a year does not know is None."""

    brackets: Bands
    work: Mapping[str, Decimal]
    further: Mapping[str, Decimal] | None
    cuneo: Bands
    supplement: Mapping[str, Decimal]
    recovery: Mapping[str, Decimal]
    spouse: Mapping[str, Any]
    children: Mapping[str, Decimal] | None
    ascendants: Mapping[str, Decimal] | None
    brackets_refs: Refs
    work_refs: Refs
    further_refs: Refs
    cuneo_refs: Refs
    supplement_refs: Refs
    recovery_refs: Refs
    family_refs: Refs


def bands_of(rows: Any) -> Bands:
    return tuple((row["up_to"], row["rate"]) for row in rows)


def tax_law(params: Params) -> TaxLaw:
    """Resolve the tax side. The tax wedge cut exists from 2025 only."""
    refs = {key: _refs(params, f"irpef.{key}") for key in _KEYS}
    value: dict[str, Any] = {key: found[0].value if found else None for key, found in refs.items()}
    return TaxLaw(
        brackets=bands_of(value["brackets"]),
        work=value["work_credit"],
        further=value["further_credit"],
        cuneo=bands_of(value["cuneo_sum"] or ()),
        supplement=value["supplement"],
        recovery=value["recovery"],
        spouse=value["spouse"],
        children=value["children"],
        ascendants=value["ascendants"],
        brackets_refs=refs["brackets"],
        work_refs=refs["work_credit"],
        further_refs=refs["further_credit"],
        cuneo_refs=refs["cuneo_sum"],
        supplement_refs=refs["supplement"],
        recovery_refs=refs["recovery"],
        family_refs=(*refs["spouse"], *refs["children"], *refs["ascendants"]),
    )


_KEYS = (
    "brackets",
    "work_credit",
    "further_credit",
    "cuneo_sum",
    "supplement",
    "recovery",
    "spouse",
    "children",
    "ascendants",
)
_LATER = {"further_credit", "cuneo_sum", "children", "ascendants"}


def _refs(params: Params, key: str) -> Refs:
    if key.removeprefix("irpef.") in _LATER and not params.has(key):
        return ()
    return (params.ref(key),)
