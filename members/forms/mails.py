"""What staff decide about a mail that could not be placed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from members.models import Thread
from smart.foundation.forms import SmartForm


class PlaceForm(SmartForm):
    thread = forms.ChoiceField(
        label=gettext_lazy("Conversation"),
        help_text=gettext_lazy("It appears there as the member’s word, with your name as the one who placed it."),
    )

    def __init__(self, *args: Any, threads: list[Thread], **kwargs: Any) -> None:
        super().__init__(*args, prefix="place", **kwargs)
        self.threads = {str(each.pk): each for each in threads}
        self.fields["thread"].choices = [(key, each.heading) for key, each in self.threads.items()]  # type: ignore[attr-defined]

    def clean_thread(self) -> Thread:
        return self.threads[self.cleaned_data["thread"]]


class DiscardForm(SmartForm):
    words = forms.CharField(
        label=gettext_lazy("Why it is discarded"),
        help_text=gettext_lazy("For the staff only. The mail itself stays in the vault."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="discard", **kwargs)
