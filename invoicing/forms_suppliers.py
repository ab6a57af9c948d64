"""What is typed about invoices of suppliers: the file, the facts of a paper, who bears it, and what is decided."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from countries.models import LegalEntity
from invoicing.models import SupplierInvoice
from invoicing.models.supplier import ProposalAnswer, SupplierKind
from invoicing.rules.supplier_receiving import Typed
from invoicing.supplier_codes import REASONS
from smart.foundation import formats
from smart.foundation.forms import DayField, MoneyField, SmartForm
from smart.foundation.uploads import ACCEPT

ZERO = Decimal("0.00")


class HandInForm(SmartForm):
    """The original; a member names the activity it was bought for, staff may leave it open."""

    file = forms.FileField(
        label=gettext_lazy("Invoice, as it came"),
        help_text=gettext_lazy("An electronic invoice (XML or PDF), or a PDF or a photo of a paper; 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": f".xml,{ACCEPT}"}),
    )
    activity = forms.ChoiceField(label=gettext_lazy("For which activity was it bought?"))

    def __init__(self, *args: Any, activities: Sequence[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(each.pk), f"{each.name} ({each.code})") for each in activities]
        self.fields["activity"].choices = named if len(named) == 1 else [("", _("Choose an activity")), *named]  # type: ignore[attr-defined]


class ReceiveForm(SmartForm):
    """Staff hand a file in; the activity can be found later."""

    file = forms.FileField(
        label=gettext_lazy("Invoice, as it came"),
        help_text=HandInForm.base_fields["file"].help_text,
        widget=forms.FileInput(attrs={"accept": f".xml,{ACCEPT}"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the activity it was bought for"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("When you know it; otherwise it is suggested from what the invoice says."),
    )


class PaperForm(SmartForm):
    """The facts of a paper, typed beside it."""

    entity: forms.ModelChoiceField = forms.ModelChoiceField(  # type: ignore[type-arg]  # generic only in the stubs
        label=gettext_lazy("Which company is it addressed to?"), queryset=None, empty_label=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=SupplierKind.choices)
    supplier_name = forms.CharField(label=gettext_lazy("Supplier"), max_length=200)
    supplier_vat = forms.CharField(label=gettext_lazy("VAT number of the supplier"), required=False, max_length=30)
    supplier_email = forms.EmailField(label=gettext_lazy("E-mail of the supplier"), required=False)
    number = forms.CharField(label=gettext_lazy("Number of the invoice"), max_length=60)
    issued_on = DayField(label=gettext_lazy("Day of the invoice"))
    due_on = DayField(label=gettext_lazy("To pay by"), required=False)
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, min_length=3)
    net = MoneyField(label=gettext_lazy("Total without VAT"))
    vat = MoneyField(label=gettext_lazy("VAT"), min_value=ZERO, help_text=gettext_lazy("Zero when none is printed."))
    iban = forms.CharField(label=gettext_lazy("Account to pay to (IBAN)"), required=False, max_length=42)
    bankgiro = forms.CharField(label=gettext_lazy("Bankgiro number"), required=False, max_length=12)
    structured = forms.CharField(label=gettext_lazy("Their payment reference"), required=False, max_length=40)

    def __init__(self, data: Any = None, *, invoice: SupplierInvoice, currency: str) -> None:
        names = [name for name in self.base_fields if getattr(invoice, name, None) not in (None, "")]
        initial = {name: getattr(invoice, name) for name in names} if invoice.is_read else {"entity": invoice.entity_id}
        super().__init__(data, prefix="paper", initial={"currency": currency, **initial})
        self.fields["entity"].queryset = LegalEntity.objects.order_by("name")  # type: ignore[attr-defined]
        if currency != "SEK":
            del self.fields["bankgiro"]

    def typed(self) -> Typed:
        said: dict[str, Any] = self.cleaned_data
        return Typed(**{**said, "vat": said["vat"] or ZERO})


class PartsForm(SmartForm):
    """Who bears it: the code of an activity and its part, as many lines as the page shows."""

    LINES = 5

    def __init__(self, data: Any = None, *, parts: Sequence[tuple[str, Decimal]] = (), currency: str) -> None:
        self.base_fields = {}
        for place in range(1, self.LINES + 1):
            code, amount = parts[place - 1] if place <= len(parts) else ("", None)
            self.base_fields[f"activity_{place}"] = forms.CharField(
                label=_("Code of activity %(place)s") % {"place": place}, required=False, max_length=20, initial=code
            )
            self.base_fields[f"amount_{place}"] = MoneyField(
                label=_("Its part of what is to be paid"), required=False, initial=amount, currency=currency
            )
        super().__init__(data, prefix="parts")

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each line, to be shown beside each other."""
        return [(self[f"activity_{place}"], self[f"amount_{place}"]) for place in range(1, self.LINES + 1)]

    def parts(self) -> list[tuple[str, Decimal]]:
        """What was written: code and amount of every line that has one of both; a missing amount counts as zero."""
        said = self.cleaned_data
        lines = [(said.get(f"activity_{n}") or "", said.get(f"amount_{n}")) for n in range(1, self.LINES + 1)]
        return [(code.strip().upper(), amount or ZERO) for code, amount in lines if code or amount]


class ReasonCodeForm(SmartForm):
    """Why it is refused, disputed or suspended."""

    reason_code = forms.ChoiceField(label=gettext_lazy("Why?"))
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("The supplier and the member read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].choices = [("", _("Choose a reason")), *REASONS.items()]  # type: ignore[attr-defined]


class AnswerForm(ReasonCodeForm):
    """What the member says of an invoice put to their activity."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What should become of it?"), choices=ProposalAnswer.choices, widget=forms.RadioSelect
    )
    field_order = ("answer", "reason_code", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason_code"]
        reason.required, reason.label = False, _("Why is it to be refused or disputed?")


class ApproveForm(SmartForm):
    """What the accountant decides with the approval."""

    corrects = forms.ChoiceField(label=gettext_lazy("Invoice it takes back"))
    vat_deducted = MoneyField(
        label=gettext_lazy("VAT the cooperative recovers"),
        min_value=ZERO,
        help_text=gettext_lazy("The activities bear the rest of what is to be paid."),
    )
    vat_self = MoneyField(
        label=gettext_lazy("VAT owed by us as the buyer"),
        min_value=ZERO,
        required=False,
        help_text=gettext_lazy("Only for reverse charge: it is owed and recovered at once."),
    )
    iban = forms.CharField(label=gettext_lazy("Account to pay to (IBAN)"), required=False, max_length=42)
    bankgiro = forms.CharField(label=gettext_lazy("Bankgiro number"), required=False, max_length=12)
    structured = forms.CharField(label=gettext_lazy("Their payment reference"), required=False, max_length=40)

    def __init__(
        self, data: Any = None, *, invoice: SupplierInvoice, vat: Decimal, correctable: Sequence[SupplierInvoice]
    ) -> None:
        initial = {name: getattr(invoice, name) for name in ("iban", "bankgiro", "structured")}
        super().__init__(data, prefix="approve", initial={"vat_deducted": vat, **initial})
        if invoice.is_credit:
            choices = [(str(each.pk), _described(each)) for each in correctable]
            self.fields["corrects"].choices = choices or [("", _("No approved invoice of this supplier"))]  # type: ignore[attr-defined]
            del self.fields["iban"], self.fields["bankgiro"], self.fields["structured"]
        else:
            del self.fields["corrects"]
            if invoice.currency != "SEK":
                del self.fields["bankgiro"]


def _described(invoice: SupplierInvoice) -> str:
    day = formats.day(invoice.issued_on) if invoice.issued_on else "-"
    return f"{invoice.number} · {day} · {formats.money(invoice.due, invoice.currency)}"
