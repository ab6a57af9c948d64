"""Sentences kept apart from their figures, so that this package stays pure and the command can translate them."""

from dataclasses import dataclass, field
from typing import Any


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators and return it as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with named placeholders and the values that fill them."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


class EinvoiceError(Exception):
    """A document that cannot be read or written; `sentence` says thing, found, expected and remedy."""

    def __init__(self, text: str, **values: Any) -> None:
        self.sentence = Sentence(text, values)
        super().__init__(str(self.sentence))
