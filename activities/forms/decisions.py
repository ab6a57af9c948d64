"""Small forms of decisions: a reason, a reference, a name typed as a signature, a client's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smart.foundation.forms import DayField, MoneyField, SmartForm


class ReasonForm(SmartForm):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any = None, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label is not None:
            field = self.fields["reason"]
            field.label, field.help_text = label, help_text
            field.error_messages["required"] = _("Fill in “%(label)s”.") % {"label": label}


class ActivityForm(SmartForm):
    name = forms.CharField(
        label=_("Name of the activity"), max_length=120, help_text=_("What you do, as clients know it.")
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SignForm(SmartForm):
    name = forms.CharField(
        label=_("Type your name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    agreed = forms.BooleanField(label=_("I have read the contract and I sign it"))


class ResendForm(SmartForm):
    valid_until = DayField(label=_("The client can answer until"))


class AcceptForm(SmartForm):
    """The client's yes."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    purchase_order = forms.CharField(
        label=_("Your purchase order number"),
        required=False,
        max_length=60,
        help_text=_("It is printed on the invoice."),
    )
    agreed = forms.BooleanField(
        label=_("I may order for the client and I accept this order"),
        help_text=_("Your name, the time and your address are recorded."),
    )

    def __init__(self, *args: Any, client: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if client:
            field = self.fields["agreed"]
            field.label = gettext("I may order for %(client)s and I accept this order") % {"client": client}
            field.error_messages["required"] = gettext("Tick “%(label)s” to go on.") % {"label": field.label}


class CommentForm(SmartForm):
    """The client's wish or no."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    comment = forms.CharField(label=_("What should change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeForm(CommentForm):
    """The client's wish, with another price or other days when they want to propose them."""

    proposed_total = MoneyField(
        label=_("The price you propose, without VAT"),
        required=False,
        help_text=_("Leave empty what may stay as it is."),
    )
    proposed_starts_on = DayField(label=_("The first day you propose"), required=False)
    proposed_ends_on = DayField(label=_("The last day you propose"), required=False)
    field_order = ("name", "proposed_total", "proposed_starts_on", "proposed_ends_on", "comment")


class RejectForm(CommentForm):
    comment = forms.CharField(
        label=_("Why do you reject the order?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
