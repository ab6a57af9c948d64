"""What a value must mean beyond its shape, by key."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from countries.charts import charts_of
from countries.data.catalogue import catalogue
from countries.vat_codes import faults_of
from smart.foundation.errors import RuleBroken

LONGEST_NUMBER: Final = 20
ACCOUNT_NUMBER: Final = re.compile(r"[A-Za-z0-9.]{1,20}(-\{activity\})?")
NUMBER_CHARACTERS: Final = re.compile(r"[A-Z0-9/-]+")


def check_meaning(key: str, value: Any) -> None:
    """Refuse a value that has the right shape but cannot work; field `value`."""
    if key in _CHECKS:
        _CHECKS[key](value)


def _invoice_series(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        _series_format(row["format"])
    documents = [row["document"] for row in rows]
    if sorted(set(documents)) != ["credit_note", "invoice"] or len(documents) != len(set(documents)):
        raise _refused(_("There must be one series for invoices and one for credit notes."))
    if len({row["format"] for row in rows}) != len(rows):
        raise _refused(_("Invoices and credit notes need different formats, or their numbers would collide."))


def _series_format(text: str) -> None:
    try:
        first, last = text.format(year=2026, number=1), text.format(year=2026, number=999999)
    except (KeyError, IndexError, ValueError) as error:
        raise _refused(
            _("“%(found)s” is no number format. Write for example BE-{year}-{number:06}.") % {"found": text}
        ) from error
    if first == last or "2026" not in first:
        raise _refused(_("“%(found)s” needs both {year} and {number}.") % {"found": text})
    if len(last) > LONGEST_NUMBER or not NUMBER_CHARACTERS.fullmatch(last):
        raise _refused(
            _("“%(found)s” gives “%(number)s”: at most 20 characters, only A-Z, 0-9, / and - (the strictest country).")
            % {"found": text, "number": last}
        )


def _chart_overrides(rows: list[dict[str, Any]]) -> None:
    known = charts_of("generic")[-1].accounts
    for row in rows:
        if row["account"] not in known:
            raise _refused(
                _("“%(found)s” is no account of our ledger. Known are: %(known)s.")
                % {"found": row["account"], "known": ", ".join(sorted(known))}
            )
        if not ACCOUNT_NUMBER.fullmatch(row["number"]):
            raise _refused(
                _("“%(found)s” is no account number: digits, letters, dots and -{activity}, at most 20 characters.")
                % {"found": row["number"]}
            )
    if len({row["account"] for row in rows}) != len(rows):
        raise _refused(_("An account stands twice. Keep one row for each."))


def _promise(rule: Mapping[str, Any]) -> None:
    otherwise = rule.get("otherwise")
    if rule["kind"] == "agreed_term" and otherwise != "end_of_month":
        raise _refused(_("“%(found)s” cannot stand in for an agreed term. Write end_of_month.") % {"found": otherwise})
    if rule["kind"] == "day_of_next_month" and not 1 <= rule["day"] <= 31:
        raise _refused(_("Day %(found)s is in no month. Write a number from 1 to 31.") % {"found": rule["day"]})


def _retention(rows: list[dict[str, Any]]) -> None:
    expected = (catalogue()["retention.classes"].columns or {})["class"]
    missing = [name for name in expected if name not in {row["class"] for row in rows}]
    if missing:
        raise _refused(_("These papers have no number of years: %(missing)s.") % {"missing": ", ".join(missing)})


def _ladder(rows: list[dict[str, Any]]) -> None:
    """Levels 1, 2, 3… on rising days, each at least as stern as the one before."""
    stern = ("friendly", "firm", "formal")
    if [row["level"] for row in rows] != list(range(1, len(rows) + 1)):
        raise _refused(_("The levels must be 1, 2, 3 and so on, in this order."))
    for before, after in pairwise(rows):
        if after["days"] <= before["days"]:
            raise _refused(
                _("Level %(level)s comes %(days)s days after the due day: it must come later than level %(before)s.")
                % {"level": after["level"], "days": after["days"], "before": before["level"]}
            )
        if stern.index(after["tone"]) < stern.index(before["tone"]):
            raise _refused(_("Level %(level)s is milder than the one before it.") % {"level": after["level"]})


def _reference_rates(rows: list[dict[str, Any]]) -> None:
    days = [row["since"] for row in rows]
    if days != sorted(set(days)) or any((day.month, day.day) not in {(1, 1), (7, 1)} for day in days):
        raise _refused(_("Each rate begins on 1 January or 1 July, the earlier ones first."))


def _vat_rows(rows: list[dict[str, Any]]) -> None:
    if not any(row["service"] == "general" and row["customer"] == "domestic" for row in rows):
        raise _refused(_("There must be a row for the service “general” and customers of the country (domestic)."))
    for row in rows:
        codes = {"exemption_code": row["exemption_code"], "mention": row["mention"]}
        for fault in faults_of(row["category"], rate=row["rate"], **codes):
            raise _refused(fault.sentence(_))


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken("setting_refused", sentence, field="value")


_CHECKS: Final[Mapping[str, Callable[[Any], None]]] = {
    "chart.overrides": _chart_overrides,
    "invoice.series": _invoice_series,
    "late.reference_rates": _reference_rates,
    "promise.rule": _promise,
    "reminder.ladder": _ladder,
    "retention.classes": _retention,
    "vat.rows": _vat_rows,
}
