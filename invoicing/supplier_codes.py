"""Why an invoice of a supplier is refused, disputed or suspended, and the French codes that say what became of it.

The reason codes are those of the French life cycle (AFNOR XP Z12-012, status 207, 208 and 210), a selection from memory, to
be compared with the list before they are sent; the words are ours and serve every country.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OTHER: Final = "AUTRE"
REASONS: Final[Mapping[str, Promise]] = {
    "TX_TVA_ERR": _("The VAT rate is wrong"),
    "MONTANTTOTAL_ERR": _("The total is wrong"),
    "QTE_ERR": _("The quantity is wrong"),
    "QUALITE_ERR": _("The work or the goods are not as agreed"),
    "CMD_ERR": _("The order number is wrong or missing"),
    "JUSTIF_ABS": _("A document that proves it is missing"),
    "COORD_BANC_ERR": _("The bank account is wrong"),
    "DOUBLON": _("It was invoiced before"),
    "DEST_ERR": _("It is not for us"),
    OTHER: _("Another reason"),
}
TAKEN: Final = "204"
APPROVED: Final = "205"
DISPUTED: Final = "207"
SUSPENDED: Final = "208"
REFUSED: Final = "210"
PAID: Final = "211"


def reason_words(code: str) -> str:
    """A reason code in words, empty for none."""
    return str(REASONS.get(code, code))
