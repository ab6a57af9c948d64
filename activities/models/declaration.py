"""What must be told to the authorities about a contract, and what they answered."""

from typing import Any, ClassVar

from django.db import models

from activities.models.contract import Contract
from activities.states import DECLARATION_TRANSITIONS, DeclarationState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey

SEALED_NUMBER = "(national number)"


class DeclarationQuerySet(models.QuerySet[Any]):
    def to_send(self) -> "DeclarationQuerySet":
        return self.filter(state=DeclarationState.PREPARED).order_by("due_at")


class Declaration(CountryModel):
    """`fields` holds what the pack prepared. A sealed value is never copied: its place holds SEALED_NUMBER, filled when the
    file is written. `missing` names the fields the law asks and nobody gave; `label` is {language: text}.
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
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = CountryManager.of(DeclarationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "contract", "kind"],
                name="activities_declaration_once",
            )
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
