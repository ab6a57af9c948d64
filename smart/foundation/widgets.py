"""Inputs of our forms: picks (44 px radios and boxes with a hint), days, and the class each plain input needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Hints = Mapping[str, str | Promise]


class _Hinted:
    """Options that carry a second line: `Picks(hints={"fixed": _("Ends on a date")})`."""

    template_name = "forms/widgets/picks.html"
    option_template_name = "forms/widgets/pick.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Hints | None = None,
    ) -> None:
        self.hints = dict(hints or {})
        super().__init__(attrs, choices)  # type: ignore[call-arg]

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        twin = super().__deepcopy__(memo)  # type: ignore[misc]
        twin.hints = dict(self.hints)
        return twin

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        return option


class Picks(_Hinted, forms.RadioSelect):
    """One of at most six answers, each with room for a thumb and a hint."""


class PickMany(_Hinted, forms.CheckboxSelectMultiple):
    """Any of at most six answers."""


class DayInput(forms.DateInput):
    """The browser's own date input; the value travels as 2026-11-30."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """A day that does not exist goes back as text: a date input would drop what was typed."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        written = context["widget"]["value"]
        if written and not is_iso_day(written):
            context["widget"]["type"] = "text"
        return context


class DayParts(forms.MultiWidget):
    """Day, month and year in three short inputs, for days known by heart. Submitted as 1990-2-31, read by DayField."""

    template_name = "forms/widgets/day_parts.html"
    labels: ClassVar[tuple[Any, ...]] = (_("Day"), _("Month"), _("Year"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"inputmode": "numeric", "maxlength": "2", "class": "num"}
        year = {"inputmode": "numeric", "maxlength": "4", "class": "num year"}
        super().__init__(
            [forms.TextInput(plain), forms.TextInput(plain), forms.TextInput(year)],
            attrs,
        )

    def decompress(self, value: str | None) -> list[str]:
        parts = str(value or "").split("-")
        return [part.lstrip("0") or part for part in reversed(parts)] if len(parts) == 3 else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["part_label"] = label
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        day, month, year = (str(part or "").strip() for part in super().value_from_datadict(data, files, name))
        return f"{year}-{month}-{day}" if day or month or year else ""


def is_iso_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def named_widget(field: forms.Field) -> None:
    """Give a plain Django widget our templates: radios and boxes become picks, whoever wrote the form."""
    widget = field.widget
    if type(widget) in {forms.RadioSelect, forms.CheckboxSelectMultiple}:
        widget.template_name = _Hinted.template_name
        widget.option_template_name = _Hinted.option_template_name
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "4"
    if isinstance(widget, forms.EmailInput):
        widget.attrs.setdefault("autocomplete", "email")
