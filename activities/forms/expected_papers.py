"""Handing over a paper that staff made for a member."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from activities.rules.expected_documents import ExpectedRow
from smart.foundation.forms import SmartForm
from smart.foundation.uploads import ACCEPT


class HandOverForm(SmartForm):
    """Which paper of the list, and its file."""

    code = forms.ChoiceField(label=gettext_lazy("Which paper is it?"))
    file = forms.FileField(
        label=gettext_lazy("Photo or PDF"),
        help_text=gettext_lazy("JPEG, PNG, WebP or PDF, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, rows: list[ExpectedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.document.code, row.document.label) for row in rows]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]
