"""What staff type about electronic invoices: the queue's filters, a reference, an answer of the channel, a proof."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.declarations import ReceiptFileForm
from invoicing.einvoice_codes import code_words, codes_of
from invoicing.models.einvoice import EInvoiceFormat
from smart.foundation.forms import DayField, SmartForm


class EInvoiceFilterForm(SmartForm):
    """The filters of the queue; all optional, read from the address."""

    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=gettext_lazy("Number or client begins with"), required=False, max_length=60)
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["format"].choices = [("", _("Any")), *EInvoiceFormat.choices]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """The filters that make sense, by name; the others are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SentByHandForm(SmartForm):
    reference = forms.CharField(
        label=gettext_lazy("Reference under which it was sent"),
        help_text=gettext_lazy("The number the platform gave, or where it was laid."),
        max_length=120,
    )


class AnswerForm(SmartForm):
    """An answer of the platform or the client, in the codes of the channel."""

    code = forms.ChoiceField(label=gettext_lazy("What was answered?"))
    on = DayField(label=gettext_lazy("Day of the answer"))
    note = forms.CharField(
        label=gettext_lazy("Its words"),
        help_text=gettext_lazy("Needed when something is refused, disputed or suspended."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, code_words(channel, code)) for code in codes_of(channel)]
        self.fields["code"].choices = [("", _("Choose an answer")), *choices]  # type: ignore[attr-defined]


class ProofForm(ReceiptFileForm):
    """A receipt of the channel, to be kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Receipt, as the platform or the client gave it")


class CancelForm(SmartForm):
    reason = forms.CharField(
        label=gettext_lazy("Which way does the invoice go instead?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RecordsForm(SmartForm):
    """Which of Spain's invoicing records go into a file: of one legal entity, from one position to another."""

    entity = forms.ChoiceField(label=gettext_lazy("Legal entity"))
    first = forms.IntegerField(label=gettext_lazy("From record"), min_value=1)
    last = forms.IntegerField(label=gettext_lazy("To record"), min_value=1)

    def __init__(self, *args: Any, entities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = entities  # type: ignore[attr-defined]
