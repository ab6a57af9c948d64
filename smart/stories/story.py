"""A story as data: who takes part, what they do when, and what must then be true."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

STORIES = Path(__file__).resolve().parent.parent.parent / "tests" / "scenarios"


class StoryError(Exception):
    """The story file cannot be read: the sentence says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does. `refused` names the code of the refusal the story expects instead of success."""

    number: int
    at: datetime.datetime | None
    who: str
    does: str
    facts: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """People by first name, steps in order. `keep` marks the stories the demo plays and keeps."""

    name: str
    title: str
    country: str
    people: dict[str, dict[str, Any]]
    steps: tuple[Step, ...]
    tells: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


KEYS = {"title", "country", "tells", "people", "steps", "settings"}
STEP_KEYS = {"when", "who", "does", "with", "expect", "refused"}


class _ExactLoader(yaml.CSafeLoader):
    """YAML whose amounts are exact: 1250.00 is read as a Decimal, never as a binary float."""


def _decimal(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Decimal:
    try:
        return Decimal(node.value.replace("_", ""))
    except InvalidOperation as unreadable:
        raise StoryError(f"Line {node.start_mark.line + 1}: {node.value!r} is no amount.") from unreadable


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _decimal)


def read_story(path: Path) -> Story:
    """Read one story; raise StoryError naming the file, the key found and the keys expected."""
    document = yaml.load(path.read_text(), Loader=_ExactLoader)  # noqa: S506 (a SafeLoader subclass)
    _refuse_unknown(document, KEYS, where=path.name)
    steps = tuple(_read_step(path.name, number, raw) for number, raw in enumerate(document["steps"], start=1))
    return Story(
        name=path.stem,
        title=document["title"],
        country=document["country"],
        people=document.get("people", {}),
        steps=steps,
        tells=document.get("tells", ""),
        settings=document.get("settings", {}),
    )


def all_stories() -> list[Story]:
    """Every story of the folder, by name."""
    return [read_story(path) for path in sorted(STORIES.glob("*.yaml"))]


def _read_step(file: str, number: int, raw: dict[str, Any]) -> Step:
    where = f"{file}, step {number}"
    _refuse_unknown(raw, STEP_KEYS, where=where)
    if "who" not in raw or "does" not in raw:
        raise StoryError(f"{where} needs both `who` and `does`.")
    at = raw.get("when")
    if isinstance(at, datetime.date) and not isinstance(at, datetime.datetime):
        at = datetime.datetime.combine(at, datetime.time(9))
    return Step(
        number=number,
        at=at,
        who=str(raw["who"]),
        does=str(raw["does"]),
        facts=raw.get("with") or {},
        expect=raw.get("expect") or {},
        refused=str(raw.get("refused", "")),
    )


def _refuse_unknown(found: dict[str, Any], known: set[str], *, where: str) -> None:
    unknown = set(found) - known
    if unknown:
        raise StoryError(f"{where} has {', '.join(sorted(unknown))}; expected only {', '.join(sorted(known))}.")
