"""The two ways a rule says no."""

from typing import Any

from smart.foundation.said import Said


class RuleBroken(Exception):
    """Something a person can mend: `code` for programs and tests, `message` (a full sentence) for people.

    `field` names the form field the sentence belongs to, when there is one; `params` are the facts it was made of.
    `words` is the sentence as it may be kept: given as Said, each reader gets their own language.
    """

    def __init__(self, code: str, message: str | Said = "", *, field: str = "", **params: Any) -> None:
        self.code, self.field, self.params = code, field, params
        self.words = message or code
        self.message = str(self.words)
        super().__init__(self.message)


class Conflict(RuleBroken):
    """Somebody else was faster: shown as 409 with who and when."""


class NotAllowed(Exception):
    """The actor has no right to do this; shown as 403. `words` is the sentence as it may be kept."""

    def __init__(self, message: str | Said = "") -> None:
        self.words = message
        self.message = str(message)
        super().__init__(self.message)


class NoCountry(Exception):
    """A tenant table was asked outside a country or outside a transaction: always a programming error."""
