"""One Austrian test vector as our facts: an employee of a whole year, with the payslips its figures are read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from countries.contract import Params, PayInputs, PayResult, month_so_far
from countries.packs.at.case import Case, resolve
from countries.packs.at.law import MONTHS
from countries.packs.at.levies import severance
from countries.packs.at.payslip import payslip

PAYMENTS = Decimal(14)
SMALL_PAYROLL = "employer_levy_small_payroll"
LANDS = {
    "burgenland": "burgenland",
    "kaernten": "carinthia",
    "kärnten": "carinthia",
    "niederoesterreich": "lower_austria",
    "niederösterreich": "lower_austria",
    "oberoesterreich": "upper_austria",
    "oberösterreich": "upper_austria",
    "salzburg": "salzburg",
    "steiermark": "styria",
    "tirol": "tyrol",
    "vorarlberg": "vorarlberg",
    "wien": "vienna",
}
READ = {
    "year",
    "group",
    "bundesland",
    "gross_month",
    "payments_per_year",
    "uz_month",
    "wr_month",
    "children",
    "pendlerpauschale",
    "avab",
    "aeab",
    "familienbonus",
    "dz_rate_pct",
    "u_bahn",
    "bv_pct",
    "full_year",
    "annual_salary_14",
    "tax_free_bonus_sv_liable",
}
GROUPS = {"Angestellte", "Arbeiter", "Angestellter", "Arbeiterin", "freier Dienstnehmer", "Freie Dienstnehmer"}


class Vector:
    """One vector: its facts as ours, and the payslips its figures are read from."""

    def __init__(self, vector: Mapping[str, Any], params: Params) -> None:
        self.kind = str(vector["kind"])
        self.given: Mapping[str, Any] = vector["inputs"]
        self.expected: Mapping[str, Any] = vector["expected"]
        self.params = params

    def not_covered(self) -> str:
        """Name what we do not compute; empty when all is covered."""
        if self.kind == SMALL_PAYROLL:
            return ""
        if unread := sorted(self.given.keys() - READ):
            return f"input {', '.join(unread)}"
        if str(self.given.get("group", "Angestellte")) not in GROUPS:
            return f"group {self.given['group']}"
        if self.given.get("full_year") is False:
            return "part of a year"
        payments = Decimal(str(self.given.get("payments_per_year", PAYMENTS)))
        return "" if payments == PAYMENTS else f"{payments} payments a year"

    def number(self, name: str) -> Decimal:
        return Decimal(str(self.given.get(name) or 0))

    @property
    def land(self) -> str:
        return LANDS.get(str(self.given.get("bundesland", "")).lower(), "upper_austria")

    @cached_property
    def inputs(self) -> PayInputs:
        """The month's running pay, its special payments paid apart, without the chamber's levy and Vienna's."""
        is_free = str(self.given.get("group", "")).lower().startswith("frei")
        return PayInputs(
            country="AT",
            on=self.params.day,
            kind="free_service" if is_free else "open_ended",
            gross=self.number("gross_month"),
            tax_file=self._tax_file(),
            engagement={"special_payments": "none", "worked_before": self._has_severance(), "year_end": "no"},
            employer={"land": self.land, "chamber_member": False, "marginal_levy": False},
        )

    def _has_severance(self) -> bool:
        return "bv_pct" not in self.given or self.number("bv_pct") > 0

    def _tax_file(self) -> dict[str, Any]:
        children = int(self.number("children"))
        bonus = self.given.get("familienbonus") or 0
        with_bonus = children if bonus is True else int(Decimal(str(bonus)))
        return {
            "children": children,
            "sole_earner": bool(self.given.get("avab") or self.given.get("aeab")) and children > 0,
            "children_under_18": with_bonus,
            "tax_allowance_month": self.number("pendlerpauschale"),
        }

    @cached_property
    def case(self) -> Case:
        return resolve(self.inputs, self.params)

    @cached_property
    def month(self) -> PayResult:
        return payslip(self.inputs, self.params)

    @cached_property
    def first_special(self) -> PayResult:
        """The month in which the first special payment is paid beside the running pay."""
        return payslip(replace(self.inputs, one_off=self.inputs.gross), self.params)

    @cached_property
    def second_special(self) -> PayResult:
        year = month_so_far([self.first_special])
        return payslip(replace(self.inputs, one_off=self.inputs.gross, year_so_far=year), self.params)

    @property
    def cost_year(self) -> Decimal:
        specials = self.first_special.employer_cost + self.second_special.employer_cost
        return (MONTHS - 2) * self.month.employer_cost + specials

    @property
    def severance_year(self) -> Decimal:
        """The severance fund of the year, each of the fourteen payments rounded alone."""
        return PAYMENTS * severance(self.case, self.number("gross_month"))
