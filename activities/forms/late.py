"""What a member chooses and says when a declaration comes too late, and what an adviser answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.late_words import way_label, way_words
from activities.models import LateWay
from activities.rules.late import Lateness
from countries.late_ways import LawfulWay
from smart.foundation.forms import Picks, SmartForm


class LateForm(SmartForm):
    """The ways that are open, each with what it does, and the member's words about days already worked."""

    way = forms.ChoiceField(label=_("What do you want to do?"), widget=Picks)
    words = forms.CharField(
        label=_("What was done on the days that have begun?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The true days and hours, and for whom. Your adviser reads it; it becomes no work of a contract."),
    )

    def __init__(
        self, *args: Any, late: Lateness, ways: Sequence[LawfulWay], is_written: bool = True, **kwargs: Any
    ) -> None:
        """`is_written` says whether the country's law is; where it is not, the days still ahead are open all the same."""
        super().__init__(*args, **kwargs)
        by_code: dict[str, LawfulWay | None] = {way.code: way for way in ways}
        if not is_written and late.coming is not None:
            by_code[LateWay.COMING] = None
        by_code[LateWay.ASK] = None
        self.fields["way"].choices = [(code, way_label(code, late)) for code in by_code]  # type: ignore[attr-defined]
        self.fields["way"].widget.hints = {code: way_words(code, late, way=way) for code, way in by_code.items()}
        self.fields["way"].initial = next(iter(by_code))
        if not late.has_begun:
            self.fields["words"].label = _("What should your adviser know?")
            self.fields["words"].help_text = _("They read it with the mission.")


class LateDecisionForm(SmartForm):
    """An adviser's answer to a wish to declare late."""

    answer = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("granted", _("The member may declare these days late")),
            ("declined", _("The days are not declared late")),
        ],
        widget=Picks,
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The member reads it.")
    )
