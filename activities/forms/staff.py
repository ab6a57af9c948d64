"""What staff type in their queues: filters that never refuse, and decisions that carry nothing but a button."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from activities.states import ContractState, DeclarationState, MissionState
from members.models import User
from smart.foundation.forms import SmartForm

Choices = list[tuple[str, Any]]
ALL = "all"


class DecisionForm(SmartForm):
    """A decision without words: the refusal of a rule is shown at its top."""


class QueueFilter(SmartForm):
    """What a queue shows. Nothing is required; an answer that does not exist counts as none."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    adviser = forms.ChoiceField(label=gettext_lazy("Adviser"), required=False)

    def __init__(self, data: Any, *, states: Choices, advisers: Iterable[User] | None = None, hint: str = "") -> None:
        super().__init__(data)
        self.fields["q"].help_text = hint
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        if advisers is None:
            del self.fields["adviser"]
        else:
            people = [(str(each.pk), each.full_name) for each in advisers]
            self.fields["adviser"].choices = [("", _("Everybody's")), ("none", _("Nobody's")), *people]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """The filters that make sense, by name; the others are left out."""
        self.is_valid()
        return {name: str(value).strip() for name, value in self.cleaned_data.items() if value}


def mission_states() -> Choices:
    """The queue first; drafts are the member's alone."""
    named = [(state.value, state.label) for state in MissionState if state not in {"draft", "submitted"}]
    return [("", _("To check")), *named, (ALL, _("All"))]


def contract_states() -> Choices:
    named = [(state.value, state.label) for state in ContractState if state != "submitted"]
    return [("", _("To validate")), *named, (ALL, _("All"))]


def declaration_states() -> Choices:
    named = [(state.value, state.label) for state in DeclarationState]
    return [("", _("To do")), *named, (ALL, _("All"))]


def client_states() -> Choices:
    return [
        ("", _("All")),
        ("new", _("To review")),
        ("changed", pgettext("clients", "Changed since the review")),
        ("proposed", _("Corrections proposed by the client")),
        ("reviewed", _("Reviewed")),
        ("blocked", _("Blocked")),
        ("block_due", _("Blocks to look at again")),
        ("merged", _("Merged into another")),
    ]
