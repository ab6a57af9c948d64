"""The employer's return of a month: what one legal entity paid to whom, told to the authority in its own format."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from activities.states import DECLARATION_TRANSITIONS, DeclarationState
from countries.models import LegalEntity
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryModel, SameCountryKey


class EmployerReturn(CountryModel):
    """Lives as a declaration does: prepared, sent, answered. The file itself is in the vault, staff only.

    It covers every approved payslip of the month and entity. Once sent nothing in it changes but its answer; a later one
    (a refusal mended, a second run of the month) is a new record that names the one it follows.
    """

    TRANSITIONS: ClassVar[Transitions] = DECLARATION_TRANSITIONS

    entity = SameCountryKey(LegalEntity, related_name="employer_returns")
    month = models.DateField()
    format = models.CharField(max_length=80)
    payslip_count = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64)
    replaces = SameCountryKey("invoicing.EmployerReturn", null=True, related_name="followed_by")
    state = models.CharField(max_length=12, choices=DeclarationState.choices, default=DeclarationState.PREPARED)
    reference = models.CharField(max_length=80, blank=True)
    receipt = models.CharField(max_length=80, blank=True)
    refused_reason = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "entity", "month"],
                condition=Q(state="prepared"),
                name="invoicing_employerreturn_one_prepared",
            ),
        ]
        triggers = [fsm_trigger("employer_return", DECLARATION_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
