"""German social insurance law as of a day, resolved once: what the formulas need, and where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from countries.contract import ParameterRef, Params, Rounding
from smart.foundation.money import CENT

rounding = Rounding(source="BVV § 1 (2) and § 2: two decimals, half up, each contribution on its own")
dropping = Rounding(mode="ROUND_DOWN", source="SolzG § 4 sentence 3; church tax laws: fractions of a cent are dropped")
Refs = tuple[ParameterRef, ...]


def rounded(amount: Decimal) -> Decimal:
    """Round as `rounding` says; written out because a payslip does it thirty times."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialLaw:
    """Rates as fractions, ceilings a month's. `…_half` is what worker and employer bear each."""

    health_half: Decimal
    health_reduced_half: Decimal
    additional_average: Decimal
    care_half: Decimal
    care_saxony: Mapping[str, Decimal]
    care_childless: Decimal
    childless_age: int
    discount: Mapping[str, Decimal]
    pension_half: Decimal
    unemployment_half: Decimal
    ceiling_health: Decimal
    ceiling_pension: Mapping[str, Decimal]
    marginal_limit: Decimal
    marginal_overrun: Mapping[str, Decimal]
    transition_limit: Decimal
    transition_factor: Decimal
    minijob_health: Decimal
    minijob_pension: Decimal
    minijob_minimum_base: Decimal
    minijob_flat_tax: Decimal
    insolvency: Decimal
    minijob_u1: Decimal
    minijob_u2: Decimal
    u1_weeks_free: Decimal
    short_term_tax: Mapping[str, Decimal]
    regular_age: Mapping[str, Decimal]
    church_tax: Mapping[str, Decimal]
    march_months: Decimal
    refs: Mapping[str, Refs]
    zone_refs: Mapping[str, Mapping[str, Refs]]

    @property
    def care_saxony_alone(self) -> Decimal:
        """What workers in Saxony bear alone (SGB XI § 58 (3))."""
        return self.care_saxony["employee"] - self.care_saxony["employer"]


REFS: Mapping[str, tuple[str, ...]] = {
    "health": ("health.rate", "ceiling.health"),
    "health_reduced": ("health.rate_reduced", "ceiling.health"),
    "health_additional": ("health.additional_average", "ceiling.health"),
    "care": ("care.rate", "care.saxony", "ceiling.health"),
    "care_childless": ("care.childless", "care.childless_age", "ceiling.health"),
    "care_children": ("care.child_discount", "ceiling.health"),
    "pension": ("pension.rate", "ceiling.pension"),
    "unemployment": ("unemployment.rate", "ceiling.pension"),
    "transition": ("transition.upper_limit", "transition.factor", "minijob.limit_month"),
    "minijob_health": ("minijob.health_flat", "minijob.limit_month"),
    "minijob_pension": ("minijob.pension_flat", "minijob.limit_month"),
    "minijob_pension_own": ("pension.rate", "minijob.pension_flat", "minijob.pension_minimum_base"),
    "minijob_flat_tax": ("minijob.flat_tax",),
    "levy_u1": ("levy.u1_participation",),
    "minijob_u1": ("levy.minijob_u1",),
    "minijob_u2": ("levy.minijob_u2",),
    "levy_insolvency": ("levy.insolvency",),
    "short_term_flat_tax": ("short_term.flat_tax",),
    "short_term_flat_soli": ("soli",),
    "short_term_flat_church": ("church_tax",),
    "health_grant": ("health.rate", "health.additional_average", "ceiling.health"),
    "care_grant": ("care.rate", "care.saxony", "ceiling.health"),
    "sv_base_health": ("ceiling.health",),
    "sv_base_pension": ("ceiling.pension",),
    "church_tax": ("church_tax",),
}


REDUCED_IN_TRANSITION = (
    "health",
    "health_additional",
    "care",
    "care_childless",
    "care_children",
    "pension",
    "unemployment",
    "levy_insolvency",
)


def _zone_refs(refs: Mapping[str, Refs]) -> Mapping[str, Mapping[str, Refs]]:
    """What a line reads besides, by regime: the values of the transition zone, the levies of the Minijob-Zentrale."""
    reduced = {name: refs[name] + refs["transition"] for name in REDUCED_IN_TRANSITION}
    bases = dict.fromkeys(("transition_base", "transition_base_worker"), refs["transition"])
    return {
        "transition": {**refs, **reduced, **bases},
        "minijob": {**refs, "levy_u1": refs["minijob_u1"], "levy_u2": refs["minijob_u2"]},
    }


HALVES: Mapping[str, str] = {
    "health_half": "health.rate",
    "health_reduced_half": "health.rate_reduced",
    "care_half": "care.rate",
    "pension_half": "pension.rate",
    "unemployment_half": "unemployment.rate",
}
VALUES: Mapping[str, str] = {
    "additional_average": "health.additional_average",
    "care_saxony": "care.saxony",
    "care_childless": "care.childless",
    "discount": "care.child_discount",
    "ceiling_health": "ceiling.health",
    "ceiling_pension": "ceiling.pension",
    "marginal_limit": "minijob.limit_month",
    "marginal_overrun": "minijob.overrun",
    "transition_limit": "transition.upper_limit",
    "transition_factor": "transition.factor",
    "minijob_health": "minijob.health_flat",
    "minijob_pension": "minijob.pension_flat",
    "minijob_minimum_base": "minijob.pension_minimum_base",
    "minijob_flat_tax": "minijob.flat_tax",
    "insolvency": "levy.insolvency",
    "minijob_u1": "levy.minijob_u1",
    "minijob_u2": "levy.minijob_u2",
    "short_term_tax": "short_term.flat_tax",
    "regular_age": "pension.regular_age",
    "church_tax": "church_tax",
    "march_months": "one_off.march_months",
}


def social_law(params: Params) -> SocialLaw:
    """Resolve every value of the day. The references keep what was read."""
    refs = {name: tuple(params.ref(key) for key in keys) for name, keys in REFS.items()}
    values: dict[str, Any] = {name: params.value(key) for name, key in VALUES.items()}
    halves: dict[str, Any] = {name: params.amount(key) / 2 for name, key in HALVES.items()}
    return SocialLaw(
        **values,
        **halves,
        childless_age=int(params.amount("care.childless_age")),
        u1_weeks_free=params.value("levy.u1_participation")["weeks_free"],
        refs=refs,
        zone_refs=_zone_refs(refs),
    )
