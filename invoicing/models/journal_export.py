"""What left the books as a file: its period, its sums, its hash, and which transactions were in it."""

from django.db import models
from django.db.models import F, Q

from countries.models import LegalEntity
from invoicing.models.ledger import LedgerTransaction
from members.models import Document
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class ExportKind(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    FEC = "fec", "FEC"


class JournalExport(CountryModel):
    """One file of the journal, balanced. Append-only; the file is a document of the vault with the same hash."""

    kind = models.CharField(max_length=4, choices=ExportKind.choices)
    entity = SameCountryKey(LegalEntity, null=True, related_name="journal_exports")
    first_on = models.DateField()
    last_on = models.DateField()
    is_only_new = models.BooleanField(default=False)
    transaction_count = models.PositiveIntegerField()
    line_count = models.PositiveIntegerField()
    debit = AmountField()
    credit = AmountField()
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    document = SameCountryKey(Document, related_name="journal_exports")
    made_by_id = models.BigIntegerField()
    made_by_label = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(debit=F("credit")), name="invoicing_journalexport_balances"),
            models.CheckConstraint(condition=Q(line_count__gt=0), name="invoicing_journalexport_not_empty"),
        ]
        indexes = [
            # the list of exports, newest first
            models.Index(fields=["country", "-made_at"], name="invoicing_journalexport_made"),
        ]

    def __str__(self) -> str:
        return self.file_name


class ExportedTransaction(CountryModel):
    """The mark that a transaction was in an export. Append-only; an export may repeat what an earlier one had."""

    export = SameCountryKey(JournalExport, related_name="marks")
    transaction = SameCountryKey(LedgerTransaction, related_name="export_marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "export", "transaction"], name="invoicing_exportedtransaction_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.export_id}/{self.transaction_id}"
