"""The VAT categories and exemption codes of EN 16931, and which of them fit together.

Categories are UNTDID 5305 as EN 16931 uses them for VAT; exemption codes are the VATEX list of BR-CL-22 in the
validation artefacts 1.3.16 of 2026-04-10. What fits together: BR-S/Z/E/AE/IC/G/O-05 and -10, Peppol P0104-P0111.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from countries.pay import gettext_noop

CATEGORIES: Final = ("S", "Z", "E", "AE", "K", "G", "O")
NEEDS_MENTION: Final = frozenset({"E", "AE", "K", "G", "O"})
"""An exemption needs its reason (BR-E-10 and its sisters), and the law wants it in words on the invoice (art. 226)."""
OWN_CODES: Final[Mapping[str, frozenset[str]]] = {
    "AE": frozenset({"VATEX-EU-AE", "VATEX-FR-AE"}),
    "K": frozenset({"VATEX-EU-IC"}),
    "G": frozenset({"VATEX-EU-G"}),
    "O": frozenset({"VATEX-EU-O"}),
}
"""Categories whose codes belong to nobody else; every other code of the list is a reason of an exemption (E)."""
_OF_DIRECTIVE: Final = (
    "132 132-1A 132-1B 132-1C 132-1D 132-1E 132-1F 132-1G 132-1H 132-1I 132-1J 132-1K 132-1L 132-1M 132-1N 132-1O "
    "132-1P 132-1Q 135-1 143 143-1A 143-1B 143-1C 143-1D 143-1E 143-1F 143-1FA 143-1G 143-1H 143-1I 143-1J 143-1K "
    "143-1L 144 146-1E 148 148-A 148-B 148-C 148-D 148-E 148-F 148-G 151 151-1A 151-1AA 151-1B 151-1C 151-1D 151-1E "
    "153 159 309 79-C D F I J"
)
_OF_FRANCE: Final = (
    "298SEXDECIESA CGI261-1 CGI261-2 CGI261-3 CGI261-4 CGI261-5 CGI261-7 CGI261-8 CGI261A CGI261B CGI261C-1 CGI261C-2 "
    "CGI261C-3 CGI261D-1 CGI261D-1BIS CGI261D-2 CGI261D-3 CGI261D-4 CGI261E-1 CGI261E-2 CGI275 CGI277A CGI295 CNWVAT "
    "FRANCHISE"
)
EXEMPTION_CODES: Final = frozenset(
    [f"VATEX-EU-{code}" for code in _OF_DIRECTIVE.split()] + [f"VATEX-FR-{code}" for code in _OF_FRANCE.split()]
)
ALL_CODES: Final = EXEMPTION_CODES.union(*OWN_CODES.values())
CAUTIONS: Final[Mapping[str, str]] = {
    "O": gettext_noop(
        "EN 16931 forbids the VAT numbers of seller and buyer in a document with category O (rule BR-O-02), which some "
        "laws want on the invoice. The electronic document leaves them out; the PDF has them."
    ),
    "AE": gettext_noop("The client's VAT number or registration number must stand on the invoice (rule BR-AE-02)."),
    "K": gettext_noop("Both VAT numbers, the day and the country of delivery must stand on the invoice (rules BR-IC)."),
}
"""What EN 16931 asks beside the codes, by category."""


@dataclass(frozen=True, slots=True)
class CodeFault:
    """Why a category, rate, code and mention do not fit together. `at` is the field to mend."""

    at: str
    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.msgid) % self.params


def faults_of(category: str, *, rate: Decimal, exemption_code: str, mention: str) -> Iterator[CodeFault]:
    """Yield everything that EN 16931 would refuse in this combination; nothing when it can be printed and sent."""
    if category not in CATEGORIES:
        yield CodeFault(
            "category",
            gettext_noop("“%(found)s” is no VAT category; expected one of %(expected)s."),
            {"found": category, "expected": ", ".join(CATEGORIES)},
        )
        return
    if (category == "S") != (rate > 0):
        yield CodeFault(
            "rate",
            gettext_noop(
                "Category %(category)s cannot have a rate of %(rate)s: only category S has a rate above zero."
            ),
            {"category": category, "rate": f"{rate:%}"},
        )
    if category in NEEDS_MENTION and not mention.strip():
        yield CodeFault(
            "mention",
            gettext_noop("An invoice without tax must say why: write the legal mention that is printed on it."),
        )
    if exemption_code:
        yield from _code_faults(category, exemption_code)


def _code_faults(category: str, code: str) -> Iterator[CodeFault]:
    if code not in ALL_CODES:
        yield CodeFault(
            "exemption_code",
            gettext_noop("“%(found)s” is no exemption code of EN 16931; expected one such as VATEX-EU-AE."),
            {"found": code},
        )
    elif category not in NEEDS_MENTION:
        yield CodeFault(
            "exemption_code",
            gettext_noop("Category %(category)s takes no exemption code, found %(found)s. Leave it empty."),
            {"category": category, "found": code},
        )
    elif code not in OWN_CODES.get(category, EXEMPTION_CODES):
        yield CodeFault(
            "exemption_code",
            gettext_noop("%(found)s does not belong to category %(category)s. Choose another code or category."),
            {"category": category, "found": code},
        )
