"""References people read aloud: country, letter, year and a number. Gaps are allowed, so the table's own counter serves."""

from datetime import date
from typing import Final

from django.db import connection, models

from smart.foundation.tenancy import active_country_id

LETTERS: Final = {
    "activities_activity": "A",
    "activities_mission": "M",
    "activities_contract": "C",
    "activities_expenseclaim": "E",
}


def next_reference(model: type[models.Model], *, country_code: str, on: date) -> tuple[int, str]:
    """Take the next id of the table and its reference: (12, "BE-M-2026-00012"). Never the same twice."""
    assert active_country_id()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        (number,) = cursor.fetchone()
    return int(number), f"{country_code}-{LETTERS[table]}-{on.year}-{number:05}"
