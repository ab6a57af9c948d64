"""Settings are dated, entered by one person, approved by another, and looked up for a day."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from countries.models import Country, CountrySetting
from countries.rules.load import load_countries
from countries.rules.settings import (
    approve_setting,
    enter_setting,
    reject_setting,
    setting_in_force,
    setting_value,
    setting_values,
)
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.countries.people import ALMA, BRAM, CLEO, STRANGER

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        yield


@pytest.fixture
def belgium() -> Iterator[Country]:
    row = load_countries(["BE"])[0]
    with enter(row):
        yield row


def _entered(country: Country, *, value: str = "0.07", since: date = date(2027, 1, 1)) -> CountrySetting:
    return enter_setting(country, key="fee.rate", value=value, since=since, source="General assembly 2026", by=ALMA)


def test_a_value_comes_back_in_its_own_kind(belgium: Country) -> None:
    assert setting_value(belgium, "fee.rate", on=DAY) == Decimal("0.065")
    assert setting_value(belgium, "invoice.terms_days", on=DAY) == 10
    assert setting_value(belgium, "promise.rule", on=DAY) == {"kind": "working_days_after_work", "days": 7}
    assert setting_value(belgium, "share.price", on=DAY) == Decimal("30.00")


def test_all_values_of_a_day_cost_one_query(belgium: Country, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        values = setting_values(belgium, on=DAY)

    assert values["fee.rate"] == Decimal("0.065")


def test_a_day_before_the_first_value_is_an_error_that_names_everything(belgium: Country) -> None:
    with pytest.raises(RuleBroken, match=r"Fee on invoices.*Belgium.*1 January 2010"):
        setting_value(belgium, "fee.rate", on=date(2010, 1, 1))


def test_a_value_waits_until_another_person_approves_it(belgium: Country) -> None:
    entered = _entered(belgium)
    assert setting_value(belgium, "fee.rate", on=date(2027, 1, 1)) == Decimal("0.065")

    approve_setting(entered, by=BRAM)

    assert setting_value(belgium, "fee.rate", on=date(2026, 12, 31)) == Decimal("0.065")
    assert setting_value(belgium, "fee.rate", on=date(2027, 1, 1)) == Decimal("0.07")
    row = setting_in_force(belgium, "fee.rate", on=date(2027, 1, 1))
    assert row is not None
    assert (row.entered_by_label, row.decided_by_label) == ("Alma Admin", "Bram Admin")


def test_nobody_approves_their_own_value(belgium: Country) -> None:
    entered = _entered(belgium)

    with pytest.raises(NotAllowed, match="Another person must decide"):
        approve_setting(entered, by=ALMA)


def test_the_administrator_of_the_country_may_approve(belgium: Country) -> None:
    assert approve_setting(_entered(belgium), by=CLEO).state == "approved"


@pytest.mark.parametrize("who", [STRANGER, PORTAL])
def test_a_stranger_and_the_portal_itself_may_not_enter(belgium: Country, who: object) -> None:
    with pytest.raises(NotAllowed):
        enter_setting(belgium, key="fee.rate", value="0.07", since=date(2027, 1, 1), source="x", by=who)


def test_a_stranger_may_not_approve(belgium: Country) -> None:
    with pytest.raises(NotAllowed):
        approve_setting(_entered(belgium), by=STRANGER)


def test_a_value_is_decided_once(belgium: Country) -> None:
    entered = _entered(belgium)
    approve_setting(entered, by=BRAM)

    with pytest.raises(Conflict, match="decided meanwhile"):
        approve_setting(entered, by=CLEO)


def test_a_rejected_value_never_counts_and_keeps_its_reason(belgium: Country) -> None:
    rejected = reject_setting(_entered(belgium), by=BRAM, reason="The assembly said 6.8 %.")

    assert (rejected.state, rejected.note) == ("rejected", "The assembly said 6.8 %.")
    assert setting_value(belgium, "fee.rate", on=date(2027, 6, 1)) == Decimal("0.065")


def test_only_one_value_of_a_setting_waits_at_a_time(belgium: Country) -> None:
    _entered(belgium)

    with pytest.raises(RuleBroken, match="already waits"):
        _entered(belgium, since=date(2027, 2, 1))


@pytest.mark.parametrize(
    ("value", "since", "source", "field"),
    [
        ("7", date(2027, 1, 1), "board", "value"),
        ("0.07", date(2016, 1, 1), "board", "since"),
        ("0.07", date(2026, 11, 23), "board", "since"),
        ("0.07", date(2027, 1, 1), "  ", "source"),
    ],
)
def test_a_wrong_entry_names_its_field(belgium: Country, value: str, since: date, source: str, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        enter_setting(belgium, key="fee.rate", value=value, since=since, source=source, by=ALMA)

    assert broken.value.field == field


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("invoice", "BE-{year}-{number:06}")], "one series for invoices and one for credit notes"),
        ([("invoice", "BE {year}/{number}"), ("credit_note", "C{year}-{number}")], "at most 20 characters"),
        ([("invoice", "BE-{number}"), ("credit_note", "C{year}-{number}")], "both {year} and {number}"),
        ([("invoice", "BE-{what}"), ("credit_note", "C{year}-{number}")], "no number format"),
        ([("invoice", "B{year}-{number}"), ("credit_note", "B{year}-{number}")], "collide"),
    ],
)
def test_an_invoice_series_must_give_numbers_every_country_accepts(
    belgium: Country, rows: list[tuple[str, str]], words: str
) -> None:
    value = [{"code": document, "document": document, "format": text} for document, text in rows]

    with pytest.raises(RuleBroken) as broken:
        enter_setting(belgium, key="invoice.series", value=value, since=date(2027, 1, 1), source="board", by=ALMA)

    assert words in broken.value.message


def test_another_country_has_its_own_values(belgium: Country) -> None:
    spain = load_countries(["ES"])[0]

    with enter(spain):
        assert setting_value(spain, "fee.rate", on=DAY) == Decimal("0.055")
        assert setting_value(spain, "guarantee.rate", on=DAY) == Decimal("0.02")
        with pytest.raises(RuntimeError, match="inside country"):
            setting_value(belgium, "fee.rate", on=DAY)


def test_a_sleeping_country_takes_no_new_value() -> None:
    hungary = load_countries(["HU"])[0]

    with enter(hungary), pytest.raises(RuleBroken, match="asleep"):
        enter_setting(hungary, key="fee.rate", value="0.07", since=date(2027, 1, 1), source="board", by=ALMA)


def test_loading_twice_changes_nothing(belgium: Country) -> None:
    before = CountrySetting.objects.count()

    load_countries(["BE"])

    assert CountrySetting.objects.count() == before
