"""Every page of the portal, as every role sees it: found by walking, read once in each language.

What no walk reaches fails: give a story of the demo something that leads there.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.inventory import validating
from tests.inventory.conftest import BAD, need
from tests.inventory.reading import Read, read_page

Inventory = dict[str, Any]
# What a page asks the database for beside what every page of that person asks.
FORM, LIST, DESK = 4, 6, 10


def sheets(inventory: Inventory, folder: Path) -> Iterator[tuple[str, str, Read]]:
    """(where, language, page) of every page laid down."""
    for page in inventory["pages"]:
        for language, file in page["files"].items():
            html = (folder / "pages" / file).read_text()
            yield f"{page['person']} {page['path']}", language, read_page(page["path"], html)


def test_every_address_is_visited_by_somebody(inventory):
    assert inventory["missing"] == [], "No walk reaches these; let a story of the demo make what they show."


def test_no_address_breaks_for_anybody(inventory):
    assert inventory["broken"] == []


def test_the_walk_is_a_walk_through_the_whole_portal(inventory):
    roles = {page["role"] for page in inventory["pages"]}

    assert roles >= {
        "visitor", "client", "member", "applicant", "adviser", "payroll officer", "accountant",
        "country administrator", "network administrator",
    }  # fmt: skip
    assert len(inventory["pages"]) > 300


def test_every_page_has_one_heading_a_title_and_its_language(inventory, folder):
    wrong = []
    for where, language, page in sheets(inventory, folder):
        headings = [" ".join(each.split()) for each in page.headings]
        if len(headings) != 1 or not headings[0]:
            wrong.append(f"{where} ({language}): h1 {headings}")
        if not page.title.removesuffix("· Smart").strip(" ·"):
            wrong.append(f"{where} ({language}): title {page.title!r}")
        if page.language != language:
            wrong.append(f"{where} ({language}): lang is {page.language!r}")
    assert wrong == []


def test_no_page_says_a_sentence_that_a_language_lacks(inventory):
    lacking: dict[str, set[str]] = defaultdict(set)
    for page in inventory["pages"]:
        for language, sentences in page["untranslated"].items():
            lacking[language] |= set(sentences)
    assert {language: sorted(sentences) for language, sentences in lacking.items() if sentences} == {}


def test_a_bad_page_is_read_as_one():
    page = read_page("/", BAD.read_text())

    assert (len(page.headings), page.title, page.language) == (2, "", "")


@pytest.fixture(scope="module")
def validator():
    need(validating.is_installed(), "The Nu HTML checker is not installed (npm ci --prefix tests; it needs Java).")
    return validating.html_errors


def test_every_page_is_valid_html(inventory, folder, validator):
    files = {page["files"]["en"]: f"{page['person']} {page['path']}" for page in inventory["pages"]}

    errors = validator([folder / "pages" / file for file in files])

    assert {files[name]: said for name, said in errors.items()} == {}


def test_the_validator_finds_what_is_wrong_with_a_bad_page(validator):
    said = "\n".join(validator([BAD])["bad.html"])

    assert "Duplicate ID" in said
    assert "alt" in said


def test_ten_times_as_many_rows_take_no_more_queries(inventory):
    grown = [
        f"{page['person']} {page['path']}: {page['queries']} queries, {page['many']['queries']} with more rows"
        for page in inventory["pages"]
        if page.get("many") and page["many"]["queries"] > page["queries"]
    ]
    assert grown == []


def test_more_rows_break_no_page(inventory):
    assert [p["path"] for p in inventory["pages"] if p.get("many") and p["many"]["status"] != 200] == []
