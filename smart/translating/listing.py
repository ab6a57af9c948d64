"""The sentences of a language with what is known of each, filtered as the page asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from smart.translating.catalogue import ENGLISH, Entry, entries
from smart.translating.models import Wording
from smart.translating.states import WordingState

OPEN: Final = (WordingState.LIVE, WordingState.PROPOSED, WordingState.DOUBTED)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a language: what is shown, and what waits or is doubted."""

    entry: Entry
    language: str
    live: Wording | None
    waiting: Wording | None
    is_doubted: bool

    @property
    def shown(self) -> list[str]:
        return list(self.live.texts) if self.live is not None else list(self.entry.texts)

    @property
    def states(self) -> list[str]:
        """Which filters it fits: changed, waiting, doubtful, missing, same."""
        is_english = self.language == ENGLISH
        fits = {
            "changed": self.live is not None,
            "waiting": self.waiting is not None,
            "doubtful": self.is_doubted or self.entry.is_fuzzy,
            "missing": self.live is None and self.entry.is_missing and not is_english,
            "same": self.live is None and self.entry.is_same and not is_english,
        }
        return [state for state, is_so in fits.items() if is_so]


def lines(language: str) -> list[Line]:
    """Every sentence, in one query."""
    return _lines(language, list(Wording.objects.filter(language=language, state__in=OPEN).order_by("pk")))


def counts_by_language(languages: list[str]) -> dict[str, dict[str, int]]:
    """How many sentences of each language are in each state, in one query."""
    rows = list(Wording.objects.filter(state__in=OPEN).order_by("pk"))
    return {each: counts(_lines(each, [row for row in rows if row.language == each])) for each in languages}


def _lines(language: str, rows: list[Wording]) -> list[Line]:
    by_state: dict[str, dict[str, Wording]] = {state: {} for state in OPEN}
    for row in rows:
        by_state[row.state][row.key] = row
    live, waiting, doubted = (by_state[state] for state in OPEN)
    return [
        Line(entry, language, live.get(key), waiting.get(key), key in doubted)
        for key, entry in entries(language).items()
    ]


def fitting(every: list[Line], *, state: str, word: str) -> Iterator[Line]:
    """Those in the state that contain the word, in the English or in what is shown; first what asks for somebody."""
    wanted = word.casefold()
    for line in sorted(every, key=_rank):
        if state and state not in line.states:
            continue
        said = (line.entry.source, line.entry.plural, line.entry.context, *line.shown)
        if not wanted or any(wanted in text.casefold() for text in said):
            yield line


def _rank(line: Line) -> int:
    """What waits, what is doubtful or missing, what was changed, all the rest in the order of the file."""
    asks = (
        line.waiting is not None,
        line.is_doubted,
        line.live is None and line.entry.is_missing,
        line.live is not None,
    )
    return asks.index(True) if True in asks else len(asks)


def counts(every: list[Line]) -> dict[str, int]:
    found = dict.fromkeys(("changed", "waiting", "doubtful", "missing", "same"), 0)
    for line in every:
        for state in line.states:
            found[state] += 1
    return {"all": len(every), **found}
