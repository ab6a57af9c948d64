"""What keepers type when a court case needs data of a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from countries.presentation import CHOICE_LABELS
from members.rules.legal_holds import CLASSES
from smart.foundation.forms import DayField, DayParts, PickMany, SmartForm


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=gettext_lazy("Only the keepers read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class HoldForm(SmartForm):
    person = forms.CharField(label=gettext_lazy("Member number or e-mail address"), max_length=254)
    reference = forms.CharField(label=gettext_lazy("Number of the case"), max_length=120)
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("What the case needs"),
        choices=[(each, CHOICE_LABELS[each]) for each in CLASSES],
        widget=PickMany(),
    )
    reason = _words(gettext_lazy("Why it is held"))
    review_on = DayField(label=gettext_lazy("Look at it again on"), widget=DayParts)


class ReviewForm(SmartForm):
    words = _words(gettext_lazy("Why the case still needs it"))
    review_on = DayField(label=gettext_lazy("Look at it again on"), widget=DayParts)


class EndForm(SmartForm):
    reason = _words(gettext_lazy("Why it may go"))
