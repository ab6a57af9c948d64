"""Regional and municipal surtax of a year (D.Lgs. 446/1997 art. 50; D.Lgs. 360/1998 art. 1).

Only due when income tax is due. Some regions have thresholds that change the tax of the whole income at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, ParameterRef, Params
from countries.packs.it.irpef import in_bands
from countries.packs.it.law import Refs, bands_of, rounded

UNKNOWN, OTHER = "unknown", "other"
REGIONS = (
    "AB",
    "BA",
    "BZ",
    "CL",
    "CM",
    "ER",
    "FV",
    "LA",
    "LI",
    "LO",
    "MA",
    "MO",
    "PI",
    "PU",
    "SA",
    "SI",
    "TN",
    "TO",
    "UM",
    "VA",
    "VE",
)
MUNICIPALITIES = ("A944", "F205", "H501", "L219")
"""Cadastral codes whose rates are among the parameters: Bologna, Milano, Roma, Torino."""


def regional(base: Decimal, table: Mapping[str, Any]) -> Decimal:
    """Return the surtax on a taxable income by the region's table, before asking whether any is due."""
    if base <= 0:
        return ZERO
    if "whole_up_to" not in table:
        return rounded(in_bands(base, bands_of(table["bands"])))
    if base <= table["whole_up_to"]:
        return rounded(base * table["whole_rate"])
    amount = rounded(in_bands(base, bands_of(table["bands"])))
    return max(amount - table["deduction"], ZERO) if base <= table["deduction_up_to"] else amount


def municipal(base: Decimal, table: Mapping[str, Any]) -> Decimal:
    """Return the surtax by the municipality's table: none up to the threshold, above it on the whole income."""
    if base <= 0 or base <= table["exempt_up_to"]:
        return ZERO
    return rounded(in_bands(base, bands_of(table["bands"])))


@dataclass(frozen=True, slots=True)
class Residence:
    """The tables of where the person lives; None when the tax file does not say."""

    region: Mapping[str, Any] | None
    municipality: Mapping[str, Any] | None
    region_refs: Refs
    municipality_refs: Refs

    @property
    def is_known(self) -> bool:
        return self.region is not None and self.municipality is not None


def residence_of(tax_file: Mapping[str, Any], params: Params) -> Residence:
    """Return the tables of the year. Raises `ParameterUnknown` for a region whose rates are open (Puglia 2026)."""
    region = _table("regional", str(tax_file.get("region") or UNKNOWN), params)
    place = str(tax_file.get("municipality") or UNKNOWN)
    city = None if place == OTHER else _table("municipal", place, params)
    table = city.value if city else None
    if place == OTHER:
        rate = tax_file.get("municipality_rate")
        limit = tax_file.get("municipality_exempt_up_to") or ZERO
        table = None if rate is None else {"bands": ({"up_to": None, "rate": rate},), "exempt_up_to": limit}
    return Residence(
        region.value if region else None,
        table,
        (region,) if region else (),
        (city,) if city else (),
    )


def _table(kind: str, code: str, params: Params) -> ParameterRef | None:
    return None if code == UNKNOWN else params.ref(f"surtax.{kind}.{code}")


def instalment(total: Decimal, *, number: int, of: int) -> Decimal:
    """Return one instalment of `total`; all instalments sum to it to the cent. None outside 1 to `of`."""
    if not 1 <= number <= of:
        return ZERO
    return rounded(total * number / of) - rounded(total * (number - 1) / of)
