"""Which notices come by mail."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from members.notice_groups import GROUPS
from smart.foundation.forms import PickMany, SmartForm

OPTIONAL: Final = [(group.key, group.label) for group in GROUPS.values() if group.is_optional]


class NoticeChoicesForm(SmartForm):
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Send me a mail about"),
        choices=OPTIONAL,
        required=False,
        widget=PickMany(hints={group.key: group.about for group in GROUPS.values() if group.is_optional}),
    )
