"""What staff type about shares."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models.share import MovementKind, ShareCategory
from members.states import ShareState
from smart.foundation.forms import DayField, MoneyField, SmartForm


class ShareReasonForm(SmartForm):
    reason = forms.CharField(
        label=gettext_lazy("Why"), help_text=gettext_lazy("The register keeps it."), max_length=300
    )


class TransferForm(ShareReasonForm):
    field_order = ("to", "count", "reason")
    to = forms.CharField(label=gettext_lazy("Member number of who takes them over"), max_length=20)
    count = forms.IntegerField(label=gettext_lazy("Number of shares"), min_value=1, initial=1)


class CategoryForm(ShareReasonForm):
    field_order = ("category", "reason")
    category = forms.ChoiceField(label=gettext_lazy("Category"))

    def __init__(self, *args: Any, categories: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(each, ShareCategory(each).label) for each in categories]  # type: ignore[attr-defined]


class SharePaymentForm(SmartForm):
    paid_on = DayField(label=gettext_lazy("Day the money arrived"))
    amount = MoneyField(
        label=gettext_lazy("Amount"), help_text=gettext_lazy("Empty: all that is open."), required=False
    )


class ShareFilterForm(SmartForm):
    """The filters of the list of shares; what makes no sense is left out."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Member number, e-mail or reference begins with"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), ("open", _("Not paid in full")), *ShareState.choices]  # type: ignore[attr-defined]


class RegisterFilterForm(SmartForm):
    """The filters of the register; what makes no sense is left out."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=1998, max_value=2200)
    q = forms.CharField(
        label=gettext_lazy("Member number or e-mail begins with"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *MovementKind.choices]  # type: ignore[attr-defined]
