"""What accountants type about bank statements: the file, the filters of the queue, the invoice an entry pays."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.models.bank import WaitReason
from invoicing.states import EntryState
from smart.foundation.forms import SmartForm


class BankFileForm(SmartForm):
    """The bank's file; its content decides what it is, not its name."""

    file = forms.FileField(
        label=gettext_lazy("Bank statement"),
        help_text=gettext_lazy("camt.053 (XML) or CODA, as the bank gave it, 5 MB at most."),
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
