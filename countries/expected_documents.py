"""What a member may expect on paper in a country, for each contract and each year: data, each paper with its source.

A country without a file expects what every contract has: its copy and its payslip. Read strictly, once.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from countries.data.reading import FOLDER, DataFileError, check_keys, read_data

DOCUMENTS: Final = FOLDER / "documents"
WHAT: Final[Mapping[str, Promise]] = {
    "contract": gettext_lazy("Copy of the contract"),
    "start_notice": gettext_lazy("Receipt of the notice that the work starts"),
    "end_notice": gettext_lazy("Receipt of the notice that the work has ended"),
    "payslip": gettext_lazy("Payslip"),
    "unemployment": gettext_lazy("Certificate for unemployment benefit"),
    "employment": gettext_lazy("Certificate of employment"),
    "final_settlement": gettext_lazy("Receipt of the final settlement"),
    "holiday": gettext_lazy("Holiday certificate"),
    "reference": gettext_lazy("Reference of the employer"),
    "show_permit": gettext_lazy("Permit of the show"),
    "a1": gettext_lazy("Proof of social security for work abroad"),
    "confirmation": gettext_lazy("Confirmation of employment and pay"),
    "tax": gettext_lazy("Annual certificate for the tax return"),
    "pay_of_year": gettext_lazy("Account of the year’s pay"),
}
"""What each sort of paper is, in plain words; its official name stands beside it."""
DUES: Final = (
    "at_start",
    "day_before_start",
    "days_after_start",
    "with_pay",
    "at_end",
    "days_after_end",
    "next_year",
    "on_request",
)
CONFIDENCES: Final = ("verified", "secondary", "memory")
ALWAYS: Final = (
    {"code": "contract", "what": "contract", "per": "contract", "made_by": "portal", "due": "at_start"},
    {"code": "payslip", "what": "payslip", "per": "contract", "made_by": "portal", "due": "with_pay"},
    {"code": "confirmation", "what": "confirmation", "per": "contract", "made_by": "portal", "due": "on_request"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDocument:
    """One paper. `name` is its official name, empty where the plain word is enough; `kinds` are contract kinds (none: all).

    `day` is the month and day of the year after, for papers of a year; `days` how many days later it is due.
    """

    code: str
    what: str
    per: Literal["contract", "year"]
    made_by: Literal["portal", "staff"]
    due: str
    name: str = ""
    days: int = 0
    day: str = ""
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    only_abroad: bool = False
    source: str = ""
    confidence: str = "verified"

    @property
    def label(self) -> str:
        words = str(WHAT[self.what])
        return f"{words} ({self.name})" if self.name else words

    @property
    def is_sure(self) -> bool:
        return self.confidence == "verified"

    def is_for(self, kind: str, *, is_abroad: bool) -> bool:
        """Whether a contract of this kind has it."""
        if self.only_abroad and not is_abroad:
            return False
        return kind not in self.not_kinds and (not self.kinds or kind in self.kinds)

    def due_on(self, *, starts_on: datetime.date, ends_on: datetime.date) -> datetime.date | None:
        """The day a contract's paper is due; None when it comes with pay or on request."""
        days = datetime.timedelta(days=self.days)
        return {
            "at_start": starts_on,
            "day_before_start": starts_on - datetime.timedelta(days=1),
            "days_after_start": starts_on + days,
            "at_end": ends_on,
            "days_after_end": ends_on + days,
        }.get(self.due)

    def due_after(self, year: int) -> datetime.date:
        """The day a year's paper is due, in the year after."""
        month, day = self.day.split("-")
        return datetime.date(year + 1, int(month), int(day))


def expected_documents(code: str) -> tuple[ExpectedDocument, ...]:
    """The papers of a country by its two letters."""
    return _read(code.lower())


@cache
def _read(code: str) -> tuple[ExpectedDocument, ...]:
    path = DOCUMENTS / f"{code}.yaml"
    if not path.exists():
        return tuple(ExpectedDocument(**row) for row in ALWAYS)  # type: ignore[arg-type]  # one shape for all rows
    rows = check_keys(read_data(path), path.name, required={"documents"})["documents"]
    found = tuple(_document(row, path.name) for row in rows)
    codes = [(each.per, each.code) for each in found]
    if len(set(codes)) != len(codes):
        raise DataFileError(f"{path.name}: a paper stands twice.")
    return found


def _document(row: Any, where: str) -> ExpectedDocument:
    facts = check_keys(
        row,
        where,
        required={"code", "what", "per", "made_by", "due", "source", "confidence"},
        optional={"name", "days", "day", "kinds", "not_kinds", "only_abroad"},
    )
    where = f"{where}, {facts['code']}"
    for key, known in (("what", WHAT), ("due", DUES), ("confidence", CONFIDENCES), ("per", ("contract", "year"))):
        if facts[key] not in known:
            raise DataFileError(f"{where}: {key} is {facts[key]!r}, expected one of {', '.join(known)}.")
    if (facts["per"] == "year") != bool(facts.get("day")):
        raise DataFileError(f"{where}: a paper of a year says the day it is due, others do not.")
    lists = {key: tuple(facts.get(key, ())) for key in ("kinds", "not_kinds")}
    return ExpectedDocument(**{**facts, **lists})
