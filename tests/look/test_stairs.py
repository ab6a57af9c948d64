"""What the staircase does with extremes: cuts nobody would see, sums that need room, and the numbers of documents."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from smart.foundation import formats
from smart.foundation.templatetags.look import in_one_piece, soft
from smart.foundation.waterfall import Staircase, Step, build_staircase


@pytest.fixture(autouse=True)
def _in_belgium() -> Any:
    token = formats.set_country("BE", "EUR")
    with translation.override("fr"):
        yield
    formats.reset_country(token)


def stairs(gross: str, tax: str, net: str, currency: str = "EUR") -> Staircase:
    steps = [("gross", "Brut", gross), ("tax", "Impôt", tax), ("net", "Pour vous", net)]
    return build_staircase([Step(kind, label, Decimal(amount)) for kind, label, amount in steps], currency=currency)


@pytest.mark.parametrize(
    ("tax", "net", "is_slim"),
    [("9.90", "990.10", True), ("10.00", "990.00", False), ("0.00", "1000.00", False), ("0.01", "999.99", True)],
)
def test_a_cut_under_one_percent_gets_a_line_that_leads_to_it(tax: str, net: str, is_slim: bool) -> None:
    html = render_to_string("partials/_waterfall.html", {"fall": stairs("1000.00", tax, net)})

    assert ('class="pin tax"' in html) is is_slim
    assert ('class="lead"' in html) is is_slim


def test_paper_leads_to_a_slim_cut_too() -> None:
    html = render_to_string("pdf/_waterfall.html", {"fall": stairs("1000.00", "1.00", "999.00")})

    assert '<circle cx="100.00%"' in html


@pytest.mark.parametrize(("gross", "is_long"), [("99999.99", False), ("100000.00", True), ("9999999.99", True)])
def test_sums_from_a_hundred_thousand_on_have_more_room(gross: str, is_long: bool) -> None:
    fall = stairs(gross, "0.00", gross, "SEK")

    assert ('class="fall long"' in render_to_string("partials/_waterfall.html", {"fall": fall})) is is_long


def test_a_loss_as_long_as_that_counts_too() -> None:
    assert stairs("10.00", "200010.00", "-200000.00").is_long


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Facture BE-2026-000021", ["BE-2026-000021"]),
        ("Avoir FR/GN-2026-7", ["FR/GN-2026-7"]),
        ("Mission BE-C-2026-000123 chez Lina", ["BE-C-2026-000123"]),
        ("Porte-à-porte", []),
        ("Le 3 mai", []),
        ("Référence BE-2026-000021-000022-000023-000024", []),
        ("Lina &#x27;L&#x27; &amp; co", []),
    ],
)
def test_the_number_of_a_document_stays_in_one_piece(title: str, kept: list[str]) -> None:
    expected = title
    for number in kept:
        expected = expected.replace(number, f'<span class="nb">{number}</span>')

    assert in_one_piece(title) == expected


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("de", "Genossenschaftsbeitrag", "Genos\u00adsen\u00adschafts\u00adbei\u00adtrag"),
        ("fr", "Coopérative", "Coopérative"),
        ("de", "Für Sie, 1 000 €", "Für Sie, 1 000 €"),
    ],
)
def test_long_words_carry_their_own_soft_hyphens(language: str, word: str, expected: str) -> None:
    with translation.override(language):
        assert soft(word) == expected


def test_a_label_with_a_sign_of_html_stays_text() -> None:
    steps = [Step("gross", "<b>Brut</b>", Decimal(1)), Step("net", "Net & moi", Decimal(1))]

    html = render_to_string("partials/_waterfall.html", {"fall": build_staircase(steps, currency="EUR")})

    assert "&lt;b&gt;Brut" in html
    assert "Net &amp; moi" in html
