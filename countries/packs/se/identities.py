"""The twelve-digit numbers of Skatteverket's files: organisations with 16 in front, people with their century."""

from __future__ import annotations

from datetime import date

ORGANISATION_PREFIX = "16"
SHORT, LONG = 10, 12
HUNDRED_YEARS = 100


def organisation_id(number: str) -> str:
    """Return the number with twelve digits; empty when it has neither ten nor twelve."""
    digits = _digits(number)
    if len(digits) == SHORT:
        return ORGANISATION_PREFIX + digits
    return digits if len(digits) == LONG else ""


def person_id(number: str, *, on: date) -> str:
    """Return the personal number with its century on a day; a plus marks a person of a hundred years or more.

    Empty when the number has neither ten nor twelve digits. The check digit is the portal's business.
    """
    digits = _digits(number)
    if len(digits) == LONG:
        return digits
    if len(digits) != SHORT:
        return ""
    year = on.year - (on.year - int(digits[:2])) % HUNDRED_YEARS
    if "+" in number:
        year -= HUNDRED_YEARS
    return f"{year}{digits[2:]}"


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
