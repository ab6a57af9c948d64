"""What a client may do without an account: the way into their space, what they propose and what they ask for."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models.activity import Activity
from activities.models.client import Client
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class ClientAccess(CountryModel):
    """One e-mail address that may open the space of one client. A renewed `key` kills every link sent before.

    `invited_by` is the person of the staff who let an address in that the client's facts do not name; blank otherwise.
    """

    client = SameCountryKey(Client, related_name="accesses")
    email = models.EmailField()
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    invited_by = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # also finds the clients of an address that asks for its link
            models.UniqueConstraint(fields=["country", "email", "client"], name="activities_clientaccess_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.email}"


class ProposalState(models.TextChoices):
    OPEN = "open", _("To decide")
    TAKEN = "taken", pgettext_lazy("correction", "Taken over")
    DECLINED = "declined", pgettext_lazy("correction", "Declined")


class ClientProposalQuerySet(models.QuerySet[Any]):
    def open(self) -> "ClientProposalQuerySet":
        return self.filter(state=ProposalState.OPEN)


class ClientProposal(CountryModel):
    """How a client wants its facts corrected: `before` and `after` by the name of the fact. Staff take it over or decline."""

    client = SameCountryKey(Client, related_name="proposals")
    access = SameCountryKey(ClientAccess, related_name="proposals")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)

    objects = CountryManager.of(ClientProposalQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "client"], condition=Q(state="open"), name="activities_clientproposal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.state}"


class ClientAsk(CountryModel):
    """A client asks a member they know for new work. `draft_id` is the mission it became, which the member may throw away."""

    client = SameCountryKey(Client, related_name="asks")
    access = SameCountryKey(ClientAccess, related_name="asks")
    activity = SameCountryKey(Activity, related_name="asks")
    submission_id = models.UUIDField()
    draft_id = models.BigIntegerField(null=True)
    asked_by = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    words = models.TextField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    budget = AmountField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "submission_id"], name="activities_clientask_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ClientVatCheck(CountryModel):
    """What VIES (or the tax office) said about the client's VAT number, asked by a person. Append-only: the newest counts.

    Art. 18 (1) (a) of Regulation (EU) 282/2011: the seller takes a customer for a business when the number was confirmed
    with name and address under art. 31 of Regulation (EU) 904/2010. `consultation` is the number VIES gives as proof.
    """

    client = SameCountryKey(Client, related_name="vat_checks")
    vat_number = models.CharField(max_length=20)
    is_valid = models.BooleanField()
    name_agrees = models.BooleanField(default=False)
    consultation = models.CharField(max_length=40, blank=True)
    checked_on = models.DateField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.vat_number} {self.checked_on}"
