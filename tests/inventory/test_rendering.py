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
from tests.inventory.heavy import HEAVY
from tests.inventory.reading import Read, read_page

Inventory = dict[str, Any]
UNREACHED: dict[str, str] = {
    "account_confirm_login_code": "signing in by a code is switched off",
    "calendar_feed": "a file for a calendar program, at an address that only its owner's program knows",
    "invoicing:year_list": "leads on to the newest year",
    "members:join_send": "no applicant of the demo has every answer and has not sent them",
    "members:staff_paper_picture": "no applicant of the demo has handed in a picture of a paper",
    "invoicing:client_account_pdf": "a file that a worker makes when it is asked for",
    "invoicing:vat_decide": "no invoice of the demo waits for an accountant's word on its VAT",
    "invoicing:draft_edit": "no draft of the demo waits at the accountant's",
    "invoicing:draft_release": "no draft of the demo waits at the accountant's",
    "invoicing:pay_claim": "no payslip of the demo was corrected downwards",
    "invoicing:employer_return": "no run of the demo is of a country with a monthly return",
    "mfa_login_webauthn": "an answer for a script",
    "mfa_reauthenticate_webauthn": "an answer for a script",
}
"""Addresses that are no page for anybody, or that nothing in the demo leads to yet, each with its reason."""
UNCOPIED: dict[str, str] = {
    "invoicing:accounting_balance": "adds the copied books up and says that they differ",
    "invoicing:payment_of_pay": "proves itself against the books; a copied payment has the first one's number",
    "invoicing:staff_payment_of_pay": "proves itself against the books; a copied payment has the first one's number",
    "invoicing:year_detail": "proves itself against the books of a person, whose pay is copied and whose membership is not",
    "invoicing:staff_year_detail": "proves itself against the books of a person, whose pay is copied and whose membership is not",
    "members:agreement": "a copied version of the agreement has a code that no address takes",
}
"""Pages that rightly refuse a country whose rows were copied."""
MOST_QUERIES, SLACK = 10, 4


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
        if page.get("many") and page["many"]["status"] == 200 and page["many"]["queries"] > page["queries"]
    ]
    nothing(grown)


def test_more_rows_break_no_page(inventory):
    many = [page for page in inventory["pages"] if page.get("many") and page["name"] not in UNCOPIED]

    nothing(
        [f"{page['person']} {page['path']}: {page['many']['status']}" for page in many if page["many"]["status"] != 200]
    )


def test_no_page_asks_the_database_more_than_its_budget(inventory):
    """What a page asks beside what every page of that person asks (session, person, country, roles)."""
    shared: dict[str, int] = defaultdict(lambda: 99)
    for page in inventory["pages"]:
        shared[page["person"]] = min(shared[page["person"]], page["queries"])
    asked: dict[str, int] = defaultdict(int)
    for page in inventory["pages"]:
        asked[page["name"]] = max(asked[page["name"]], page["queries"] - shared[page["person"]])

    nothing([f"{name}: {count}" for name, count in asked.items() if count > HEAVY.get(name, MOST_QUERIES)])
    nothing([f"{name}: only {asked[name]}" for name in HEAVY if name in asked and asked[name] < HEAVY[name] - SLACK])
