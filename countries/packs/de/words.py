"""The German pack's texts, read once."""

from countries.contract import Text
from countries.packs.texts import load_texts

TEXTS = load_texts(__file__)


def word(key: str) -> Text:
    return TEXTS[key]
