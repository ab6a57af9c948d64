"""Austria's words, read once from `texts.yaml`."""

from countries.packs.texts import load_texts

TEXTS = load_texts(__file__)
