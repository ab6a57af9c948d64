"""What is typed about a quote: its lines, a deposit, how often it comes back, the paper that replaces the client's yes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from activities.models import ClientContact, OrderLine
from activities.models.order import OrderLineKind
from activities.models.series import Rhythm
from activities.place import in_language, pack_of
from activities.rules.order_lines import line_net
from activities.units import UNITS
from countries.models import Country
from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import MoneyField, Picks, SmartForm
from smart.foundation.uploads import ACCEPT, SafeFile, read_upload


class LineForm(SmartForm):
    """One line of the quote."""

    description = forms.CharField(
        label=_("What is this line for?"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    quantity = forms.DecimalField(
        label=_("Quantity"),
        max_digits=12,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "autocomplete": "off"}),
        error_messages={"invalid": _("“Quantity” must be a number, for example 3 or 2.5.")},
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=list(UNITS.items()))
    unit_price = forms.DecimalField(
        label=_("Price of one, without VAT"),
        max_digits=14,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "autocomplete": "off"}),
        error_messages={"invalid": _("“Price of one, without VAT” must be a number, for example 250 or 0.43.")},
    )
    kind = forms.ChoiceField(label=_("Work or expense?"), choices=OrderLineKind.choices, widget=Picks)
    service_kind = forms.ChoiceField(
        label=_("Kind of service"), required=False, help_text=_("Only if its VAT differs from the rest of the mission.")
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        kinds = [(code, in_language(dict(label), language)) for code, label in pack_of(country).pack.service_kinds]
        self.fields["service_kind"].choices = [("", gettext("As the mission")), *kinds]
        self.fields["unit_price"].unit = formats.currency_sign(country.currency)

    def facts(self) -> dict[str, Any]:
        """What was typed, as the rules take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "after"}

    def net(self) -> Decimal | None:
        """What the line comes to, as far as quantity and price can be read."""
        self.is_valid()
        quantity, price = self.cleaned_data.get("quantity"), self.cleaned_data.get("unit_price")
        return line_net(quantity, price) if quantity and price else None

    @staticmethod
    def initial_of(line: OrderLine | None) -> dict[str, Any]:
        if line is None:
            return {"kind": OrderLineKind.WORK, "unit": "DAY"}
        return {
            "description": line.description,
            "quantity": line.quantity.normalize(),
            "unit": line.unit,
            "unit_price": line.unit_price.normalize(),
            "kind": line.kind,
            "service_kind": line.service_kind,
        }


class DepositField(MoneyField):
    """A deposit typed as an amount (375) or as a part of the price (30 %). Gives an amount, or a Share of the price."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal(0), required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if not typed.endswith("%"):
            return super().to_python(value)
        try:
            share = formats.parse_amount(typed.removesuffix("%").strip()) / 100
        except ValueError:
            share = Decimal(-1)
        if not 0 <= share <= 1:
            raise forms.ValidationError(
                _("“%(label)s” must be an amount, or a part of the price such as 30 %%. You wrote “%(typed)s”."),
                code="invalid",
                params={"label": self.label, "typed": typed[:40]},
            )
        return Share(share)

    def validate(self, value: Any) -> None:
        if not isinstance(value, Share):
            super().validate(value)


class Share:
    """A part of the price, as a fraction."""

    def __init__(self, rate: Decimal) -> None:
        self.rate = rate


class SeriesForm(SmartForm):
    rhythm = forms.ChoiceField(label=_("How often does the work come back?"), choices=Rhythm.choices, widget=Picks)
    times = forms.IntegerField(
        label=_("How many more times?"),
        min_value=1,
        max_value=52,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short num"}),
    )


class WaiveForm(SmartForm):
    """The paper that replaces the client's confirmation: named, uploaded, or both."""

    reason = forms.CharField(
        label=_("Which signed paper replaces it?"),
        required=False,
        max_length=200,
        help_text=_("For example: contract 2026-14 signed on 3 March. Or upload it below."),
    )
    file = forms.FileField(
        label=_("The signed paper"),
        required=False,
        allow_empty_file=True,
        help_text=_("JPEG, PNG, WebP or PDF, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_file(self) -> SafeFile | None:
        """The file as it may be kept: a photo written anew, a PDF as it came, since it may be evidence."""
        given = self.cleaned_data["file"]
        try:
            return read_upload(given) if given else None
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message, code=broken.code) from broken


class ContactForm(SmartForm):
    """A person at a client's; only the member who wrote it sees it."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    @staticmethod
    def initial_of(contact: ClientContact) -> dict[str, Any]:
        return {name: getattr(contact, name) for name in ("name", "email", "phone", "note")}
