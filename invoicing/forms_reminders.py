"""What people type about unpaid invoices, losses and the guarantee fund."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.models.reminder import NoteKind
from invoicing.states import REMINDER_TRANSITIONS, ReminderState
from smart.foundation.forms import DayField, MoneyField, Picks, SmartForm

PLAN_ROWS = 4


class HoldForm(SmartForm):
    """Until when a reminder waits, and why."""

    until = DayField(label=gettext_lazy("Hold it until"))
    reason = forms.CharField(
        label=gettext_lazy("Why should it wait?"),
        help_text=gettext_lazy("For example: the client promised to pay on Friday."),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )


class NoteForm(SmartForm):
    """Something that was said. Members write what the client told them; staff choose what it was."""

    kind = forms.ChoiceField(label=gettext_lazy("What was it?"), choices=NoteKind.choices, widget=Picks())
    text = forms.CharField(label=gettext_lazy("What was said?"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, is_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_staff:
            del self.fields["kind"]


class PauseForm(SmartForm):
    until = DayField(label=gettext_lazy("No reminder to this client until"))
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=400, widget=forms.Textarea({"rows": 2}))


class PlanForm(SmartForm):
    """Days and amounts the client promised; rows left empty count for nothing."""

    rows = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index in range(1, PLAN_ROWS + 1):
            self.fields[f"day{index}"] = DayField(label=_("Day %(number)s") % {"number": index}, required=False)
            amount = MoneyField(label=_("Amount %(number)s") % {"number": index}, required=False)
            amount.currency = currency
            self.fields[f"amount{index}"] = amount

    def pairs(self) -> list[list[Any]]:
        """The fields row by row."""
        return [[self[f"day{index}"], self[f"amount{index}"]] for index in range(1, PLAN_ROWS + 1)]

    def planned(self) -> list[tuple[datetime.date, Decimal]]:
        """The rows that are filled in; after validation."""
        found = self.cleaned_data
        pairs = [(found.get(f"day{index}"), found.get(f"amount{index}")) for index in range(1, PLAN_ROWS + 1)]
        return [(day, amount) for day, amount in pairs if day is not None and amount is not None]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for index in range(1, PLAN_ROWS + 1):
            day, amount = cleaned.get(f"day{index}"), cleaned.get(f"amount{index}")
            if (day is None) != (amount is None) and not self.errors:
                missing = f"amount{index}" if amount is None else f"day{index}"
                self.add_error(missing, _("Fill in “%(label)s”.") % {"label": self.fields[missing].label})
        return cleaned


class LatePaidForm(SmartForm):
    """Interest and fixed sums that arrived. `key` makes a second press of the button the same payment."""

    amount = MoneyField(label=gettext_lazy("Interest and fixed sum received"))
    on = DayField(label=gettext_lazy("Day on the bank statement"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid.uuid4()))


class WriteOffForm(SmartForm):
    """Why a claim is given up, and what becomes of the VAT in it."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the claim given up?"), max_length=600, widget=forms.Textarea({"rows": 3})
    )
    vat = forms.ChoiceField(
        label=gettext_lazy("The VAT in it"),
        choices=[
            ("fund", gettext_lazy("The guarantee fund bears it for now; it can be taken back later")),
            ("reclaim", gettext_lazy("It is taken back now: what the law asks for is fulfilled")),
        ],
        initial="fund",
        widget=Picks(),
    )
    proof = forms.CharField(
        label=gettext_lazy("What proves it?"),
        help_text=gettext_lazy("Needed when the VAT is taken back: a judgment, the closing of a bankruptcy…"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
    )


class ProofForm(SmartForm):
    proof = forms.CharField(
        label=gettext_lazy("What proves that the VAT comes back?"),
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
    )


class EndowmentForm(SmartForm):
    """What the cooperative sets aside for the fund."""

    amount = MoneyField(label=gettext_lazy("Amount"))
    on = DayField(label=gettext_lazy("Day"))
    reason = forms.CharField(
        label=gettext_lazy("Which decision does it follow?"), max_length=200, widget=forms.Textarea({"rows": 2})
    )


class QueueForm(SmartForm):
    """The filters of the staff's queue; all optional, read from the address."""

    level = forms.IntegerField(label=gettext_lazy("Level"), required=False, min_value=1, max_value=9)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        waiting = [(state.value, state.label) for state in ReminderState if state in REMINDER_TRANSITIONS]
        self.fields["state"].choices = [("", _("All")), *waiting]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """The filters that make sense, by name."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}
