"""The pension insurance number (Versicherungsnummer): 12 characters, the last one a check digit (VKVV § 2 to § 4)."""

from __future__ import annotations

import re

SHAPE = re.compile(r"\d{8}[A-Z]\d{3}")
WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
TEN = 10


def is_valid(number: str) -> bool:
    """Whether the check digit fits: the letter counts as its place in the alphabet, products by the sum of their digits."""
    compact = number.replace(" ", "").upper()
    if not SHAPE.fullmatch(compact):
        return False
    letter = ord(compact[8]) - ord("A") + 1
    digits = f"{compact[:8]}{letter:02}{compact[9:11]}"
    products = (int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return sum(sum(divmod(product, TEN)) for product in products) % TEN == int(compact[-1])
