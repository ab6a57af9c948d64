"""What a client types in their space, and how staff sort clients. Forms check shape; the rules check meaning."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from activities.models import Activity, Client
from activities.rules.client_proposals import PROPOSABLE
from countries.electronic_address import scheme_choices
from countries.models import Country
from smart.foundation.forms import DayField, MoneyField, Picks, SmartForm

PLAIN: Final = {"autocomplete": "off"}


class LinkForm(SmartForm):
    """An address asks for its link."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The one that receives our orders or invoices."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CorrectionForm(SmartForm):
    """The client's facts, as they are and as they should be."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    vat_number = forms.CharField(label=gettext_lazy("VAT number"), required=False, max_length=20)
    company_number = forms.CharField(label=gettext_lazy("Company number"), required=False, max_length=40)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=200)
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"), max_length=12, widget=forms.TextInput(attrs={"class": "short"})
    )
    city = forms.CharField(label=gettext_lazy("Town"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("E-mail for orders"))
    billing_email = forms.EmailField(
        label=gettext_lazy("E-mail for invoices, if another"), required=False, max_length=254
    )
    endpoint_scheme = forms.ChoiceField(label=gettext_lazy("Kind of electronic address"), required=False)
    endpoint_id = forms.CharField(
        label=gettext_lazy("Electronic address for e-invoices"),
        help_text=gettext_lazy("For example your Peppol identifier. Empty: we find you under your number."),
        required=False,
        max_length=60,
    )
    buyer_reference = forms.CharField(
        label=gettext_lazy("Reference we must write on every invoice"),
        help_text=gettext_lazy("A Leitweg-ID, a cost centre, a standing order number."),
        required=False,
        max_length=60,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of your orders and invoices"))
    words = forms.CharField(
        label=gettext_lazy("Anything else we should know?"),
        help_text=gettext_lazy("For example: no invoice without an order number."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(client, name) for name in PROPOSABLE}, **kwargs)
        self.fields["endpoint_scheme"].choices = scheme_choices()  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PROPOSABLE}


class AskForm(SmartForm):
    """New work from somebody the client knows."""

    activity = forms.ChoiceField(label=gettext_lazy("Whom do you ask?"), widget=Picks)
    title = forms.CharField(
        label=gettext_lazy("What is it about?"), max_length=120, widget=forms.TextInput(attrs=PLAIN)
    )
    words = forms.CharField(
        label=gettext_lazy("What should be done?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    starts_on = DayField(label=gettext_lazy("First day, if you know it"), required=False)
    ends_on = DayField(label=gettext_lazy("Last day, if you know it"), required=False)
    budget = MoneyField(label=gettext_lazy("Your budget before VAT, if you have one"), required=False)
    asked_by = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, activities: Sequence[Activity], country: Country, **kwargs: Any) -> None:
        super().__init__(*args, initial={"submission_id": uuid.uuid4()}, **kwargs)
        self.fields["activity"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each.membership.user.full_name}, {each.name}") for each in activities
        ]
        self.fields["budget"].currency = country.currency  # type: ignore[attr-defined]


class SortForm(SmartForm):
    """How staff see what clients owe."""

    sort = forms.ChoiceField(
        label=gettext_lazy("First those with"),
        required=False,
        choices=[
            ("exposure", gettext_lazy("the most owed and to come")),
            ("overdue", gettext_lazy("the most overdue")),
            ("oldest", gettext_lazy("the oldest unpaid invoice")),
            ("name", gettext_lazy("their names in order")),
        ],
    )
