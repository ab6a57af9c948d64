"""Reads French test vectors: which of our figures answers which expected one.

Every figure comes from the same functions as the payslip. `branch` is read and not used: the vectors leave the branch's
own provident insurance, training and holiday fund out (`not_checked`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, InvalidInput, Params, PayInputs, PayResult, VectorOutcome, gettext_noop
from countries.packs.fr.amounts import cost_of, employee_side, welfare_of
from countries.packs.fr.case import Case, open_case
from countries.packs.fr.law import Law, payroll_law, rounded
from countries.packs.fr.payslip import slip_of
from countries.packs.fr.reduction import ReductionCase, coefficient_for
from countries.packs.fr.regimes import TREATMENTS
from countries.packs.fr.split import gross_for_base, parts_of
from countries.packs.fr.withholding import SHORT, withholding_of
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching

Values = Mapping[str, Any]
WEEKS, MONTHS = Decimal(52), Decimal(12)
NET_FACTOR = Decimal(4)
READ = {
    "operation",
    "category",
    "contract",
    "executive_status",
    "headcount",
    "headcount_class",
    "monthly_hours",
    "weekly_hours",
    "full_time",
    "gross_base",
    "end_of_contract_bonus_10pct",
    "work_accident_rate",
    "mobility_levy_rate",
    "employer_subject_to_payroll_tax",
    "complementary_health",
    "complementary_health_monthly_total",
    "complementary_health_employer_share",
    "region",
    "total_employer_cost",
    "target_net_before_income_tax",
    "monthly_net_taxable",
    "short_contract",
    "flat_expense_deduction",
    "branch",
    "profession",
    "dfs_cap_this_month",
    "reference_hourly_minimum_wage",
    "paid_leave_fund",
}
KINDS = {
    ("employee_general_scheme", "open_ended"): "open_ended",
    ("employee_general_scheme", "fixed_term"): "fixed_term",
    ("employee_general_scheme", "fixed_term_usage"): "usage",
    ("intermittent_artist", "fixed_term_usage"): "performer",
    ("intermittent_technician", "fixed_term_usage"): "technician",
}
REGIONS = {
    "metropolitan_france": "mainland",
    "metropolitan_france_ex_alsace_moselle": "mainland",
    "alsace_moselle": "mainland",
    "guadeloupe_martinique_reunion": "antilles_reunion",
    "guyane_mayotte": "guyane_mayotte",
}
PROFESSIONS = {"dramatic_artist": "dramatic", "dramatic": "dramatic", "musician": "musician"}
CODES: dict[str, tuple[str, ...]] = {
    "ee_agirc_arrco": ("complementary_t1", "complementary_t2"),
    "ee_ceg": ("ceg_t1", "ceg_t2"),
    "ee_csg_non_deductible": ("csg_not_deductible",),
    "er_agirc_arrco": ("employer_complementary_t1", "employer_complementary_t2"),
    "er_ceg": ("employer_ceg_t1", "employer_ceg_t2"),
    "er_csa_autonomy": ("employer_csa",),
    "er_apprenticeship_tax": ("employer_apprenticeship",),
    "er_training_and_apprenticeship": ("employer_training", "employer_apprenticeship"),
    "low_wage_reduction": ("general_reduction", "general_reduction_year"),
    "income_tax_withheld": ("withholding", "withholding_neutral"),
    "net_before_income_tax": ("net_before_tax",),
    "net_social_amount": ("net_social",),
    "net_taxable": ("taxable",),
    "csg_crds_base": ("csg_base",),
    "social_security_ceiling_month": ("social_ceiling",),
    **{
        f"ee_{name}": (name,)
        for name in ("cet", "apec", "crds", "csg_deductible", "pension_capped", "pension_uncapped")
    },
    **{f"ee_{name}": (name,) for name in ("health_alsace_moselle", "health_plan", "unemployment")},
    **{
        f"er_{name}": (f"employer_{name}",)
        for name in (
            "ags",
            "apec",
            "cet",
            "cpf_cdd",
            "family",
            "fcap",
            "fnal",
            "forfait_social",
            "health",
            "health_plan",
            "holiday_fund",
            "mobility",
            "peec",
            "pension_capped",
            "pension_uncapped",
            "provident_executive",
            "social_dialogue",
            "training",
            "unemployment",
            "work_accident",
        )
    },
}
TOTALS: dict[str, Callable[[PayResult], Decimal]] = {
    "gross_total": lambda result: result.gross,
    "ee_total": lambda result: result.employee_total,
    "er_total_net_of_reductions": lambda result: result.employer_cost - result.gross,
    "total_employer_cost": lambda result: result.employer_cost,
    "net_after_income_tax": lambda result: result.net,
}


def answer_vector(vector: Values, law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    inputs, expected = vector["inputs"], vector["expected"]
    year, month = (int(part) for part in str(vector["date"]).split("-")[:2])
    params, operation = law(date(year, month, 1)), inputs.get("operation", "payslip")
    if unread := sorted(inputs.keys() - READ):
        return VectorOutcome({}, f"input {', '.join(unread)}")
    if inputs.get("region", "metropolitan_france") not in REGIONS:
        return VectorOutcome({}, f"region {inputs['region']}")
    if operation == "neutral_withholding_rate":
        return VectorOutcome(_neutral(inputs, params))
    if operation == "rgdu":
        return VectorOutcome(_reduction(inputs, params.compiled(payroll_law)))
    if operation not in OPERATIONS:
        return VectorOutcome({}, f"operation {operation}")
    kind = KINDS.get((inputs["category"], inputs["contract"]))
    if kind is None:
        return VectorOutcome({}, f"category {inputs['category']} with contract {inputs['contract']}")
    if unknown := sorted(expected.keys() - CODES.keys() - TOTALS.keys() - {"low_wage_reduction_coefficient"}):
        return VectorOutcome({}, f"figure {', '.join(unknown)}")
    case = _case(inputs, kind, params)
    return VectorOutcome(_figures(case, slip_of(case, OPERATIONS[operation](inputs, case)), expected))


def _case(inputs: Values, kind: str, params: Params) -> Case:
    case = open_case(_pay_inputs(inputs, kind, params), params)
    if inputs.get("dfs_cap_this_month") is None:
        return case
    deduction = replace(case.rules.deduction, left=_number(inputs, "dfs_cap_this_month"))
    return replace(case, rules=replace(case.rules, deduction=deduction))


def _pay_inputs(inputs: Values, kind: str, params: Params) -> PayInputs:
    is_full_time = bool(inputs.get("full_time", True))
    return PayInputs(
        country="FR",
        on=params.day,
        kind=kind,
        full_time=is_full_time,
        hours=None if is_full_time else _hours(inputs),
        full_time_hours=None if is_full_time else params.amount("hours.month"),
        tax_file={
            "tax_region": REGIONS[inputs.get("region", "metropolitan_france")],
            "flat_deduction": bool(inputs.get("flat_expense_deduction")),
        },
        employer=_employer(inputs),
        engagement={
            "executive": bool(inputs.get("executive_status")),
            "profession": PROFESSIONS.get(str(inputs.get("profession", "")), "other"),
            "length": SHORT if inputs.get("short_contract") else "longer",
            "end_bonus": bool(inputs.get("end_of_contract_bonus_10pct")),
            "leave_paid_out": False,
        },
    )


def _employer(inputs: Values) -> dict[str, Any]:
    plan = _number(inputs, "complementary_health_monthly_total", _number(inputs, "complementary_health", ZERO))
    return {
        "headcount": inputs["headcount"],
        "work_accident_rate": _number(inputs, "work_accident_rate", ZERO),
        "mobility_rate": _number(inputs, "mobility_levy_rate", ZERO),
        "alsace_moselle": inputs.get("region") == "alsace_moselle",
        "payroll_tax": bool(inputs.get("employer_subject_to_payroll_tax")),
        "health_plan_monthly": plan,
        "health_plan_employer_share": _number(inputs, "complementary_health_employer_share", Decimal("0.5")),
    }


def _hours(inputs: Values) -> Decimal:
    if inputs.get("monthly_hours") is not None:
        return _number(inputs, "monthly_hours")
    return _number(inputs, "weekly_hours") * WEEKS / MONTHS


def _payslip_gross(inputs: Values, case: Case) -> Decimal:
    return gross_for_base(rounded(_number(inputs, "gross_base")), parts_of(case.inputs, case.treatment, case.law))


def _gross_of_cost(inputs: Values, case: Case) -> Decimal:
    return largest_gross_within(lambda gross: cost_of(case, gross), _number(inputs, "total_employer_cost"))


def _gross_of_net(inputs: Values, case: Case) -> Decimal:
    """The net of these vectors is the one before income tax."""
    target = _number(inputs, "target_net_before_income_tax")

    def net(gross: Decimal) -> Decimal:
        bases = case.rules.of(gross)
        return employee_side(case, bases, welfare_of(case, bases)).net_before_tax

    return lowest_gross_reaching(net, target, ceiling=target * NET_FACTOR, jumps=[case.rules.bands.ceiling])


OPERATIONS = {"payslip": _payslip_gross, "budget_to_net": _gross_of_cost, "net_to_gross": _gross_of_net}


def _figures(case: Case, result: PayResult, expected: Values) -> dict[str, Any]:
    amounts = {line.code: line.amount for line in result.lines}

    def figure(name: str) -> Decimal:
        if name in TOTALS:
            return TOTALS[name](result)
        if name == "low_wage_reduction_coefficient":
            return _coefficient(case, amounts)
        return abs(sum((amounts.get(code, ZERO) for code in CODES[name]), ZERO))

    return {name: figure(name) for name in expected}


def _coefficient(case: Case, amounts: Mapping[str, Decimal]) -> Decimal:
    if case.reduction is None:
        return ZERO
    return coefficient_for(amounts["contribution_base"], case.reduction.smic, case.law.reduction, case.reduction.key)


def _neutral(inputs: Values, params: Params) -> dict[str, Decimal]:
    """The rate of the table and the tax; a short contract takes the abatement off first."""
    pay = replace(
        _short_pay(params, bool(inputs.get("short_contract"))), tax_file={"tax_region": REGIONS[inputs["region"]]}
    )
    tax = withholding_of(pay, TREATMENTS["fixed_term"], params).tax(_number(inputs, "monthly_net_taxable"))
    return {"rate_percent": tax.rate * 100, "income_tax_withheld": tax.amount}


def _short_pay(params: Params, is_short: bool) -> PayInputs:
    length = SHORT if is_short else "longer"
    return PayInputs(country="FR", on=params.day, kind="fixed_term", engagement={"length": length})


def _reduction(inputs: Values, law: Law) -> dict[str, Decimal]:
    """The bare formula, with the minimum wage the vector states."""
    hours = law.month_hours.value if inputs.get("full_time", True) else _hours(inputs)
    is_large = inputs.get("headcount_class") == "ge50" or int(inputs.get("headcount", 0)) >= law.large
    gross = _number(inputs, "gross_base")
    case = ReductionCase(
        law=law.reduction,
        key="from_50" if is_large else "below_50",
        smic=_number(inputs, "reference_hourly_minimum_wage", law.reduction.smic) * hours,
        has_leave_fund=bool(inputs.get("paid_leave_fund")),
    )
    return {
        "low_wage_reduction": case.amount(gross, gross),
        "low_wage_reduction_coefficient": coefficient_for(gross, case.smic, case.law, case.key),
    }


def _number(inputs: Values, name: str, default: Decimal | None = None) -> Decimal:
    value = inputs.get(name)
    if value is None and default is not None:
        return default
    if value is None:
        raise InvalidInput(
            "vector_input_missing", gettext_noop("a vector without “%(name)s” is not covered"), name=name
        )
    return Decimal(str(value))
