"""The two ways a rule says no."""

from typing import Any


class RuleBroken(Exception):
    """Something a person can mend: `code` for programs and tests, `message` (a full sentence) for people.

    `field` names the form field the sentence belongs to, when there is one; `params` are the facts it was made of.
    """

    def __init__(self, code: str, message: str = "", *, field: str = "", **params: Any) -> None:
        self.code, self.field, self.params = code, field, params
        self.message = str(message or code)
        super().__init__(self.message)


class Conflict(RuleBroken):
    """Somebody else was faster: shown as 409 with who and when."""


class NotAllowed(Exception):
    """The actor has no right to do this; shown as 403."""

    def __init__(self, message: str = "") -> None:
        self.message = str(message)
        super().__init__(self.message)


class NoCountry(Exception):
    """A tenant table was asked outside a country or outside a transaction: always a programming error."""
