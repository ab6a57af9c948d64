"""What must be told to the authorities about a contract, and what they answered."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from activities.models.contract import Contract
from activities.states import DECLARATION_TRANSITIONS, DeclarationState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey

SEALED_NUMBER = "(national number)"
SEALED_SOCIAL_NUMBER = "(social security number)"


class DeclarationQuerySet(models.QuerySet[Any]):
    def to_do(self) -> "DeclarationQuerySet":
        """What waits for the desk: to be sent, or refused and not filled in anew."""
        refused = Q(state=DeclarationState.REFUSED, followed_by__isnull=True)
        return self.filter(Q(state=DeclarationState.PREPARED) | refused)

    def late(self, now: datetime) -> "DeclarationQuerySet":
        return self.to_do().filter(due_at__lte=now)


class Declaration(CountryModel):
    """`fields` holds what the pack prepared. A sealed value is never copied: its place holds SEALED_NUMBER (or SEALED_SOCIAL_NUMBER),
    filled when the file is written. `missing` names the fields the law asks and nobody gave; `label` is {language: text}.

    Once sent, nothing in it changes but its answer. A refused or cancelled one is followed by a new record that names
    it (`replaces`). `sent_by` is the adapter it went through, `file_sha256` the fingerprint of the file that went.
    """

    TRANSITIONS: ClassVar[Transitions] = DECLARATION_TRANSITIONS

    contract = SameCountryKey(Contract, related_name="declarations")
    kind = models.CharField(max_length=40)
    label = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    source = models.CharField(max_length=200, blank=True)
    due_rule = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        choices=DeclarationState.choices,
        default=DeclarationState.PREPARED,
    )
    reference = models.CharField(max_length=80, blank=True)
    receipt = models.CharField(max_length=80, blank=True)
    refused_reason = models.TextField(blank=True)
    replaces = SameCountryKey("activities.Declaration", null=True, related_name="followed_by")
    sent_by = models.CharField(max_length=40, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = CountryManager.of(DeclarationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "contract", "kind"],
                condition=~Q(state__in=["refused", "cancelled"]),
                name="activities_declaration_once",
            ),
            models.UniqueConstraint(
                fields=["country", "replaces"],
                condition=Q(replaces__isnull=False),
                name="activities_declaration_followed_once",
            ),
        ]
        indexes = [
            # the declaration desk, by deadline
            models.Index(
                fields=["country", "state", "due_at"],
                name="activities_declaration_desk",
            ),
        ]
        triggers = [fsm_trigger("declaration", DECLARATION_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.kind} {self.contract_id}"
