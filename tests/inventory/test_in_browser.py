"""Every page in Chromium on a phone: axe with the tags of WCAG 2.2 AA, nothing sticks out, nothing is too small to touch."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.inventory import looking
from tests.inventory.conftest import BAD, need
from tests.inventory.looking import Looker, complaints
from tests.inventory.replaying import shelf

PARTS = 4
"""So many parts can be looked at side by side."""
DARK = 40
"""So many pages, spread over the inventory, are looked at in the dark scheme and for their focus as well."""


@pytest.fixture(scope="module")
def axe():
    need(looking.AXE.is_file(), "axe-core is not installed (npm ci --prefix tests).")


@pytest.fixture(scope="module")
def looker(axe, browser, address):
    looker = Looker(browser, address)
    yield looker
    looker.close()


def looks(inventory: dict[str, Any]) -> list[dict[str, Any]]:
    """One page of each look: what several roles see alike is looked at once."""
    return list({page["look"]: page for page in reversed(inventory["pages"])}.values())


def told(found: dict[str, list[str]]) -> str:
    """Each complaint once, with how often and two of its pages: a fault of a shared part is one line."""
    pages = defaultdict(list)
    for where, said in found.items():
        for each in said:
            pages[each].append(where)
    counted = Counter({each: len(where) for each, where in pages.items()})
    return "\n".join(f"{number} × {each}  [{'; '.join(pages[each][:2])}]" for each, number in counted.most_common())


@pytest.mark.parametrize(
    "part", [pytest.param(part, marks=pytest.mark.xdist_group(f"looks {part}")) for part in range(PARTS)]
)
def test_no_page_has_anything_to_complain_about(part, inventory, looker):
    found = {
        f"{page['person']} {page['path']}": said
        for page in looks(inventory)[part::PARTS]
        if (said := complaints(looker, page["path"], page["files"]))
    }
    assert not found, told(found)


def test_pages_are_as_readable_in_the_dark_and_show_the_focus(inventory, axe, browser, address):
    dark, found = Looker(browser, address, scheme="dark"), {}
    pages = looks(inventory)
    for page in pages[:: max(1, len(pages) // DARK)]:
        dark.open(page["path"], page["files"]["en"])
        found[f"{page['person']} {page['path']}"] = dark.axe() + dark.unseen_focus()
    dark.close()
    assert not any(found.values()), told(found)


def test_a_bad_page_is_complained_about(axe, browser, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "pages" / "bad.html").write_text(BAD.read_text())
    with shelf(tmp_path, {}) as url:
        bad = Looker(browser, url)
        said = "\n".join(complaints(bad, "/", {"en": "bad.html", "fr": "bad.html"}) + bad.unseen_focus())
        bad.close()

    for wanted in (
        "axe (light) image-alt", "axe (light) color-contrast", "axe (light) link-name", "axe (light) button-name",
        "axe (light) html-has-lang", "axe (light) target-size", "small target button.small", "too wide at 320",
        "fr: too wide at 320", "console: a complaint", "asked for https://elsewhere.example", "focus not seen on a.small",
    ):  # fmt: skip
        assert wanted in said
