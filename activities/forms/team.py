"""What a leader types of a share, and what a co-worker answers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.forms.quote import DepositField, Share
from activities.models import Activity, TeamShare
from countries.models import Country
from smart.foundation.forms import Picks, SmartForm
from smart.foundation.money import round_to


def plain(days: Decimal | None) -> Decimal | None:
    """Without idle zeros: 5.00 days are 5."""
    if days is None:
        return None
    return days.quantize(Decimal(1)) if days == days.to_integral_value() else days.normalize()


class ShareForm(SmartForm):
    """One co-worker: who, what they do, for how long, for which part of the price. A share changed later keeps its address."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("The one they use here. Whoever it belongs to finds your question on their first page."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.CharField(
        label=_("What they do"),
        max_length=120,
        help_text=_("Their function in this work, for example: sound engineer."),
    )
    days = forms.DecimalField(
        label=_("Their days"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.25"),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "autocomplete": "off"}),
        error_messages={"invalid": _("“Their days” must be a number, for example 3 or 2.5.")},
    )
    amount = DepositField(
        label=_("Their share of the price"),
        help_text=_("Without VAT, before the cooperative’s share. An amount, or a part of the price: 400 or 40%"),
    )

    def __init__(self, *args: Any, country: Country, price: Decimal, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.price = price
        self.fields["amount"].currency = country.currency  # type: ignore[attr-defined]
        self.fields["amount"].required = True
        if is_known:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """A part of the price becomes its amount."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if isinstance(facts.get("amount"), Share):
            facts["amount"] = round_to(self.price * facts["amount"].rate)
        return facts

    @staticmethod
    def initial_of(share: TeamShare) -> dict[str, Any]:
        return {"role": share.role, "days": plain(share.days), "amount": share.amount}


class ConsentForm(SmartForm):
    """The co-worker's yes: for which of their activities, to which deal."""

    activity = forms.ChoiceField(label=_("For which of your activities?"), widget=Picks)
    agreed = forms.BooleanField(label=_("I have read the whole deal and consent to my share"))
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, activities: Iterable[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(activity.pk), activity.name) for activity in activities]
        self.fields["activity"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["activity"].widget = forms.HiddenInput()
            self.fields["activity"].initial = choices[0][0]


class ChangeWantedForm(SmartForm):
    words = forms.CharField(label=_("What should change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
