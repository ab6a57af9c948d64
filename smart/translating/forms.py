"""Forms of the translators' pages: the shape only; the rules decide the meaning."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from smart.foundation.forms import SmartForm
from smart.translating.catalogue import Entry

STATES: Final = (
    ("", _("All sentences")),
    ("changed", _("Changed here")),
    ("waiting", _("Waits for a second person")),
    ("doubtful", _("Doubtful")),
    ("missing", _("Not translated")),
    ("same", _("Same as the English")),
)


class FilterForm(SmartForm):
    """Which sentences to show; all optional, read from the address."""

    word = forms.CharField(label=_("Contains the word"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("Show"), required=False, choices=STATES)


def _text() -> forms.CharField:
    widget = forms.Textarea({"rows": 4, "spellcheck": "true"})
    return forms.CharField(
        label=_("Text"), max_length=6000, error_messages={"required": _("Write the text.")}, widget=widget
    )


class TextForm(SmartForm):
    """One field for each plural form, and a note for whoever brings the text back into the programs."""

    text_0 = _text()
    text_1 = _text()
    note = forms.CharField(
        label=_("Comment for the developer"),
        help_text=_("Why another text, or what the program should say differently. It goes into the exported file."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, entry: Entry, shown: list[str], language: str, **kwargs: Any) -> None:
        self.texts = [f"text_{number}" for number in range(len(entry.texts))]
        super().__init__(*args, initial=dict(zip(self.texts, shown, strict=True)), **kwargs)
        if len(self.texts) == 1:
            del self.fields["text_1"]
        else:
            self.fields["text_0"].label, self.fields["text_1"].label = _("Text for one"), _("Text for several")
        for name in self.texts:
            self.fields[name].widget.attrs["lang"] = language

    def typed(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.texts]


class TranslatorForm(SmartForm):
    email = forms.EmailField(label=_("E-mail address of the account"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class DoubtForm(SmartForm):
    note = forms.CharField(label=_("What is doubtful?"), max_length=500, widget=forms.Textarea({"rows": 2}))


class RefuseForm(SmartForm):
    reason = forms.CharField(label=_("Why not?"), max_length=500, widget=forms.Textarea({"rows": 2}))
