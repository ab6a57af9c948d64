"""The form of one setting, built from its entry in the catalogue: a field, a rule with its numbers, or rows."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from countries.data.catalogue import Column, SettingKind
from countries.models import Country
from countries.presentation import (
    COLUMN_LABELS,
    CONFIDENCE_LABELS,
    PARAMETER_LABELS,
    RULE_LABELS,
    choice_label,
    setting_help,
)
from smart.foundation.forms import DayField, MoneyField, PercentField, Picks, SmartForm

SPARE_ROWS: Final = 2
MOST_ROWS: Final = 30
FEW: Final = 6


class SettingForm(SmartForm):
    """Value, first day, source, certainty; made by `setting_form`. `cleaned_data["value"]` fits the catalogue."""

    setting: SettingKind
    row_count: int

    def rows(self) -> list[list[BoundField]]:
        """The fields row by row, for settings made of rows."""
        columns = list(self.setting.columns or {})
        found = [[self[f"row{index}_{name}"] for name in columns] for index in range(self.row_count)]
        for bound in (bound for row in found for bound in row):
            # A row may stay empty, but a row that is filled needs this cell: the page must not call it optional.
            bound.field.required = (self.setting.columns or {})[bound.name.split("_", 1)[1]] != "text?"
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.setting.kind == "rule" and cleaned.get("rule"):
            cleaned["value"] = self._rule(cleaned)
        if self.setting.kind == "rows" and not self.errors:
            cleaned["value"] = self._rows(cleaned)
        return cleaned

    def _rule(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        kind = cleaned["rule"]
        value: dict[str, Any] = {"kind": kind}
        for name in (self.setting.rules or {})[kind]:
            if name == "otherwise":
                value[name] = "end_of_month"
            elif cleaned.get(f"with_{name}") is None:
                label = self.fields[f"with_{name}"].label
                self.add_error(f"with_{name}", _("Fill in “%(label)s” for this rule.") % {"label": label})
            else:
                value[name] = cleaned[f"with_{name}"]
        return value

    def _rows(self, cleaned: Mapping[str, Any]) -> list[dict[str, Any]]:
        found = []
        for index in range(self.row_count):
            row = {name: cleaned.get(f"row{index}_{name}") for name in self.setting.columns or {}}
            if all(cell in {None, ""} for cell in row.values()):
                continue
            for name, kind in (self.setting.columns or {}).items():
                if row[name] in {None, ""} and kind != "text?":
                    field = f"row{index}_{name}"
                    self.add_error(field, _("Fill in “%(label)s” in row %(row)d.") % {
                        "label": self.fields[field].label, "row": index + 1,
                    })  # fmt: skip
            found.append(row)
        return found


def setting_form(setting: SettingKind, country: Country, *, present: Any = None, data: Any = None) -> SettingForm:
    """The form of a setting, filled with the present value."""
    row_count = 0
    if setting.kind == "rows":
        present = present or suggested_rows(setting.key, country)
        row_count = min(MOST_ROWS, max(len(present) + SPARE_ROWS, _posted_rows(data or {})))
    fields = {**_value_fields(setting, country, present, row_count), **_origin_fields(country)}
    made = type("FormOfSetting", (SettingForm,), {**fields, "setting": setting, "row_count": row_count})
    form: SettingForm = made(data)
    return form


def _origin_fields(country: Country) -> dict[str, forms.Field]:
    return {
        "since": DayField(label=_("From which day"), initial=country.today()),
        "source": forms.CharField(
            label=_("Where does it come from?"),
            help_text=_("The decision, the article of law, or the page where it can be read again."),
            max_length=500,
        ),
        "confidence": forms.ChoiceField(
            label=_("How sure is it?"), choices=list(CONFIDENCE_LABELS.items()), widget=Picks(), initial="verified"
        ),
        "note": forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})),
    }


def _value_fields(setting: SettingKind, country: Country, present: Any, row_count: int) -> dict[str, forms.Field]:
    if setting.kind == "rule":
        return _rule_fields(setting, country, present or {})
    if setting.kind == "rows":
        return _row_fields(setting, country, present, row_count)
    label, help_text = setting.label_in(get_language()), setting_help(setting)
    if setting.kind in {"choice", "flag"}:
        return {"value": _choice_field(setting, present, label=label, help_text=help_text)}
    return {"value": _field(setting.kind, country, label=label, initial=present, help_text=help_text)}


def _choice_field(setting: SettingKind, present: Any, **kwargs: Any) -> forms.Field:
    choices = [(name, choice_label(name, setting)) for name in setting.choices]
    if setting.kind == "flag":
        choices, present = [("yes", gettext("Yes")), ("no", gettext("No"))], {True: "yes", False: "no"}.get(present)
    widget = Picks() if len(choices) <= FEW else forms.Select()
    return forms.ChoiceField(choices=choices, widget=widget, initial=present, **kwargs)


def _rule_fields(setting: SettingKind, country: Country, present: Mapping[str, Any]) -> dict[str, forms.Field]:
    rules = setting.rules or {}
    choices = [(name, RULE_LABELS.get(name, name)) for name in rules]
    found: dict[str, forms.Field] = {
        "rule": forms.ChoiceField(
            label=setting.label_in(get_language()),
            choices=choices,
            widget=Picks() if len(choices) <= FEW else forms.Select(),
            initial=present.get("kind"),
            help_text=setting_help(setting),
        )
    }
    for parameters in rules.values():
        for name, kind in parameters.items():
            if name != "otherwise":
                users = [str(RULE_LABELS.get(rule, rule)) for rule, needs in rules.items() if name in needs]
                found[f"with_{name}"] = _field(
                    kind,
                    country,
                    label=PARAMETER_LABELS.get(name, name),
                    help_text=_("For: %(rules)s.") % {"rules": "; ".join(users)},
                    initial=present.get(name),
                    required=False,
                )
    return found


def _row_fields(
    setting: SettingKind, country: Country, present: list[Mapping[str, Any]], row_count: int
) -> dict[str, forms.Field]:
    return {
        f"row{index}_{name}": _field(
            kind,
            country,
            label=COLUMN_LABELS.get(name, name),
            initial=present[index].get(name) if index < len(present) else None,
            required=False,
        )
        for index in range(row_count)
        for name, kind in (setting.columns or {}).items()
    }


def _posted_rows(data: Mapping[str, Any]) -> int:
    indexes = [int(name[3:].split("_")[0]) for name in data if name.startswith("row") and name[3:4].isdigit()]
    return max(indexes, default=-1) + 1


def _field(kind: Column, country: Country, **kwargs: Any) -> forms.Field:
    if isinstance(kind, tuple):
        choices = [("", "—"), *((name, choice_label(name)) for name in kind)]
        return forms.ChoiceField(choices=choices, **kwargs)
    match kind:
        case "rate":
            return PercentField(**kwargs)
        case "amount":
            return MoneyField(currency=country.currency, min_value=Decimal(0), **kwargs)
        case "number":
            return forms.IntegerField(min_value=0, **kwargs)
        case "decimal":
            return forms.DecimalField(localize=True, **kwargs)
        case "date":
            return DayField(**kwargs)
    return forms.CharField(max_length=500, **kwargs)


def suggested_rows(key: str, country: Country) -> list[Mapping[str, Any]]:
    """What a new country may start from; everything can be changed, and laws are left for a person to fill in."""
    code = country.code.code
    if key == "invoice.series":
        return [
            {"code": "invoice", "document": "invoice", "format": f"{code}-{{year}}-{{number:06}}"},
            {"code": "credit", "document": "credit_note", "format": f"{code}-C-{{year}}-{{number:06}}"},
        ]
    if key == "retention.classes":
        names = ("payslip", "contract", "invoice", "accounting", "identity", "correspondence")
        return [{"class": name, "years": 10, "counted_from": "year_end", "confidence": "unknown"} for name in names]
    if key == "vat.rows":
        return [{"service": "general", "customer": "domestic", "category": "S", "since": country.today()}]
    return []
