"""Texts in the letters a national format allows: Latin-1 (FatturaPA's texts) or plain ASCII (its codes and numbers).

FatturaPA's schema refuses every character outside U+0000 to U+00FF, so an em dash, a curly quote or the euro sign makes
a whole file invalid. Here they become what a person would type instead. Nothing is refused: a letter with no known
spelling becomes “?”, so that a name stays a name of the same shape.
"""

import unicodedata
from typing import Final

UNKNOWN: Final = "?"
_SIGNS: Final = {
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "″": '"',
    "‹": "<",
    "›": ">",
    "…": "...",
    "•": "-",
    "€": "EUR",
    "₽": "RUB",
    "₺": "TRY",
    "₣": "FRF",
    "₤": "GBP",
    "‰": "per mille",
    "→": "->",
    "←": "<-",
    "≤": "<=",
    "≥": ">=",
    "≠": "<>",
    "≈": "~",
    "∙": "·",
    "⁄": "/",
    "ˈ": "'",
    "ʼ": "'",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\ufeff": "",
}
_LETTERS: Final = {
    "œ": "oe",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ĸ": "k",
    "ŋ": "ng",
    "ŧ": "t",
    "ə": "e",
    "ƒ": "f",
    "ẞ": "SS",
}
_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
CYRILLIC_SPELLED: Final = (
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya i yi ye g w c d lj nj dz j"
)
_CYRILLIC: Final = {
    **dict(
        zip(
            "абвгдежзийклмнопрстуфхцчшщыэюяіїєґўћђљњџј",
            CYRILLIC_SPELLED.split(),
            strict=True,
        )
    ),
    "ъ": "",
    "ь": "",
    "ё": "e",
}
_ASCII: Final = {
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "TH",
    "«": '"',
    "»": '"',
    "£": "GBP",
    "¥": "JPY",
    "¢": "c",
    "§": "par.",
    "©": "(c)",
    "®": "(R)",
    "°": "o",
    "¡": "!",
    "¿": "?",
    "·": ".",
    "×": "x",
    "÷": ":",
    "±": "+/-",
    "¬": "-",
    "¦": "|",
    "¶": "P",
    "¤": "x",
    "´": "'",
    "¨": '"',
    "¯": "-",
    "¸": ",",
}


def _spellings() -> dict[str, str]:
    lower = {**_LETTERS, **_GREEK, **_CYRILLIC}
    upper = {letter.upper(): spelling.capitalize() for letter, spelling in lower.items() if len(letter.upper()) == 1}
    return {**upper, **lower, **_SIGNS, "Œ": "OE"}


_SPELLINGS: Final = _spellings()


def to_latin(text: str) -> str:
    """Give the text in Latin-1, one line, without control characters or blanks at its ends."""
    spelled = "".join(map(_latin, unicodedata.normalize("NFC", text)))
    return _one_line(spelled)


def to_ascii(text: str) -> str:
    """Give the text in ASCII, one line: what Latin-1 has beyond it loses its accent or is spelled out."""
    return _one_line("".join(map(_ascii, to_latin(text))))


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").translate({9: " ", 10: " ", 13: " "}).strip()


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in "\t\n\r"


def _latin(letter: str) -> str:
    if letter in _SPELLINGS:
        return _SPELLINGS[letter]
    if ord(letter) < 256:
        return "" if _is_control(letter) else letter
    parts = unicodedata.normalize("NFKD", letter)
    if unicodedata.combining(letter):
        return ""
    if parts == letter:
        return UNKNOWN if letter.isprintable() else ""
    return "".join(_latin(part) for part in parts if not unicodedata.combining(part))


def _ascii(letter: str) -> str:
    if ord(letter) < 128:
        return letter
    if letter in _ASCII:
        return _ASCII[letter]
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if ord(part) < 128)
    return plain or UNKNOWN


def fitted(text: str, limit: int) -> str:
    """The text in Latin-1, cut to what the field holds."""
    return to_latin(text)[:limit].rstrip()


def fitted_ascii(text: str, limit: int) -> str:
    """The text in ASCII, cut to what the field holds."""
    return to_ascii(text)[:limit].rstrip()


def pieces(text: str, limit: int) -> list[str]:
    """The text in Latin-1 as parts that fit the field, none blank; joined with blanks they read as the text."""
    words, parts = to_latin(text).split(), [""]
    for word in words:
        while len(word) > limit:
            parts, word = [*parts, word[:limit]], word[limit:]
        joined = f"{parts[-1]} {word}".strip()
        parts = [*parts[:-1], joined] if len(joined) <= limit else [*parts, word]
    return [part for part in parts if part]
