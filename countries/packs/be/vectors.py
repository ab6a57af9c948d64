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
from countries.packs.be import contributions, employer, reductions, withholding
from countries.packs.be.contributions import WEEKS_PER_MONTH, WorkTime
from countries.packs.be.law import SPECIALS, employee_law, employer_law, reduction_law, rounded, withholding_law
from countries.packs.be.payslip import payslip
from countries.packs.be.vector_one_off import OneOffCase, is_one_off

KINDS = {
    "white_collar": "fixed_term",
    "blue_collar": "fixed_term_worker",
    "artist": "artist",
    "student": "student",
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
    "full_time_hours_in_month",
    "days_paid",
    "days_possible",
    "work_regime_days_per_week",
    "employer_category",
    "joint_committee",
    "artist_flat_rate",
    "workers",
    "sector",
    "within_quota",
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
OPERATIONS = {
    "payslip",
    "net_pay",
    "gross_to_net",
    "withholding_tax",
    "withholding_tax_key_formula",
    "contributions",
    "student_contributions",
    "student",
    "employer_side",
    "employer_cost",
    "structural_reduction",
    "first_hire_reduction",
    "artist_reduction",
    "work_bonus",
    "special_contribution",
}
FEW, SOME = 10, 20
CHARGES = {*SPECIALS, "employer_base", "holiday_simple", "holiday_double", "holiday_contribution"}


def answer_vector(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    inputs, expected = vector["inputs"], vector["expected"]
    year, month = (int(part) for part in str(vector["date"]).split("-")[:2])
    params = law(date(year, month, 1))
    if is_one_off(inputs):
        return OneOffCase(inputs, params).outcome(expected)
    if reason := _not_covered(inputs):
        return VectorOutcome({}, reason)
    case = Case(inputs, params, date(year, month, 1))
    if unknown := sorted(name for name in expected if not case.knows(name)):
        return VectorOutcome({}, f"figure {', '.join(unknown)}")
    return VectorOutcome({name: case.figure(name) for name in expected})


def _not_covered(inputs: Mapping[str, Any]) -> str:
    if inputs.get("operation", "payslip") not in OPERATIONS:
        return f"operation {inputs['operation']}"
    if inputs.get("status", "white_collar") not in KINDS:
        return f"status {inputs['status']}"
    if unread := sorted(inputs.keys() - READ):
        return f"input {', '.join(unread)}"
    if str(inputs.get("employer_category", "000")).zfill(3) != "000":
        return f"employer category {inputs['employer_category']}"
    return ""


class Case:
    """One vector's month. Each figure is computed when asked for."""

    def __init__(self, inputs: Mapping[str, Any], params: Params, day: date) -> None:
        self.inputs, self.params, self.day = inputs, params, day
        self.status = str(inputs.get("status", "white_collar"))
        if self.status == "student" and not inputs.get("within_quota", True):
            self.status = "white_collar"
        self.gross = Decimal(str(inputs.get("gross_month", 0)))
        self.flat = bool(inputs.get("artist_flat_rate"))
        self.tax_file = {ours: inputs[theirs] for theirs, ours in TAX_FILE.items() if theirs in inputs}

    @cached_property
    def time(self) -> WorkTime | None:
        if self.inputs.get("part_time"):
            weekly = self._number("full_time_weekly_hours")
            if "hours_in_month" in self.inputs:
                whole = self.inputs.get("full_time_hours_in_month") or rounded(weekly * WEEKS_PER_MONTH)
                return WorkTime(self._number("hours_in_month"), Decimal(str(whole)))
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

    def knows(self, name: str) -> bool:
        return name in FIGURES or LINES.get(name, name) in CHARGES

    def figure(self, name: str) -> Decimal:
        """Return an expected figure by its name, or an employer's line by its code."""
        if name in FIGURES:
            value: Decimal = getattr(self, FIGURES[name])
            return value
        charge = self.charges.get(LINES.get(name, name))
        return charge.amount(self.gross) if charge else ZERO

    @cached_property
    def due(self) -> Decimal:
        if self.status == "student":
            return rounded(self.gross * self.params.amount("student.employee"))
        law = self.params.compiled(employee_law)
        return contributions.contribution_due(self.gross * law.factors[self.status], law)

    @cached_property
    def bonus(self) -> tuple[Decimal, Decimal]:
        if self.status == "student":
            return ZERO, ZERO
        law = self.params.compiled(employee_law)
        column = contributions.bonus_column(self.status, law)
        return contributions.work_bonus(self.gross, column=column, time=self.time, due=self.due, law=law)

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
        if self.flat:
            return rounded(self.taxable * self.params.amount("withholding.artists"))
        law = self.params.compiled(withholding_law)
        return withholding.key_formula(self.taxable, withholding.household(self.tax_file, law), law)

    @property
    def fiscal_bonus(self) -> Decimal:
        if self.flat:
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
        law = self.params.compiled(employee_law)
        bands = contributions.special_bands(str(self.inputs.get("family", "single")), law)
        return contributions.special_contribution(self.gross * law.factors[self.status], bands)

    @property
    def net(self) -> Decimal:
        return self.taxable - self.tax - self.special

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The employer's settings; a number of workers decides between the headcounts."""
        found: dict[str, Any] = {"joint_committee": str(self.inputs.get("joint_committee", ""))}
        if (workers := self.inputs.get("workers")) is not None:
            number = int(workers)
            found["headcount"] = "below_10" if number < FEW else "below_20" if number < SOME else "from_20"
        if "sector" in self.inputs:
            found["sector"] = self.inputs["sector"]
        return found

    @cached_property
    def charges(self) -> dict[str, employer.Charge]:
        """The employer's lines that are due, by code; a line that is not due comes to nothing."""
        if self.status == "student":
            return {}
        law, cost_law = self.params.compiled(employee_law), self.params.compiled(employer_law)
        return {charge.code: charge for charge in employer.charges(self.status, self.settings, law, cost_law)}

    @property
    def employer_base(self) -> Decimal:
        return self.figure("employer_base")

    @property
    def student_employer(self) -> Decimal:
        return rounded(self.gross * self.params.amount("student.employer"))

    @property
    def quarter(self) -> reductions.Quarter:
        law = self.params.compiled(reduction_law)
        factor = reductions.MONTHS_PER_QUARTER
        if self.time is not None:
            factor = rounded(factor * self.time.whole / self.time.paid)
        elif self.inputs.get("days_paid"):
            regime = self.inputs.get("work_regime_days_per_week", reductions.DAYS_PER_WEEK)
            factor = reductions.days_factor(self._number("days_paid"), Decimal(str(regime)))
        return reductions.quarter(factor, self.time, law)

    @cached_property
    def structural_third(self) -> Decimal:
        law = self.params.compiled(reduction_law)
        return reductions.structural_third(self.gross, of=self.quarter, contributions=self.employer_base, law=law)

    @property
    def first_hire(self) -> Decimal:
        left = self.employer_base - self.structural_third
        return reductions.first_hire_third(of=self.quarter, left=left, law=self.params.compiled(reduction_law))

    @property
    def artist_reduction(self) -> Decimal:
        left = self.employer_base - self.structural_third
        return reductions.artist_third(self.gross, of=self.quarter, left=left, law=self.params.compiled(reduction_law))

    @property
    def employer_cost(self) -> Decimal:
        inputs = PayInputs(
            country="BE",
            on=self.day,
            kind=KINDS[self.status],
            gross=self.gross,
            tax_file=self.tax_file,
            employer=self.settings,
        )
        return payslip(inputs, self.params).employer_cost


FIGURES = {
    "employee_contribution_1307": "due",
    "employee_contribution": "due",
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
    "structural_reduction": "structural_third",
    "first_hire_reduction_limited": "first_hire",
    "first_hire_reduction": "first_hire",
    "artist_reduction": "artist_reduction",
    "student_contribution_271": "due",
    "student_contribution_543": "student_employer",
    "student_employee": "due",
    "student_employer": "student_employer",
    "employer_cost": "employer_cost",
}
LINES = {"social_fund_cp200_023": "social_fund_200", "accident_special": "work_accident_special"}
