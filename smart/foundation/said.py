"""Sentences the portal itself says and keeps: the msgid with its facts, so that each reader gets their own language.

A fact is a text; what differs by language (a day, a month, a label of the law) is kept as a mapping that says what it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from smart.foundation import formats

Fact = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence. `msgid` is marked where it is written (`gettext_noop`), so that the catalogues know it."""

    msgid: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.msgid) % {name: _worded(fact) for name, fact in self.facts.items()}

    def strip(self) -> "Said":
        """The portal leaves no spaces around its sentences; people do."""
        return self


def facts_of(params: Mapping[str, Any]) -> dict[str, Fact]:
    """What a rule or the law's own check was about: days are written for each reader, everything else stays text."""
    return {name: {"day": value.isoformat()} if type(value) is date else str(value) for name, value in params.items()}


def month_of(day: date) -> Fact:
    return {"month": day.isoformat()}


def in_every_language(words: Callable[[], str]) -> Fact:
    """What a label is called in each language of the portal."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = words()
    return {"texts": texts}


def said_by(words: Callable[[], str]) -> Said:
    """What no single msgid says (a label, a list, a sentence that counts): made once in each language."""
    return Said("%(words)s", {"words": in_every_language(words)})


def within(words: str | Said) -> Fact:
    """What somebody said, as a fact of another sentence."""
    return in_every_language(lambda: str(words)) if isinstance(words, Said) else words


def stored(words: "str | Said") -> dict[str, Any]:
    """What is kept beside the plain text: nothing of what a person wrote."""
    return {"msgid": words.msgid, "facts": dict(words.facts)} if isinstance(words, Said) else {}


def worded(kept: Mapping[str, Any], *, otherwise: str) -> str:
    """The kept sentence in the active language; a row from before, or of a person, says what it holds."""
    return str(Said(kept["msgid"], kept["facts"])) if kept else otherwise


def _worded(fact: Fact) -> str:
    if isinstance(fact, str):
        return fact
    if "month" in fact:
        return formats.month(date.fromisoformat(fact["month"]))
    if "day" in fact:
        return formats.day(date.fromisoformat(fact["day"]))
    texts: Mapping[str, str] = fact["texts"]
    return texts.get((translation.get_language() or "en")[:2]) or texts["en"]
