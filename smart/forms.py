"""Filters of the roof's own pages."""

from django import forms
from django.utils.translation import gettext_lazy

from smart.foundation.forms import DayField, SmartForm


class LawFilterForm(SmartForm):
    """Which statutory values to show; all optional, read from the address."""

    word = forms.CharField(label=gettext_lazy("Contains the word"), required=False, max_length=60)
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("", gettext_lazy("All values")),
            ("due", gettext_lazy("To renew soon")),
            ("unsure", gettext_lazy("Not verified by us")),
        ],
    )
    on = DayField(label=gettext_lazy("As of the day"), required=False)
