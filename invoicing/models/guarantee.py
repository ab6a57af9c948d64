"""The guarantee: what was decided for each mission and why, losses, and what the fund was given."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from activities.models import Mission
from invoicing.models.invoice import Invoice
from invoicing.states import DECISION_TRANSITIONS, DecisionState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class GuaranteeDecision(CountryModel):
    """Whether a mission is guaranteed, condition by condition, on one day. Append-only: the newest row counts.

    `conditions` is a list of condition, met, code and facts, from which each reader's sentence is made.
    """

    mission = SameCountryKey(Mission, related_name="guarantee_decisions")
    is_guaranteed = models.BooleanField()
    conditions = models.JSONField()
    on = models.DateField()
    at = models.DateTimeField()
    because = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.mission_id} {self.is_guaranteed}"


class WriteOffQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "WriteOffQuerySet":
        return self.filter(state=DecisionState.PROPOSED)

    def done(self) -> "WriteOffQuerySet":
        return self.filter(state=DecisionState.DONE)


class WriteOff(CountryModel):
    """A claim given up: amount = vat + from_fund + from_activity. Above the country's limit a second person decides.

    `vat` is what the law lets the cooperative take back from the VAT of the invoice at that moment, `vat_law` says why
    (or why not). What the client pays later goes back to who bore the loss, in these proportions.
    """

    TRANSITIONS: ClassVar[Transitions] = DECISION_TRANSITIONS

    invoice = SameCountryKey(Invoice, related_name="write_offs")
    state = models.CharField(max_length=8, choices=DecisionState.choices, default=DecisionState.PROPOSED)
    amount = AmountField()
    vat = AmountField()
    from_fund = AmountField()
    from_activity = AmountField()
    is_guaranteed = models.BooleanField()
    reclaims_vat = models.BooleanField()
    vat_law = models.TextField(blank=True)
    proof = models.TextField(blank=True)
    reason = models.TextField()
    on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    needs_second = models.BooleanField(default=False)

    objects = CountryManager.of(WriteOffQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "invoice"], condition=Q(state="proposed"), name="invoicing_writeoff_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(amount=F("vat") + F("from_fund") + F("from_activity"), amount__gt=0),
                name="invoicing_writeoff_adds_up",
            ),
            models.CheckConstraint(
                condition=~Q(state="done", needs_second=True) | ~Q(decided_by_id=F("proposed_by_id")),
                name="invoicing_writeoff_two_people",
            ),
        ]
        triggers = [fsm_trigger("write_off", DECISION_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount}"


class FundEndowment(CountryModel):
    """Money of the cooperative set aside for the guarantee fund, entered by one accountant and approved by another."""

    TRANSITIONS: ClassVar[Transitions] = DECISION_TRANSITIONS

    state = models.CharField(max_length=8, choices=DecisionState.choices, default=DecisionState.PROPOSED)
    amount = AmountField()
    on = models.DateField()
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_fundendowment_amount"),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(decided_by_id=F("proposed_by_id")),
                name="invoicing_fundendowment_two_people",
            ),
        ]
        triggers = [fsm_trigger("endowment", DECISION_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"
