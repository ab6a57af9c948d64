"""Reads Belgian test vectors: which of our functions answers which expected figure.

Every figure comes from the same functions as the payslip, each read on its own, so that a vector of a year whose other
figures are unknown (2021) can still be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from countries.contract import ZERO, NotCovered, Params, PayInputs, VectorOutcome, gettext_noop
from countries.packs.be import contributions, employer, withholding
from countries.packs.be.contributions import WEEKS_PER_MONTH, WorkTime
from countries.packs.be.law import employee_law, employer_law, rounded, withholding_law
from countries.packs.be.payslip import DAYS_PER_WEEK, WEEKS, payslip

STATUSES = {"white_collar", "blue_collar", "artist", "student"}
KINDS = {
    "white_collar": "fixed_term",
    "blue_collar": "fixed_term_worker",
    "artist": "artist",
    "student": "student",
}
OPERATIONS = {
    "payslip",
    "withholding_tax_key_formula",
    "contributions",
    "employer_side",
    "work_bonus",
    "special_contribution",
}
READ = {
    "operation",
    "status",
    "family",
    "children",
    "disabled_children",
    "lone_parent",
    "disabled_taxpayer",
    "disabled_partner",
    "other_dependants",
    "dependants_66_plus",
    "gross_month",
    "monthly_taxable",
    "full_month",
    "part_time",
    "weekly_hours",
    "full_time_weekly_hours",
    "hours_in_month",
    "days_paid",
    "days_possible",
    "work_regime_days_per_week",
    "employer_category",
    "joint_committee",
    "artist_flat_rate",
    "workers",
}
TAX_FILE = {
    "family": "family",
    "children": "children",
    "disabled_children": "disabled_children",
    "lone_parent": "lone_parent",
    "disabled_taxpayer": "disabled",
    "disabled_partner": "disabled_partner",
    "other_dependants": "other_dependants",
    "dependants_66_plus": "dependants_66",
}


def answer_vector(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    inputs = vector["inputs"]
    if reason := _not_covered(inputs, vector["expected"]):
        return VectorOutcome({}, reason)
    year, month = (int(part) for part in vector["date"].split("-")[:2])
    case = Case(inputs, law(date(year, month, 1)), date(year, month, 1))
    return VectorOutcome({name: getattr(case, FIGURES[name]) for name in vector["expected"]})


def _not_covered(inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    if inputs.get("operation", "payslip") not in OPERATIONS:
        return f"operation {inputs['operation']}"
    if inputs.get("status", "white_collar") not in STATUSES:
        return f"status {inputs['status']}"
    if unread := sorted(inputs.keys() - READ):
        return f"input {', '.join(unread)}"
    if inputs.get("employer_category", "000") != "000":
        return f"employer category {inputs['employer_category']}"
    if unknown := sorted(expected.keys() - FIGURES.keys()):
        return f"figure {', '.join(unknown)}"
    return ""


class Case:
    """One vector's month. Each figure is computed when asked for."""

    def __init__(self, inputs: Mapping[str, Any], params: Params, day: date) -> None:
        self.inputs, self.params, self.day = inputs, params, day
        self.status = str(inputs.get("status", "white_collar"))
        self.gross = Decimal(str(inputs.get("gross_month", 0)))
        self.tax_file = {ours: inputs[theirs] for theirs, ours in TAX_FILE.items() if theirs in inputs}

    @cached_property
    def time(self) -> WorkTime | None:
        if self.inputs.get("part_time"):
            weekly = self._number("full_time_weekly_hours")
            if "hours_in_month" in self.inputs:
                return WorkTime(self._number("hours_in_month"), rounded(weekly * WEEKS_PER_MONTH))
            return WorkTime(self._number("weekly_hours"), weekly)
        if not self.inputs.get("full_month", True):
            return WorkTime(self._number("days_paid"), self._number("days_possible"))
        return None

    def _number(self, name: str) -> Decimal:
        if self.inputs.get(name) is None:
            raise NotCovered(
                "vector_input_missing",
                gettext_noop("a vector for this working time without “%(name)s” is not covered"),
                name=name,
            )
        return Decimal(str(self.inputs[name]))

    @cached_property
    def due(self) -> Decimal:
        if self.status == "student":
            return rounded(self.gross * self.params.amount("student.employee"))
        return contributions.contribution_due(self.gross, self.status, self.params.compiled(employee_law))

    @cached_property
    def bonus(self) -> tuple[Decimal, Decimal]:
        if self.status == "student":
            return ZERO, ZERO
        law = self.params.compiled(employee_law)
        return contributions.work_bonus(self.gross, status=self.status, time=self.time, due=self.due, law=law)

    @property
    def bonus_a(self) -> Decimal:
        return self.bonus[0]

    @property
    def bonus_b(self) -> Decimal:
        return self.bonus[1]

    @property
    def bonus_total(self) -> Decimal:
        return sum(self.bonus, ZERO)

    @property
    def taxable(self) -> Decimal:
        if "monthly_taxable" in self.inputs:
            return Decimal(str(self.inputs["monthly_taxable"]))
        return self.gross - self.due + self.bonus_total

    @cached_property
    def tax_before_bonus(self) -> Decimal:
        if self.status == "student":
            return ZERO
        if self.inputs.get("artist_flat_rate"):
            return rounded(self.taxable * self.params.amount("withholding.artists"))
        return withholding.key_formula(self.taxable, self.tax_file, self.params.compiled(withholding_law))

    @property
    def fiscal_bonus(self) -> Decimal:
        if self.inputs.get("artist_flat_rate"):
            return ZERO
        return withholding.fiscal_bonus(*self.bonus, self.params.compiled(employee_law).fiscal)

    @property
    def tax(self) -> Decimal:
        if "monthly_taxable" in self.inputs:
            return self.tax_before_bonus
        return max(self.tax_before_bonus - self.fiscal_bonus, ZERO)

    @property
    def special(self) -> Decimal:
        if self.status == "student":
            return ZERO
        family = self.inputs.get("family", "single")
        law = self.params.compiled(employee_law)
        return contributions.special_contribution(self.gross, status=self.status, family=family, law=law)

    @property
    def net(self) -> Decimal:
        return self.taxable - self.tax - self.special

    @cached_property
    def charges(self) -> dict[str, employer.Charge]:
        settings = {"joint_committee": str(self.inputs.get("joint_committee", ""))}
        law, cost_law = self.params.compiled(employee_law), self.params.compiled(employer_law)
        return {charge.code: charge for charge in employer.charges(self.status, settings, law, cost_law)}

    @property
    def employer_base(self) -> Decimal:
        return self.charges["employer_base"].amount(self.gross)

    @property
    def social_fund(self) -> Decimal:
        return self.charges["social_fund_200"].amount(self.gross)

    @cached_property
    def structural_third(self) -> Decimal:
        return employer.structural_month_estimate(
            self.gross,
            time=self.time,
            quarter_factor=self._quarter_factor,
            contributions=self.employer_base,
            law=self.params.compiled(employer_law),
        )

    @property
    def _quarter_factor(self) -> Decimal:
        if self.time is not None:
            return rounded(employer.MONTHS_PER_QUARTER * self.time.whole / self.time.paid)
        if "days_paid" in self.inputs:
            regime = Decimal(str(self.inputs.get("work_regime_days_per_week", DAYS_PER_WEEK)))
            return rounded(WEEKS * regime / Decimal(str(self.inputs["days_paid"])))
        return employer.MONTHS_PER_QUARTER

    @property
    def first_hire(self) -> Decimal:
        third = rounded(self.params.amount("first_hire") / employer.MONTHS_PER_QUARTER)
        return min(third, self.employer_base - self.structural_third)

    @property
    def employer_cost(self) -> Decimal:
        inputs = PayInputs(country="BE", on=self.day, kind=KINDS[self.status], gross=self.gross, tax_file=self.tax_file)
        return payslip(inputs, self.params).employer_cost


FIGURES = {
    "employee_contribution_1307": "due",
    "work_bonus_A": "bonus_a",
    "work_bonus_B": "bonus_b",
    "work_bonus": "bonus_total",
    "taxable": "taxable",
    "withholding_before_fiscal_bonus": "tax_before_bonus",
    "fiscal_work_bonus": "fiscal_bonus",
    "withholding_tax": "tax",
    "special_social_security_contribution": "special",
    "net": "net",
    "employer_base_and_moderation_25": "employer_base",
    "structural_reduction_month_third": "structural_third",
    "first_hire_reduction_limited": "first_hire",
    "social_fund_cp200_023": "social_fund",
    "student_contribution_271": "due",
}
