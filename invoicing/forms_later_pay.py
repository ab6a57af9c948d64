"""What is chosen and typed about one-off pay, corrections and pay that is owed back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smart.foundation.forms import DayField, MoneyField, SmartForm


class LaterPayForm(SmartForm):
    """Which of the payments that are due go into the run."""

    chosen = forms.MultipleChoiceField(label=_("To be paid in this run"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]


class CorrectionForm(SmartForm):
    """What was wrong. What is left empty stays as it was; the tax file and the answers about the work are read again."""

    gross = MoneyField(label=_("Gross pay"), required=False, min_value=None)
    days = forms.DecimalField(label=_("Days paid"), required=False, min_value=0, max_digits=4, decimal_places=1)
    hours = forms.DecimalField(label=_("Hours paid"), required=False, min_value=0, max_digits=5, decimal_places=2)
    reason = forms.CharField(
        label=_("What is corrected, and why?"),
        help_text=_("The member reads it on the payslip."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def facts(self) -> dict[str, str]:
        """What was typed, by name, as the line keeps it."""
        typed = {name: self.cleaned_data.get(name) for name in ("gross", "days", "hours")}
        return {name: str(value) for name, value in typed.items() if value is not None}


class RecoveryForm(SmartForm):
    """How much is taken from which pay, when the member agreed, and why it is lawful."""

    taken_from = forms.ChoiceField(label=_("Pay it is taken from"))
    amount = MoneyField(label=_("Amount to withhold"))
    agreed_on = DayField(label=_("Day on which the member agreed in writing"))
    reason = forms.CharField(label=_("Why it may be withheld"), help_text=_("The member reads it."), max_length=300)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taken_from"].choices = choices  # type: ignore[attr-defined]
