"""The tax file's questions as a form: generated from what the country's pack declares, never written twice."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries import registry
from members.forms.questions import field_of
from smart.foundation.forms import DayField, SmartForm


class TaxFileForm(SmartForm):
    """Answers from a day on. `earliest` is the first day a person may change by themselves. Made by `tax_file_form`."""

    code: ClassVar[str]

    def __init__(self, *args: Any, earliest: datetime.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = registry.pack_for(self.code).pack.tax_file
        self.earliest = earliest

    def clean_since(self) -> datetime.date:
        since: datetime.date = self.cleaned_data["since"]
        if self.earliest is not None and since < self.earliest:
            raise forms.ValidationError(
                _(
                    "“Valid from” is %(found)s; you can change answers from %(expected)s on. Ask your adviser for older ones."
                )
                % {"found": since.isoformat(), "expected": self.earliest.isoformat()},
                code="too_old",
            )
        return since

    def answers(self) -> dict[str, Any]:
        """What was answered, by the pack's names; what was left empty is left to the pack's default."""
        given = {question.name: self.cleaned_data.get(question.name) for question in self.questions}
        return {name: value for name, value in given.items() if value is not None and value != ""}


def tax_file_form(code: str) -> type[TaxFileForm]:
    """The form of a country, with its questions in the reader's language."""
    fields: dict[str, Any] = {question.name: field_of(question) for question in registry.pack_for(code).pack.tax_file}
    fields["since"] = DayField(
        label=gettext_lazy("Valid from"),
        help_text=gettext_lazy("The first day for which these answers are true."),
    )
    return type("CountryTaxFileForm", (TaxFileForm,), {**fields, "code": code})
