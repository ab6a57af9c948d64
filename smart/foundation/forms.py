"""Forms that speak in sentences: every message names the field it is about, is said once, and says what to do.

`SmartForm` replaces Django's bare defaults, keeps the browser's own bubbles away (the templates write `novalidate`),
and lists its errors for the summary. Fields for amounts, percentages and days read what people of the active
language and country type. Rendered by templates/forms/ through `SmartRenderer`.
"""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.widgets import DayInput, DayParts, PickMany, Picks, named_widget

__all__ = [
    "DayField",
    "DayParts",
    "MoneyField",
    "NamedErrors",
    "PercentField",
    "PickMany",
    "Picks",
    "SmartForm",
    "SmartRenderer",
]

Text = str | Promise

# One sentence per code. %(label)s is the label of the field as the person sees it; the rest comes from the validator.
MESSAGES: Final[dict[str, Text]] = {
    "required": gettext_lazy("Fill in “%(label)s”."),
    "invalid": gettext_lazy("“%(label)s” cannot be read as it is written. Check it and write it again."),
    "max_length": gettext_lazy("“%(label)s” has %(show_value)d characters; %(limit_value)d at most fit."),
    "min_length": gettext_lazy("“%(label)s” has %(show_value)d characters; write at least %(limit_value)d."),
    "max_value": gettext_lazy("“%(label)s” is %(show_value)s; it can be %(limit_value)s at most."),
    "min_value": gettext_lazy("“%(label)s” is %(show_value)s; it must be %(limit_value)s at least."),
    "max_digits": gettext_lazy("“%(label)s” is too long: %(max)s digits at most."),
    "max_decimal_places": gettext_lazy("“%(label)s” has too many decimals: %(max)s at most."),
    "max_whole_digits": gettext_lazy("“%(label)s” is too large: %(max)s digits at most before the decimals."),
    "invalid_choice": gettext_lazy("“%(label)s” has no such answer. Choose one of those shown."),
    "invalid_list": gettext_lazy("“%(label)s” has no such answer. Choose among those shown."),
    "empty": gettext_lazy("The file for “%(label)s” is empty. Choose another one."),
    "missing": gettext_lazy("Choose a file for “%(label)s”."),
    "invalid_image": gettext_lazy("The file for “%(label)s” is not a picture that can be opened. Choose another one."),
    "incomplete": gettext_lazy("“%(label)s” is not complete."),
}
BY_KIND: Final[tuple[tuple[type[forms.Field], dict[str, Text]], ...]] = (
    (forms.BooleanField, {"required": gettext_lazy("Tick “%(label)s” to go on.")}),
    (
        forms.MultipleChoiceField,
        {"required": gettext_lazy("Choose at least one answer for “%(label)s”.")},
    ),
    (
        forms.ChoiceField,
        {"required": gettext_lazy("Choose an answer for “%(label)s”.")},
    ),
    (
        forms.ModelChoiceField,
        {"required": gettext_lazy("Choose an answer for “%(label)s”.")},
    ),
    (forms.FileField, {"required": gettext_lazy("Choose a file for “%(label)s”.")}),
    (
        forms.EmailField,
        {"invalid": gettext_lazy("“%(label)s” must be an address like name@example.org, with one @ and no space.")},
    ),
    (
        forms.URLField,
        {"invalid": gettext_lazy("“%(label)s” must be a web address like https://example.org.")},
    ),
    (
        forms.IntegerField,
        {"invalid": gettext_lazy("“%(label)s” must be a whole number, for example 5.")},
    ),
)


class Sentence(str):
    """A message that keeps its label while Django fills in the rest: a "%" in a label is never a placeholder."""

    __slots__ = ("label", "template")

    def __new__(cls, template: str, label: str) -> "Sentence":
        alone = "%(" not in template.replace("%(label)s", "")
        sentence = super().__new__(cls, template % {"label": label} if alone else template)
        sentence.template, sentence.label = template, label
        return sentence

    def __mod__(self, params: Any) -> str:
        return self.template % {"label": self.label, **params}


class SmartRenderer(TemplatesSetting):
    """Forms and fields through templates/forms/; widgets come from there too where we have our own."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"


class NamedErrors:
    """Mixin, before any Django form: messages that name the field, a summary, and the errors of rules."""

    fields: dict[str, forms.Field]
    use_required_attribute = False
    default_renderer = SmartRenderer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            _name_messages(field)
            named_widget(field)

    def summary(self) -> list[tuple[str, str]]:
        """Every error once, in the order of the page: (id of the field to go to, sentence)."""
        lines = [("", str(sentence)) for sentence in self.non_field_errors()]  # type: ignore[attr-defined]
        for bound in self:  # type: ignore[attr-defined]
            lines.extend((first_id(bound), str(sentence)) for sentence in bound.errors)
        return lines

    def add_rule_error(self, broken: RuleBroken) -> None:
        """Show what a rule refused beside the field it names, or at the top when it names none of ours."""
        self.add_error(broken.field if broken.field in self.fields else None, broken.message)  # type: ignore[attr-defined]


class SmartForm(NamedErrors, forms.Form):
    """The form of every page. `data` is kept as typed when it is refused."""


def first_id(bound: BoundField) -> str:
    """Return the id of the element that a summary link goes to: the first button of a group, else the field."""
    first_of_many = isinstance(
        bound.field.widget,
        (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget),
    )
    return f"{bound.auto_id}_0" if first_of_many and bound.auto_id else bound.id_for_label or bound.auto_id


class MoneyField(forms.Field):
    """An amount typed by a person, as Decimal with two decimals. Strict: what could mean two amounts is refused.

    `currency` may be set after the form is made, when it depends on the country. Zero is allowed when `min_value` is 0.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        currency: str = "",
        min_value: Decimal | None = Decimal("0.01"),
        max_value: Decimal | None = Decimal("999999999.99"),
        **kwargs: Any,
    ) -> None:
        self.currency, self.min_value, self.max_value = currency, min_value, max_value
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {
            "inputmode": "decimal",
            "autocomplete": "off",
            "class": "money",
            "maxlength": "30",
        }

    @property
    def unit(self) -> str:
        """The sign written after the input."""
        return formats.currency_sign(self.currency or formats.active_currency())

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value, places=2) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return value or None
        currency = self.currency or formats.active_currency()
        amount = _read(
            self,
            formats.strip_currency(str(value), currency),
            typed=str(value),
            example="1234.50",
            places=2,
        )
        return amount.quantize(Decimal("0.01"))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        currency = self.currency or formats.active_currency()
        if self.min_value is not None and value < self.min_value:
            raise forms.ValidationError(
                _("“%(label)s” is %(found)s; it must be at least %(expected)s."),
                code="min_value",
                params=_named(
                    self,
                    found=formats.money(value, currency),
                    expected=formats.money(self.min_value, currency),
                ),
            )
        if self.max_value is not None and value > self.max_value:
            raise forms.ValidationError(
                _("“%(label)s” is %(found)s; it can be %(expected)s at most."),
                code="max_value",
                params=_named(
                    self,
                    found=formats.money(value, currency),
                    expected=formats.money(self.max_value, currency),
                ),
            )


class PercentField(forms.Field):
    """A percentage typed by a person ("6,5"), as a fraction (0.065) with up to six decimals."""

    widget = forms.TextInput
    unit = "%"

    def __init__(self, *, max_value: Decimal = Decimal(1), **kwargs: Any) -> None:
        self.max_value = max_value
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {
            "inputmode": "decimal",
            "autocomplete": "off",
            "class": "short num",
            "maxlength": "12",
        }

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value * 100) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        bare = str(value).strip().removesuffix("%").strip()
        return _read(self, bare, typed=str(value), example="6.5", places=4) / 100

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 0 <= value <= self.max_value:
            raise forms.ValidationError(
                _("“%(label)s” is %(found)s; it must be between 0 and %(expected)s."),
                code="max_value",
                params=_named(
                    self,
                    found=formats.percent(value),
                    expected=formats.percent(self.max_value),
                ),
            )


class DayField(forms.Field):
    """A civil day. The browser's own date input by default; `widget=DayParts` for days known by heart (a birthday).

    Also reads days typed as 2026-11-30, 30.11.2026, 30/11/2026 or 30-11-2026, always day before month.
    """

    widget = DayInput
    default_error_messages: ClassVar[dict[str, Text]] = {}

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or value == "--":
            return None
        if isinstance(value, date):
            return value
        parts = str(value).strip().replace(".", "-").replace("/", "-").split("-")
        if len(parts) == 3 and len(parts[2]) == 4:
            parts.reverse()
        try:
            year, month, day_of_month = (int(part) for part in parts)
            if year < 1000:
                raise ValueError(year)
            return date(year, month, day_of_month)
        except ValueError:
            raise forms.ValidationError(
                _("“%(label)s” must be a day that exists, with the year in four figures, for example %(example)s."),
                code="invalid",
                params=_named(self, example=formats.day(date(2027, 3, 12))),
            ) from None


def _read(field: forms.Field, text: str, *, typed: str, example: str, places: int) -> Decimal:
    """Read a number or raise the sentence that shows how it is written here."""
    shown = formats.number(Decimal(example), places=2 if places == 2 else 1)
    try:
        amount = formats.parse_amount(text)
    except ValueError:
        amount = None
    if amount is None or -int(amount.as_tuple().exponent) > places:
        raise forms.ValidationError(
            _(
                "“%(label)s” must be a number with at most %(places)d decimals, for example %(example)s. "
                "You wrote “%(typed)s”."
            ),
            code="invalid",
            params=_named(field, typed=typed[:40], example=shown, places=places),
        )
    return amount


def _named(field: forms.Field, **params: Any) -> dict[str, Any]:
    return {"label": field.label, **params}


def _name_messages(field: forms.Field) -> None:
    """Put our sentence wherever the author of the form wrote none of their own."""
    defaults: dict[str, Any] = {}
    for owner in reversed(type(field).__mro__):
        defaults.update(getattr(owner, "default_error_messages", {}))
    ours = dict(MESSAGES)
    for kind, messages in reversed(BY_KIND):
        if isinstance(field, kind):
            ours.update(messages)
    for code, sentence in ours.items():
        if field.error_messages.get(code) is defaults.get(code):
            field.error_messages[code] = Sentence(str(sentence), str(field.label))
