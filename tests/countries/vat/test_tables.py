"""The VAT tables: every case is covered once, and a file that leaves a doubt is refused with its place."""

import datetime
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from countries import registry, vat_codes
from countries.contract import VatFacts
from countries.data.catalogue import catalogue
from countries.parameters import parse_parameters
from countries.setting_kinds import kinds_of
from countries.vat_loading import VatTableError, load_vat_table, parse_vat_table, territories
from countries.vat_table import CUSTOMERS, PLACES, SERVICES

D = Decimal
TEXT = {language: f"text {language}" for language in ("en", "fr", "nl", "de", "es", "it", "sv")}
PARAMETERS = parse_parameters(
    """
country: XX
currency: EUR
parameters:
  vat.standard:
    label: VAT
    unit: rate
    period: none
    values:
      2020-01-01: {value: 0.20, source: law}
  vat.short:
    label: VAT
    unit: rate
    period: none
    values:
      2022-01-01: {value: 0.10, source: law}
""",
    name="xx",
)


def table(**changes: Any) -> dict[str, Any]:
    """A table of one row for everything, and one for businesses elsewhere."""
    row = {
        "id": "xx.all",
        "since": datetime.date(2020, 1, 1),
        "service": "any",
        "customer": [name for name in CUSTOMERS if name != "outside_business"],
        "place": "any",
        "category": "S",
        "rate": "vat.standard",
        "source": "law, art. 1",
        "confidence": "memory",
    }
    outside = {**row, "id": "xx.outside", "customer": "outside_business", "category": "O", "rate": "none"}
    outside |= {"exemption_code": "VATEX-EU-O", "mention": "outside"}
    document: dict[str, Any] = {
        "country": "XX",
        "since": datetime.date(2020, 1, 1),
        "settings": {},
        "mentions": {"outside": TEXT},
        "questions": {},
        "rows": [row, outside],
    }
    return {**document, **changes}


def parse(document: dict[str, Any]) -> Any:
    return parse_vat_table(yaml.dump(document, allow_unicode=True), PARAMETERS)


def rows(*changes: dict[str, Any]) -> dict[str, Any]:
    """The table with its rows changed in turn; None takes a key away."""
    document = table()
    for row, change in zip(document["rows"], changes, strict=False):
        row.update(change)
        for key in [key for key, value in change.items() if value is None]:
            del row[key]
    return document


def test_the_sample_is_sound():
    assert [rule.id for rule in parse(table()).rules] == ["xx.all", "xx.outside"]


SETTING = {"label": TEXT, "help": TEXT, "choices": {"low": TEXT, "high": TEXT}}
OPEN_CHOICE = {**table(), "settings": {"choice": SETTING}}
OPEN_CHOICE["rows"] = [
    {**OPEN_CHOICE["rows"][0], "when": {"choice": ["low", "high"]}},
    OPEN_CHOICE["rows"][1],
]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (rows({"source": " "}), "a row without a source is not law"),
        (rows({"confidence": "sure"}), "confidence “sure”"),
        (rows({"colour": "red"}), "unknown \\['colour'\\]"),
        (rows({"place": None}), "missing \\['place'\\]"),
        (rows({"service": "dancing"}), "expected some of"),
        (rows({"customer": ["domestic_business", "domestic_business"]}), "each once"),
        (rows({"when": {"moon": "full"}}), "unknown condition “moon”"),
        (rows({"since": "2020"}), "expected a date"),
        (rows({"until": datetime.date(2019, 1, 1)}), "the table begins"),
        (rows({"until": datetime.date(2025, 12, 31)}), "on 2026-01-01 .* found no row"),
        (rows({"since": datetime.date(2021, 1, 1)}), "on 2020-01-01 .* found no row"),
        (rows({"service": "general"}), "performance × domestic_business × home .* found no row"),
        (rows({"customer": "any"}), "outside_business .* found \\['xx.all', 'xx.outside'\\]"),
        (OPEN_CHOICE, "'choice': 'unset'.* found no row"),
        (rows({"rate": "vat.short"}), "“vat.short” is not known on 2020-01-01"),
        (rows({"rate": "vat.unheard"}), "“vat.unheard” is not known"),
        (rows({"rate": "none"}), "only category S has a rate above zero"),
        (rows({"exemption_code": "VATEX-EU-AE"}), "takes no exemption code"),
        (rows({"category": None, "rate": None}), "expected category and rate"),
        (rows({"ask": "no_vat_number"}), "a row that asks decides nothing"),
        (rows({"category": None, "rate": None, "ask": "what"}), "no text is called “what”"),
        (rows({}, {"exemption_code": "VATEX-EU-G"}), "does not belong to category O"),
        (rows({}, {"exemption_code": "VATEX-EU-NO"}), "is no exemption code"),
        (rows({}, {"exemption_code": None}), "needs its exemption code"),
        (rows({}, {"rate": "vat.standard"}), "only category S has a rate"),
        (rows({}, {"category": "AE", "exemption_code": "VATEX-EU-AE"}), "for businesses when"),
        (rows({}, {"id": "xx.all"}), "stand twice"),
        (rows({"id": "yy.all"}), "begins with “xx.”"),
        (table(mentions={"outside": TEXT, "other": TEXT}), "no row uses \\['other'\\]"),
        (table(mentions={"outside": {"en": "only"}}), "missing"),
        (table(country="YY"), "expected XX"),
        (table(law="x"), "unknown \\['law'\\]"),
    ],
)
def test_a_table_that_leaves_a_doubt_is_refused(document, says):
    with pytest.raises(VatTableError, match=says):
        parse(document)


def test_an_exemption_must_say_why():
    document = rows({}, {"category": "E", "mention": None, "exemption_code": None})
    document["mentions"] = {}

    with pytest.raises(VatTableError, match="must say why"):
        parse(document)


def test_a_row_that_stands_twice_in_a_mapping_is_refused():
    with pytest.raises(VatTableError, match="stands twice"):
        parse_vat_table("country: XX\ncountry: XX\n", PARAMETERS)


@pytest.mark.parametrize("country", registry.codes())
def test_every_case_of_a_country_is_decided_or_asked_on_every_day(country):
    """The loader proves the cover; here every case is asked, at the beginning of the table, today and in ten years."""
    pack, first = registry.pack_for(country), registry.vat_table(country).since
    for on, service, customer, place in product(
        (first, datetime.date(2026, 11, 22), datetime.date(2036, 1, 1)), SERVICES, CUSTOMERS, PLACES
    ):
        area, _, kind = customer.partition("_")
        facts = VatFacts(
            country=country,
            on=on,
            service=service,
            customer_country={"domestic": country, "eu": "NL", "outside": "CA"}[area],
            customer_is_business=kind == "business",
            customer_is_public=kind == "public",
            customer_vat_number="NL000099998B57" if kind == "business" else "",
            place_country={"home": country, "eu": "NL", "outside": "CA", "unknown": ""}[place],
        )
        decision = pack.vat(facts)

        assert decision.row
        assert decision.needs_staff == (decision.rate is None)
        assert not (decision.needs_staff and "%(" in decision.question("de"))


@pytest.mark.parametrize("country", registry.codes())
def test_a_file_stays_readable_when_a_rate_of_it_is_missing(country):
    """A table is checked against the country's statutory values, not against those of another."""
    path = Path(f"countries/packs/{country.lower()}/vat.yaml")
    text = path.read_text().replace("rate: vat.standard", "rate: vat.gone")

    with pytest.raises(VatTableError, match=r"vat\.gone"):
        parse_vat_table(text, registry.pack_for(country).parameters)
    assert load_vat_table(path, registry.pack_for(country).parameters).country == country


@pytest.mark.parametrize(
    ("country", "key", "choices"),
    [
        ("BE", "performance_vat", ("reduced", "exempt")),
        ("IT", "performance_vat", ("standard", "reduced")),
        ("FR", "show_sale_vat", ("producer", "consumption")),
    ],
)
def test_what_the_law_leaves_to_the_cooperative_is_a_setting_of_the_country(country, key, choices):
    kind = kinds_of(country)[key]

    assert (kind.kind, kind.group, kind.choices, kind.required_for) == ("choice", "invoicing", choices, ())
    assert set(kind.label) == {"en", "fr", "nl", "de", "es", "it", "sv"}


def test_a_choice_of_one_country_is_no_setting_of_another():
    assert "show_sale_vat" not in kinds_of("BE")
    assert "performance_vat" not in kinds_of("DE")
    assert "performance_vat" not in catalogue()


def test_territories_have_a_question_in_every_language_and_an_article():
    for territory in territories():
        assert territory.question["sv"]
        assert "directive" in territory.source


# The codes of EN 16931 1.3.16: categories and VATEX


def test_the_list_of_exemption_codes_is_the_published_one():
    assert len(vat_codes.ALL_CODES) == 88
    assert {"VATEX-EU-132-1N", "VATEX-EU-79-C", "VATEX-FR-FRANCHISE", "VATEX-FR-AE"} <= vat_codes.ALL_CODES


@pytest.mark.parametrize(
    ("category", "rate", "code", "mention", "field"),
    [
        ("S", "0.21", "", "", ""),
        ("Z", "0", "", "", ""),
        ("E", "0", "VATEX-EU-132-1I", "art. 44", ""),
        ("E", "0", "", "art. 44", ""),
        ("AE", "0", "VATEX-FR-AE", "Autoliquidation", ""),
        ("K", "0", "VATEX-EU-IC", "art. 138", ""),
        ("G", "0", "VATEX-EU-G", "art. 146", ""),
        ("S", "0", "", "", "rate"),
        ("Z", "0.21", "", "", "rate"),
        ("Z", "0", "VATEX-EU-O", "", "exemption_code"),
        ("E", "0", "", " ", "mention"),
        ("E", "0", "VATEX-EU-AE", "x", "exemption_code"),
        ("O", "0", "VATEX-EU-AE", "x", "exemption_code"),
        ("AE", "0", "VATEX-AE", "x", "exemption_code"),
        ("L", "0.07", "", "", "category"),
    ],
)
def test_category_rate_code_and_mention_fit_together(category, rate, code, mention, field):
    faults = list(vat_codes.faults_of(category, rate=D(rate), exemption_code=code, mention=mention))

    assert [fault.at for fault in faults] == ([field] if field else [])
