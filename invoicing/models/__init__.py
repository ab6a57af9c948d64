"""The tables of the books."""

from invoicing.models.activity_move import ActivityMove
from invoicing.models.bank import BankEntry, BankMatch, BankStatement
from invoicing.models.bank_use import BankUse
from invoicing.models.client_credit import ClientAccount, ClientCredit, ClientCreditUse
from invoicing.models.dispute import Dispute, InvoiceChangeRequest
from invoicing.models.einvoice import EInvoiceStatus, ElectronicInvoice
from invoicing.models.employer_return import EmployerReturn
from invoicing.models.guarantee import FundEndowment, GuaranteeDecision, WriteOff
from invoicing.models.invoice import Invoice, InvoiceLine
from invoicing.models.journal_export import ExportedTransaction, JournalExport
from invoicing.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from invoicing.models.payable import Payable
from invoicing.models.payroll import PayrollRun, Payslip, RunLine
from invoicing.models.period import Period
from invoicing.models.promise import PayPromise
from invoicing.models.recovery import PayRecovery
from invoicing.models.reminder import PlannedPayment, Reminder, ReminderNote, ReminderPause
from invoicing.models.series import Series
from invoicing.models.share import ShareInstalment
from invoicing.models.supplier import SupplierInvoice, SupplierPart, SupplierProposal, SupplierStatus
from invoicing.models.transfer import TransferFile, TransferItem
from invoicing.models.vat_review import VatRowReview
from invoicing.models.verifactu import VerifactuChain, VerifactuRecord

__all__ = [
    "ActivityMove",
    "BankEntry",
    "BankMatch",
    "BankStatement",
    "BankUse",
    "ClientAccount",
    "ClientCredit",
    "ClientCreditUse",
    "Dispute",
    "EInvoiceStatus",
    "ElectronicInvoice",
    "EmployerReturn",
    "ExportedTransaction",
    "FundEndowment",
    "GuaranteeDecision",
    "Invoice",
    "InvoiceChangeRequest",
    "InvoiceLine",
    "JournalExport",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "PayPromise",
    "PayRecovery",
    "Payable",
    "PayrollRun",
    "Payslip",
    "Period",
    "PlannedPayment",
    "Reminder",
    "ReminderNote",
    "ReminderPause",
    "RunLine",
    "Series",
    "ShareInstalment",
    "SupplierInvoice",
    "SupplierPart",
    "SupplierProposal",
    "SupplierStatus",
    "TransferFile",
    "TransferItem",
    "VatRowReview",
    "VerifactuChain",
    "VerifactuRecord",
    "WriteOff",
]
