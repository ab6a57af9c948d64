"""Forms of the payroll's pages."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smart.foundation import formats
from smart.foundation.forms import SmartForm


class MonthForm(SmartForm):
    """Which month to pay: those in which signed contracts wait."""

    month = forms.TypedChoiceField(label=_("Month to pay"), coerce=datetime.date.fromisoformat)

    def __init__(self, *args: Any, months: Sequence[datetime.date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month.isoformat(), formats.month(month)) for month in months]


class LeaveOutForm(SmartForm):
    reason = forms.CharField(
        label=_("Why is this contract left out?"),
        help_text=_("The next run and the history show it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
