"""Figures nobody here computed: every vector of every country, within its own tolerance."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from countries import registry, vectors

FOLDER = Path(__file__).parent / "vectors"
CHUNK = 40


def _chunks() -> list[Any]:
    """Some vectors at a time, so that two processors share the work and a failure names few."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        every = vectors.read_vectors(json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
        for start in range(0, len(every), CHUNK):
            identity = f"{path.stem.upper()}-{start // CHUNK + 1}"
            found.append(pytest.param(path.stem.upper(), every[start : start + CHUNK], id=identity))
    return found


@pytest.mark.parametrize(("country", "some"), _chunks())
def test_every_vector_is_exact_or_a_known_conflict(country: str, some: list[Any]) -> None:
    pack, conflicts = registry.pack_for(country), vectors.known_conflicts(country)

    verdicts = [vectors.judge(vector, pack, conflicts=conflicts) for vector in some]

    wrong = [each for each in verdicts if not each.is_passed and not each.conflict]
    assert wrong == []


@pytest.mark.parametrize("country", registry.codes())
def test_a_known_conflict_is_one(country: str) -> None:
    """What is listed as a conflict still differs, so that the list cannot hide a vector that passes."""
    path = FOLDER / f"{country.lower()}.json"
    every = vectors.read_vectors(json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
    conflicts, pack = vectors.known_conflicts(country), registry.pack_for(country)

    listed = [vectors.judge(vector, pack, conflicts=conflicts) for vector in every if str(vector["id"]) in conflicts]

    assert len(listed) == len(conflicts)
    assert all(each.differences for each in listed)
