"""The tables of the books."""

from invoicing.models.bank import BankEntry, BankMatch, BankStatement
from invoicing.models.dispute import Dispute, InvoiceChangeRequest
from invoicing.models.einvoice import EInvoiceStatus, ElectronicInvoice
from invoicing.models.employer_return import EmployerReturn
from invoicing.models.invoice import Invoice, InvoiceLine
from invoicing.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from invoicing.models.payroll import PayrollRun, Payslip, RunLine
from invoicing.models.series import Series
from invoicing.models.transfer import TransferFile, TransferItem

__all__ = [
    "BankEntry",
    "BankMatch",
    "BankStatement",
    "Dispute",
    "EInvoiceStatus",
    "ElectronicInvoice",
    "EmployerReturn",
    "Invoice",
    "InvoiceChangeRequest",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "PayrollRun",
    "Payslip",
    "RunLine",
    "Series",
    "TransferFile",
    "TransferItem",
]
