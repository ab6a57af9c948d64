"""The month's payroll: a run, its frozen lines, and the payslips that come of them."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models import Contract
from invoicing.states import LINE_TRANSITIONS, RUN_TRANSITIONS, LineState, RunState
from members.models import Membership
from smart.foundation.money import AmountField
from smart.foundation.said import worded
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class RunKind(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinary pay")
    ONE_OFF = "one_off", _("One-off pay")
    CORRECTION = "correction", _("Correction")


class PayrollRun(CountryModel):
    """One month's run of one kind; `sequence` lets a second ordinary run of the month take late contracts.

    Opened by one person, approved by another. The pack version is frozen when the run is opened.
    """

    TRANSITIONS: ClassVar[Transitions] = RUN_TRANSITIONS

    month = models.DateField()
    kind = models.CharField(max_length=10, choices=RunKind.choices, default=RunKind.ORDINARY)
    sequence = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.OPEN)
    pay_on = models.DateField()
    pack_version = models.CharField(max_length=40)
    opened_by_id = models.BigIntegerField()
    opened_by_label = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_label = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "month", "kind", "sequence"],
                name="invoicing_payrollrun_one",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("opened_by_id")),
                name="invoicing_payrollrun_two_people",
            ),
        ]
        triggers = [fsm_trigger("payroll_run", RUN_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}/{self.sequence}"


class RunLineQuerySet(models.QuerySet[Any]):
    def pending(self) -> "RunLineQuerySet":
        return self.filter(state=LineState.PENDING)

    def computed(self) -> "RunLineQuerySet":
        return self.filter(state=LineState.COMPUTED)

    def failed(self) -> "RunLineQuerySet":
        return self.filter(state=LineState.FAILED)

    def unposted(self) -> "RunLineQuerySet":
        return self.filter(state=LineState.COMPUTED, posted_at__isnull=True)


class RunLine(CountryModel):
    """One contract in one run. A contract's month can be in one ordinary line only, unless that line was left out.

    A line of one-off pay says what is due (`due_kind`, the pack's code, and `due_amount`) and what earlier payslips put
    aside for it (`provisioned`); the same is paid once. A correction names the payslip it corrects. `facts` are the
    answers the pack or the officer froze with the line, `reason` why it is there.

    `error_code` and `error_message` say why it failed, was left out, or could not be posted (`said` what the law's own
    check said, for `why` to word it in the reader's language); `attempt` counts the times somebody asked for it again. The state moves by conditional updates along LINE_TRANSITIONS, which the
    database guards: thousands of lines move in a run, and each leaves its audit entry.
    """

    run = SameCountryKey(PayrollRun, related_name="lines")
    contract = SameCountryKey(Contract, related_name="run_lines")
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=RunKind.choices, default=RunKind.ORDINARY)
    due_kind = models.CharField(max_length=40, blank=True)
    due_amount = AmountField(null=True)
    provisioned = AmountField(default=0)
    corrects = SameCountryKey("invoicing.Payslip", null=True, related_name="correction_lines")
    facts = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.PENDING)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    said = models.JSONField(default=dict, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    posted_at = models.DateTimeField(null=True)

    objects = CountryManager.of(RunLineQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "contract", "month"],
                condition=~Q(state="excluded") & Q(kind="ordinary"),
                name="invoicing_runline_contract_paid_once",
            ),
            models.UniqueConstraint(
                fields=["country", "contract", "due_kind"],
                condition=~Q(state="excluded") & Q(kind="one_off"),
                name="invoicing_runline_one_off_paid_once",
            ),
            models.UniqueConstraint(
                fields=["country", "corrects"],
                condition=~Q(state="excluded") & Q(kind="correction", posted_at__isnull=True),
                name="invoicing_runline_one_correction_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["country", "run", "contract", "due_kind"],
                name="invoicing_runline_once_per_run",
            ),
            models.CheckConstraint(
                condition=Q(kind="ordinary", due_amount__isnull=True, corrects__isnull=True)
                | Q(kind="one_off", due_amount__gt=0, corrects__isnull=True)
                | Q(kind="correction", due_amount__isnull=True, corrects__isnull=False),
                name="invoicing_runline_kind_and_facts",
            ),
        ]
        indexes = [
            # progress is counted from the rows
            models.Index(fields=["country", "run", "state"], name="invoicing_runline_progress"),
        ]
        triggers = [fsm_trigger("run_line", LINE_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.contract_id}"

    @property
    def why(self) -> str:
        return worded(self.said, otherwise=self.error_message)


class PayslipQuerySet(models.QuerySet[Any]):
    def approved(self) -> "PayslipQuerySet":
        return self.filter(is_approved=True)

    def of_member(self, membership_id: int) -> "PayslipQuerySet":
        """What a member may see: approved only, the newest month first."""
        return self.filter(membership_id=membership_id, is_approved=True).order_by("-month", "-id")


class Payslip(CountryModel):
    """A pay result as it was computed: inputs, lines, parameters with their dates, pack version. Recomputable in ten years.

    `inputs` and `lines` are JSON of countries.pay_documents; sealed values are not in them. Until its run is approved
    a recomputed line replaces its payslip, which has no number; with the approval it gets one and is never changed.
    """

    line = SameCountryKey(RunLine, related_name="payslips")
    membership = SameCountryKey(Membership, related_name="payslips")
    contract = SameCountryKey(Contract, related_name="payslips")
    number = models.CharField(max_length=24, blank=True)
    month = models.DateField()
    currency = models.CharField(max_length=3)
    gross = AmountField()
    employee_total = AmountField()
    tax_total = AmountField()
    net = AmountField()
    employer_total = AmountField()
    provisions = AmountField(default=0)
    employer_cost = AmountField()
    inputs = models.JSONField()
    lines = models.JSONField()
    parameters = models.JSONField()
    notes = models.JSONField(default=list)
    pack_version = models.CharField(max_length=40)
    promised_on = models.DateField(null=True)
    pay_on = models.DateField()
    computed_at = models.DateTimeField()
    is_approved = models.BooleanField(default=False)

    objects = CountryManager.of(PayslipQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "line"], name="invoicing_payslip_one_per_line"),
            models.UniqueConstraint(
                fields=["country", "number"], condition=~Q(number=""), name="invoicing_payslip_number"
            ),
            models.CheckConstraint(
                condition=Q(is_approved=False) | ~Q(number=""), name="invoicing_payslip_approved_has_number"
            ),
            models.CheckConstraint(
                condition=Q(employer_cost=F("gross") + F("employer_total") + F("provisions")),
                name="invoicing_payslip_cost_adds_up",
            ),
        ]
        indexes = [
            # the member's list of payslips
            models.Index(
                fields=["country", "membership", "-month"],
                name="invoicing_payslip_member",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_approved=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"payslip {self.pk}"
