"""What tells the contract kinds apart for payroll: the regime of contributions, what is paid at the end, the length."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from countries.contract import NotCovered, PayInputs, gettext_noop


class Regime(StrEnum):
    """Whose rates apply: the general scheme, artists (annex X) or technicians of the performing arts (annex VIII)."""

    GENERAL = "general"
    ARTIST = "artist"
    TECHNICIAN = "technician"


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """How pay of one contract kind is treated.

    `pays` names the parts paid on top of the base pay, in order, each a share of all before it. `is_annual` is for
    contracts whose reduction is regularised over the calendar year (open ended).
    """

    regime: Regime = Regime.GENERAL
    pays: tuple[str, ...] = ()
    is_annual: bool = False
    is_fixed_term: bool = True
    is_usage: bool = False
    has_training_account: bool = False
    is_portage: bool = False


END = ("end_of_contract_bonus", "paid_leave_indemnity")
TREATMENTS = {
    "fixed_term": Treatment(pays=END, has_training_account=True),
    "usage": Treatment(pays=END[1:], is_usage=True, has_training_account=True),
    "open_ended": Treatment(is_annual=True, is_fixed_term=False),
    "cesa": Treatment(is_annual=True, is_fixed_term=False),
    "performer": Treatment(regime=Regime.ARTIST, is_usage=True),
    "technician": Treatment(regime=Regime.TECHNICIAN, is_usage=True),
    "portage_fixed_term": Treatment(pays=("business_bonus", *END), has_training_account=True, is_portage=True),
    "portage_open_ended": Treatment(pays=("business_bonus",), is_annual=True, is_fixed_term=False, is_portage=True),
}


def treatment_of(inputs: PayInputs) -> Treatment:
    """Return how the kind is paid. Raises `NotCovered` naming the kind: a CAPE, for one, is no employment."""
    treatment = TREATMENTS.get(inputs.kind)
    if treatment is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("France: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(TREATMENTS),
        )
    return treatment
