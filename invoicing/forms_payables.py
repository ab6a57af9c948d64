"""What is typed about payments to make: which go into the next file and when, another account, a refund."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from smart.foundation.forms import DayField, MoneyField, SmartForm


class FileForm(SmartForm):
    """Which payments the file holds, and its day."""

    payables = forms.MultipleChoiceField(
        label=gettext_lazy("Payments that go into the file"), widget=forms.CheckboxSelectMultiple
    )
    on = DayField(label=gettext_lazy("Day on which the bank pays"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payables"].choices = choices  # type: ignore[attr-defined]


class PayeeForm(SmartForm):
    iban = forms.CharField(label=gettext_lazy("IBAN"), required=False, max_length=42)
    bankgiro = forms.CharField(
        label=gettext_lazy("Bankgiro number"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("Only in Sweden; it takes the place of the IBAN."),
    )


class RefundForm(SmartForm):
    """Money kept for a client goes back."""

    amount = MoneyField(label=gettext_lazy("Amount to pay back"))
    iban = forms.CharField(label=gettext_lazy("To the account (IBAN)"), max_length=42)
    due_on = DayField(label=gettext_lazy("To be paid on"))


class ApplyForm(SmartForm):
    invoice = forms.ChoiceField(label=gettext_lazy("Invoice it pays"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invoice"].choices = choices  # type: ignore[attr-defined]


class CloseShortForm(SmartForm):
    bearer = forms.ChoiceField(label=gettext_lazy("Who bears the difference?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bearer"].choices = choices  # type: ignore[attr-defined]
