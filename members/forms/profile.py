"""Who a person is for their employer: identity, address, bank account."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_countries import countries

from countries import registry
from countries.identifiers import check_identifier
from members.models.profile import Sex
from smart.foundation.forms import DayField, DayParts, SmartForm

OLDEST = datetime.date(1900, 1, 1)


def country_choices() -> list[tuple[str, str]]:
    """Every country in the reader's language, with an empty answer first."""
    return [("", _("Choose a country")), *((each.code, str(each.name)) for each in countries)]


def sexes() -> list[tuple[str, Any]]:
    return [("", _("Not given")), *Sex.choices]


class IdentityForm(SmartForm):
    """As on the identity card. The national number is asked where the country's pack asks one of people."""

    legal_first_name = forms.CharField(
        label=gettext_lazy("First names, as on your identity card"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    legal_last_name = forms.CharField(
        label=gettext_lazy("Family name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    birth_date = DayField(label=gettext_lazy("Date of birth"), widget=DayParts)
    birth_place = forms.CharField(
        label=gettext_lazy("Place of birth"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Some declarations to the authorities ask for it."),
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sex, as on your identity card"), choices=sexes, required=False)
    nationality = forms.ChoiceField(label=gettext_lazy("Nationality"), choices=country_choices)
    national_number = forms.CharField(
        label=gettext_lazy("National number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Kept encrypted; only payroll sees it in full."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    social_security_number = forms.CharField(
        label=gettext_lazy("Social security number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Kept encrypted; only payroll sees it in full."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, code: str, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code, self.today = code, today
        asked = [each for each in registry.pack_for(code).pack.identifiers if each.holder == "person"]
        field = self.fields["national_number"]
        if asked:
            field.label = in_language(asked[0].label)
            field.required = asked[0].is_required
        field.error_messages["required"] = _("Fill in “%(label)s”.") % {"label": field.label}
        self._ask_second_number({each.code: each.label for each in asked})

    def _ask_second_number(self, asked: Mapping[str, Mapping[str, str]]) -> None:
        """Only where the country tells a person's tax number and social security number apart."""
        if "social_security_number" in asked:
            self.fields["social_security_number"].label = in_language(asked["social_security_number"])
        else:
            del self.fields["social_security_number"]

    def clean_birth_date(self) -> datetime.date:
        born: datetime.date = self.cleaned_data["birth_date"]
        if not OLDEST <= born < self.today:
            raise forms.ValidationError(_("“Date of birth” must be a day in the past, after 1900."), code="not_past")
        return born

    def clean_national_number(self) -> str:
        return checked_identifier(self.code, "national_number", self.cleaned_data["national_number"])


class AddressForm(SmartForm):
    street = forms.CharField(
        label=gettext_lazy("Street and number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "short"}),
    )
    city = forms.CharField(
        label=gettext_lazy("Town"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    residence = forms.ChoiceField(
        label=gettext_lazy("Country where you live"),
        choices=country_choices,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )


class AccountForm(SmartForm):
    iban = forms.CharField(
        label=gettext_lazy("Account number (IBAN)"),
        max_length=50,
        help_text=gettext_lazy("Your pay goes there. Kept encrypted."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_iban(self) -> str:
        return checked_identifier(self.code, "iban", self.cleaned_data["iban"])


class AgreementForm(SmartForm):
    agreed = forms.BooleanField(label=gettext_lazy("I have read the use agreement and accept it"))


class SendForm(AgreementForm):
    """The last page of an application: the agreement, and how shares are paid where they may be taken out of pay."""

    field_order = ("from_pay", "agreed")
    from_pay = forms.ChoiceField(
        label=gettext_lazy("How do you pay your shares?"),
        choices=[
            ("yes", gettext_lazy("Out of my pay: I give this order in writing")),
            ("no", gettext_lazy("By transfer: nothing is taken out of my pay")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, asks_how_to_pay: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_how_to_pay:
            del self.fields["from_pay"]

    @property
    def wants_out_of_pay(self) -> bool | None:
        """The answer of a valid form; None where it was not asked."""
        answer = self.cleaned_data.get("from_pay")
        return None if answer is None else answer == "yes"


def checked_identifier(code: str, kind: str, typed: str) -> str:
    """The compact number, or the sentence that says what is wrong with it."""
    if not typed:
        return ""
    check = check_identifier(code, kind, typed)
    if not check.ok:
        raise forms.ValidationError(str(check.message), code=f"wrong_{kind}")
    return str(check.compact)


def in_language(text: Any) -> str:
    """A pack's `{language: text}` in the reader's language, else English."""
    return str(text.get((get_language() or "en")[:2]) or text.get("en", ""))
