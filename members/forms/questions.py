"""The questions a country's pack declares, as form fields: generated, never written twice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from countries.contract import InputField
from members.forms.profile import in_language
from smart.foundation.forms import PercentField, Picks, SmartForm

MOST_PICKS = 6


class QuestionsForm(SmartForm):
    """A pack's questions inside a larger page. Made by `questions_form`.

    It is bound only to answers given to these very questions (`shown`): when the page was sent before they were on it,
    the initial answers hold.
    """

    questions: ClassVar[tuple[InputField, ...]]
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def answers(self) -> dict[str, Any]:
        """What was answered by the pack's names, or the initial answers while nothing was. Call after `is_acceptable`."""
        source = self.cleaned_data if self.is_bound else {q.name: self.get_initial(q) for q in self.questions}
        given = {question.name: source.get(question.name) for question in self.questions}
        return {name: value for name, value in given.items() if value is not None and value != ""}

    def is_acceptable(self) -> bool:
        """Whether the answers can be used: valid, or not asked yet."""
        return not self.is_bound or self.is_valid()

    def get_initial(self, question: InputField) -> Any:
        return self.initial.get(question.name, question.default)


def questions_form(
    questions: Sequence[InputField],
    data: Mapping[str, Any] | None,
    *,
    prefix: str,
    shown: str,
    initial: Mapping[str, Any] | None = None,
) -> QuestionsForm:
    """The form of some declared questions, bound when `data` answers the questions shown as `shown`."""
    fields: dict[str, Any] = {question.name: field_of(question) for question in questions}
    form = type("PackQuestionsForm", (QuestionsForm,), {**fields, "questions": tuple(questions)})
    is_bound = data is not None and data.get(f"{prefix}-shown") == shown
    made: QuestionsForm = form(
        data if is_bound else None, prefix=prefix, initial={**_typed(questions, initial or {}), "shown": shown}
    )
    return made


def field_of(question: InputField) -> forms.Field:
    """The form field of one declared input."""
    common: dict[str, Any] = {
        "label": in_language(question.label),
        "help_text": in_language(question.help),
        "required": question.is_required,
        "initial": question.default,
    }
    if question.kind == "choice":
        choices = [(code, in_language(label)) for code, label in question.choices]
        few = len(choices) <= MOST_PICKS
        common["required"] = question.is_required or question.default is not None
        return forms.ChoiceField(choices=choices, widget=Picks() if few else forms.Select(), **common)
    if question.kind == "flag":
        return forms.BooleanField(**{**common, "required": False})
    if question.kind == "integer":
        limits = {"min_value": _whole(question.minimum), "max_value": _whole(question.maximum)}
        return forms.IntegerField(**limits, widget=forms.NumberInput(attrs={"class": "short"}), **common)
    if question.kind == "rate":
        return PercentField(max_value=question.maximum or Decimal(1), **common)
    if question.kind == "decimal":
        return forms.DecimalField(min_value=question.minimum, max_value=question.maximum, localize=True, **common)
    return forms.CharField(max_length=200, **common)


def _typed(questions: Sequence[InputField], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers (JSON keeps decimals as text) as the values the fields show."""
    numbers = {question.name for question in questions if question.kind in {"decimal", "rate"}}
    return {
        name: Decimal(value) if name in numbers and isinstance(value, str) and value else value
        for name, value in answers.items()
    }


def _whole(limit: Decimal | None) -> int | None:
    return int(limit) if limit is not None else None
