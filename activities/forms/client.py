"""A client as it is typed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries as names

from activities.models import Client
from activities.models.client import ClientKind
from countries.models import Country
from smart.foundation.forms import Picks, SmartForm


class ClientForm(SmartForm):
    """Who orders and pays. The numbers are checked by their own arithmetic, without asking anybody."""

    kind = forms.ChoiceField(label=_("What is the client?"), choices=ClientKind.choices, widget=Picks)
    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        help_text=_("The legal name, as on their letterhead."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    vat_number = forms.CharField(
        label=_("VAT number"),
        required=False,
        max_length=20,
        help_text=_("With its country, for example BE0123456749. It may be of another country than the address."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    company_number = forms.CharField(
        label=_("Company number"),
        required=False,
        max_length=40,
        help_text=_("If there is no VAT number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    street = forms.CharField(
        label=_("Street and number"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    postal_code = forms.CharField(
        label=_("Postal code"), max_length=12, widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"})
    )
    city = forms.CharField(label=_("Town"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    place = forms.ChoiceField(label=_("Country"))
    email = forms.EmailField(label=_("E-mail for invoices"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(
        label=_("Language of the client"), help_text=_("Orders and invoices are written in it.")
    )

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(names)
        self.fields["language"].choices = settings.LANGUAGES
        self.fields["place"].initial = country.code.code
        self.fields["language"].initial = (country.languages or ["en"])[0]

    @staticmethod
    def initial_of(client: Client) -> dict[str, Any]:
        fields = (
            "kind",
            "name",
            "vat_number",
            "company_number",
            "street",
            "postal_code",
            "city",
            "email",
            "language",
        )
        return {name: getattr(client, name) for name in fields} | {"place": client.place.code}


class ClientSearchForm(SmartForm):
    q = forms.CharField(label=_("Find a client"), required=False, max_length=60)
