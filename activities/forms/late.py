"""What a member chooses and says when a declaration comes too late."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import LateWay
from activities.rules.late import Lateness
from smart.foundation import formats
from smart.foundation.forms import Picks, SmartForm


class LateForm(SmartForm):
    """The ways that are open, and the member's words about days already worked."""

    way = forms.ChoiceField(label=_("What do you want to do?"), choices=LateWay.choices, widget=Picks)
    words = forms.CharField(
        label=_("What was done on the days that have begun?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The true days and hours, and for whom. Your adviser reads it; it becomes no work of a contract."),
    )

    def __init__(self, *args: Any, late: Lateness, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(value, label) for value, label in LateWay.choices if value != LateWay.COMING or late.coming]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        if late.coming:
            hint = f"{formats.day(late.coming[0])} – {formats.day(late.coming[1])}"
            self.fields["way"].widget.hints = {LateWay.COMING.value: hint}
        if not late.has_begun:
            self.fields["words"].label = _("What should your adviser know?")
            self.fields["words"].help_text = _("Needed only when you ask them.")
