"""The tax file's questions as a form: generated from what the country's pack declares, never written twice."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries import registry
from members.forms.questions import AskingForm, field_of, typed, usual_first
from smart.foundation import formats
from smart.foundation.forms import DayField


class TaxFileForm(AskingForm):
    """Answers from a day on. `earliest` is the first day a person may change by themselves. Made by `tax_file_form`."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        earliest: datetime.date | None = None,
    ) -> None:
        super().__init__(data, initial=typed(self.questions, initial))
        self.earliest = earliest

    def clean_since(self) -> datetime.date:
        since: datetime.date = self.cleaned_data["since"]
        if self.earliest is not None and since < self.earliest:
            raise forms.ValidationError(
                _(
                    "“Valid from” is %(found)s; you can change answers from %(expected)s on. Ask your adviser for older ones."
                )
                % {"found": formats.day(since), "expected": formats.day(self.earliest)},
                code="too_old",
            )
        return since


def tax_file_form(code: str) -> type[TaxFileForm]:
    """The form of a country, with its questions in the reader's language."""
    asked = usual_first(registry.pack_for(code).pack.tax_file)
    fields: dict[str, Any] = {question.name: field_of(question) for question in asked}
    fields["since"] = DayField(
        label=gettext_lazy("Valid from"),
        help_text=gettext_lazy("The first day for which these answers are true."),
    )
    return type("CountryTaxFileForm", (TaxFileForm,), {**fields, "questions": asked})
