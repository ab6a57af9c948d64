"""Rows as a person reads them: plain names, choices in words, numbers as written. No secret, nobody else."""

import datetime
import json
from decimal import Decimal
from typing import Any

from django.db.models import Model

from members.models import Membership
from members.queries import profile_of
from smart.personal_data.classes import DataClass, data_classes, rows_of


def told_rows(each: DataClass, membership: Membership) -> list[dict[str, Any]]:
    """All rows of a class about the member; in the language that is active."""
    return [_told(each, row) for row in rows_of(each, membership).iterator(chunk_size=500)]


def told_numbers(membership: Membership) -> dict[str, str]:
    """The numbers kept encrypted, in clear: put in only at the moment the person fetches their file."""
    profile = profile_of(membership)
    told = data_classes()["members.Profile"].told
    return {_plain(name): getattr(profile, name) for name in told if profile is not None and getattr(profile, name)}


def as_json(rows: Any) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2, default=_written)


def _told(each: DataClass, row: Model) -> dict[str, Any]:
    found: dict[str, Any] = {"row": row.pk}
    for name in each.fields.get("technical", ()):
        field = row._meta.get_field(name)
        if field.is_relation and _is_own(field.related_model):
            found[f"row of {_plain(name)}"] = getattr(row, f"{name}_id")
    for name in each.exported:
        shown = getattr(row, f"get_{name}_display", None)
        found[_plain(name)] = str(shown()) if shown is not None else getattr(row, name)
    return found


def _is_own(model: Any) -> bool:
    """Whether the key leads to another file of the export; who the person is themselves is not said in every row."""
    label = model._meta.label
    is_self = label in {"members.Membership", "members.User"}
    return not is_self and label in data_classes() and bool(data_classes()[label].path)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _written(value: Any) -> str:
    """Days and instants as ISO 8601, amounts with their digits."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
