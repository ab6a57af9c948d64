"""Which sentences a page asked gettext for: in English every question ends behind the empty catalogue, where we listen."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.utils.translation import trans_real

CONTEXT = "\x04"


class Recorder(gettext.NullTranslations):
    """Stands behind the English catalogue and remembers what comes past; `None` as plural means there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str | None]] = set()

    def gettext(self, message: str) -> str:
        self.asked.add((message, None))
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add((msgid1, msgid2))
        return msgid1 if n == 1 else msgid2

    def taken(self) -> set[tuple[str, str | None]]:
        """What was asked since the last time."""
        asked, self.asked = self.asked, set()
        return asked


@contextmanager
def recording() -> Iterator[Recorder]:
    """While it lasts, what is asked for in English is noted."""
    recorder = Recorder()
    english = trans_real.translation("en")
    before, english._fallback = english._fallback, recorder
    try:
        yield recorder
    finally:
        english._fallback = before


@cache
def is_translated(language: str, message: str, plural: str | None) -> bool:
    """Whether the language has the sentence, in this context or (the law's words fall back) without one."""
    catalogue = trans_real.translation(language)._catalog
    return any(_has(catalogue, each, plural) for each in {message, message.rpartition(CONTEXT)[2]})


def _has(catalogue: trans_real.TranslationCatalog, message: str, plural: str | None) -> bool:
    if plural is None:
        return bool(catalogue.get(message, ""))
    try:
        return bool(catalogue.plural(message, 1)) and bool(catalogue.plural(message, 2))
    except KeyError:
        return False


def untranslated(asked: set[tuple[str, str | None]]) -> dict[str, list[str]]:
    """By language, the sentences among these that it lacks."""
    languages = [code for code, _name in settings.LANGUAGES if code != "en"]
    names = {"", *(name for _code, name in settings.LANGUAGES)}  # a language is called what its speakers call it
    return {
        code: sorted(
            message.rpartition(CONTEXT)[2]
            for message, plural in asked
            if message not in names and not is_translated(code, message, plural)
        )
        for code in languages
    }
