"""The shape of a country's papers: what its payslip and its contract must say, each thing with the law that asks for it.

Pure data, no Django. Read from a pack's `papers.yaml` by countries.packs.papers and offered as `Pack.papers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from countries.pay import Text

TEXT = "text"
HOLE = re.compile(r"\{([a-z_]+\.[A-Za-z0-9_.]+)\}")
"""A fact inside a sentence: "The work begins on {contract.starts_on}." """


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One thing a paper must say. `label` may be empty where the fact brings its own (a line, a question of the pack).

    `kinds` are the contract kinds it is asked for; none means all. `text` is the sentence of a row whose path is "text".
    `is_count` marks a line that counts (days, points) instead of moving money.
    """

    path: str
    label: Text
    source: str
    is_required: bool = True
    kinds: tuple[str, ...] = ()
    text: Text | None = None
    is_count: bool = False

    @property
    def party(self) -> str:
        return self.path.partition(".")[0]

    @property
    def name(self) -> str:
        return self.path.partition(".")[2]

    @property
    def holes(self) -> tuple[str, ...]:
        """The paths a sentence rests on, once each."""
        return tuple(dict.fromkeys(HOLE.findall((self.text or {}).get("en", ""))))

    def is_asked_of(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class PaperSection:
    """Rows that stand together under a heading, in the order they are printed.

    `is_repeated` prints lines the pay's own groups already show, where the law wants them in an order of its own.
    """

    heading: Text
    rows: tuple[PaperRow, ...]
    is_repeated: bool = False

    def rows_for(self, kind: str) -> tuple[PaperRow, ...]:
        return tuple(row for row in self.rows if row.is_asked_of(kind))


@dataclass(frozen=True, slots=True)
class Papers:
    """The contents the law asks of a country's payslip and contract."""

    payslip: tuple[PaperSection, ...]
    contract: tuple[PaperSection, ...]
