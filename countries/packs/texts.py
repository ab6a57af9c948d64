"""The words of a pack: `texts.yaml` beside it, one key per text, each in every language of the network.

A key is line.CODE, field.NAME, field.NAME.help, choice.FIELD.VALUE, kind.CODE or declaration.CODE. Legal terms keep the
country's own word in its languages; the other languages explain it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from countries.contract import Text

LANGUAGES = ("en", "fr", "nl", "de", "es", "it", "sv")


class TextsIncomplete(Exception):
    """A text that lacks a language: names file, key and language."""


def load_texts(module_file: str) -> Mapping[str, Text]:
    """Return every text of the pack whose module file is given. Raises `TextsIncomplete` when a language is missing."""
    path = Path(module_file).with_name("texts.yaml")
    texts: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, text in texts.items():
        missing = [language for language in LANGUAGES if not str(text.get(language) or "").strip()]
        if missing:
            raise TextsIncomplete(f"{path}: “{key}” has no text in {', '.join(missing)}.")
    return texts
