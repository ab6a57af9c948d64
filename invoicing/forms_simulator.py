"""What a visitor tells the simulator. Forms check shape; the rules check meaning."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.contract import ContractKind
from invoicing.forms import kind_label
from invoicing.rules.simulator import Known
from smart.foundation.forms import MoneyField, Picks, SmartForm

MOST_DAYS = 23


class SimulatorForm(SmartForm):
    """The side a person knows, the time it takes, and whether to look across the borders."""

    known = forms.ChoiceField(
        label=gettext_lazy("What do you know?"), choices=Known.choices, initial=Known.PRICE, widget=Picks
    )
    amount = MoneyField(
        label=gettext_lazy("Amount"), help_text=gettext_lazy("Before VAT for a price, before tax for a gross.")
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days of work in one month"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours each day"),
        help_text=gettext_lazy("Leave it empty for full days."),
        required=False,
        min_value=Decimal("0.5"),
        max_value=Decimal(12),
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of contract"))
    compare = forms.BooleanField(label=gettext_lazy("Compare with the other countries"), required=False)
    exchange_rate = forms.DecimalField(
        label=gettext_lazy("One euro buys"),
        required=False,
        min_value=Decimal("0.0001"),
        max_value=Decimal(100000),
        max_digits=11,
        decimal_places=6,
        localize=True,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, kinds: Sequence[ContractKind], currency: str, foreign: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind_label(kind)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]
        self.fields["days"].unit = _("days")  # type: ignore[attr-defined]
        self.fields["hours"].unit = _("hours")  # type: ignore[attr-defined]
        self.fields["exchange_rate"].unit = foreign  # type: ignore[attr-defined]
        self.fields["exchange_rate"].help_text = _(
            "Only for the comparison: write today’s rate, such as your bank gives it."
        )

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in ("known", "amount", "days", "hours", "kind")]

    @property
    def comparison_fields(self) -> list[Any]:
        return [self[name] for name in ("compare", "exchange_rate")]
