"""The questions a country's pack declares, as form fields: generated, never written twice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.contract import InputField
from members.forms.profile import in_language
from smart.foundation import formats
from smart.foundation.forms import PercentField, Picks, SmartForm

MOST_PICKS = 6
SHORTEST = 3  # letters: I, II, III… take the whole width of a phone as buttons
NO_ANSWER = ("", gettext_lazy("No answer"))


class AskingForm(SmartForm):
    """A form with a pack's `questions`: the usual ones first, the rare ones behind them, then whatever else it has."""

    template_name = "forms/questions.html"
    questions: ClassVar[tuple[InputField, ...]]

    @property
    def usual_fields(self) -> list[BoundField]:
        """What most people answer; everything when the pack calls every question rare."""
        usual = [self[question.name] for question in self.questions if not question.is_rare]
        return usual or [self[question.name] for question in self.questions]

    @property
    def rare_fields(self) -> list[BoundField]:
        usual = {bound.name for bound in self.usual_fields}
        return [self[question.name] for question in self.questions if question.name not in usual]

    @property
    def other_fields(self) -> list[BoundField]:
        asked = {question.name for question in self.questions}
        return [bound for bound in self.visible_fields() if bound.name not in asked]

    @property
    def is_rare_open(self) -> bool:
        """Whether a rare question was answered, or answered in a way that cannot be read."""
        rare = {bound.name for bound in self.rare_fields}
        return any(
            bool(self.errors.get(question.name)) or is_answered(question, self.value_of(question))
            for question in self.questions
            if question.name in rare
        )

    def value_of(self, question: InputField) -> Any:
        """The answer as it stands: what was typed and could be read, or what the form began with."""
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data.get(question.name)
        return self.initial.get(question.name, question.default)

    def answers(self) -> dict[str, Any]:
        """What was answered, by the pack's names; what was left empty is left to the pack's default."""
        given = {question.name: self.cleaned_data.get(question.name) for question in self.questions}
        return {name: value for name, value in given.items() if value is not None and value != ""}


class QuestionsForm(AskingForm):
    """A pack's questions inside a larger page. Made by `questions_form`.

    It is bound only to answers given to these very questions (`shown`): when the page was sent before they were on it,
    the initial answers hold.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    is_new = False
    """Whether other questions were on the page that was sent: these come to notice."""

    def answers(self) -> dict[str, Any]:
        """What was answered by the pack's names, or the initial answers while nothing was. Call after `is_acceptable`."""
        if self.is_bound:
            return super().answers()
        given = {question.name: self.value_of(question) for question in self.questions}
        return {name: value for name, value in given.items() if value is not None and value != ""}

    def is_acceptable(self) -> bool:
        """Whether the answers can be used: valid, or not asked yet."""
        return not self.is_bound or self.is_valid()


def questions_form(
    questions: Sequence[InputField],
    data: Mapping[str, Any] | None,
    *,
    prefix: str,
    shown: str,
    initial: Mapping[str, Any] | None = None,
) -> QuestionsForm:
    """The form of some declared questions, bound when `data` answers the questions shown as `shown`."""
    asked = usual_first(questions)
    fields: dict[str, Any] = {question.name: field_of(question) for question in asked}
    form = type("PackQuestionsForm", (QuestionsForm,), {**fields, "questions": asked})
    answered = data.get(f"{prefix}-shown") if data is not None else None
    is_bound = answered == shown
    made: QuestionsForm = form(
        data if is_bound else None, prefix=prefix, initial={**typed(questions, initial or {}), "shown": shown}
    )
    made.is_new = answered is not None and not is_bound
    return made


def usual_first(questions: Sequence[InputField]) -> tuple[InputField, ...]:
    """The questions in the order of the page, each group as its pack orders it."""
    return tuple(sorted(questions, key=lambda question: question.is_rare))


def field_of(question: InputField) -> forms.Field:
    """The form field of one declared input."""
    common: dict[str, Any] = {
        "label": in_language(question.label),
        "help_text": in_language(question.help),
        "required": question.is_required,
        "initial": question.default,
    }
    if question.kind == "choice":
        return _choice(question, common)
    if question.kind == "flag":
        return forms.BooleanField(**{**common, "required": False})
    if question.kind == "integer":
        limits = {"min_value": _whole(question.minimum), "max_value": _whole(question.maximum)}
        return forms.IntegerField(**limits, widget=forms.NumberInput(attrs={"class": "short"}), **common)
    if question.kind == "rate":
        return PercentField(max_value=question.maximum or Decimal(1), **common)
    if question.kind == "decimal":
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "decimal"})
        return forms.DecimalField(
            min_value=question.minimum, max_value=question.maximum, localize=True, widget=widget, **common
        )
    return forms.CharField(max_length=200, **common)


def is_answered(question: InputField, value: Any) -> bool:
    """Whether the value says something else than the pack's default; nothing, no and zero are the same silence."""
    return value not in (None, "") and bool(value or question.default) and value != question.default


def answer_words(question: InputField, value: Any) -> str:
    """An answer as a person reads it, in the active language."""
    if question.kind == "flag":
        return _("Yes") if value else _("No")
    if question.kind == "choice":
        label = dict(question.choices).get(value)
        return in_language(label) if label else str(value)
    if question.kind == "rate":
        return formats.percent(Decimal(value))
    if question.kind == "decimal":
        return formats.number(Decimal(value))
    return str(value)


def typed(questions: Sequence[InputField], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers (JSON keeps decimals as text) as the values the fields show."""
    numbers = {question.name for question in questions if question.kind in {"decimal", "rate"}}
    return {
        name: Decimal(value) if name in numbers and isinstance(value, str) and value else value
        for name, value in answers.items()
    }


def _choice(question: InputField, common: Mapping[str, Any]) -> forms.ChoiceField:
    """A choice without a default begins unanswered, in a list too: a list would otherwise answer with its first line."""
    choices: list[tuple[str, Any]] = [(code, in_language(label)) for code, label in question.choices]
    is_list = len(choices) > MOST_PICKS or all(len(label) <= SHORTEST for _code, label in choices)
    if is_list and question.default is None:
        choices.insert(0, NO_ANSWER)
    required = question.is_required or question.default is not None
    return forms.ChoiceField(
        choices=choices, widget=forms.Select() if is_list else Picks(), **{**common, "required": required}
    )


def _whole(limit: Decimal | None) -> int | None:
    return int(limit) if limit is not None else None
