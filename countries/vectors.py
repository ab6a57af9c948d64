"""Runs files of test vectors (payroll reference, vectors-*.json) through a country's pack and compares every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import LawError
from countries.registry import BoundPack

DEFAULT_TOLERANCE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one vector came out: passed, or why not (`unsupported` names the case nobody computes)."""

    id: str
    kind: str
    differences: tuple[str, ...] = ()
    unsupported: str = ""

    @property
    def is_passed(self) -> bool:
        return not self.differences and not self.unsupported


def read_vectors(document: Any) -> list[Mapping[str, Any]]:
    """Return the vectors of a parsed file: a list, or an object with "vectors"."""
    return list(document["vectors"] if isinstance(document, dict) else document)


def judge(vector: Mapping[str, Any], pack: BoundPack) -> Verdict:
    """Compare every expected figure with ours, each within the vector's own tolerance."""
    identity = str(vector["id"])
    kind = str(vector.get("kind") or identity.rsplit("-", 1)[0])
    try:
        outcome = pack.vector(vector)
    except LawError as error:
        return Verdict(identity, kind, unsupported=str(error))
    if outcome.unsupported:
        return Verdict(identity, kind, unsupported=outcome.unsupported)
    return Verdict(identity, kind, tuple(_differences(vector, outcome.values)))


def _differences(vector: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    tolerances = vector.get("tolerance") or {}
    default = _number(tolerances.get("default", DEFAULT_TOLERANCE))
    for name, expected in vector["expected"].items():
        ours = found.get(name)
        if ours is None or abs(_number(ours) - _number(expected)) > _number(tolerances.get(name, default)):
            yield f"{name}: found {ours}, expected {expected}"


def _number(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
