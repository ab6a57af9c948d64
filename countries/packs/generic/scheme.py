"""A declarative payroll scheme: contribution lines and a tax scale entered in the browser, read and checked as data.

A scheme is JSON: currency, since, source, minimum_month, contributions and tax. A contribution has code, label, payer
(employee or employer), rate or amount, floor and ceiling (only the slice of pay between them counts), `less` (codes of
employee lines above it that are deducted from its base) and source. The tax has period (month or year), allowance,
`less`, brackets of {up_to, rate}, the last one open, and source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from countries.contract import ZERO, Finding, InvalidInput, ParameterRef, Text, gettext_noop

CODE = re.compile(r"[a-z][a-z0-9_]*")
SCHEME_KEYS = {"currency", "since", "source", "minimum_month", "contributions", "tax"}
LINE_KEYS = {"code", "label", "payer", "rate", "amount", "floor", "ceiling", "less", "source", "confidence"}
TAX_KEYS = {"period", "allowance", "less", "brackets", "source", "confidence"}
PAYERS = ("employee", "employer")
PERIODS = ("month", "year")
RESERVED = {"gross", "tax", "taxable"}


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of the scheme: rate × the slice of its base between floor and ceiling, or a fixed amount."""

    code: str
    label: Text
    payer: str
    rate: Decimal | None
    amount: Decimal | None
    floor: Decimal
    ceiling: Decimal | None
    less: tuple[str, ...]
    ref: ParameterRef


@dataclass(frozen=True, slots=True)
class TaxScale:
    """The tax: brackets on the base less the allowance, by month or on twelve months and back."""

    months: Decimal
    allowance: Decimal
    less: tuple[str, ...]
    brackets: tuple[tuple[Decimal | None, Decimal], ...]
    ref: ParameterRef


@dataclass(frozen=True, slots=True)
class Scheme:
    """A checked scheme, ready to compute."""

    currency: str
    since: date
    source: str
    minimum_month: Decimal | None
    contributions: tuple[Contribution, ...]
    tax: TaxScale | None


def check_scheme(document: Any) -> tuple[Finding, ...]:
    """Return everything wrong with a scheme, one sentence each; empty when it can compute."""
    if not isinstance(document, Mapping):
        return (_finding("scheme", gettext_noop("The payroll scheme is empty; expected its lines."), {}),)
    return tuple(_problems(document))


def parse_scheme(document: Any) -> Scheme:
    """Return the scheme as values. Raises `InvalidInput` with the first problem found."""
    for problem in check_scheme(document):
        raise InvalidInput(problem.code, problem.msgid, **problem.params)
    since = date.fromisoformat(document["since"])
    tax = document.get("tax")
    return Scheme(
        currency=document["currency"],
        since=since,
        source=document["source"],
        minimum_month=number(document.get("minimum_month")),
        contributions=tuple(_contribution(line, since) for line in document["contributions"]),
        tax=_tax_scale(tax, since) if tax else None,
    )


def number(value: Any) -> Decimal | None:
    """Return a Decimal from JSON text or a whole number; None for nothing or for what is no number."""
    if value is None or isinstance(value, (bool, float)) or value == "":
        return None
    try:
        result = Decimal(str(value))
    except InvalidOperation:
        return None
    return result if result.is_finite() else None


def _contribution(line: Mapping[str, Any], since: date) -> Contribution:
    return Contribution(
        code=line["code"],
        label=line["label"],
        payer=line["payer"],
        rate=number(line.get("rate")),
        amount=number(line.get("amount")),
        floor=number(line.get("floor")) or ZERO,
        ceiling=number(line.get("ceiling")),
        less=tuple(line.get("less", ())),
        ref=_ref(line, f"scheme.{line['code']}", line["label"]["en"], since),
    )


def _tax_scale(tax: Mapping[str, Any], since: date) -> TaxScale:
    brackets = tuple((number(band["up_to"]), number(band["rate"]) or ZERO) for band in tax["brackets"])
    return TaxScale(
        months=Decimal(12) if tax["period"] == "year" else Decimal(1),
        allowance=number(tax.get("allowance")) or ZERO,
        less=tuple(tax.get("less", ())),
        brackets=brackets,
        ref=_ref(tax, "scheme.tax", "Income tax", since),
    )


def _ref(raw: Mapping[str, Any], key: str, label: str, since: date) -> ParameterRef:
    """A value of a scheme was entered by one person and approved by another, which is no proof: secondary."""
    return ParameterRef(key, since, str(raw.get("confidence", "secondary")), dict(raw), str(raw["source"]), label)


def _finding(code: str, msgid: str, params: Mapping[str, object]) -> Finding:
    return Finding(code, "blocks", msgid, params, gettext_noop("Correct the payroll scheme and check it again."))


def _problems(document: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _unknown_keys(document, SCHEME_KEYS, "payroll scheme")
    if not str(document.get("source") or "").strip():
        yield _finding("scheme_source", gettext_noop("The payroll scheme names no source."), {})
    if len(str(document.get("currency") or "")) != 3:
        yield _finding("scheme_currency", gettext_noop("The payroll scheme needs a currency, such as EUR."), {})
    try:
        date.fromisoformat(str(document.get("since")))
    except ValueError:
        yield _finding("scheme_since", gettext_noop("The payroll scheme needs its first day (YYYY-MM-DD)."), {})
    lines = document.get("contributions")
    if not isinstance(lines, list):
        yield _finding("scheme_lines", gettext_noop("The payroll scheme needs a list of contributions."), {})
        lines = []
    known: dict[str, str] = {}
    for index, line in enumerate(lines, start=1):
        if not isinstance(line, Mapping):
            yield _finding("line_shape", gettext_noop("Line %(line)s is no contribution."), {"line": index})
            continue
        yield from _line_problems(line, index, known)
        known[str(line.get("code"))] = str(line.get("payer"))
    if document.get("tax"):
        yield from _tax_problems(document["tax"], known)


def _line_problems(line: Mapping[str, Any], index: int, known: Mapping[str, str]) -> Iterator[Finding]:
    code = str(line.get("code") or "")
    where: dict[str, object] = {"line": code or index}
    yield from _unknown_keys(line, LINE_KEYS, f"line {where['line']}")
    if not CODE.fullmatch(code) or code in RESERVED or code in known:
        yield _finding("line_code", gettext_noop("Line %(line)s needs a code of its own, in small letters."), where)
    label = line.get("label")
    if not isinstance(label, Mapping) or not label.get("en"):
        yield _finding("line_label", gettext_noop("Line %(line)s needs a label, in English at least."), where)
    if line.get("payer") not in PAYERS:
        yield _finding("line_payer", gettext_noop("Line %(line)s is paid by the employee or the employer."), where)
    if not str(line.get("source") or "").strip():
        yield _finding("line_source", gettext_noop("Line %(line)s names no source."), where)
    yield from _amount_problems(line, where)
    yield from _less_problems(line.get("less", ()), where, known)


def _amount_problems(line: Mapping[str, Any], where: Mapping[str, object]) -> Iterator[Finding]:
    rate, amount = number(line.get("rate")), number(line.get("amount"))
    if (rate is None) == (amount is None):
        yield _finding("line_rate", gettext_noop("Line %(line)s needs either a rate or an amount, as text."), where)
    if rate is not None and not 0 <= rate <= 1:
        yield _finding(
            "line_rate_range",
            gettext_noop("The rate of line %(line)s is %(found)s; expected a fraction from 0 to 1 (0.05 is 5 %%)."),
            {**where, "found": rate},
        )
    if amount is not None and amount < 0:
        yield _finding("line_amount_range", gettext_noop("The amount of line %(line)s is below zero."), where)
    floor, ceiling = number(line.get("floor")) or ZERO, number(line.get("ceiling"))
    if floor < 0 or (ceiling is not None and ceiling <= floor):
        yield _finding("line_slice", gettext_noop("The ceiling of line %(line)s must lie above its floor."), where)


def _less_problems(less: Any, where: Mapping[str, object], known: Mapping[str, str]) -> Iterator[Finding]:
    for code in less:
        if known.get(code) != "employee":
            yield _finding(
                "line_less",
                gettext_noop("%(line)s deducts “%(code)s”, which is no employee line above it."),
                {**where, "code": code},
            )


def _tax_problems(tax: Any, known: Mapping[str, str]) -> Iterator[Finding]:
    where: dict[str, object] = {"line": "tax"}
    if not isinstance(tax, Mapping) or not isinstance(tax.get("brackets"), list) or not tax["brackets"]:
        yield _finding("tax_brackets", gettext_noop("The tax needs a list of brackets."), {})
        return
    yield from _unknown_keys(tax, TAX_KEYS, "tax")
    if tax.get("period") not in PERIODS:
        yield _finding("tax_period", gettext_noop("The tax is computed by month or by year."), {})
    if not str(tax.get("source") or "").strip():
        yield _finding("tax_source", gettext_noop("The tax names no source."), {})
    bounds = [number(band.get("up_to")) for band in tax["brackets"]]
    rates = [number(band.get("rate")) for band in tax["brackets"]]
    upper = [bound for bound in bounds[:-1] if bound is not None]
    if bounds[-1] is not None or len(upper) != len(bounds) - 1 or upper != sorted(set(upper)):
        yield _finding(
            "tax_bounds", gettext_noop("The upper bounds of the tax brackets must rise, and the last stay open."), {}
        )
    if any(rate is None or not 0 <= rate <= 1 for rate in rates):
        yield _finding("tax_rates", gettext_noop("Each tax bracket needs a rate from 0 to 1, as text."), {})
    yield from _less_problems(tax.get("less", ()), where, known)


def _unknown_keys(found: Mapping[str, Any], known: set[str], where: str) -> Iterator[Finding]:
    for key in sorted(found.keys() - known):
        yield _finding(
            "unknown_key",
            gettext_noop("The %(where)s has an unknown entry “%(key)s”."),
            {"where": where, "key": key},
        )
