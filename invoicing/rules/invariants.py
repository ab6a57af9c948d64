"""The books prove themselves: every invariant of invoicing/invariants.sql, and those the database alone cannot see."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.apps import apps
from django.db import connection

from members.models import Document
from members.rules.documents import read_document
from smart.foundation.files import FileAltered
from smart.foundation.tenancy import SameCountryKey

FILE: Final = Path(__file__).resolve().parent.parent / "invariants.sql"
HEADING: Final = re.compile(r"^-- (I\d+) (.+)$", re.MULTILINE)


def invariants() -> dict[str, list[str]]:
    """The queries of the file by the name of their invariant ("I1 every ledger transaction balances…")."""
    parts = HEADING.split(FILE.read_text())
    return {
        f"{parts[place]} {parts[place + 1]}": [query for query in parts[place + 2].split(";\n") if query.strip()]
        for place in range(1, len(parts), 3)
    }


def broken_in_country() -> Iterator[str]:
    """Everything wrong in the entered country, one sentence each."""
    with connection.cursor() as cursor:
        for name, queries in invariants().items():
            for query in queries:
                cursor.execute(query)
                yield from (f"{name.split()[0]}: {row[0]}" for row in cursor.fetchall())


def altered_files() -> Iterator[str]:
    """Documents of the entered country whose file is missing or no longer has its hash (I6). Reads every file."""
    for document in Document.objects.order_by("id").iterator():
        try:
            read_document(document)
        except FileAltered as altered:
            yield f"I6: {altered}"
        except FileNotFoundError:
            yield f"I6: The file of document {document.pk} ({document.kind}) is missing: {document.storage_name}."


def missing_keys() -> Iterator[str]:
    """Keys between tenant tables that the database does not hold inside one country (I9)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated")
        held = {row[0] for row in cursor.fetchall()}
    for model in apps.get_models():
        for field in model._meta.local_fields:
            name = f"{model._meta.db_table}_{field.column}_country_fk"[:63]
            if isinstance(field, SameCountryKey) and name not in held:
                yield f"I9: {model._meta.db_table}.{field.column} may point into another country: {name} is missing."
