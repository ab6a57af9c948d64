"""The language a person reads and is written to."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from smart.foundation.forms import SmartForm


class LanguageForm(SmartForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Pages and messages come in this language, in every country."),
    )
