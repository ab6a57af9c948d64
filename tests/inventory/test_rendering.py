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
UNREACHED: dict[str, str] = {
    "account_confirm_login_code": "signing in by a code is switched off",
    "mfa_login_webauthn": "an answer for a script",
    "mfa_reauthenticate_webauthn": "an answer for a script",
}
"""Addresses that are no page for anybody, or that nothing in the demo leads to yet, each with its reason."""


def sheets(inventory: Inventory, folder: Path) -> Iterator[tuple[str, str, Read]]:
    """(where, language, page) of every page laid down."""
    for page in inventory["pages"]:
        for language, file in page["files"].items():
            html = (folder / "pages" / file).read_text()
            yield f"{page['person']} {page['path']}", language, read_page(page["path"], html)


def nothing(found: list[str]) -> None:
    """Fails with all that was found, a line each."""
    assert not found, f"{len(found)} found:\n" + "\n".join(found)


def test_every_address_is_visited_by_somebody(inventory):
    """Where this fails, let a story of the demo (or tests/inventory/scenes.py) make what the address shows."""
    missing = {each.partition(" ")[0]: each for each in inventory["missing"]}

    nothing([each for name, each in missing.items() if name not in UNREACHED])


def test_what_is_listed_as_unreached_is_unreached(inventory):
    missing = {each.partition(" ")[0] for each in inventory["missing"]}

    nothing([name for name in UNREACHED if name not in missing])


def test_no_address_breaks_for_anybody(inventory):
    nothing(inventory["broken"])


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
        # a client reads in the language staff noted, whatever the browser speaks
        if page.language != language and not (where.startswith("client") and page.language):
            wrong.append(f"{where} ({language}): lang is {page.language!r}")
    nothing(wrong)


def test_no_page_says_a_sentence_that_a_language_lacks(inventory):
    lacking: dict[str, set[str]] = defaultdict(set)
    for page in inventory["pages"]:
        for language, sentences in page["untranslated"].items():
            lacking[language] |= set(sentences)
    nothing([f"{language}: {sentence}" for language, sentences in lacking.items() for sentence in sorted(sentences)])


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

    nothing([f"{files[name]}: {each}" for name, said in errors.items() for each in said])


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
    nothing(grown)


def test_more_rows_break_no_page(inventory):
    nothing([p["path"] for p in inventory["pages"] if p.get("many") and p["many"]["status"] != 200])
