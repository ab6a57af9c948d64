"""How many rows each of several lists has, asked in one query."""

from collections.abc import Sequence
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class CountOf(Subquery):
    """The number of rows of a queryset, as a column."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(one_row: QuerySet[Any], lists: Sequence[QuerySet[Any]]) -> list[int]:
    """The number of rows of each list, in their order; `one_row` is any queryset of one row, for a query must ask of something."""
    columns = [CountOf(rows.order_by().values("pk")) for rows in lists]
    return list(one_row.values_list(*columns).get()) if columns else []
