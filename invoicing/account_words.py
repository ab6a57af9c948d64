"""What the accounts of the ledger and its events are called on pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from invoicing.rules import ledger

ACCOUNTS: Final[Mapping[str, Promise]] = {
    ledger.RECEIVABLE: _("Clients"),
    ledger.BANK: _("Bank"),
    ledger.VAT: _("VAT to pay"),
    ledger.GUARANTEE: _("Guarantee fund"),
    ledger.AVAILABLE: _("Activities, available"),
    ledger.RESERVED: _("Activities, reserved for contracts and expenses"),
    "pay.net_payable": _("Net pay to pay"),
    "pay.social_payable": _("Social contributions to pay"),
    "pay.tax_payable": _("Tax withheld from pay"),
    "pay.provisions": _("Holiday pay and other later pay"),
    "pay.other_amounts": _("Amounts beside the pay"),
    ledger.PAY_CLAIMS: _("Pay that members owe back"),
    ledger.ON_ACCOUNT: _("Clients paid on account"),
    ledger.SUPPLIERS: _("Suppliers"),
    ledger.VAT_DEDUCTIBLE: _("VAT to recover"),
    ledger.EXPENSES: _("Expenses to reimburse"),
    ledger.IN_TRANSIT: _("Payments on their way"),
    ledger.RIGHTS: _("Authors’ rights to pay"),
    ledger.RESERVES: _("Reserves"),
    ledger.SHARES: _("Shares paid in by members"),
    ledger.BANK_FEES: _("Bank fees"),
    ledger.EXCHANGE: _("Exchange differences"),
    ledger.LATE_INTEREST: _("Interest for late payment"),
    ledger.FEE: _("The cooperative’s share"),
}
KINDS: Final[Mapping[str, Promise]] = {
    ledger.Kind.INVOICE_ISSUED: _("Invoice"),
    ledger.Kind.CREDIT_NOTE: _("Credit note"),
    ledger.Kind.CLIENT_PAID: _("Payment of a client"),
    ledger.Kind.RESERVED: _("Reserved for a contract"),
    ledger.Kind.RELEASED: _("Given back by a cancelled contract"),
    ledger.Kind.PAYROLL: _("Pay"),
    ledger.Kind.TRANSFER: _("Transfer to the bank"),
    ledger.Kind.ON_ACCOUNT: _("Paid on account"),
    ledger.Kind.APPLIED: _("Taken from what was paid on account"),
    ledger.Kind.RETURNED: _("Payment taken back"),
    ledger.Kind.BANK_FEES: _("Bank fees"),
    ledger.Kind.EXCHANGE: _("Exchange difference"),
    ledger.Kind.WRITTEN_OFF: pgettext_lazy("event", "Written off"),
    ledger.Kind.LATE_INTEREST: _("Interest for late payment"),
    ledger.Kind.REVIVED: _("Claim taken up again"),
    ledger.Kind.VAT_RECLAIMED: _("VAT reclaimed"),
    ledger.Kind.ENDOWED: _("Endowment of the guarantee fund"),
    ledger.Kind.SUPPLIER: _("Supplier’s invoice"),
    ledger.Kind.EXPENSE: _("Expense"),
    ledger.Kind.EXPENSE_HELD: _("Held for expenses being checked"),
    ledger.Kind.EXPENSE_RELEASED: _("Given back by a claim for expenses"),
    ledger.Kind.MOVED: _("Moved between activities"),
    ledger.Kind.TEAM: _("Shared among a team"),
    ledger.Kind.RIGHTS: _("Authors’ rights"),
    ledger.Kind.RETURNED_PAY: _("Pay returned by the bank"),
    ledger.Kind.RECOVERED: _("Pay taken from a later pay"),
    ledger.Kind.SHARE: _("Share of a member"),
}


def account_name(code: str) -> str:
    """The account's name; its code when it has none yet."""
    return str(ACCOUNTS.get(code, code))


def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind))
