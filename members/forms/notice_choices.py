"""Which notices come by mail."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from members.notice_groups import GROUPS
from members.rules.notice_choices import Rhythm
from smart.foundation.forms import PickMany, Picks, SmartForm

OPTIONAL: Final = [(group.key, group.label) for group in GROUPS.values() if group.is_optional]


RHYTHMS: Final = [
    (Rhythm.AT_ONCE.value, gettext_lazy("Each at once")),
    (Rhythm.DAILY.value, gettext_lazy("Once a day, all in one mail")),
]


class NoticeChoicesForm(SmartForm):
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Send me a mail about"),
        choices=OPTIONAL,
        required=False,
        widget=PickMany(hints={group.key: group.about for group in GROUPS.values() if group.is_optional}),
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("When these mails come"),
        choices=RHYTHMS,
        required=False,
        initial=Rhythm.AT_ONCE.value,
        widget=Picks(),
        help_text=gettext_lazy("What must reach you by mail comes at once in any case."),
    )

    def clean_rhythm(self) -> str:
        return self.cleaned_data["rhythm"] or Rhythm.AT_ONCE.value
