"""In which files a sentence stands, found by its words: the catalogues name no files."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from smart.translating.places import PLACE, TAG

FOLDERS: Final = ("templates", "smart", "invoicing", "activities", "members", "countries")
SUFFIXES: Final = frozenset({".html", ".txt", ".py"})
MOST: Final = 8
_JOINED: Final = re.compile(r"[\"']\s*\n\s*f?[\"']")
_SPACES: Final = re.compile(r"\s+")


def files_with(source: str) -> list[str]:
    """At most eight files, pages first; empty when the words are put together elsewhere."""
    pieces = [piece for part in PLACE.split(source) for piece in TAG.split(part)]
    words = [_flat(piece) for piece in pieces if len(piece.strip()) > 1]
    if not words:
        return []
    found = [name for name, text in _sources().items() if all(word in text for word in words)]
    return found[:MOST]


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text.replace("\n", " ")).strip()


@cache
def _sources() -> dict[str, str]:
    """The words of every page and program, read once a process when somebody first asks."""
    root = Path(settings.LOCALE_PATHS[0]).parent.parent
    paths = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.suffix in SUFFIXES]
    return {
        str(path.relative_to(root)): _flat(_JOINED.sub("", path.read_text(encoding="utf-8")))
        for path in paths
        if "migrations" not in path.parts
    }
