"""Every account of the ledger has its number and name in every country, and every event its word."""

import datetime

import pytest

from countries.charts import CHARTS, chart_in_force, charts_of, read_charts
from countries.data.reading import DataFileError
from invoicing import account_words
from invoicing.rules import ledger
from invoicing.rules.journal_fec import RESULT

CODES = sorted(path.stem for path in CHARTS.glob("*.yaml"))
TODAY = datetime.date(2026, 11, 10)
LANGUAGES = {"be": "fr", "fr": "fr", "es": "es", "it": "it", "de": "de", "at": "de", "se": "sv", "generic": "en"}


@pytest.mark.parametrize("code", CODES)
def test_a_chart_numbers_every_account_of_the_ledger_once(code):
    for chart in charts_of(code):
        assert set(chart.accounts) == set(ledger.CHART)
        numbers = [account.base for account in chart.accounts.values()]
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("code", CODES)
def test_each_name_stands_in_the_countrys_language(code):
    for chart in charts_of(code):
        assert all(LANGUAGES[code] in account.label for account in chart.accounts.values())


@pytest.mark.parametrize("code", CODES)
def test_only_the_activities_have_accounts_of_their_own(code):
    split = {
        name for name, account in chart_in_force(code, on=TODAY).accounts.items() if "{activity}" in account.number
    }

    assert split == set(ledger.OF_ACTIVITY)


def test_french_numbers_begin_with_three_digits_of_the_plan():
    """Livre des procédures fiscales art. A47 A-1: the first three characters are digits of the French chart."""
    assert all(account.number[:3].isdigit() for chart in charts_of("FR") for account in chart.accounts.values())


def test_income_and_cost_are_carried_forward_as_the_result():
    assert {code for code, kind in ledger.CHART.items() if kind in {"income", "cost"}} == RESULT


def test_a_country_without_a_chart_uses_numbers_of_our_own():
    assert chart_in_force("MA", on=TODAY).name == chart_in_force("generic", on=TODAY).name


def test_every_account_and_every_event_has_a_word():
    kinds = {value for name, value in vars(ledger.Kind).items() if name.isupper()}

    assert set(account_words.ACCOUNTS) == set(ledger.CHART)
    assert set(account_words.KINDS) == kinds


def test_a_chart_without_a_source_is_refused(tmp_path):
    path = tmp_path / "xx.yaml"
    text = (CHARTS / "generic.yaml").read_text(encoding="utf-8")
    path.write_text(
        text.replace("source: House numbers, following the classes most European charts share", 'source: ""')
    )

    with pytest.raises(DataFileError, match="no source"):
        read_charts(path)
