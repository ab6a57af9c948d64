"""Our invoices as electronic documents: every attempt to write one, and what was answered to it."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from invoicing.models.invoice import Invoice
from invoicing.states import EINVOICE_TRANSITIONS, EInvoiceState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class EInvoiceFormat(models.TextChoices):
    """The formats in which an invoice can leave the house; the names are those of `manage.py einvoice`."""

    PEPPOL = "peppol", "Peppol BIS Billing 3"
    XRECHNUNG = "xrechnung", "XRechnung"
    FACTURX = "facturx", "Factur-X / ZUGFeRD"
    FATTURAPA = "fatturapa", "FatturaPA"
    FACTURAE = "facturae", "Facturae"
    EBINTERFACE = "ebinterface", "ebInterface"
    UBL = "ubl", "UBL 2.1 (EN 16931)"


class ElectronicInvoiceQuerySet(models.QuerySet[Any]):
    def current(self) -> "ElectronicInvoiceQuerySet":
        return self.filter(is_current=True)

    def to_mend(self) -> "ElectronicInvoiceQuerySet":
        """What cannot go out yet: findings to mend, or a format that is not written here yet."""
        return self.current().filter(state__in=[EInvoiceState.INVALID, EInvoiceState.WAITING, EInvoiceState.PREPARED])

    def ready(self) -> "ElectronicInvoiceQuerySet":
        return self.current().filter(state=EInvoiceState.READY)

    def under_way(self) -> "ElectronicInvoiceQuerySet":
        return self.current().filter(state__in=[EInvoiceState.SENT, EInvoiceState.DELIVERED])

    def refused(self) -> "ElectronicInvoiceQuerySet":
        return self.current().filter(state=EInvoiceState.REFUSED)

    def done(self) -> "ElectronicInvoiceQuerySet":
        return self.current().filter(state__in=[EInvoiceState.ACCEPTED, EInvoiceState.CANCELLED])

    def newest_first(self) -> "ElectronicInvoiceQuerySet":
        return self.order_by("-pk")


class ElectronicInvoice(CountryModel):
    """One attempt to put an issued invoice into its electronic format; a replaced one stays, `is_current` is the newest.

    The XML is in the vault under this row, `sha256` proves it. `choice` is why this format (with its law), `findings`
    what the checks said, `rules` which rule sets were applied and which were not at hand. `channel` is the way the law
    or the custom names, `sent_via` the way it really went and `reference` what that way calls it.
    """

    TRANSITIONS: ClassVar[Transitions] = EINVOICE_TRANSITIONS

    invoice = SameCountryKey(Invoice, related_name="electronic")
    attempt = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    format = models.CharField(max_length=12, choices=EInvoiceFormat.choices)
    specification = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20)
    is_mandatory = models.BooleanField(default=False)
    choice = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=EInvoiceState.choices, default=EInvoiceState.PREPARED)
    findings = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    sent_via = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    prepared_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = CountryManager.of(ElectronicInvoiceQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "invoice", "attempt"], name="invoicing_electronicinvoice_attempt"
            ),
            models.UniqueConstraint(
                fields=["country", "invoice"],
                condition=Q(is_current=True),
                name="invoicing_electronicinvoice_one_current",
            ),
        ]
        indexes = [
            # the tabs of the outbox, newest first
            models.Index(
                fields=["country", "state", "-id"],
                condition=Q(is_current=True),
                name="invoicing_electronicinvoice_st",
            ),
        ]
        triggers = [
            fsm_trigger("electronic_invoice", EINVOICE_TRANSITIONS),
            pgtrigger.Protect(
                name="xml_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.sha256 <> '' AND (NEW.sha256 <> OLD.sha256 OR NEW.format <> OLD.format"
                    " OR NEW.invoice_id <> OLD.invoice_id)"
                ),
            ),
            pgtrigger.Protect(name="attempt_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.attempt}"


class StatusSource(models.TextChoices):
    STAFF = "staff", _("Entered by staff")
    ADAPTER = "adapter", _("Told by the channel")


class EInvoiceStatus(CountryModel):
    """What a platform or the client answered, in its own code. Append-only; `raw` is the answer as it came."""

    electronic = SameCountryKey(ElectronicInvoice, related_name="statuses")
    code = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    raw = models.TextField(blank=True)
    source = models.CharField(max_length=8, choices=StatusSource.choices, default=StatusSource.STAFF)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "electronic", "code", "at"], name="invoicing_einvoicestatus_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.electronic_id} {self.code}"
