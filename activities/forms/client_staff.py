"""What staff write about a client: a block with its day, who may open its space, what VIES said, a merge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.forms.decisions import ReasonForm
from smart.foundation.forms import DayField, SmartForm


class BlockForm(ReasonForm):
    """Why no new mission is taken, and when somebody looks at it again."""

    until = DayField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("The block holds until somebody lifts it; on this day it comes back to the queue."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        hint = _("Members read it when they choose this client.")
        super().__init__(*args, label=_("Why is the client blocked?"), help_text=hint, **kwargs)


class LetInForm(SmartForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("It gets a new link to everything of this client; links it had before die."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class VatCheckForm(SmartForm):
    """What a person read at VIES."""

    is_valid = forms.TypedChoiceField(
        label=_("VIES says"),
        choices=[("yes", _("the number is valid")), ("no", _("the number is not valid"))],
        coerce=lambda value: value == "yes",
    )
    name_agrees = forms.BooleanField(
        label=_("Name and address agree with ours, or VIES shows none"),
        required=False,
    )
    consultation = forms.CharField(
        label=_("Consultation number"),
        help_text=_("VIES gives one when our own number is entered too: it is the proof."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    checked_on = DayField(label=_("Asked on"))


class DeclineForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=_("Why do the facts stay as they are?"), **kwargs)
