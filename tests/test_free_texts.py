"""Nothing that somebody writes reaches nobody: every field of free text has a row in smart/docs/free-texts.md."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

from django import forms

TABLE = Path(__file__).resolve().parent.parent / "smart" / "docs" / "free-texts.md"
ROOMS = ("members", "activities", "invoicing", "countries", "smart")
ROW = re.compile(r"^\| `([\w.]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def free_texts():
    """Every field of several lines in every form of the portal, as module.Form.field."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if "form" in found.name:
                module = importlib.import_module(found.name)
                for form in vars(module).values():
                    if inspect.isclass(form) and issubclass(form, forms.BaseForm) and form.__module__ == found.name:
                        for name, field in getattr(form, "base_fields", {}).items():
                            if isinstance(field.widget, forms.Textarea):
                                yield f"{found.name}.{form.__name__}.{name}"


def test_every_free_text_says_who_reads_it():
    told = {name for name, _who, _reader in ROW.findall(TABLE.read_text())}
    there = set(free_texts())

    assert len(there) > 40
    assert there - told == set(), "Say in smart/docs/free-texts.md who writes it and who reads it."
    assert told - there == set(), "These fields are gone: take their rows out."


def test_every_row_names_somebody():
    assert all(who.strip() and reader.strip() for _name, who, reader in ROW.findall(TABLE.read_text()))
