"""What is typed when data are to be erased, or not."""

from django import forms
from django.utils.translation import gettext_lazy

from members.rules.erasure import GROUNDS
from members.rules.erasure_clock import MONTHS
from smart.foundation.forms import Picks, SmartForm


class EraseForm(SmartForm):
    words = forms.CharField(
        label=gettext_lazy("Why, if you want to tell us"),
        help_text=gettext_lazy("You need not say it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy(
            "I have the copies I want. I know that I cannot sign in afterwards and that it cannot be undone"
        )
    )


class ConfirmForm(SmartForm):
    is_sure = forms.BooleanField(label=gettext_lazy("I have read what will happen, and that it cannot be undone"))


class ExtendForm(SmartForm):
    months = forms.TypedChoiceField(
        label=gettext_lazy("By how much"), choices=list(MONTHS.items()), coerce=int, widget=Picks()
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it takes longer"),
        help_text=gettext_lazy("The person reads it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class RefuseForm(SmartForm):
    ground = forms.ChoiceField(label=gettext_lazy("On which ground"), choices=list(GROUNDS.items()), widget=Picks())
    reason = forms.CharField(
        label=gettext_lazy("Reason for the person"),
        help_text=gettext_lazy("The person reads it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
