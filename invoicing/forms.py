"""What people type into the books. Forms check shape; the rules check meaning."""

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countries.contract import ContractKind
from countries.vat_codes import CATEGORIES
from invoicing.models import Invoice, InvoiceLine
from invoicing.states import InvoiceState
from smart.foundation import formats
from smart.foundation.forms import DayField, MoneyField, PercentField, PickMany, SmartForm

CATEGORY_NAMES = {
    "S": gettext_lazy("S: taxed at a rate"),
    "Z": gettext_lazy("Z: taxed at zero"),
    "E": gettext_lazy("E: exempt"),
    "AE": gettext_lazy("AE: reverse charge, the client owes the tax"),
    "K": gettext_lazy("K: goods to another country of the Union"),
    "G": gettext_lazy("G: goods exported"),
    "O": gettext_lazy("O: outside the scope of VAT"),
}


ASK_AGAIN = {"data-hx-post": "", "data-hx-trigger": "change", "data-hx-target": "#work", "data-hx-swap": "outerHTML"}
"""Another kind of contract brings other questions about the work."""


class InvoiceFilterForm(SmartForm):
    """The filters of the staff's list; all optional, read from the address."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *InvoiceState.choices]
    )
    client = forms.CharField(label=gettext_lazy("Client’s name begins with"), required=False, max_length=80)
    since = DayField(label=gettext_lazy("Issued from"), required=False)
    until = DayField(label=gettext_lazy("Issued until"), required=False)


class PaymentForm(SmartForm):
    """Money that arrived. `key` makes a second press of the button the same payment."""

    amount = MoneyField(label=gettext_lazy("Amount received"))
    on = DayField(label=gettext_lazy("Day on the bank statement"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid.uuid4()))


class CreditForm(SmartForm):
    """How much is taken back, or which lines, and why. Nothing chosen takes back all that is left."""

    amount = MoneyField(
        label=gettext_lazy("Amount to credit, before VAT"),
        required=False,
        help_text=gettext_lazy("Leave it empty to credit everything that is left."),
    )
    positions = forms.MultipleChoiceField(
        label=gettext_lazy("Or whole lines"), required=False, widget=PickMany, choices=()
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it credited?"),
        help_text=gettext_lazy("The client reads this on the credit note."),
        widget=forms.Textarea,
        max_length=400,
    )

    def __init__(self, *args: Any, invoice: Invoice, lines: Sequence[InvoiceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = invoice.currency  # type: ignore[attr-defined]
        self.fields["positions"].choices = [  # type: ignore[attr-defined]
            (str(line.position), f"{line.description} · {formats.money(line.net, invoice.currency)}") for line in lines
        ]
        if len(lines) < 2:
            del self.fields["positions"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["positions"] = [int(position) for position in given.get("positions") or ()]
        if given["positions"] and given.get("amount"):
            raise forms.ValidationError(_("Give an amount or choose lines, not both."))
        return given


class VatForm(SmartForm):
    """An accountant's decision where the law leaves a question."""

    category = forms.ChoiceField(
        label=gettext_lazy("Category"), choices=[(code, CATEGORY_NAMES[code]) for code in CATEGORIES]
    )
    rate = PercentField(label=gettext_lazy("Rate"), help_text=gettext_lazy("0 for every category but S."))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The article of law or the official page."),
        max_length=200,
    )
    reason = forms.CharField(label=gettext_lazy("Why does it apply here?"), widget=forms.Textarea, max_length=600)
    mention = forms.CharField(
        label=gettext_lazy("Mention on the invoice"),
        help_text=gettext_lazy("Needed when no tax is charged. Write it in the language of the invoice."),
        required=False,
        max_length=300,
    )
    exemption_code = forms.CharField(
        label=gettext_lazy("Exemption code"),
        help_text=gettext_lazy("VATEX code, if any."),
        required=False,
        max_length=40,
    )


class ConversionForm(SmartForm):
    """Which days, what kind of contract, how much of the money. `gross` only where payroll is not open."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of contract"))
    days = forms.MultipleChoiceField(label=gettext_lazy("Days of work"), widget=PickMany)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours each day"),
        min_value=Decimal("0.25"),
        max_value=Decimal(24),
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    start_time = forms.TimeField(label=gettext_lazy("Start of work"), widget=forms.TimeInput({"type": "time"}))
    budget = MoneyField(
        label=gettext_lazy("Budget to use"),
        help_text=gettext_lazy("What the contract may cost, contributions included."),
    )
    gross = MoneyField(
        label=gettext_lazy("Gross pay agreed"), help_text=gettext_lazy("As agreed between you and your adviser.")
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[ContractKind],
        days: Sequence[datetime.date],
        has_payroll: bool,
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind_label(kind)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["days"].choices = [(day.isoformat(), _day(day)) for day in days]  # type: ignore[attr-defined]
        self.fields["kind"].widget.attrs |= ASK_AGAIN
        self.fields["hours"].unit = _("hours")  # type: ignore[attr-defined]
        for name in ("budget", "gross"):
            self.fields[name].currency = currency  # type: ignore[attr-defined]
        if has_payroll:
            del self.fields["gross"]

    def worked_days(self) -> list[tuple[datetime.date, Decimal]]:
        """The chosen days with their hours, in order; after validation."""
        hours: Decimal = self.cleaned_data["hours"]
        return [(datetime.date.fromisoformat(day), hours) for day in sorted(self.cleaned_data["days"])]


def kind_label(kind: ContractKind) -> str:
    return kind.label.get(get_language() or "en") or kind.label["en"]


def _day(day: datetime.date) -> str:
    return formats.day(day, form="weekday")
