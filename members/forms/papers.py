"""Handing in a paper, and what an adviser says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from members.papers import PaperKind
from smart.foundation.forms import DayField, DayParts, SmartForm
from smart.foundation.uploads import ACCEPT


def _file(label: Any, **kwargs: Any) -> forms.FileField:
    picture = forms.FileInput(attrs={"accept": ACCEPT})
    return forms.FileField(label=label, widget=picture, allow_empty_file=True, **kwargs)


class PaperForm(SmartForm):
    """As many files as the kind has sides, and the day until which it is valid where one stands on it."""

    front = _file(gettext_lazy("Photo or PDF"), help_text=gettext_lazy("JPEG, PNG, WebP or PDF, at most 10 MB."))
    back = _file(gettext_lazy("Back of the card"), required=False, help_text=gettext_lazy("Not needed for a passport."))
    expires_on = DayField(label=gettext_lazy("Valid until"), widget=DayParts)

    def __init__(self, *args: Any, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.sides == 1:
            del self.fields["back"]
        else:
            self.fields["front"].label = gettext_lazy("Front, or page of the passport")
        if not kind.ends:
            del self.fields["expires_on"]
