"""What people write about drafts and disputes. Forms check shape; the rules check meaning."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.models import Invoice, InvoiceLine
from invoicing.models.dispute import DisputeReason
from smart.foundation.forms import SmartForm

LINE = "line_"


class WishForm(SmartForm):
    """What a member wants changed on a draft."""

    words = forms.CharField(
        label=gettext_lazy("What should change?"),
        help_text=gettext_lazy("The words, the order number, the language or the term; not the amount you agreed."),
        widget=forms.Textarea,
        max_length=600,
    )


class ReleaseForm(SmartForm):
    """The answer to a wish."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("The member reads it. Then the draft goes out on its day, or now if that has passed."),
        widget=forms.Textarea,
        max_length=600,
    )


class DraftForm(SmartForm):
    """The words of a draft; one text for each line."""

    purchase_order = forms.CharField(label=gettext_lazy("Purchase order"), required=False, max_length=60)
    language = forms.ChoiceField(label=gettext_lazy("Language of the invoice"), choices=settings.LANGUAGES)
    terms_days = forms.IntegerField(
        label=gettext_lazy("Days to pay"),
        help_text=gettext_lazy("Leave it empty for the client's own term or the country's."),
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, invoice: Invoice, lines: Sequence[InvoiceLine], **kwargs: Any) -> None:
        facts = {"purchase_order": invoice.purchase_order, "language": invoice.language}
        super().__init__(*args, initial={**facts, "terms_days": invoice.terms_days}, **kwargs)
        for line in lines:
            label = _("Line %(position)s") % {"position": line.position}
            field = forms.CharField(label=label, initial=line.description, widget=forms.Textarea, max_length=600)
            self.fields[f"{LINE}{line.position}"] = field
        self.order_fields([f"{LINE}{line.position}" for line in lines])

    def facts(self) -> dict[str, Any]:
        """What the rule is given, after validation."""
        given = dict(self.cleaned_data)
        texts = {int(name.removeprefix(LINE)): given.pop(name) for name in list(given) if name.startswith(LINE)}
        return {"descriptions": texts, **given}


class DisputeForm(SmartForm):
    """Why somebody disagrees with an invoice; the client types their name, others are known."""

    code = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=DisputeReason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("Say it in your words"),
        help_text=gettext_lazy("So that it can be mended: what was agreed, what is wrong."),
        widget=forms.Textarea,
        max_length=1000,
    )
    who = forms.CharField(label=gettext_lazy("Your name"), max_length=120)

    def __init__(self, *args: Any, known_as: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known_as:
            del self.fields["who"]


class OutcomeForm(SmartForm):
    """How a dispute ends."""

    outcome = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("The client and the member read it. The invoice is then owed again."),
        widget=forms.Textarea,
        max_length=1000,
    )
