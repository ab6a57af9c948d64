"""What Italian law makes of each contract kind: its pension scheme, its term, and the tax reliefs it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from countries.contract import NotCovered, gettext_noop

FPLD, FPLS, FPLS_SELF, SEPARATE, APPRENTICE = "fpld", "fpls", "fpls_self", "separate", "apprentice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A contract kind as payroll sees it. `scheme` is the pension fund; a collaborator is no employee for the reliefs."""

    scheme: str
    is_fixed: bool = False
    is_on_call: bool = False

    @property
    def is_employee(self) -> bool:
        return self.scheme not in (FPLS_SELF, SEPARATE)

    @property
    def is_show(self) -> bool:
        return self.scheme in (FPLS, FPLS_SELF)

    @property
    def has_minimum_base(self) -> bool:
        return self.scheme != SEPARATE


PROFILES: Mapping[str, Profile] = {
    "fixed_term": Profile(scheme=FPLD, is_fixed=True),
    "open_ended": Profile(scheme=FPLD),
    "on_call": Profile(scheme=FPLD, is_fixed=True, is_on_call=True),
    "on_call_open": Profile(scheme=FPLD, is_on_call=True),
    "show_fixed_term": Profile(scheme=FPLS, is_fixed=True),
    "show_open_ended": Profile(scheme=FPLS),
    "show_on_call": Profile(scheme=FPLS, is_fixed=True, is_on_call=True),
    "show_on_call_open": Profile(scheme=FPLS, is_on_call=True),
    "show_self_employed": Profile(scheme=FPLS_SELF, is_fixed=True),
    "collaboration": Profile(scheme=SEPARATE, is_fixed=True),
}


def profile_of(kind: str) -> Profile:
    """Return the kind's profile. Raises `NotCovered` naming the kinds payroll computes."""
    profile = PROFILES.get(kind)
    if profile is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Italy: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=kind,
            kinds=", ".join(PROFILES),
        )
    return profile
