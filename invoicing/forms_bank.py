"""What accountants type about bank statements: the file, the filters of the queue, the invoice an entry pays."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.models.bank import WaitReason
from invoicing.states import EntryState
from smart.foundation.forms import MoneyField, SmartForm


class BankFileForm(SmartForm):
    """The bank's file; its content decides what it is, not its name."""

    file = forms.FileField(
        label=gettext_lazy("File of the bank"),
        help_text=gettext_lazy(
            "A statement (camt.053 or CODA) or the bank's answer to a file of ours (pain.002), as it came, 5 MB at most."
        ),
    )


class EntryFilterForm(SmartForm):
    """The filters of the queue; all optional, read from the address."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Why it waits"), required=False)
    name = forms.CharField(label=gettext_lazy("Payer’s name begins with"), required=False, max_length=80)
    statement = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["state"].choices = [("", EntryState.WAITING.label), *EntryState.choices[1:], ("all", _("All"))]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("Any")), *WaitReason.choices]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense, by name; the others are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MatchForm(SmartForm):
    number = forms.CharField(
        label=gettext_lazy("Number of the invoice"),
        help_text=gettext_lazy("All that is open is paid, or all that is left of the entry."),
        max_length=24,
    )


class DivideForm(SmartForm):
    """One entry over several invoices: the number and the amount of each, as many lines as a page shows."""

    LINES = 6

    def __init__(self, data: Any = None, *, lines: Sequence[tuple[str, Decimal]] = (), currency: str) -> None:
        self.base_fields = {}
        for place in range(1, self.LINES + 1):
            number, amount = lines[place - 1] if place <= len(lines) else ("", None)
            self.base_fields[f"number_{place}"] = forms.CharField(
                label=_("Invoice %(place)s") % {"place": place}, required=False, max_length=24, initial=number
            )
            self.base_fields[f"amount_{place}"] = MoneyField(
                label=_("Amount of invoice %(place)s") % {"place": place},
                required=False,
                initial=amount,
                currency=currency,
            )
        super().__init__(data, prefix="divide")

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each line, to be shown beside each other."""
        return [(self[f"number_{place}"], self[f"amount_{place}"]) for place in range(1, self.LINES + 1)]

    def parts(self) -> list[tuple[str, Decimal]]:
        """What was written: number and amount of every line that has both."""
        said = self.cleaned_data
        lines = [(said.get(f"number_{n}"), said.get(f"amount_{n}")) for n in range(1, self.LINES + 1)]
        return [(number, amount) for number, amount in lines if number and amount]


class KeepForm(SmartForm):
    """Whose money the rest of an entry is."""

    client = forms.CharField(
        label=gettext_lazy("Client"),
        help_text=gettext_lazy("The name as it stands in the list of clients, or the VAT number."),
        max_length=160,
    )


class ShareForm(SmartForm):
    """Which share an entry pays."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the share"),
        help_text=gettext_lazy("As it stands in the register of shares."),
        max_length=40,
    )


class TakeBackForm(SmartForm):
    number = forms.CharField(label=gettext_lazy("Number of the invoice it had paid"), max_length=24)


class ForeignForm(SmartForm):
    """A payment in another currency, with the amounts the books give it."""

    number = forms.CharField(label=gettext_lazy("Number of the invoice"), max_length=24)
    booked = MoneyField(label=gettext_lazy("Amount counted by our bank"))
    closes = MoneyField(
        label=gettext_lazy("Amount it settles of the invoice"),
        help_text=gettext_lazy("The difference is booked as a difference of exchange."),
    )
