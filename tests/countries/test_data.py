"""The data files of the countries: complete, sourced, in seven languages, and refused when they are not."""

import pytest

from countries.data.catalogue import ValueRefused, catalogue, check_value, from_stored, to_stored
from countries.data.network import build_network, network
from countries.data.reading import DataFileError, parse_data
from countries.data.tenant import build_tenant, tenants
from countries.identifiers import check_identifier
from countries.presentation import (
    CHOICE_LABELS,
    COLUMN_LABELS,
    PARAMETER_LABELS,
    RULE_LABELS,
    RULE_SENTENCES,
    SETTING_HELP,
)
from countries.setting_kinds import kinds_of, required_settings

ACTIVE = {"BE", "FR", "ES", "IT", "DE", "AT", "SE"}
DORMANT = {"NL", "HU"}
INITIATIVES = {"AU", "CA", "US", "MA", "FI", "GB", "CL", "KR"}


def test_the_network_has_the_seventeen_countries_of_the_mission() -> None:
    countries = network().countries

    assert {code for code, found in countries.items() if found.state == "active"} == ACTIVE
    assert {code for code, found in countries.items() if found.state == "dormant"} == DORMANT
    assert {
        code for code, found in countries.items() if found.state in {"initiative", "study", "funding"}
    } == INITIATIVES


def test_the_history_begins_in_belgium_in_1998() -> None:
    first = network().history[0]

    assert (first.first, first.countries) == (1998, ("BE",))
    assert first.title["fr"] == "La Belgique commence"


def test_every_country_that_works_or_sleeps_has_a_tenant_file() -> None:
    assert set(tenants()) == ACTIVE | DORMANT


@pytest.mark.parametrize("code", sorted(ACTIVE))
def test_an_active_country_has_every_required_setting(code: str) -> None:
    known = {setting.key for setting in tenants()[code].settings}

    assert [setting.key for setting in required_settings(code) if setting.key not in known] == []


@pytest.mark.parametrize("code", sorted(ACTIVE | DORMANT))
def test_every_demo_number_passes_its_own_check(code: str) -> None:
    for entity in tenants()[code].legal_entities:
        assert entity.is_demo
        for kind, number in entity.numbers.items():
            assert check_identifier(code, kind, number).is_checked, (code, kind)
            assert check_identifier(code, kind, number).ok, (code, kind)
        assert all(check_identifier(code, "iban", account.iban).ok for account in entity.bank_accounts)


def test_only_sweden_and_hungary_have_another_currency_than_the_euro() -> None:
    assert {code: t.currency for code, t in tenants().items() if t.currency != "EUR"} == {"SE": "SEK", "HU": "HUF"}


@pytest.mark.parametrize("code", sorted(ACTIVE))
def test_invoice_numbers_fit_the_strictest_country(code: str) -> None:
    series = next(s.value for s in tenants()[code].settings if s.key == "invoice.series")

    numbers = [row["format"].format(year=2026, number=999999) for row in series]

    assert {row["document"] for row in series} == {"invoice", "credit_note"}
    assert all(len(number) <= 20 and set(number) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-") for number in numbers)


def test_every_stored_value_comes_back_the_same() -> None:
    for tenant in tenants().values():
        for setting in tenant.settings:
            kind = kinds_of(tenant.country)[setting.key]

            assert from_stored(kind, to_stored(setting.value)) == setting.value, (tenant.country, setting.key)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("fee.rate", "6.5", "a fraction from 0 to 1"),
        ("fee.rate", "six", "digits"),
        ("fee.rate", 0.065, "digits"),
        ("share.price", "30.005", "to the cent"),
        ("invoice.terms_days", "-1", "zero or more"),
        ("invoice.payment_reference", "giro", "one of ogm, rf, ocr, number"),
        ("promise.rule", {"kind": "someday"}, "one of working_days_after_work"),
        ("promise.rule", {"kind": "day_of_next_month"}, "exactly day"),
        ("invoice.series", [], "at least one row"),
        ("invoice.series", [{"code": "x"}], "the columns code, document, format"),
    ],
)
def test_a_wrong_value_says_what_was_expected(key: str, value: object, expected: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        check_value(catalogue()[key], value)

    assert expected in refused.value.expected


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(DataFileError, match="stands twice"):
        parse_data("rate: 1\nrate: 2\n")


def test_a_setting_without_source_is_refused() -> None:
    raw = _tenant(
        settings={"fee.rate": [{"since": _day("2026-01-01"), "value": "0.1", "source": "", "confidence": "verified"}]}
    )

    with pytest.raises(DataFileError, match="no source"):
        build_tenant(raw, name="xx.yaml")


def test_settings_out_of_order_are_refused() -> None:
    later = {"since": _day("2026-01-01"), "value": "0.1", "source": "board", "confidence": "verified"}
    raw = _tenant(settings={"fee.rate": [later, {**later, "since": _day("2025-01-01")}]})

    with pytest.raises(DataFileError, match="later than the one before"):
        build_tenant(raw, name="xx.yaml")


def test_a_setting_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(DataFileError, match=r"not in settings_catalogue\.yaml"):
        build_tenant(_tenant(settings={"fee.colour": []}), name="xx.yaml")


def test_two_countries_on_one_cell_of_the_map_are_refused() -> None:
    here = {"state": "study", "since_year": None, "tenant": False, "at": [0, 0], "source": "x", "confidence": "unknown"}
    raw = {"languages": [], "grid": {"columns": 2, "rows": 2}, "countries": {"AA": here, "BB": here}}

    with pytest.raises(DataFileError, match="taken by AA"):
        build_network({**raw, "history": [], "figures": [], "passages": []})


def _day(text: str) -> object:
    return parse_data(f"day: {text}")["day"]


def _tenant(*, settings: dict[str, object]) -> dict[str, object]:
    entity = {
        "code": "coop", "name": "Invented", "legal_form": "SC", "law": "XX", "is_main": True,
        "since": _day("2026-01-01"), "source": "test", "confidence": "verified", "register": "",
        "identifiers": [], "bank_accounts": [],
        "address": {"street": "1", "postal_code": "1", "city": "X", "demo": True},
    }  # fmt: skip
    return {
        "country": "XX", "currency": "EUR", "languages": ["en"], "time_zone": "UTC", "calendar": {"subdivision": ""},
        "legal_entities": [entity], "offices": [], "identifiers": [], "settings": settings,
    }  # fmt: skip


def test_every_setting_of_the_catalogue_has_its_help() -> None:
    assert set(SETTING_HELP) == set(catalogue())


def test_every_choice_rule_and_column_has_its_words() -> None:
    words = {*CHOICE_LABELS, *RULE_LABELS, *COLUMN_LABELS, *PARAMETER_LABELS}
    for kind in catalogue().values():
        rules = kind.rules or {}
        names = {*kind.choices, *rules, *(kind.columns or {}), *(name for needs in rules.values() for name in needs)}
        assert names <= words, kind.key
        assert set(rules) <= set(RULE_SENTENCES), kind.key
