"""The words of the French pack, read once from its texts.yaml."""

from countries.packs.texts import load_texts

TEXTS = load_texts(__file__)
