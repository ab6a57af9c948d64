"""What staff type at the declaration desk: filters, the reference of a sending, the authority's receipt."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.staff import QueueFilter
from activities.rules.declarations import ReceiptFile
from smart.foundation.forms import SmartForm

LARGEST: Final = 5 * 1024 * 1024
RECEIPTS: Final = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "json": "application/json",
    "txt": "text/plain",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
"""What an authority's receipt may be, by the ending of the file's name. The vault gives it back as a download only."""


class DeclarationFilter(QueueFilter):
    """The desk's filters: what was typed, the state, and when it is due."""

    due = forms.ChoiceField(label=gettext_lazy("Deadline"), required=False)

    def __init__(self, data: Any, *, states: Any, hint: str = "") -> None:
        super().__init__(data, states=states, hint=hint)
        self.fields["due"].choices = [
            ("", _("Any")),
            ("late", _("Passed")),
            ("today", _("Today")),
            ("week", _("In the next seven days")),
        ]


class SentForm(SmartForm):
    reference = forms.CharField(label=gettext_lazy("Reference under which it was sent"), max_length=80)


class ReceiptFileForm(SmartForm):
    """The receipt itself, when it comes later than its number."""

    file = forms.FileField(
        label=gettext_lazy("Receipt, as the authority gave it"),
        help_text=gettext_lazy(
            "PDF, XML, JSON, text, CSV, PNG or JPEG, 5 MB at most. It is kept with its fingerprint."
        ),
    )

    def clean_file(self) -> Any:
        """The file, unless it is too large or of a kind no authority sends."""
        given = self.cleaned_data["file"]
        if given is None:
            return None
        ending = given.name.rpartition(".")[2].lower()
        if ending not in RECEIPTS:
            raise forms.ValidationError(
                _("“%(name)s” is no receipt we can keep. Choose one of: %(kinds)s.")
                % {"name": given.name, "kinds": ", ".join(RECEIPTS)},
                code="kind",
            )
        if given.size > LARGEST:
            raise forms.ValidationError(
                _("“%(name)s” is larger than 5 MB. Choose a smaller file.") % {"name": given.name}, code="size"
            )
        return given

    def receipt_file(self) -> ReceiptFile | None:
        """The checked file as the rules take it; None when none was chosen."""
        given = self.cleaned_data.get("file")
        if given is None:
            return None
        ending = given.name.rpartition(".")[2].lower()
        return ReceiptFile(given.read(), RECEIPTS[ending], f".{ending}")


class ReceiptForm(ReceiptFileForm):
    """The receipt's number, and the receipt itself when it is at hand."""

    receipt = forms.CharField(label=gettext_lazy("Number of the receipt"), max_length=80)
    field_order = ("receipt", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
