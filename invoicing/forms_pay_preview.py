"""The figures of a mission that is being written: all optional, what is not there is read from the draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smart.foundation.forms import DayField, MoneyField, SmartForm


class PayPreviewForm(SmartForm):
    starts_on = DayField(label=_("First day of work"), required=False)
    ends_on = DayField(label=_("Last day of work"), required=False)
    days = forms.DecimalField(
        label=_("How many days do you work?"),
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num"}),
    )
    amount = MoneyField(label=_("Price agreed with the client, without VAT"), required=False)
    contract_kind = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]
