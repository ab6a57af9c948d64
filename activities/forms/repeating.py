"""The same work again: the days, and the price if it changed. Everything else is as last time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.forms.mission import DatesForm
from smart.foundation.forms import DayField, MoneyField, SmartForm


class RepeatForm(SmartForm):
    """At most four inputs, one of them required."""

    starts_on = DayField(label=_("First day of work"))
    ends_on = DayField(label=_("Last day of work"), required=False)
    days = DatesForm.base_fields["days"]
    amount = MoneyField(label=_("Price agreed with the client, without VAT"))
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, has_lines: bool, length: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].help_text = length
        self.fields["days"].unit = _("days")  # type: ignore[attr-defined]
        self.fields["days"].help_text = ""
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]
        if has_lines:
            del self.fields["amount"]
