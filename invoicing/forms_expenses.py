"""What staff type about a member's expense."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Receipt
from smart.foundation.forms import MoneyField, SmartForm


class LineVatForm(SmartForm):
    """The VAT as staff read it on the receipt, what comes back of it, and why."""

    vat = MoneyField(label=_("VAT on the receipt"), min_value=Decimal(0))
    vat_deducted = MoneyField(label=_("Of which the cooperative recovers"), min_value=Decimal(0))
    vat_note = forms.CharField(label=_("Why, for the member"), max_length=300)

    def __init__(self, *args: Any, receipt: Receipt, currency: str, **kwargs: Any) -> None:
        initial = {name: getattr(receipt, name) for name in ("vat", "vat_deducted", "vat_note")}
        super().__init__(*args, initial=initial, prefix=f"vat{receipt.pk}", **kwargs)
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.currency = currency


class LineRefuseForm(SmartForm):
    reason = forms.CharField(
        label=_("Why it is not paid back"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, receipt: Receipt, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"refuse{receipt.pk}", **kwargs)
