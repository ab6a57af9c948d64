"""The units a line of a quote is counted in: codes of UN/ECE Recommendation 20, which electronic invoices carry, in words."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from smart.foundation import formats

LUMP_SUM: Final = "LS"
UNITS: Final[dict[str, Any]] = {
    "DAY": _("day"),
    "HUR": _("hour"),
    "C62": _("piece"),
    "KMT": _("kilometre"),
    LUMP_SUM: _("lump sum"),
}


def unit_word(code: str) -> str:
    """The unit in the reader's language; the code itself when it is not one of ours."""
    return str(UNITS.get(code, code))


def counted(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit: "1 day", "2.5 days", "120 km"."""
    number, many = formats.number(quantity), 1 if quantity == 1 else 2
    match unit:
        case "DAY":
            words = ngettext("%(number)s day", "%(number)s days", many)
        case "HUR":
            words = ngettext("%(number)s hour", "%(number)s hours", many)
        case "C62":
            words = ngettext("%(number)s piece", "%(number)s pieces", many)
        case "KMT":
            words = "%(number)s km"
        case other:
            return f"{number} {unit_word(other)}"
    return words % {"number": number}
