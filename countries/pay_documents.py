"""Pay computations as JSON: facts read from a document, results written so that they can be stored and explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from countries.contract import (
    Group,
    InputField,
    InvalidInput,
    ParameterRef,
    PayInputs,
    PayLine,
    PayResult,
    Purpose,
    Side,
    Solution,
    gettext_noop,
)
from countries.declared_inputs import clean_inputs

TARGETS = ("gross", "budget", "net")
MAPPINGS = ("tax_file", "engagement", "employer", "scheme", "so_far", "year_so_far")
LABEL: dict[str, str] = {"en": ""}
FACTS = (
    InputField(name="kind", kind="text", label=LABEL, is_required=True),
    InputField(name="gross", kind="decimal", label=LABEL),
    InputField(name="one_off", kind="decimal", label=LABEL),
    InputField(name="budget", kind="decimal", label=LABEL),
    InputField(name="net", kind="decimal", label=LABEL),
    InputField(name="full_time", kind="flag", label=LABEL, default=True),
    InputField(name="full_month", kind="flag", label=LABEL, default=True),
    InputField(name="paid_days", kind="decimal", label=LABEL),
    InputField(name="possible_days", kind="decimal", label=LABEL),
    InputField(name="hours", kind="decimal", label=LABEL),
    InputField(name="full_time_hours", kind="decimal", label=LABEL),
    InputField(name="on", kind="text", label=LABEL),
    InputField(name="period_start", kind="text", label=LABEL),
    InputField(name="period_end", kind="text", label=LABEL),
    InputField(name="birth_date", kind="text", label=LABEL),
    InputField(name="purpose", kind="text", label=LABEL, default=Purpose.PAYROLL.value),
)


def read_inputs(country: str, document: Mapping[str, Any], *, on: date | None = None) -> PayInputs:
    """Return the facts a JSON document describes; `on` wins over the document's own "on".

    Raises `InvalidInput` naming what is unknown, missing or of the wrong shape.
    """
    plain = {name: value for name, value in document.items() if name not in MAPPINGS}
    facts = clean_inputs(FACTS, plain, where="input")
    day = on or _day(facts, "on")
    if day is None:
        raise InvalidInput("day_missing", gettext_noop("Give the day whose law applies: “on” (YYYY-MM-DD), or --date."))
    if facts["purpose"] not in tuple(Purpose):
        raise InvalidInput(
            "purpose",
            gettext_noop("“purpose” is “%(found)s”; expected payroll or simulation."),
            found=facts["purpose"],
        )
    return PayInputs(
        country=country,
        on=day,
        kind=facts["kind"],
        gross=facts["gross"],
        one_off=facts["one_off"],
        full_time=facts["full_time"],
        full_month=facts["full_month"],
        paid_days=facts["paid_days"],
        possible_days=facts["possible_days"],
        hours=facts["hours"],
        full_time_hours=facts["full_time_hours"],
        period_start=_day(facts, "period_start"),
        period_end=_day(facts, "period_end"),
        birth_date=_day(facts, "birth_date"),
        tax_file=document.get("tax_file") or {},
        employer=document.get("employer") or {},
        engagement=document.get("engagement") or {},
        so_far=_totals(document, "so_far"),
        year_so_far=_totals(document, "year_so_far"),
        scheme=document.get("scheme"),
        purpose=Purpose(facts["purpose"]),
    )


def _totals(document: Mapping[str, Any], name: str) -> dict[str, Decimal]:
    return {code: Decimal(str(value)) for code, value in (document.get(name) or {}).items()}


def read_target(document: Mapping[str, Any]) -> tuple[str, Decimal]:
    """Return which of gross, budget and net the document gives, and its amount. Exactly one must be there."""
    given = [name for name in TARGETS if document.get(name) not in (None, "")]
    if len(given) != 1:
        raise InvalidInput(
            "one_target",
            gettext_noop("Give exactly one of gross, budget and net; found: %(found)s."),
            found=", ".join(given) or "-",
        )
    plain = clean_inputs(FACTS, {"kind": "-", given[0]: document[given[0]]}, where="input")
    return given[0], plain[given[0]]


def result_document(result: PayResult) -> dict[str, Any]:
    """Return the result as JSON values: totals, lines, and every statutory value used with date, source, confidence."""
    return {
        "country": result.country,
        "currency": result.currency,
        "on": result.on.isoformat(),
        "kind": result.kind,
        "pack_version": result.pack_version,
        "gross": str(result.gross),
        "employee_total": str(result.employee_total),
        "tax_total": str(result.tax_total),
        "net": str(result.net),
        "employer_total": str(result.employer_total),
        "provisions": str(result.provisions),
        "employer_cost": str(result.employer_cost),
        "lines": [_line_document(line) for line in result.lines],
        "parameters": [_parameter_document(ref) for ref in result.parameters],
        "notes": [{"code": note.code, "sentence": note.sentence()} for note in result.notes],
    }


def read_result(document: Mapping[str, Any]) -> PayResult:
    """Return a kept result as the value object whose sums are asserted; its remarks are not kept in a form to be read."""

    def total(name: str) -> Decimal:
        return Decimal(document[name])

    return PayResult(
        country=document["country"],
        currency=document["currency"],
        on=date.fromisoformat(document["on"]),
        kind=document["kind"],
        pack_version=document["pack_version"],
        gross=total("gross"),
        employee_total=total("employee_total"),
        tax_total=total("tax_total"),
        net=total("net"),
        employer_total=total("employer_total"),
        provisions=total("provisions"),
        employer_cost=total("employer_cost"),
        lines=read_lines(document["lines"], document["parameters"]),
    )


def read_lines(lines: Sequence[Mapping[str, Any]], parameters: Sequence[Mapping[str, Any]]) -> tuple[PayLine, ...]:
    """Return kept lines with the statutory values they name."""
    known = {row["key"]: _parameter(row) for row in parameters}
    return tuple(_line(row, known) for row in lines)


def solution_document(solution: Solution) -> dict[str, Any]:
    """Return a found pay as JSON values, with what was asked and what is left."""
    found = {"target": str(solution.target), "remainder": str(solution.remainder)}
    return {**result_document(solution.result), **found}


def _line_document(line: PayLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": dict(line.label),
        "side": line.side.value,
        "group": line.group.value,
        "base": None if line.base is None else str(line.base),
        "rate": None if line.rate is None else str(line.rate),
        "amount": str(line.amount),
        "parameters": [ref.key for ref in line.parameters],
        "source": line.source,
    }


def _parameter_document(ref: ParameterRef) -> dict[str, Any]:
    return {
        "key": ref.key,
        "label": ref.label,
        "since": ref.since.isoformat(),
        "value": plain_value(ref.value),
        "confidence": ref.confidence,
        "source": ref.source,
        "is_expected": ref.is_expected,
    }


def _parameter(row: Mapping[str, Any]) -> ParameterRef:
    return ParameterRef(
        key=row["key"],
        since=date.fromisoformat(row["since"]),
        confidence=row["confidence"],
        value=row["value"],
        source=row["source"],
        label=row["label"],
        is_expected=row["is_expected"],
    )


def _line(row: Mapping[str, Any], known: Mapping[str, ParameterRef]) -> PayLine:
    return PayLine(
        code=row["code"],
        label=row["label"],
        side=Side(row["side"]),
        group=Group(row["group"]),
        base=None if row["base"] is None else Decimal(row["base"]),
        rate=None if row["rate"] is None else Decimal(row["rate"]),
        amount=Decimal(row["amount"]),
        parameters=tuple(known[key] for key in row["parameters"]),
        source=row["source"],
    )


def plain_value(value: Any) -> Any:
    """Return a statutory value as JSON: Decimals as text, nested tables as lists and objects."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain_value(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain_value(item) for item in value]
    return value


def _day(facts: Mapping[str, Any], name: str) -> date | None:
    if not facts[name]:
        return None
    try:
        return date.fromisoformat(facts[name])
    except ValueError:
        raise InvalidInput(
            "day",
            gettext_noop("“%(name)s” is “%(found)s”; expected a date YYYY-MM-DD."),
            name=name,
            found=facts[name],
        ) from None
