"""Forms of the network pages: the shape only; the rules decide the meaning."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries as every_country

from countries.calendars import regions
from countries.electronic_address import scheme_choices
from countries.models import Country, LegalEntity
from countries.states import CountryState
from smart.foundation.forms import PickMany, SmartForm


class OpenCountryForm(SmartForm):
    code = forms.ChoiceField(label=_("Which country?"), choices=())
    reason = forms.CharField(
        label=_("Why now?"),
        help_text=_("Who asks, what was studied, who pays. The history of the network keeps it."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = set(
            Country.objects.exclude(
                state__in=[CountryState.INITIATIVE, CountryState.STUDY, CountryState.FUNDING]
            ).values_list("code", flat=True)
        )
        choices = [(code, name) for code, name in every_country if code not in taken]
        self.fields["code"].choices = [("", _("Choose a country")), *choices]


class BasicsForm(SmartForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages of the documents"), choices=settings.LANGUAGES, widget=PickMany()
    )
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, for example EUR or SEK."),
        max_length=3,
        widget=forms.TextInput({"class": "short", "autocapitalize": "characters"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=())
    holiday_region = forms.ChoiceField(
        label=_("Region of the holiday calendar"),
        help_text=_("The region whose public holidays count for pay days. Empty: those of the whole country."),
        choices=(),
        required=False,
    )

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(
            zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV"))
        )
        self.fields["time_zone"].choices = [("", _("Choose a time zone")), *((zone, zone) for zone in zones)]
        region_choices = [(region, region) for region in regions(country.code.code)]
        self.fields["holiday_region"].choices = [("", _("The whole country")), *region_choices]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class EntityForm(SmartForm):
    name = forms.CharField(
        label=_("Registered name"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    legal_form = forms.CharField(label=_("Legal form"), max_length=120)
    code = forms.SlugField(
        label=_("Short code"),
        help_text=_("A word for lists, for example coop. Small letters and dashes."),
        max_length=20,
    )
    company_number = forms.CharField(label=_("Company number"), max_length=40, required=False)
    vat_number = forms.CharField(label=_("VAT number"), max_length=20, required=False)
    employer_number = forms.CharField(
        label=_("Employer number"),
        help_text=_("The number under which social security knows the employer."),
        max_length=40,
        required=False,
    )
    register = forms.CharField(
        label=_("Register and court"),
        help_text=_("As it must be printed on invoices."),
        max_length=200,
        required=False,
    )
    street = forms.CharField(
        label=_("Street and number"), max_length=200, widget=forms.TextInput({"autocomplete": "address-line1"})
    )
    postal_code = forms.CharField(
        label=_("Postal code"), max_length=12, widget=forms.TextInput({"class": "short", "autocomplete": "postal-code"})
    )
    city = forms.CharField(label=_("Town"), max_length=80, widget=forms.TextInput({"autocomplete": "address-level2"}))
    email = forms.EmailField(label=_("E-mail for clients"), required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("German public bodies ask for it on electronic invoices."),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel"}),
    )
    endpoint_scheme = forms.ChoiceField(
        label=_("Kind of electronic address"),
        help_text=_("The address electronic invoices are sent from. Empty: made of the company's numbers."),
        choices=(),
        required=False,
    )
    endpoint_id = forms.CharField(label=_("Electronic address"), max_length=60, required=False)

    FACTS: ClassVar = (
        "name", "legal_form", "code", "company_number", "vat_number", "employer_number", "register", "street",
        "postal_code", "city", "email", "phone", "endpoint_scheme", "endpoint_id",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["endpoint_scheme"].choices = scheme_choices()


class OfficeForm(SmartForm):
    name = forms.CharField(label=_("Name of the office"), max_length=120)
    city = forms.CharField(label=_("Town"), max_length=80)
    address = forms.CharField(label=_("Address"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}))
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    serves = forms.MultipleChoiceField(
        label=_("Members of which countries may come here?"), choices=(), required=False, widget=PickMany()
    )

    FACTS: ClassVar = ("name", "city", "address", "email", "phone", "serves")

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tenants = [row for row in Country.objects.all() if row.is_tenant]
        self.fields["serves"].choices = [(row.code.code, row.code.name) for row in tenants]
        self.fields["serves"].initial = [country.code.code]


class AccountForm(SmartForm):
    entity = forms.ModelChoiceField(label=_("Legal entity"), queryset=None, empty_label=None)
    name = forms.CharField(label=_("What it is for"), help_text=_("For example: clients, or salaries."), max_length=80)
    iban = forms.CharField(
        label=_("IBAN"), max_length=42, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
    )
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False, widget=forms.TextInput({"class": "short"}))
    currency = forms.CharField(label=_("Currency"), max_length=3, widget=forms.TextInput({"class": "short"}))

    FACTS: ClassVar = ("name", "iban", "bic", "currency")

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = LegalEntity.objects.order_by("-is_default", "code")
        self.fields["currency"].initial = country.currency


class ReasonForm(SmartForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))
