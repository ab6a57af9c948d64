"""Reads German test vectors: every figure comes from the payslip's own functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, Params, PayInputs, PayResult, VectorOutcome
from countries.packs.de.payslip import payslip
from countries.packs.de.tax_vectors import answer_tax

TAX_KINDS = frozenset(
    {"lohnsteuer_month", "lohnsteuer_day", "lohnsteuer_sonstiger_bezug", "lohnsteuer_month_pkv", "bmf_api_recorded"}
)
PER_CENT = Decimal(100)
SMART_LEVIES = Decimal("0.015")
"""Levies and accident insurance in the published table of Smart eG: about 1.5 % of the gross."""
READ = frozenset(
    [
        "gross",
        "age",
        "steuerklasse",
        "kinderfreibetraege",
        "childless",
        "children_under_25",
        "kirchensteuer_pct",
        "zusatzbeitrag_pct",
        "region",
        "saxony",
        "u1_pct",
        "u2_pct",
        "u3_pct",
        "bg_pct",
        "statutory_insured",
        "kind",
        "rv_opt_out",
        "pauschsteuer_pct",
        "category",
        "weekly_hours",
    ]
)
CONTRACT_KINDS = {"minijob_gewerblich": "minijob", "minijob": "minijob"}
SAXONY, EAST, WEST, CHURCH_8, CHURCH_9 = "SN", "BB", "HE", "BY", "HE"
EIGHT = Decimal(8)
REGIMES = {"minijob": "minijob", "transition": "uebergangsbereich", "regular": "regulaer"}


def answer_vector(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    kind = str(vector.get("kind", ""))
    if kind in TAX_KINDS or "RE4" in vector["inputs"]:
        return answer_tax(vector, law)
    answers = ANSWERS.get(kind)
    if answers is None:
        return VectorOutcome({}, f"kind {kind}")
    inputs = vector["inputs"]
    if unread := sorted(inputs.keys() - READ):
        return VectorOutcome({}, f"input {', '.join(unread)}")
    day = date.fromisoformat(vector["date"])
    params = law(day)
    facts = pay_inputs(inputs, day, kind)
    return VectorOutcome(answers(payslip(facts, params), params, vector))


def pay_inputs(inputs: Mapping[str, Any], day: date, kind: str) -> PayInputs:
    """Return the facts of a payslip that the vector describes."""
    return PayInputs(
        country="DE",
        on=day,
        kind=CONTRACT_KINDS.get(str(inputs.get("kind")), "fixed_term"),
        gross=_number(inputs, "gross").quantize(Decimal("0.01")),
        birth_date=_birth_date(inputs, day),
        tax_file=_tax_file(inputs, kind),
        engagement={"state": _state(inputs)},
        employer=_employer(inputs, kind),
    )


def _birth_date(inputs: Mapping[str, Any], day: date) -> date | None:
    if inputs.get("age") is None:
        return None
    return date(day.year - int(inputs["age"]), 1, 1)


def _tax_file(inputs: Mapping[str, Any], kind: str) -> dict[str, Any]:
    children = int(inputs.get("children_under_25") or 0)
    tax_file: dict[str, Any] = {
        "tax_class": str(inputs.get("steuerklasse", 1)),
        "child_allowances": _number(inputs, "kinderfreibetraege"),
        "children_under_25": children,
        "has_children": not inputs.get("childless", not children),
        "church": "other" if _number(inputs, "kirchensteuer_pct") else "none",
        "minijob_pension_exempt": bool(inputs.get("rv_opt_out", kind == "social_contributions_month")),
    }
    if inputs.get("zusatzbeitrag_pct") is not None:
        tax_file["health_fund_rate"] = _number(inputs, "zusatzbeitrag_pct") / PER_CENT
    if not inputs.get("statutory_insured", True):
        tax_file["health_insurance"] = "private"
    return tax_file


def _state(inputs: Mapping[str, Any]) -> str:
    """A state with the vector's care insurance, region (2024) and church tax."""
    if inputs.get("saxony"):
        return SAXONY
    if str(inputs.get("region")).lower() == "ost":
        return EAST
    return CHURCH_8 if _number(inputs, "kirchensteuer_pct") == EIGHT else CHURCH_9


def _employer(inputs: Mapping[str, Any], kind: str) -> dict[str, Any]:
    if kind == "smart_eg_category_table":
        return {"accident_insurance_rate": SMART_LEVIES, "pays_insolvency_levy": False}
    return {
        "takes_part_in_u1": bool(_number(inputs, "u1_pct")),
        "u1_rate": _number(inputs, "u1_pct") / PER_CENT,
        "u2_rate": _number(inputs, "u2_pct") / PER_CENT,
        "accident_insurance_rate": _number(inputs, "bg_pct") / PER_CENT,
        "pays_insolvency_levy": bool(_number(inputs, "u3_pct")),
    }


def _number(inputs: Mapping[str, Any], name: str) -> Decimal:
    value = inputs.get(name)
    return ZERO if value in (None, "") else Decimal(str(value))


def _amount(result: PayResult, *codes: str) -> Decimal:
    """What the lines of these codes take, as a positive amount for the worker and for the employer alike."""
    found = [
        line.amount if line.code.startswith("employer_") else -line.amount
        for line in result.lines
        if line.code in codes
    ]
    return sum(found, ZERO)


def _levy(result: PayResult, code: str) -> Decimal:
    line = result.line(code)
    return line.amount if line else ZERO


def _slip(result: PayResult, _: Params, __: Mapping[str, Any]) -> dict[str, Any]:
    levies = sum(_levy(result, code) for code in ("levy_u1", "levy_u2", "levy_insolvency", "accident_insurance"))
    branches = contributions_of(result)
    return {
        "employee": {name: branches[f"{name}_an"] for name in BRANCHES},
        "employer": {name: branches[f"{name}_ag"] for name in BRANCHES},
        "lohnsteuer": _amount(result, "wage_tax"),
        "soli": _amount(result, "soli"),
        "kirchensteuer": _amount(result, "church_tax"),
        "net": result.net,
        "employer_cost_without_levies": result.employer_cost - levies,
    }


BRANCHES: Mapping[str, tuple[str, ...]] = {
    "kranken": ("health", "health_additional"),
    "pflege": ("care", "care_childless", "care_children"),
    "rente": ("pension",),
    "arbeitslosen": ("unemployment",),
}
FLAT = {"kranken_ag": "minijob_health", "rente_ag": "minijob_pension"}


def contributions_of(result: PayResult) -> dict[str, Decimal]:
    """What worker (an) and employer (ag) pay for each branch, the flat rates of a Minijob included."""
    found = {}
    for name, codes in BRANCHES.items():
        found[f"{name}_an"] = _amount(result, *codes)
        found[f"{name}_ag"] = _amount(result, *(f"employer_{code}" for code in codes))
    for name, code in FLAT.items():
        found[name] += _levy(result, code)
    found["rente_an"] += _amount(result, "minijob_pension_own")
    return found


def _social(result: PayResult, params: Params, _: Mapping[str, Any]) -> dict[str, Any]:
    base = result.line("transition_base")
    is_flat = result.line("minijob_pension") is not None
    regime = "minijob" if is_flat else "transition" if base else "regular"
    figures: dict[str, Any] = {**contributions_of(result), "regime": REGIMES[regime]}
    if base is not None:
        figures["be_gesamt"] = base.amount
        figures["be_arbeitnehmer"] = _levy(result, "transition_base_worker")
        figures["faktor_f"] = params.amount("transition.factor")
    return figures


def _minijob(result: PayResult, _: Params, __: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _levy(result, code) for name, code in MINIJOB_FIGURES.items()}


MINIJOB_FIGURES = {
    "kv_pauschal": "minijob_health",
    "rv_pauschal": "minijob_pension",
    "pauschsteuer": "minijob_flat_tax",
    "u1": "levy_u1",
    "u2": "levy_u2",
    "insolvenzgeldumlage": "levy_insolvency",
}


def _smart(result: PayResult, _: Params, __: Mapping[str, Any]) -> dict[str, Any]:
    return {"total_employment_cost": result.employer_cost, "net": result.net}


Answer = Callable[[PayResult, Params, Mapping[str, Any]], dict[str, Any]]
ANSWERS: Mapping[str, Answer] = {
    "payslip_month": _slip,
    "social_contributions_month": _social,
    "minijob_published": _minijob,
    "smart_eg_category_table": _smart,
}
