"""Some pages in Chromium in the dark, and a bad page: what is looked for there is found."""

from tests.inventory.conftest import BAD
from tests.inventory.looking import Looker, complaints, looks, told
from tests.inventory.replaying import shelf

DARK = 40
"""So many pages, spread over the inventory, are looked at in the dark scheme and for their focus as well."""


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
