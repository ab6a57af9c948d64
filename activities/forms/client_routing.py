"""How invoices reach a client, as it is typed; only the fields that the country's formats ask for."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Client
from activities.rules.client_routing import ROUTING, WISHES, fields_of
from countries.electronic_address import scheme_choices
from countries.models import Country
from smart.foundation.forms import MoneyField, SmartForm

WORDS: Final = {
    "": _("As usual, or as the law asks"),
    "pdf": _("PDF by mail"),
    "peppol": "Peppol BIS Billing 3",
    "facturx": "Factur-X / ZUGFeRD",
    "xrechnung": "XRechnung",
    "ubl": "UBL 2.1 (EN 16931)",
}


class ClientRoutingForm(SmartForm):
    endpoint_scheme = forms.ChoiceField(
        label=_("Kind of electronic address"),
        help_text=_("Belgian, French, Italian and Swedish clients are found under their number when this is empty."),
        required=False,
    )
    endpoint_id = forms.CharField(
        label=_("Electronic address"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    buyer_reference = forms.CharField(
        label=_("Reference the client wants on every invoice"),
        help_text=_("A German public body's Leitweg-ID, the reference of an office, a cost centre."),
        required=False,
        max_length=60,
    )
    sdi_code = forms.CharField(label=_("Recipient code (codice destinatario)"), required=False, max_length=7)
    pec = forms.EmailField(
        label=_("Certified mail (PEC)"), help_text=_("If there is no recipient code."), required=False
    )
    dir3_accounting = forms.CharField(label=_("DIR3: accounting office"), required=False, max_length=10)
    dir3_management = forms.CharField(label=_("DIR3: managing body"), required=False, max_length=10)
    dir3_processing = forms.CharField(label=_("DIR3: processing unit"), required=False, max_length=10)
    supplier_number = forms.CharField(
        label=_("Our number as a supplier"),
        help_text=_("Austrian federal bodies give one."),
        required=False,
        max_length=30,
    )
    format = forms.ChoiceField(
        label=_("Format the client asks for"),
        help_text=_("Counts only where the law leaves the choice."),
        required=False,
        choices=[("", WORDS[""]), *((name, WORDS[name]) for name in WISHES)],
    )
    billing_email = forms.EmailField(
        label=_("Another e-mail for invoices"), help_text=_("Empty: the client's own."), required=False
    )
    terms_days = forms.IntegerField(
        label=_("Days to pay"), help_text=_("Empty: the term of the country."), required=False, min_value=0
    )
    credit_limit = MoneyField(
        label=_("Credit limit"),
        help_text=_("What may be open with this client over all members. Empty: none."),
        required=False,
        min_value=None,
    )

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["endpoint_scheme"].choices = scheme_choices()  # type: ignore[attr-defined]
        asked = fields_of(country.code.code)
        for name in {name for names in ROUTING.values() for name in names} - set(asked):
            del self.fields[name]
        self.fields["credit_limit"].currency = country.currency  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(client: Client) -> dict[str, Any]:
        fields = ("endpoint_scheme", "endpoint_id", "buyer_reference", "billing_email", "terms_days", "credit_limit")
        return {name: getattr(client, name) for name in fields} | client.routing
