"""What people type about the accounts: the days of a page, an export, a move, the span of a statement."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from activities.models import Activity
from countries.models import LegalEntity
from invoicing.account_words import account_name, kind_name
from invoicing.models.journal_export import ExportKind
from invoicing.rules import ledger
from invoicing.spans import Span
from smart.foundation.forms import DayField, MoneyField, SmartForm

SOMEBODY_ELSE = "other"


class DaysForm(SmartForm):
    """Days of the trial balance, read from the address."""

    first = DayField(label=pgettext_lazy("date", "From"), required=False)
    last = DayField(label=gettext_lazy("Until"), required=False)


class JournalForm(DaysForm):
    kind = forms.ChoiceField(label=gettext_lazy("Event"), required=False)
    account = forms.ChoiceField(label=gettext_lazy("Account"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = sorted(value for name, value in vars(ledger.Kind).items() if name.isupper())
        self.fields["kind"].choices = [("", _("Any")), *((kind, kind_name(kind)) for kind in kinds)]  # type: ignore[attr-defined]
        accounts = [(code, account_name(code)) for code in ledger.CHART]
        self.fields["account"].choices = [("", _("Any")), *accounts]  # type: ignore[attr-defined]


class ExportForm(SmartForm):
    kind = forms.ChoiceField(label=gettext_lazy("Format"))
    first = DayField(label=pgettext_lazy("date", "From"))
    last = DayField(label=gettext_lazy("Until"))
    entity: forms.ModelChoiceField = forms.ModelChoiceField(  # type: ignore[type-arg]  # generic only in the stubs
        label=gettext_lazy("Company"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Needed for a FEC; empty means all."),
    )
    is_only_new = forms.BooleanField(
        label=gettext_lazy("Only what is in no earlier file of this format"), required=False
    )

    def __init__(self, *args: Any, is_french: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in ExportKind.choices if is_french or choice[0] != ExportKind.FEC]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["entity"].queryset = LegalEntity.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["entity"].empty_label = _("All companies")  # type: ignore[attr-defined]


class MoveForm(SmartForm):
    target = forms.ChoiceField(label=gettext_lazy("To which activity?"))
    code = forms.CharField(
        label=gettext_lazy("Code of somebody else’s activity"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Ask them for it; they must consent. Only for an activity that is not yours."),
    )
    amount = MoneyField(label=gettext_lazy("Amount"))
    reason = forms.CharField(
        label=gettext_lazy("What is it for?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, targets: Sequence[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(each.pk), f"{each.name} ({each.code})") for each in targets]
        self.fields["target"].choices = [*own, (SOMEBODY_ELSE, _("Somebody else’s activity"))]  # type: ignore[attr-defined]


class SpanForm(SmartForm):
    """Which statement, read from the address."""

    span = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    activity = forms.ChoiceField(label=gettext_lazy("Activity"), required=False)

    def __init__(self, data: Any, *, spans: Sequence[Span], activities: Sequence[Activity]) -> None:
        super().__init__(data)
        self.fields["span"].choices = [(each.code, each.label) for each in spans]  # type: ignore[attr-defined]
        named = [(str(each.pk), f"{each.name} ({each.code})") for each in activities]
        self.fields["activity"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]
