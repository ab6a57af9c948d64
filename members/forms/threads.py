"""What people write in a conversation, and how staff sort and hand on questions."""

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from members.forms.staff import named
from members.models import User
from members.rules.threads import LONGEST
from smart.foundation.forms import SmartForm
from smart.foundation.uploads import ACCEPT, SafeFile, read_upload

SHOWN: Final = (
    ("open", gettext_lazy("To answer")),
    ("mine", gettext_lazy("Mine to answer")),
    ("team", gettext_lazy("Of my team")),
    ("nobody", gettext_lazy("Of nobody yet")),
    ("late", gettext_lazy("Past the promise")),
    ("answered", pgettext_lazy("question", "Answered")),
    ("closed", pgettext_lazy("question", "Closed")),
    ("all", gettext_lazy("All")),
)


class MessageForm(SmartForm):
    """One message, with a photo or a PDF if it helps. `submission_id` makes two taps one message."""

    text = forms.CharField(
        label=gettext_lazy("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": "4"})
    )
    file = forms.FileField(
        label=gettext_lazy("Photo or PDF"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "question")
        super().__init__(*args, **kwargs)
        self.fields["submission_id"].initial = uuid.uuid4

    def safe_files(self) -> list[SafeFile]:
        """What was handed in, made safe. Raises RuleBroken about `file`."""
        given = self.cleaned_data["file"]
        return [read_upload(given)] if given else []


class QuestionForm(MessageForm):
    """A question about nothing in particular."""

    title = forms.CharField(label=gettext_lazy("What is it about?"), max_length=120)
    field_order = ("title", "text", "file", "submission_id")


class NoteForm(SmartForm):
    text = forms.CharField(
        label=gettext_lazy("Note to colleagues"),
        help_text=gettext_lazy("The member never reads it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="note", **kwargs)
        self.fields["submission_id"].initial = uuid.uuid4


class AssignForm(SmartForm):
    to = forms.ChoiceField(label=gettext_lazy("Colleague"))
    note = forms.CharField(
        label=gettext_lazy("What they should know"),
        help_text=gettext_lazy("The member never reads it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, prefix="assign", **kwargs)
        self.people = {str(each.pk): each for each in colleagues}
        self.fields["to"].choices = [("", gettext_lazy("Choose a person")), *named(colleagues)]  # type: ignore[attr-defined]

    def clean_to(self) -> User:
        return self.people[self.cleaned_data["to"]]


class InboxForm(SmartForm):
    """The filters of the inbox; nothing is required, and what makes no sense is left out."""

    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)
    q = forms.CharField(
        label=gettext_lazy("Family name, e-mail or member number"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
