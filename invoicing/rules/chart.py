"""The national number and name of each account of our ledger: the country's chart, and over it what accountants decided."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from countries.charts import Chart, NationalAccount, charts_of
from countries.models import Country, CountrySetting
from countries.states import SettingState
from smart.foundation.errors import RuleBroken

KEY = "chart.overrides"


@dataclass(frozen=True, slots=True)
class Numbering:
    """Every chart and override of a country, read once for a whole export; each line asks by its own day."""

    charts: Sequence[Chart]
    overrides: Sequence[tuple[datetime.date, Mapping[str, Mapping[str, Any]]]]
    language: str

    def chart(self, *, on: datetime.date) -> Chart:
        begun = [chart for chart in self.charts if chart.since <= on]
        return begun[-1] if begun else self.charts[0]

    def account(self, code: str, *, on: datetime.date) -> NationalAccount:
        """The account as it is called on the day. Raises RuleBroken("account_without_number")."""
        found = self.chart(on=on).accounts.get(code)
        if found is None:
            raise RuleBroken(
                "account_without_number",
                _("The chart “%(chart)s” has no number for “%(account)s”. Enter one in the setting of account numbers.")
                % {"chart": self.chart(on=on).name, "account": code},
            )
        own = self.override(code, on=on)
        return (
            found
            if own is None
            else NationalAccount(own["number"], {"en": own["name"]} if own["name"] else found.label)
        )

    def override(self, code: str, *, on: datetime.date) -> Mapping[str, Any] | None:
        """What accountants decided instead, in force on the day."""
        begun = [rows for since, rows in self.overrides if since <= on]
        return begun[-1].get(code) if begun else None

    def number(self, code: str, activity_code: str, *, on: datetime.date) -> str:
        return self.account(code, on=on).number_for(activity_code)

    def label(self, code: str, *, on: datetime.date) -> str:
        return self.account(code, on=on).label_in(self.language)


def numbering_of(country: Country, *, language: str) -> Numbering:
    """The numbering of the country; labels in `language` where the chart has it. One query."""
    rows = CountrySetting.objects.filter(key=KEY, state=SettingState.APPROVED).order_by("since")
    overrides = [(row.since, {own["account"]: own for own in row.value}) for row in rows]
    return Numbering(charts_of(country.code.code), overrides, language)
