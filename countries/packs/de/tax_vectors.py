"""Reads test vectors of the wage tax, whose inputs carry the names and units (cents) of the published algorithm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from countries.contract import Params, VectorOutcome
from countries.packs.de.provision import Insurance
from countries.packs.de.tariff import ZERO
from countries.packs.de.wage_tax import IN_A_YEAR, MONTH, TaxCard, one_off_tax, period_tax, wage_tax_law, year_amount

CENTS = Decimal(100)
FIRST_RELIEF_YEAR = 2005
DAYS = {
    "2024": date(2024, 6, 30),
    "2024Dezember": date(2024, 12, 31),
    "2025": date(2025, 6, 30),
    "2026": date(2026, 6, 30),
}
"""A day on which each version of the algorithm holds."""
READ = frozenset(
    [
        "pap_version",
        "LZZ",
        "RE4",
        "STKL",
        "ZKF",
        "KVZ",
        "PVZ",
        "PVA",
        "PVS",
        "KRV",
        "ALV",
        "PKV",
        "PKPV",
        "PKPVAGZ",
        "R",
        "LZZFREIB",
        "LZZHINZU",
        "JFREIB",
        "JHINZU",
        "af",
        "f",
        "ALTER1",
        "AJAHR",
        "JRE4",
        "SONSTB",
    ]
)
NO_FACTOR = Decimal(1)
NOT_INSURED, NOT_INSURED_2024, EAST_2024 = 1, 2, 1
"""KRV: in 2024 the west is 0, the east 1 and who is not insured 2; later 1 is who is not insured."""
WITH_GRANT = 2


def answer_tax(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute LSTLZZ, SOLZLZZ and BK, and STS, SOLZS and BKS of pay beside the running pay, all in cents."""
    inputs = vector["inputs"]
    version = str(inputs.get("pap_version") or str(vector["date"])[:4])
    unread = sorted(name for name in inputs.keys() - READ if _number(inputs, name) != 0)
    if unread or version not in DAYS:
        return VectorOutcome({}, f"version {version}" if not unread else f"input {', '.join(unread)}")
    period = int(_number(inputs, "LZZ") or MONTH)
    if period not in IN_A_YEAR:
        return VectorOutcome({}, f"pay period LZZ {period}")
    tax_law = law(DAYS[version]).compiled(wage_tax_law)
    card = tax_card(inputs, version=version, period=period)
    running = period_tax(_euros(inputs, "RE4"), card, tax_law, period=period)
    beside = one_off_tax(_euros(inputs, "SONSTB"), _euros(inputs, "JRE4"), card, tax_law)
    figures = {
        "LSTLZZ_cent": running.tax,
        "SOLZLZZ_cent": running.soli,
        "BK_cent": running.church_base,
        "STS_cent": beside.tax,
        "SOLZS_cent": beside.soli,
        "BKS_cent": beside.church_base,
    }
    return VectorOutcome({name: int(amount * CENTS) for name, amount in figures.items()})


def tax_card(inputs: Mapping[str, Any], *, version: str, period: int) -> TaxCard:
    """Return the card the algorithm's inputs describe; what is not named has the algorithm's default."""
    is_relieved = bool(_number(inputs, "ALTER1"))
    return TaxCard(
        tax_class=int(_number(inputs, "STKL") or 1),
        factor=_factor(inputs),
        child_allowances=_number(inputs, "ZKF"),
        pays_church_tax=_number(inputs, "R") > 0,
        allowance=year_amount(_euros(inputs, "LZZFREIB"), period),
        addition=year_amount(_euros(inputs, "LZZHINZU"), period),
        one_off_allowance=_euros(inputs, "JFREIB"),
        one_off_addition=_euros(inputs, "JHINZU"),
        relief_year=max(int(_number(inputs, "AJAHR")), FIRST_RELIEF_YEAR) if is_relieved else None,
        insured=_insurance(inputs, version=version),
    )


def _factor(inputs: Mapping[str, Any]) -> Decimal:
    """The factor, unless `af` switches it off; the algorithm's own default of `af` is 1."""
    is_off = inputs.get("af") is not None and _number(inputs, "af") == 0
    return NO_FACTOR if is_off else _number(inputs, "f") or NO_FACTOR


def _insurance(inputs: Mapping[str, Any], *, version: str) -> Insurance:
    pension, private = int(_number(inputs, "KRV")), int(_number(inputs, "PKV"))
    has_regions = version.startswith("2024")
    return Insurance(
        additional_rate=_number(inputs, "KVZ") / 100,
        is_childless=_number(inputs, "PVZ") == 1,
        care_discounts=int(_number(inputs, "PVA")),
        is_saxony=_number(inputs, "PVS") == 1,
        region="east" if has_regions and pension == EAST_2024 else "west",
        has_pension=pension < (NOT_INSURED_2024 if has_regions else NOT_INSURED),
        has_unemployment=_number(inputs, "ALV") != 1,
        is_private=private > 0,
        has_grant=private == WITH_GRANT,
        private_premium=_euros(inputs, "PKPV"),
        private_grant=_euros(inputs, "PKPVAGZ"),
    )


def _number(inputs: Mapping[str, Any], name: str) -> Decimal:
    value = inputs.get(name)
    return ZERO if value in (None, "") else Decimal(str(value))


def _euros(inputs: Mapping[str, Any], name: str) -> Decimal:
    return _number(inputs, name) / CENTS
