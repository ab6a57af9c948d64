"""Codes by which platforms and clients answer an electronic invoice, and what each does to it.

Lists of their owners: the French life cycle (DGFiP external specifications 3.1, AFNOR XP Z12-012), the Italian exchange
system (Specifiche tecniche SdI), FACe, and Peppol Invoice Response (UNCL4343 subset). The labels are ours. The French
ones were read in a summary; those of SdI, FACe and Peppol are from memory and to be compared with the lists.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from invoicing.states import EInvoiceState

DELIVERED, ACCEPTED, REFUSED = EInvoiceState.DELIVERED, EInvoiceState.ACCEPTED, EInvoiceState.REFUSED


@dataclass(frozen=True, slots=True)
class StatusCode:
    """A code in words; `to` is the state it leads to, empty when it only informs."""

    label: str | Promise
    to: str = ""
    needs_note: bool = False


FRENCH: Final = {
    "200": StatusCode(_("Submitted")),
    "201": StatusCode(_("Issued by the platform")),
    "202": StatusCode(_("Received by the platform")),
    "203": StatusCode(_("Made available"), DELIVERED),
    "204": StatusCode(_("Taken in charge"), DELIVERED),
    "205": StatusCode(pgettext_lazy("electronic invoice", "Approved"), ACCEPTED),
    "206": StatusCode(_("Partly approved"), DELIVERED, needs_note=True),
    "207": StatusCode(_("In dispute"), DELIVERED, needs_note=True),
    "208": StatusCode(pgettext_lazy("electronic invoice", "Suspended"), DELIVERED, needs_note=True),
    "209": StatusCode(_("Completed"), DELIVERED),
    "210": StatusCode(pgettext_lazy("electronic invoice", "Refused"), REFUSED, needs_note=True),
    "211": StatusCode(_("Payment sent"), ACCEPTED),
    "212": StatusCode(_("Payment received"), ACCEPTED),
    "213": StatusCode(_("Rejected by the platform"), REFUSED, needs_note=True),
}
ITALIAN: Final = {
    "RC": StatusCode(_("Delivered (ricevuta di consegna)"), DELIVERED),
    "MC": StatusCode(_("Could not be delivered; in the client's reserved area (mancata consegna)")),
    "NS": StatusCode(_("Discarded by the exchange system (notifica di scarto)"), REFUSED, needs_note=True),
    "EC01": StatusCode(_("Accepted by the public body"), ACCEPTED),
    "EC02": StatusCode(_("Refused by the public body"), REFUSED, needs_note=True),
    "DT": StatusCode(_("Term of the public body has passed"), ACCEPTED),
    "AT": StatusCode(_("Sent, but the public body cannot be reached")),
}
SPANISH: Final = {
    "1200": StatusCode(_("Registered"), DELIVERED),
    "1300": StatusCode(_("Registered in the accounting register"), DELIVERED),
    "2400": StatusCode(_("Obligation recognised"), ACCEPTED),
    "2500": StatusCode(pgettext_lazy("electronic invoice", "Paid"), ACCEPTED),
    "2600": StatusCode(pgettext_lazy("electronic invoice", "Rejected"), REFUSED, needs_note=True),
    "3100": StatusCode(_("Cancelled at our request"), REFUSED, needs_note=True),
}
PEPPOL: Final = {
    "AB": StatusCode(_("Message received"), DELIVERED),
    "IP": StatusCode(_("In process"), DELIVERED),
    "UQ": StatusCode(_("Under query"), DELIVERED, needs_note=True),
    "CA": StatusCode(_("Conditionally accepted"), ACCEPTED, needs_note=True),
    "RE": StatusCode(pgettext_lazy("electronic invoice", "Rejected"), REFUSED, needs_note=True),
    "AP": StatusCode(pgettext_lazy("electronic invoice", "Accepted"), ACCEPTED),
    "PD": StatusCode(pgettext_lazy("electronic invoice", "Paid"), ACCEPTED),
}
PLAIN: Final = {
    "delivered": StatusCode(pgettext_lazy("electronic invoice", "Delivered"), DELIVERED),
    "accepted": StatusCode(pgettext_lazy("electronic invoice", "Accepted"), ACCEPTED),
    "refused": StatusCode(pgettext_lazy("electronic invoice", "Refused"), REFUSED, needs_note=True),
    "note": StatusCode(_("Note")),
}
BY_CHANNEL: Final = {
    "platform": FRENCH,
    "chorus": FRENCH,
    "sdi": ITALIAN,
    "face": SPANISH,
    "peppol": PEPPOL,
}


def codes_of(channel: str) -> dict[str, StatusCode]:
    """The codes of a channel, its own ones first, the plain ones after them."""
    return {**BY_CHANNEL.get(channel, {}), **PLAIN}


def code_words(channel: str, code: str) -> str:
    """A code as it is shown: the number and the word."""
    known = codes_of(channel).get(code)
    return f"{code} · {known.label}" if known and code not in PLAIN else str(known.label) if known else code
