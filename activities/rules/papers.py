"""What the law asks of a paper, read for one person: rows with their facts, in one language or in two, and what is missing.

Pure: facts come by path ("employer.name"); nothing here looks anything up. The first language is the country's, in which
the paper is law; the second is the reader's, when it is another one, and stands beside it.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries as names

from activities.place import in_language
from countries.contract import InputField, Text
from countries.papers import HOLE, PaperRow, PaperSection
from smart.foundation import formats

BLANK: Final = "………"
"""Stands in a clause where a fact is missing."""
LONG: Final = 7
"""A section of more facts than this takes the whole width of the paper."""
Kind = str
"""How a value is written: text, words (by language), money, number, rate, day, period (two days), country or flag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of a paper. `label` is what it calls itself; `is_sealed` is written on the paper, never on a check."""

    value: object
    kind: Kind = "text"
    currency: str = ""
    label: Text = field(default_factory=dict)
    base: Decimal | None = None
    rate: Decimal | None = None
    is_printed: bool = False  # a line that stands in the pay's own groups
    is_employers: bool = False
    is_sealed: bool = False

    @property
    def is_known(self) -> bool:
        return self.value not in (None, "", {})

    def written(self, language: str) -> str:
        """The value as people of that language write it."""
        with translation.override(language):
            return _WRITERS[self.kind](self) if self.is_known else ""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in the paper's language and, when it differs, in the reader's."""

    text: str
    also: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row ready to print. `amount` is set for lines, totals and running totals; `is_clause` for sentences."""

    path: str
    label: Words
    value: Words
    source: str
    amount: Decimal | None = None
    base: Decimal | None = None
    rate: Decimal | None = None
    is_employers: bool = False
    is_sealed: bool = False
    is_clause: bool = False


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section as it is printed: facts first, then amounts, then clauses."""

    heading: Words
    facts: tuple[ReadRow, ...]
    amounts: tuple[ReadRow, ...]
    clauses: tuple[ReadRow, ...]

    @property
    def is_two_sided(self) -> bool:
        """Whether the employer's amounts stand beside the worker's."""
        return 0 < sum(row.is_employers for row in self.amounts) < len(self.amounts)

    @property
    def is_employers(self) -> bool:
        """Whether every amount is the employer's."""
        return bool(self.amounts) and all(row.is_employers for row in self.amounts)

    def halves(self) -> "list[ReadSection]":
        """A long list of facts in two columns, the second without a heading."""
        middle = (len(self.facts) + 1) // 2
        return [replace(self, facts=self.facts[:middle]), replace(self, heading=Words(""), facts=self.facts[middle:])]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact the law asks for and nobody gave: what it is and which law asks."""

    path: str
    label: str
    source: str

    def sentence(self) -> str:
        return _("missing: %(fact)s, required by %(law)s") % {"fact": self.label, "law": self.source}


Facts = Callable[[str], Fact | None]
"""Gives the fact of a path; None where the portal has no place for it or the pay has no such line."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in the paper's language and, beside it, in the reader's."""

    first: str
    second: str = ""

    def text(self, text: Text) -> Words:
        """A text of the law."""
        return self._words(lambda language: in_language(text, language))

    def say(self, msgid: str, **facts: object) -> Words:
        """A sentence of the catalogue; `msgid` is marked with gettext_noop where it is written."""
        return self._words(lambda language: _said(msgid, language) % facts if facts else _said(msgid, language))

    def value(self, fact: Fact) -> Words:
        """A value; only words differ between languages, numbers and days are written once."""
        if fact.kind not in {"words", "flag", "country"}:
            return Words(fact.written(self.first))
        return self._words(fact.written)

    def sentence(self, text: Text, facts: Facts) -> Words:
        """A sentence with its facts filled in, each written in the sentence's language."""
        return self._words(lambda language: _filled(in_language(text, language), facts, language))

    def _words(self, write: Callable[[str], str]) -> Words:
        first = write(self.first)
        also = write(self.second) if self.second else ""
        return Words(first, also, self.second) if also and also != first else Words(first)


def speaker_for(*, spoken: str, lawful: Sequence[str]) -> Speaker:
    """The paper is in the person's language where the law may be written in it, else in the first lawful one, translated."""
    if spoken in lawful:
        return Speaker(spoken)
    return Speaker(str(lawful[0]), spoken)


def read_sections(
    sections: Iterable[PaperSection], *, facts: Facts, kind: str, speaker: Speaker
) -> tuple[list[ReadSection], list[Missing]]:
    """Every section with something to print, and the required facts that are missing, once each."""
    read: list[ReadSection] = []
    missing: dict[str, Missing] = {}
    for section in sections:
        rows = []
        for row in section.rows_for(kind):
            for lack in _lacks(row, facts, speaker):
                missing.setdefault(lack.path, lack)
            found = _row(row, facts, speaker, is_repeated=section.is_repeated)
            rows += [found] if found is not None else []
        if rows:
            read.append(_section(speaker.text(section.heading), rows))
    return read, list(missing.values())


def in_pairs(sections: Iterable[ReadSection]) -> list[list[ReadSection]]:
    """Sections of facts two by two, as they stand side by side on paper; a long one takes both places."""
    pairs: list[list[ReadSection]] = []
    for section in sections:
        if not section.facts:
            continue
        if len(section.facts) > LONG:
            pairs.append(section.halves())
        elif pairs and len(pairs[-1]) == 1:
            pairs[-1].append(section)
        else:
            pairs.append([section])
    return pairs


def answer_fact(asked: InputField, answers: Mapping[str, object]) -> Fact:
    """An answer to one of the pack's questions (or its default), with the question as its label."""
    value = answers.get(asked.name, asked.default)
    if value is None:
        return Fact(value=None, label=asked.label)
    if asked.kind == "choice":
        return Fact(value=dict(asked.choices).get(str(value), {"en": str(value)}), kind="words", label=asked.label)
    if asked.kind in {"integer", "decimal"}:
        return Fact(value=Decimal(str(value)), kind="number", label=asked.label)
    if asked.kind == "rate":
        return Fact(value=Decimal(str(value)), kind="rate", label=asked.label)
    return Fact(value=value, kind="flag" if asked.kind == "flag" else "text", label=asked.label)


def _lacks(row: PaperRow, facts: Facts, speaker: Speaker) -> Iterable[Missing]:
    if not row.is_required:
        return
    for path in row.holes or ((row.path,) if row.text is None else ()):
        fact = facts(path)
        if path.partition(".")[0] == "line":
            continue  # a pay without such a line has nothing to say there; amounts are never missing
        if fact is None or not fact.is_known:
            label = row.label or (fact.label if fact is not None else {})
            yield Missing(path, speaker.text(label).text if label else path, row.source)


def _row(row: PaperRow, facts: Facts, speaker: Speaker, *, is_repeated: bool) -> ReadRow | None:
    if row.text is not None:
        said = speaker.sentence(row.text, facts)
        return ReadRow(path=row.path, label=speaker.text(row.label), value=said, source=row.source, is_clause=True)
    fact = facts(row.path)
    if fact is not None and row.is_count:
        fact = replace(fact, kind="number", is_printed=False)
    if fact is None or not fact.is_known or (fact.is_printed and not is_repeated):
        return None
    amount = fact.value if fact.kind == "money" and isinstance(fact.value, Decimal) else None
    return ReadRow(
        path=row.path,
        label=speaker.text(row.label or fact.label),
        value=speaker.value(fact),
        source=row.source,
        amount=amount if row.party in {"line", "total", "year"} else None,
        base=fact.base,
        rate=fact.rate,
        is_employers=fact.is_employers,
        is_sealed=fact.is_sealed,
    )


def _section(heading: Words, rows: list[ReadRow]) -> ReadSection:
    clauses = tuple(row for row in rows if row.is_clause)
    amounts = tuple(row for row in rows if row.amount is not None)
    facts = tuple(row for row in rows if not row.is_clause and row.amount is None)
    return ReadSection(heading, facts, amounts, clauses)


def _filled(sentence: str, facts: Facts, language: str) -> str:
    def fill(path: str) -> str:
        fact = facts(path)
        return (fact.written(language) if fact is not None else "") or BLANK

    return HOLE.sub(lambda hole: fill(hole.group(1)), sentence)


def _said(msgid: str, language: str) -> str:
    with translation.override(language):
        return _(msgid)


def _money(fact: Fact) -> str:
    assert isinstance(fact.value, Decimal)
    return formats.money(fact.value, fact.currency)


def _number(fact: Fact) -> str:
    assert isinstance(fact.value, Decimal)
    return formats.number(fact.value.normalize() + 0)


def _rate(fact: Fact) -> str:
    assert isinstance(fact.value, Decimal)
    return formats.percent(fact.value)


def _day(fact: Fact) -> str:
    assert isinstance(fact.value, datetime.date)
    return formats.day(fact.value)


def _month(fact: Fact) -> str:
    assert isinstance(fact.value, datetime.date)
    return formats.month(fact.value)


def _period(fact: Fact) -> str:
    assert isinstance(fact.value, tuple)
    first, last = fact.value
    if first == last:
        return formats.day(first)
    return _("from %(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last)}


def _in_words(fact: Fact) -> str:
    assert isinstance(fact.value, Mapping)
    return in_language(fact.value, translation.get_language() or "en")


_WRITERS: Final[Mapping[Kind, Callable[[Fact], str]]] = {
    "text": lambda fact: str(fact.value),
    "words": _in_words,
    "money": _money,
    "number": _number,
    "rate": _rate,
    "day": _day,
    "month": _month,
    "period": _period,
    "country": lambda fact: str(names.name(str(fact.value))),
    "flag": lambda fact: _("yes") if fact.value else _("no"),
}
