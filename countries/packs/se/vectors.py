"""Reads Swedish test vectors: which of our functions answers which expected figure.

A vector's figures come from the payslip itself, or from the table or formula the payslip reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, Params, PayInputs, PayResult, VectorOutcome
from countries.packs.se.employer import CONTRIBUTIONS
from countries.packs.se.formula import formula_columns, formula_law, year_tax
from countries.packs.se.law import MONTHS, krona
from countries.packs.se.payslip import payslip
from countries.packs.se.tables import monthly_tables, require_column

Inputs = Mapping[str, Any]
HUNDRED = Decimal(100)
REMARKS = {"note", "notes", "year", "pay_month"}
ANY_TABLE = 29  # one-time pay is taxed by the column alone
LAST_DAY_OF_ANY_MONTH = 28
BASES = {
    "second": "secondary",
    "side_income": "secondary",
    "sidoinkomst": "secondary",
    "sink": "sink",
    "no_decision": "no_decision",
}
READ = {
    "table_monthly": {"table", "column", "monthly_gross_sek"},
    "one_time": {"column", "annual_pay_basis_sek", "one_time_amount_sek"},
    "employer_contributions": {"birth_year", "contribution_base_sek", "year_total_sek"},
    "payslip": {
        "table",
        "column",
        "monthly_gross_sek",
        "birth_year",
        "annual_pay_basis_sek",
        "one_time_amount_sek",
        "benefits_sek",
        "tax_basis",
        "income_type",
    },
    "annual_formula": {"table", "column", "annual_gross_sek"},
}


def answer_vector(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    kind, inputs = str(vector.get("kind") or vector["id"].split("-")[1]), vector["inputs"]
    if kind not in ANSWERS:
        return VectorOutcome({}, f"kind {kind}")
    unread = inputs.keys() - READ[kind] - REMARKS
    if unread := sorted(name for name in unread if not _basis_named(name, inputs[name])):
        return VectorOutcome({}, f"input {', '.join(unread)}")
    day = _day_of(vector)
    values = ANSWERS[kind](inputs, law(day), day)
    if missing := sorted(vector["expected"].keys() - values.keys()):
        return VectorOutcome({}, f"figure {', '.join(missing)}")
    return VectorOutcome(values)


def _day_of(vector: Mapping[str, Any]) -> date:
    """The vector's day; the month of payment wins where the vector names one."""
    day = date.fromisoformat(str(vector["date"]))
    month = vector["inputs"].get("pay_month")
    if month is None:
        return day
    year, number = (int(part) for part in str(month).split("-")[:2])
    return day.replace(year=year, month=number, day=min(day.day, LAST_DAY_OF_ANY_MONTH))


def _basis_named(name: str, value: object) -> str:
    """The basis of taxation a flag or a word of the vector names; empty when it names none."""
    text = name if value is True else str(value)
    return next((basis for word, basis in BASES.items() if word in text), "")


def _table_monthly(inputs: Inputs, params: Params, day: date) -> dict[str, Any]:
    tables, column = params.compiled(monthly_tables), int(inputs["column"])
    require_column(tables, column, year=day.year)
    gross = _number(inputs, "monthly_gross_sek")
    row = tables.row(int(inputs["table"]), column, gross)
    tax = row.tax(gross, column)
    return {
        "row_from": row.start,
        "row_to": row.end,
        "row_kind": "percent" if row.is_percent else "amount",
        "percent": row.values[column - 1] if row.is_percent else None,
        "withholding_sek": tax,
        "net_sek": gross - tax,
    }


def _one_time(inputs: Inputs, params: Params, day: date) -> dict[str, Any]:
    return _figures(_pay(inputs, params, day))


def _payslip(inputs: Inputs, params: Params, day: date) -> dict[str, Any]:
    return _figures(_pay(inputs, params, day))


def _employer_contributions(inputs: Inputs, params: Params, day: date) -> dict[str, Any]:
    result = _pay({**inputs, "monthly_gross_sek": inputs["contribution_base_sek"]}, params, day)
    charged = [line for line in result.lines if line.code in CONTRIBUTIONS]
    return {**_figures(result), "rate": charged[0].rate if charged else ZERO}


def _annual_formula(inputs: Inputs, params: Params, day: date) -> dict[str, Any]:
    table, column, law = int(inputs["table"]), int(inputs["column"]), params.compiled(formula_law)
    if column not in formula_columns(law):
        return {}
    tax = year_tax(_number(inputs, "annual_gross_sek"), table=table, column=column, law=law)
    return {
        "assessed_income": tax.assessed_income,
        "grundavdrag": tax.allowance,
        "taxable_income": tax.taxable_income,
        "state_tax": tax.state,
        "municipal_tax": tax.municipal,
        "burial_and_church_fee": tax.church,
        "pension_fee": tax.pension_fee,
        "pension_fee_credit": tax.pension_fee_credit,
        "work_income_credit": tax.work_income_credit,
        "earned_income_credit": tax.earned_income_credit,
        "public_service_fee": tax.public_service,
        "total": tax.total,
        "monthly": krona(tax.total / MONTHS),
    }


ANSWERS: Mapping[str, Callable[[Inputs, Params, date], dict[str, Any]]] = {
    "table_monthly": _table_monthly,
    "one_time": _one_time,
    "employer_contributions": _employer_contributions,
    "payslip": _payslip,
    "annual_formula": _annual_formula,
}


def _pay(inputs: Inputs, params: Params, day: date) -> PayResult:
    """The payslip of the vector. One-time pay without a table is taxed by the column alone."""
    has_column = "column" in inputs
    named = [_basis_named(name, value) for name, value in inputs.items() if name not in REMARKS]
    basis = next((basis for basis in named if basis), "main" if has_column else "secondary")
    tax_file: dict[str, Any] = {"tax_basis": basis}
    if has_column:
        tax_file |= {"column": str(inputs["column"]), "table": inputs.get("table", ANY_TABLE)}
    if "annual_pay_basis_sek" in inputs:
        tax_file["year_income"] = _number(inputs, "annual_pay_basis_sek")
    pay = PayInputs(
        country="SE",
        on=day,
        kind="fixed_term",
        gross=_number(inputs, "monthly_gross_sek"),
        one_off=_number(inputs, "one_time_amount_sek"),
        birth_date=date(int(inputs["birth_year"]), 1, 2) if "birth_year" in inputs else None,
        tax_file=tax_file,
        employer={"municipality_table": inputs.get("table")},
        engagement={"benefits": _number(inputs, "benefits_sek")},
        year_so_far={"contribution_base": _earlier_in_year(inputs)},
    )
    return payslip(pay, params)


def _earlier_in_year(inputs: Inputs) -> Decimal:
    if "year_total_sek" not in inputs:
        return ZERO
    return _number(inputs, "year_total_sek") - _number(inputs, "contribution_base_sek")


def _figures(result: PayResult) -> dict[str, Any]:
    one_time, running = result.line("withholding_one_off"), result.line("withholding")
    rate = one_time.rate if one_time is not None else running.rate if running is not None else None
    return {
        "percent": None if rate is None else rate * HUNDRED,
        "withholding_sek": result.tax_total,
        "net_sek": result.net,
        "gross_sek": result.gross,
        "employer_contributions_sek": sum([line.amount for line in result.lines if line.code in CONTRIBUTIONS], ZERO),
        "employer_cost_sek": result.employer_cost,
        "total_cost_sek": result.employer_cost,
    }


def _number(inputs: Inputs, name: str) -> Decimal:
    value = inputs.get(name)
    return ZERO if value is None else Decimal(str(value))
