"""What is typed when a member leaves."""

from django import forms
from django.utils.translation import gettext_lazy

from members.models.leaving import LeavingReason
from smart.foundation.forms import DayField, Picks, SmartForm


class LeaveForm(SmartForm):
    reason = forms.ChoiceField(label=gettext_lazy("Why do you leave?"), choices=LeavingReason.choices, widget=Picks())
    words = forms.CharField(
        label=gettext_lazy("What should we know?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    leaves_on = DayField(label=gettext_lazy("From which day?"))


class InterviewForm(SmartForm):
    words = forms.CharField(
        label=gettext_lazy("What was said at the exit interview"),
        help_text=gettext_lazy("For the staff only. If the member wants none, write that."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )


class EndForm(SmartForm):
    repay_on = DayField(
        label=gettext_lazy("Shares are repaid by"),
        help_text=gettext_lazy("Empty: the last day the country's setting allows."),
        required=False,
    )
