"""Numbers without a gap: a counter row per legal entity, kind and year, locked until the issue is committed.

If the issue fails, its number is given back by the rollback; two issues at once wait for each other.
"""

import datetime
import re
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from countries.entered import entered_country
from countries.models import LegalEntity
from countries.rules import settings
from invoicing.models import Series
from smart.foundation import formats
from smart.foundation.errors import RuleBroken

ALLOWED: Final = re.compile(r"[A-Z0-9/-]{1,20}")
"""The charset and length that the formats of all seven countries accept (FatturaPA has the shortest: 20)."""
OF_THE_HOUSE: Final = {"payslip": "P-{year}-{number:06}"}
"""Papers whose numbers no law shapes; invoices and credit notes follow the country's setting `invoice.series`."""
SERIES_OF: Final = {"deposit": "invoice"}
"""Kinds that are numbered in the series of another: a deposit invoice is an invoice."""


class TakenNumber(NamedTuple):
    number: str
    sequence: int
    year: int


def take_number(entity: LegalEntity, kind: str, on: datetime.date) -> TakenNumber:
    """Take the next number of the entity's series for the kind and the day's year. Call it last in the transaction.

    The pattern is frozen when the year's first number is taken. Raises RuleBroken("series_missing") when the country
    has no pattern for the kind and RuleBroken("series_pattern") when the pattern makes a number no format accepts.
    """
    return take_numbers(entity, kind, on, count=1)[0]


def take_numbers(entity: LegalEntity, kind: str, on: datetime.date, *, count: int) -> list[TakenNumber]:
    """Take the next `count` numbers of a series at once, for papers issued together. As `take_number` otherwise."""
    kind = SERIES_OF.get(kind, kind)
    series = _locked_series(entity, kind, on)
    taken = [_number(series, kind, series.last_number + place) for place in range(1, count + 1)]
    Series.objects.filter(pk=series.pk).update(last_number=series.last_number + count)
    return taken


def _number(series: Series, kind: str, sequence: int) -> TakenNumber:
    number = series.pattern.format(year=series.year, number=sequence, kind=kind)
    if not ALLOWED.fullmatch(number):
        raise RuleBroken(
            "series_pattern",
            _(
                "The series pattern “%(pattern)s” makes the number “%(number)s”; expected at most 20 of A-Z, 0-9, / and -."
                " Ask an administrator to correct the setting “Invoice series”."
            )
            % {"pattern": series.pattern, "number": number},
        )
    return TakenNumber(number, sequence, series.year)


def _locked_series(entity: LegalEntity, kind: str, on: datetime.date) -> Series:
    rows = Series.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(entity=entity, kind=kind, year=on.year).first()
    if found is not None:
        return found  # type: ignore[no-any-return]
    pattern = OF_THE_HOUSE.get(kind) or _pattern_of_country(kind, on)
    Series.objects.get_or_create(entity=entity, kind=kind, year=on.year, defaults={"pattern": pattern})
    return rows.get(entity=entity, kind=kind, year=on.year)  # type: ignore[no-any-return]


def _pattern_of_country(kind: str, on: datetime.date) -> str:
    country = entered_country()
    for row in settings.setting_value(country, "invoice.series", on=on):
        if row["document"] == kind:
            return str(row["format"])
    raise RuleBroken(
        "series_missing",
        _("%(country)s has no series for “%(kind)s” on %(day)s. An administrator must add one to “Invoice series”.")
        % {"country": country, "kind": kind, "day": formats.day(on)},
    )
