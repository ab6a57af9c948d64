"""What staff ask of the VAT table: which rows to show, how a supply would be taxed, what they read in a row's source."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_countries import countries as every_country

from activities.models.client import ClientKind
from invoicing.vat_words import CUSTOMER_WORDS, service_words
from smart.foundation.forms import DayField, SmartForm


class VatFilterForm(SmartForm):
    """Which rows to show; all optional, read from the address."""

    service = forms.ChoiceField(label=gettext_lazy("Kind of service"), required=False)
    customer = forms.ChoiceField(
        label=gettext_lazy("Client"),
        required=False,
        choices=[("", gettext_lazy("Every client")), *CUSTOMER_WORDS.items()],
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("", gettext_lazy("Every row")),
            ("unsure", gettext_lazy("Not read in the source")),
            ("open", gettext_lazy("To review")),
            ("changed", pgettext_lazy("VAT rows", "Changed since the review")),
            ("waiting", gettext_lazy("Waiting for a second person")),
            ("ask", gettext_lazy("Left to an accountant")),
        ],
    )
    on = DayField(label=gettext_lazy("As of the day"), required=False)

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("Every service")),
            *service_words(code).items(),
        ]


class VatTryForm(SmartForm):
    """A supply nobody has made: what, to whom, where, when."""

    service = forms.ChoiceField(label=gettext_lazy("Kind of service"))
    client_kind = forms.ChoiceField(label=gettext_lazy("Kind of client"), choices=ClientKind.choices)
    customer_country = forms.ChoiceField(label=gettext_lazy("Country of the client"))
    vat_number = forms.CharField(
        label=gettext_lazy("VAT number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("With the letters in front. Empty when the client has none."),
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code of the client"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("Some islands and towns have another VAT than their country."),
    )
    place_country = forms.ChoiceField(label=gettext_lazy("Country of the event"), required=False)
    on = DayField(label=gettext_lazy("On the day"))

    def __init__(self, *args: Any, code: str, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.code, each.name) for each in every_country]
        self.fields["service"].choices = list(service_words(code).items())  # type: ignore[attr-defined]
        self.fields["customer_country"].choices = named  # type: ignore[attr-defined]
        self.fields["place_country"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["customer_country"].initial, self.fields["on"].initial = code, today


class VatReviewForm(SmartForm):
    """What the reviewer read."""

    note = forms.CharField(
        label=gettext_lazy("What did you read?"),
        help_text=gettext_lazy("The page or article, and its date. Kept with the review."),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
    )
