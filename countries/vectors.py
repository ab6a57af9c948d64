"""Runs files of test vectors (payroll reference, vectors-*.json) through a country's pack and compares every figure.

A figure is named by its path in `expected` ("employee.health"). Its tolerance is the vector's own: by path, by last
name, or by the class the vector uses for such figures (net_eur, cost_eur, line_eur, eur, cent, any, default).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from countries.contract import LawError
from countries.registry import BoundPack

DEFAULT_TOLERANCE = Decimal("0.01")
CLASSES = ("line_eur", "eur", "cent", "any", "default")
SUMS = {"sv", "total", "sum"}
CONFLICTS = Path(__file__).with_name("data") / "vector_conflicts.yaml"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one vector came out: passed, or why not.

    `unsupported` names the case nobody computes; `conflict` says which of two contradicting sources we follow, and why.
    """

    id: str
    kind: str
    differences: tuple[str, ...] = ()
    unsupported: str = ""
    conflict: str = ""

    @property
    def is_passed(self) -> bool:
        return not self.differences and not self.unsupported


def read_vectors(document: Any) -> list[Mapping[str, Any]]:
    """Return the vectors of a parsed file: a list, or an object with "vectors"."""
    return list(document["vectors"] if isinstance(document, dict) else document)


def known_conflicts(country: str) -> dict[str, str]:
    """Return, by vector id, why we side with another source; from `countries/data/vector_conflicts.yaml`."""
    document = yaml.safe_load(CONFLICTS.read_text(encoding="utf-8")) or {}
    rows = document.get(country) or []
    return {identity: f"{row['reason']} We follow: {row['source']}" for row in rows for identity in row["vectors"]}


def judge(vector: Mapping[str, Any], pack: BoundPack, *, conflicts: Mapping[str, str] | None = None) -> Verdict:
    """Compare every expected figure with ours, each within the vector's own tolerance."""
    identity = str(vector["id"])
    kind = str(vector.get("kind") or identity.rsplit("-", 1)[0])
    try:
        outcome = pack.vector(vector)
    except LawError as error:
        return Verdict(identity, kind, unsupported=str(error))
    if outcome.unsupported:
        return Verdict(identity, kind, unsupported=outcome.unsupported)
    differences = tuple(_differences(vector, outcome.values))
    return Verdict(identity, kind, differences, conflict=(conflicts or {}).get(identity, "") if differences else "")


def figures(expected: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every figure of a vector with its path, nested ones joined by dots."""
    for name, value in expected.items():
        if isinstance(value, Mapping):
            yield from figures(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _differences(vector: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    found, tolerances = dict(figures(values)), vector.get("tolerance") or {}
    for path, expected in figures(vector["expected"]):
        ours = found.get(path)
        if not _agree(ours, expected, _tolerance(path, tolerances)):
            yield f"{path}: found {ours}, expected {expected}"


def _agree(ours: Any, expected: Any, tolerance: Decimal) -> bool:
    if ours is None or expected is None or isinstance(expected, bool):
        return ours is expected
    number, theirs = _number(ours), _number(expected)
    if number is None or theirs is None:
        return str(ours) == str(expected)
    return abs(number - theirs) <= tolerance


def _tolerance(path: str, tolerances: Mapping[str, Any]) -> Decimal:
    leaf = path.rsplit(".", 1)[-1]
    classes: tuple[str, ...] = CLASSES
    if "cost" in leaf:
        classes = ("cost_year_eur", "cost_eur", *CLASSES)
    elif leaf.startswith("net"):
        classes = ("net_eur", *CLASSES)
    elif leaf in SUMS:
        classes = ("sum_eur", *CLASSES)
    given = next((tolerances[name] for name in (path, leaf, *classes) if tolerances.get(name) is not None), None)
    return DEFAULT_TOLERANCE if given is None else Decimal(str(given))


def _number(value: Any) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
