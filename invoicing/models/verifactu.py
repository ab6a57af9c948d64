"""Spain's invoicing records (VERI*FACTU): one for each invoice, each with the hash of the one before it."""

from typing import Any

from django.db import models
from django.db.models import Q

from countries.models import LegalEntity
from invoicing.models.invoice import Invoice
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class RecordKind(models.TextChoices):
    """RegistroAlta for an invoice issued, RegistroAnulacion for one that was recorded by error."""

    ISSUED = "alta", "alta"
    ANNULLED = "anulacion", "anulación"


class VerifactuChain(CountryModel):
    """The end of a legal entity's chain, locked by whoever adds a record; `length` is the position of the last one."""

    entity = SameCountryKey(LegalEntity, related_name="verifactu_chain")
    length = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "entity"], name="invoicing_verifactuchain_one")]

    def __str__(self) -> str:
        return f"{self.entity_id}: {self.length}"


class VerifactuRecordQuerySet(models.QuerySet[Any]):
    def of_entity(self, entity: LegalEntity) -> "VerifactuRecordQuerySet":
        """The chain from its first record on."""
        return self.filter(entity=entity).order_by("position")

    def newest_first(self) -> "VerifactuRecordQuerySet":
        return self.order_by("-generated_at", "-position")


class VerifactuRecord(CountryModel):
    """A link of the chain as it was made, with its XML. Append-only; no two records may name the same predecessor.

    `previous_hash` is empty for the first one. The fields repeat what the hash is made of, so that a change of either is seen.
    """

    entity = SameCountryKey(LegalEntity, related_name="verifactu_records")
    invoice = SameCountryKey(Invoice, related_name="verifactu_records")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=RecordKind.choices, default=RecordKind.ISSUED)
    nif = models.CharField(max_length=9)
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    invoice_type = models.CharField(max_length=2, blank=True)
    vat = AmountField()
    total = AmountField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    generated_at = models.DateTimeField()
    xml = models.TextField()

    objects = CountryManager.of(VerifactuRecordQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "entity", "position"], name="invoicing_verifacturecord_position"
            ),
            models.UniqueConstraint(
                fields=["country", "entity", "previous_hash"], name="invoicing_verifacturecord_no_fork"
            ),
            models.UniqueConstraint(fields=["country", "invoice", "kind"], name="invoicing_verifacturecord_once"),
            models.CheckConstraint(
                condition=Q(position=1, previous_hash="") | (Q(position__gt=1) & ~Q(previous_hash="")),
                name="invoicing_verifacturecord_first",
            ),
        ]
        indexes = [
            # the list of records, newest first
            models.Index(fields=["country", "-generated_at"], name="invoicing_verifactu_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.number}"
