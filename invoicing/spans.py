"""The time a statement is about: a month ("2026-11"), a quarter ("2026-q4") or a year ("2026"). Pure."""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from smart.foundation import formats

SHAPE: Final = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<part>q[1-4]|0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both included; `code` is how addresses and files name it."""

    code: str
    first: datetime.date
    last: datetime.date

    @property
    def label(self) -> str:
        """The span in the active language."""
        if len(self.code) == 4:
            return self.code
        if "q" in self.code:
            return _("quarter %(number)s of %(year)s") % {"number": self.code[-1], "year": self.code[:4]}
        return formats.month(self.first)


def read_span(code: str) -> Span:
    """Read a code; raises ValueError for what is none."""
    found = SHAPE.fullmatch(code)
    if found is None:
        raise ValueError(f"{code!r} is no span; expected 2026, 2026-q4 or 2026-11.")
    year, part = int(found["year"]), found["part"] or ""
    if not part:
        return Span(code, datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    first, months = (3 * int(part[1]) - 2, 3) if part.startswith("q") else (int(part), 1)
    after = datetime.date(year + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return Span(code, datetime.date(year, first, 1), after - datetime.timedelta(days=1))


def spans_until(today: datetime.date, *, since: datetime.date) -> list[Span]:
    """What a person may choose, the newest first: twelve months, four quarters, and every year since the day."""
    months = [_months_before(today, back) for back in range(12)]
    quarters = list(dict.fromkeys(f"{m.year}-q{(m.month + 2) // 3}" for m in months))[:4]
    years = [str(year) for year in range(today.year, min(since.year, today.year) - 1, -1)]
    return [read_span(code) for code in [*(f"{m:%Y-%m}" for m in months), *quarters, *years]]


def _months_before(day: datetime.date, back: int) -> datetime.date:
    place = day.year * 12 + day.month - 1 - back
    return datetime.date(place // 12, place % 12 + 1, 1)
