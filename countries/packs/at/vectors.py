"""Reads Austrian test vectors: which payslip of ours answers which expected figure.

Every figure comes from the payslip or the functions it is made of. Vectors count an employee of a whole year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from countries.contract import Params, VectorOutcome
from countries.packs.at.vector_case import Vector
from countries.packs.at.vector_figures import KINDS


def answer_vector(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    kind = str(vector.get("kind", ""))
    if kind not in KINDS:
        return VectorOutcome({}, f"kind {kind}")
    case = Vector(vector, law(_day(vector)))
    if reason := case.not_covered():
        return VectorOutcome({}, reason)
    found = KINDS[kind](case)
    if unknown := _unknown(vector["expected"], found):
        return VectorOutcome({}, f"figure {', '.join(unknown)}")
    return VectorOutcome(found)


def _day(vector: Mapping[str, Any]) -> date:
    """The day of the vector's law: its date, or the middle of its year."""
    if text := str(vector.get("date") or ""):
        year, month, day = (int(part) for part in f"{text}-01-01".split("-")[:3])
        return date(year, month, day)
    return date(int(vector["inputs"]["year"]), 6, 30)


def _unknown(expected: Mapping[str, Any], found: Mapping[str, Any], path: str = "") -> list[str]:
    missing = []
    for name, value in expected.items():
        if name not in found:
            missing.append(path + name)
        elif isinstance(value, Mapping):
            missing += _unknown(value, found[name], f"{path}{name}.")
    return missing
