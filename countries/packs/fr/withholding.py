"""Withholding of income tax at source (PAS): the person's own rate, or the neutral table of the pay date.

CGI art. 204 A to 204 H; BOI-IR-PAS-20-20-30-10. For a short contract the table applies to the pays of the month together,
after one abatement; it is not prorated. A month that is not complete keeps the monthly table: pay is monthly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, ParameterRef, Params, PayInputs
from countries.packs.fr.law import Refs, rounded
from countries.packs.fr.regimes import Treatment

REGIONS = ("mainland", "antilles_reunion", "guyane_mayotte")
SHORT = "short"


@dataclass(frozen=True, slots=True)
class NeutralTables:
    """The neutral tables by region, and the abatement for short contracts."""

    tables: Mapping[str, ParameterRef]
    abatement: ParameterRef


@dataclass(frozen=True, slots=True)
class Tax:
    """What is withheld from one pay. `base` is what the rate applies to; `abatement` was taken off before."""

    base: Decimal
    rate: Decimal
    amount: Decimal
    abatement: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Withholding:
    """How the tax of one pay is found. With the neutral table the month's earlier pays count with this one."""

    own_rate: Decimal | None
    below: tuple[Decimal, ...] = ()
    rates: tuple[Decimal, ...] = ()
    abatement: Decimal = ZERO
    earlier_taxable: Decimal = ZERO
    earlier_tax: Decimal = ZERO
    refs: Refs = ()

    @property
    def is_neutral(self) -> bool:
        return self.own_rate is None

    def tax(self, taxable: Decimal) -> Tax:
        """The tax on a net taxable pay, never below zero."""
        if self.own_rate is not None:
            return Tax(taxable, self.own_rate, rounded(max(taxable, ZERO) * self.own_rate))
        total = taxable + self.earlier_taxable
        base = max(total - self.abatement, ZERO)
        rate = neutral_rate(base, self.below, self.rates)
        return Tax(
            base, rate, max(rounded(base * rate) - self.earlier_tax, ZERO), min(self.abatement, max(total, ZERO))
        )


def neutral_rate(base: Decimal, below: tuple[Decimal, ...], rates: tuple[Decimal, ...]) -> Decimal:
    """The rate of the band: a band begins at the bound before it, included."""
    return rates[bisect_right(below, base)]


def neutral_tables(params: Params) -> NeutralTables:
    return NeutralTables(
        {region: params.ref(f"withholding.neutral.{region}") for region in REGIONS},
        params.ref("withholding.short_abatement"),
    )


def withholding_of(inputs: PayInputs, treatment: Treatment, params: Params) -> Withholding:
    """Return the rule for this pay: the own rate of the tax file if there is one, else the neutral table."""
    own = inputs.tax_file.get("tax_rate")
    if own is not None:
        return Withholding(own_rate=own)
    tables = params.compiled(neutral_tables)
    table = tables.tables[str(inputs.tax_file.get("tax_region", REGIONS[0]))]
    is_short = treatment.is_fixed_term and inputs.engagement.get("length", SHORT) == SHORT
    earlier = inputs.so_far
    return Withholding(
        own_rate=None,
        below=table.value["below"],
        rates=table.value["rates"],
        abatement=tables.abatement.value if is_short else ZERO,
        earlier_taxable=earlier.get("neutral_taxable", ZERO),
        earlier_tax=-earlier.get("withholding_neutral", ZERO),
        refs=(table, tables.abatement) if is_short else (table,),
    )
