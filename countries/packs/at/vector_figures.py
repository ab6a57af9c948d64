"""The figures Austrian test vectors expect, one function for each kind of vector, all read from payslips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, PayResult
from countries.packs.at.insurance import employee_due, running_base
from countries.packs.at.law import MONTHS, levy_law, rounded
from countries.packs.at.levies import relieved
from countries.packs.at.payslip import payslip
from countries.packs.at.vector_case import PAYMENTS, SMALL_PAYROLL, Vector
from countries.packs.at.wage_tax import tariff

Figures = dict[str, Any]
WEEKS_PER_YEAR = Decimal(52)
PERCENT = Decimal(100)
NO_PAYROLL = ("year", "pct", "rate", "land", "limit", "allowance")
EMPLOYEE_BRANCHES = {"kv": "health", "pv": "pension", "av": "unemployment", "ak": "chamber", "wf": "housing"}
EMPLOYER_LINES = {
    "kv": "employer_health",
    "uv": "employer_accident",
    "pv": "employer_pension",
    "av": "employer_unemployment",
    "iesg": "employer_insolvency",
    "wf": "employer_housing",
    "db": "family_levy",
    "kommst": "municipal_tax",
    "bv": "severance_fund",
}


def amount(result: PayResult, code: str) -> Decimal:
    line = result.line(code)
    return ZERO if line is None else line.amount


def _running(case: Vector) -> Figures:
    month = case.month
    lines = {ours: -amount(month, line) for ours, line in EMPLOYEE_BRANCHES.items()}
    return {**lines, "sv": month.employee_total, "lst": month.tax_total, "net": month.net}


def _special(case: Vector, result: PayResult) -> Figures:
    """The special payment alone: what the month has more than one without it."""
    return {
        "sv": -amount(result, "special_social"),
        "lst": result.tax_total - case.month.tax_total,
        "net": result.net - case.month.net,
    }


def month(case: Vector) -> Figures:
    return {"laufend": _running(case)}


def annual(case: Vector) -> Figures:
    return {
        "laufend": _running(case),
        "urlaubszuschuss": _special(case, case.first_special),
        "weihnachtsremuneration": _special(case, case.second_special),
        "dg_laufend": _employer(case),
        "employer_cost_year": case.cost_year,
        "bv_year": case.severance_year,
    }


def _employer(case: Vector) -> Figures:
    result = case.month
    lines = {ours: amount(result, line) for ours, line in EMPLOYER_LINES.items()}
    lines["uv"] += amount(result, "marginal_accident")
    social = sum((lines[name] for name in ("kv", "uv", "pv", "av", "iesg", "wf")), ZERO)
    chamber = rounded(case.number("gross_month") * _chamber_rate(case))
    levy = case.params.compiled(levy_law).vienna["week"] if case.given.get("u_bahn") else ZERO
    return {**lines, "sv": social, "dz": chamber, "u_bahn_month_average": rounded(levy * WEEKS_PER_YEAR / MONTHS)}


def _chamber_rate(case: Vector) -> Decimal:
    if case.given.get("dz_rate_pct") is not None:
        return case.number("dz_rate_pct") / PERCENT
    rates = case.params.compiled(levy_law).chamber
    return rates.get(case.land, ZERO)


def annual_tax(case: Vector) -> Figures:
    """Fourteen equal payments: the year's insurance and tax, running and special, as an assessment shows them."""
    gross = rounded(case.number("annual_salary_14") / PAYMENTS)
    case.inputs = replace(case.inputs, gross=gross)
    social = MONTHS * case.month.employee_total
    taxable = MONTHS * gross - social - case.case.tax.expenses
    first, second = case.first_special, case.second_special
    special_social = -amount(first, "special_social") - amount(second, "special_social")
    special_tax = -amount(first, "special_tax") - amount(second, "special_tax")
    base = 2 * gross - special_social - case.case.tax.special_free
    return {
        "sv_on_12": social,
        "taxable_12": taxable,
        "tariff_tax_before_credits": rounded(tariff(taxable, case.case.tax)),
        "tariff_tax": MONTHS * case.month.tax_total,
        "sv_on_13_14": special_social,
        "base_6pct": base,
        "tax_13_14": special_tax,
    }


def sv_cap(case: Vector) -> Figures:
    """A salary and a tax-free bonus under one ceiling: the insurance of both, shared by their amounts."""
    gross, bonus = case.number("gross_month"), case.number("tax_free_bonus_sv_liable")
    total = employee_due(case.case, running_base(case.case, gross + bonus))
    on_salary = rounded(total * gross / (gross + bonus))
    return {
        "sv_total": total,
        "sv_on_salary": on_salary,
        "sv_on_bonus": total - on_salary,
        "lst_base": gross - on_salary,
    }


def wf_wien(case: Vector) -> Figures:
    worker, employer = -amount(case.month, "housing"), amount(case.month, "employer_housing")
    elsewhere = payslip(replace(case.inputs, engagement={**case.inputs.engagement, "work_land": "tyrol"}), case.params)
    usual = -amount(elsewhere, "housing")
    return {"wf_dn": worker, "wf_dg": employer, "wf_total": worker + employer, "extra_dn": worker - usual}


def small_payroll(case: Vector) -> Figures:
    """The relief of a small payroll: the reduced base and what is due on it, under any of the names in use."""
    law = case.params.compiled(levy_law)
    payroll = _payroll(case)
    base = relieved(payroll, law)
    rates = {"db": law.family, "dz": _chamber_rate(case), "kommst": law.municipal}
    return {name: _levy_figure(name, value, base, payroll, rates) for name, value in case.expected.items()}


def _payroll(case: Vector) -> Decimal:
    """The month's payroll: the one amount, or list of amounts, among the vector's inputs."""
    for name, value in case.given.items():
        if any(part in name for part in NO_PAYROLL) or isinstance(value, (str, bool)):
            continue
        if isinstance(value, list):
            return sum((Decimal(str(each)) for each in value), ZERO)
        return case.number(name)
    return ZERO


def _levy_figure(
    name: str, expected: Any, base: Decimal, payroll: Decimal, rates: Mapping[str, Decimal]
) -> Decimal | bool | None:
    if isinstance(expected, bool):
        return base != payroll
    if any(part in name for part in ("base", "grundlage", "taxable", "liable")):
        return base
    if any(part in name for part in ("allowance", "deduct", "freibetrag", "relief")):
        return payroll - base
    found = next((rate for levy, rate in rates.items() if levy in name), None)
    return None if found is None else rounded(base * found)


KINDS: Mapping[str, Callable[[Vector], Figures]] = {
    "month": month,
    "month_net_only": month,
    "annual_14_payments": annual,
    "annual_14_payments_by_line": annual,
    "geringfuegig_by_line": annual,
    "annual_tax": annual_tax,
    "sv_cap": sv_cap,
    "wf_wien": wf_wien,
    SMALL_PAYROLL: small_payroll,
}
