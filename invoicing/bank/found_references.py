"""References of invoices that an entry carries: told in its own field, or written somewhere in the message."""

import re
from collections.abc import Iterator
from typing import Final, Protocol

from stdnum import iso11649
from stdnum.be import ogm_vcs

OGM: Final = re.compile(r"(?<!\d)(\d{3})[/. ]?(\d{4})[/. ]?(\d{5})(?!\d)")
RF: Final = re.compile(r"\bRF\d{2}")
NUMBER: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9/._-]{2,22})[A-Z0-9]")


class Told(Protocol):
    """What an entry says, whether just read or kept."""

    @property
    def structured(self) -> str: ...
    @property
    def end_to_end(self) -> str: ...
    @property
    def text(self) -> str: ...


def references_of(entry: Told) -> frozenset[str]:
    """Every reference the entry may mean, as invoices write them; most are words that mean nothing."""
    found = {entry.structured.strip().upper()} if entry.structured else set()
    for said in (entry.structured, entry.end_to_end, entry.text):
        loud = said.upper()
        found.update(_communications(loud))
        found.update(_creditor_references(loud))
        found.update(word for word in NUMBER.findall(loud) if any(sign.isdigit() for sign in word))
    return frozenset(found)


def _communications(said: str) -> Iterator[str]:
    for parts in OGM.findall(said):
        if ogm_vcs.is_valid("".join(parts)):
            yield "+++{}/{}/{}+++".format(*parts)


def _creditor_references(said: str) -> Iterator[str]:
    """An RF reference may be written in groups and run into the next word: every beginning with right check digits."""
    for start in RF.finditer(said):
        compact = ""
        for word in re.split(r"[^A-Z0-9]+", said[start.start() : start.start() + 40]):
            compact += word
            if iso11649.is_valid(compact):
                yield " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))
