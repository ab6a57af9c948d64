"""The classes of smart/data_classes.yml: which fields are about a person, how their rows are reached, kept and erased."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.apps import apps
from django.db.models import Model, QuerySet

from members.models import Membership

FILE: Final = Path(__file__).resolve().parent.parent / "data_classes.yml"
GROUPS: Final = ("personal", "sealed", "money", "others", "technical")
WAYS: Final = frozenset({"delete", "keep", "pseudonymise"})
OWN: Final = "own"
"""The retention of documents: each names its class itself."""


@dataclass(frozen=True, slots=True)
class DataClass:
    """One model. `path` is empty where no row belongs to one person."""

    label: str
    fields: dict[str, tuple[str, ...]]
    path: str = ""
    name: str = ""
    retention: str = ""
    erasure: str = ""
    told: tuple[str, ...] = ()
    only: dict[str, Any] = field(default_factory=dict)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def exported(self) -> tuple[str, ...]:
        """What a person finds of a row in their export; numbers kept encrypted are added when it is fetched."""
        return (*self.fields.get("personal", ()), *self.fields.get("money", ()))


@cache
def data_classes() -> dict[str, DataClass]:
    """Every model of the file by its label."""
    return {label: _read(label, dict(facts)) for label, facts in yaml.safe_load(FILE.read_text()).items()}


def classes_about_people() -> Iterator[DataClass]:
    return (each for each in data_classes().values() if each.path)


def rows_of(each: DataClass, membership: Membership, *, is_all: bool = False) -> QuerySet[Any]:
    """The rows of a model that are the member's own, oldest first; all those about them for erasing. In the entered country."""
    by_path: dict[str, dict[str, Any]] = {
        "self": {"pk": membership.pk},
        "self_user": {"pk": membership.user_id},
        "to": {"to": membership.user.email},
    }
    wanted = by_path.get(each.path) or {each.path: _target(each.path, membership)}
    if each.label == "members.StaffRole":
        wanted |= {"country_id": membership.country_id}
    rows: QuerySet[Any] = each.model._default_manager.filter(**wanted, **({} if is_all else each.only))
    return rows.order_by("pk")


def _target(path: str, membership: Membership) -> int:
    return membership.user_id if path.rpartition("__")[2] == "user" else membership.pk


def _read(label: str, facts: dict[str, Any]) -> DataClass:
    groups: dict[str, tuple[str, ...]] = {name: tuple(facts.pop(name)) for name in GROUPS if name in facts}
    return DataClass(label, groups, told=tuple(facts.pop("told", ())), **facts)
