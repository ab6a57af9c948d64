"""Every sentence of the portal with its shipped translation, read from the committed catalogues."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import c2py  # type: ignore[attr-defined]  # what gettext itself reads headers with
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po
from django.conf import settings

ENGLISH: Final = "en"
_PLURAL: Final = re.compile(r"plural=([^;]+);")
_EXAMPLE: Final = "fr"
"""English is the text of the code itself: its sentences are those of any other catalogue."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence: `texts` as shipped, one for each plural form; empty ones are not translated yet."""

    key: str
    context: str
    source: str
    plural: str
    texts: tuple[str, ...]
    is_fuzzy: bool = False

    @property
    def is_missing(self) -> bool:
        return not all(self.texts)

    @property
    def is_same(self) -> bool:
        """Whether a translation says what the English says."""
        return self.texts == ((self.source, self.plural) if self.plural else (self.source,))


def key_of(context: str, source: str) -> str:
    """The name of a sentence in addresses: what gettext knows it by, hashed."""
    return hashlib.blake2b(f"{context}\x04{source}".encode(), digest_size=8).hexdigest()


@cache
def entries(language: str) -> dict[str, Entry]:
    """The sentences of a language by key, in the order of the file; read once a process (0.2 s)."""
    if language == ENGLISH:
        return {key: _in_english(entry) for key, entry in entries(_EXAMPLE).items()}
    with _path(language).open("rb") as file:
        found = [_entry(message) for message in read_po(file, locale=language) if message.id]
    return {entry.key: entry for entry in found}


def find(language: str, key: str) -> Entry | None:
    return entries(language).get(key) if is_language(language) else None


def is_language(language: str) -> bool:
    return language in dict(settings.LANGUAGES)


@cache
def plural_rule(language: str) -> Callable[[int], int]:
    """Which form a number takes in our catalogue; Django's own may count more forms (three in French)."""
    if language == ENGLISH:
        return lambda number: int(number != 1)
    head = _path(language).read_text(encoding="utf-8")[:2000]
    found = _PLURAL.search(head)
    assert found is not None, f"{_path(language)} says no plural."
    return c2py(found[1])


def _path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def _entry(message: object) -> Entry:
    ids, texts = message.id, message.string  # type: ignore[attr-defined]
    source, plural = ids if isinstance(ids, tuple) else (ids, "")
    context = message.context or ""  # type: ignore[attr-defined]
    said = tuple(texts) if isinstance(texts, (tuple, list)) else (texts,)
    return Entry(key_of(context, source), context, source, plural, said, message.fuzzy)  # type: ignore[attr-defined]


def _in_english(entry: Entry) -> Entry:
    texts = (entry.source, entry.plural) if entry.plural else (entry.source,)
    return Entry(entry.key, entry.context, entry.source, entry.plural, texts)
