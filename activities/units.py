"""The units a line of a quote is counted in: codes of UN/ECE Recommendation 20, which electronic invoices carry, in words."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

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
