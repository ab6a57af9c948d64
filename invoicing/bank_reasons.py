"""Why a bank refuses or returns a payment: the external reason codes of ISO 20022 that matter here, in words.

Source: ISO 20022 External Code Sets, ExternalStatusReason1Code and ExternalReturnReason1Code (iso20022.org).
"""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: Final = {
    "AC01": gettext_lazy("The account number is wrong."),
    "AC02": gettext_lazy("Our own account number is wrong."),
    "AC03": gettext_lazy("The payee's account number is wrong."),
    "AC04": gettext_lazy("The account is closed."),
    "AC06": gettext_lazy("The account is blocked."),
    "AG01": gettext_lazy("The account takes no such payment."),
    "AG02": gettext_lazy("The kind of payment is wrong for the bank."),
    "AM04": gettext_lazy("There was not enough money on our account."),
    "AM05": gettext_lazy("The bank had it already: it is a duplicate."),
    "AM09": gettext_lazy("The amount is not the one that was agreed."),
    "BE01": gettext_lazy("The name does not belong to the account."),
    "BE04": gettext_lazy("The payee's address is missing or incomplete."),
    "BE05": gettext_lazy("The bank does not know who ordered it."),
    "CNOR": gettext_lazy("The payee's bank is not in the scheme."),
    "CURR": gettext_lazy("The currency is wrong."),
    "CUST": gettext_lazy("The payee or the payer asked for it."),
    "DT01": gettext_lazy("The day of execution is wrong."),
    "DUPL": gettext_lazy("It was ordered twice."),
    "FF01": gettext_lazy("The file is not written as the bank expects."),
    "FOCR": gettext_lazy("It was called back, and the payee agreed."),
    "MD07": gettext_lazy("The account holder has died."),
    "MS02": gettext_lazy("The payee refused it."),
    "MS03": gettext_lazy("The bank gives no reason."),
    "NARR": gettext_lazy("The bank explains it in its message."),
    "RC01": gettext_lazy("The bank's code (BIC) is wrong."),
    "RR01": gettext_lazy("The law asks for the payer's account number."),
    "RR02": gettext_lazy("The law asks for the payer's name or address."),
    "RR03": gettext_lazy("The law asks for the payee's name or address."),
    "RR04": gettext_lazy("The law forbids it, or the bank must check it."),
    "TECH": gettext_lazy("A technical fault of the bank."),
    "TM01": gettext_lazy("It reached the bank too late in the day."),
}


STATUSES: Final = {
    "RCVD": gettext_lazy("The bank has received it."),
    "ACTC": gettext_lazy("The bank can read it."),
    "ACCP": gettext_lazy("The bank has accepted it."),
    "ACWC": gettext_lazy("The bank has accepted it with a change."),
    "ACSP": gettext_lazy("The bank is paying."),
    "ACSC": gettext_lazy("The bank has paid."),
    "PART": gettext_lazy("The bank has accepted a part of it."),
    "PDNG": gettext_lazy("The bank still checks it."),
    "RJCT": gettext_lazy("The bank has rejected it."),
}
"""ExternalPaymentGroupStatus1Code."""


def status_in_words(code: str) -> str:
    """What the bank says of a whole file, as a sentence; an unknown code is named as it is."""
    return str(STATUSES.get(code) or _("The bank's code is %(code)s.") % {"code": code})


def reason_in_words(code: str) -> str:
    """The reason as a sentence; an unknown code is named as it is."""
    if not code:
        return _("The bank gives no reason.")
    return str(WORDS.get(code) or _("The bank's code is %(code)s.") % {"code": code})
