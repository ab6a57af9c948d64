"""No rule that no page uses, no class that no rule knows, and no colour but those of the tokens."""

import re
from pathlib import Path

import pytest

from smart.foundation import stylesheet

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("smart", "invoicing", "activities", "members", "countries")
# Put together from a value: f"t-{tone}", class="tag {{ code }}", a row's role. The values are those of the code.
MADE_UP = {
    "tag {{ country.code|lower }}": {"be", "fr", "es", "it", "de", "at", "se", "nl", "hu"},
    "t-{{ tone }}": {"t-ok", "t-warn", "t-bad", "t-own", "t-pen", "t-muted"},
    "{{ check.tone }}-row": {"bad-row", "warn-row"},
    "{{ row.role }}": {"sub", "cut", "net"},
    "k-{{ entry.kind }}": {"k-contract", "k-deadline", "k-pay", "k-mission"},
    "tile {{ tile.style }}": {"open", "pilot", "prep"},
    "attrs of a widget in Python": {"money", "short", "year", "num"},
    "{% block kind %}, {% block width %}": {"staff", "admin", "member", "out", "narrow", "full"},
}
# Pen is the tone a note has by itself.
WITHOUT_A_RULE = {"t-pen"}


def css() -> dict[str, str]:
    return {part: (stylesheet.FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in stylesheet.PARTS}


def known_classes() -> set[str]:
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", "\n".join(css().values()), flags=re.S)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", " ".join(re.findall(r"([^{};]+)\{", text))))


def pages() -> dict[Path, str]:
    """Every template a browser gets, the page of components apart: it would keep alive what nothing else uses."""
    found = [path for path in (ROOT / "templates").rglob("*.html") if not {"pdf", "email"} & set(path.parts)]
    return {path: path.read_text(encoding="utf-8") for path in found if not path.name.startswith("design")}


def classes_in(html: str) -> set[str]:
    """The words of every class attribute, those inside {% if %} too."""
    names: set[str] = set()
    for attribute in re.findall(r'\bclass=\\?"((?:{%.*?%}|{{.*?}}|[^"\\])*)', html):
        plain = re.sub(r"{%.*?%}", " ", attribute)
        names |= {
            name
            for name in re.sub(r"\S*{{.*?}}\S*", " ", plain).split()
            if re.fullmatch(r"[a-zA-Z](?:[\w-]*\w)?", name)
        }
        names |= set(re.findall(r"'([a-z][\w-]*)'", attribute))
    return names


def used_classes() -> set[str]:
    used = set().union(*MADE_UP.values()).union(*(classes_in(html) for html in pages().values()))
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if path.name != "design.py" and "class=" in (text := path.read_text(encoding="utf-8")):
                used |= classes_in(text)
    return used


def test_every_rule_is_used_by_a_page():
    assert known_classes() - used_classes() == set()


def test_every_class_a_page_names_has_a_rule():
    unknown = {
        f"{path.name}: {name}"
        for path, html in pages().items()
        for name in classes_in(html) - known_classes() - WITHOUT_A_RULE
    }

    assert unknown == set()


def test_the_test_notices_a_class_nobody_draws():
    assert classes_in('<p class="note {% if bad %}wrong{% endif %} t-{{ tone }}">') == {"note", "wrong"}


@pytest.mark.parametrize("part", [part for part in stylesheet.PARTS if part != "tokens"])
def test_colours_come_from_the_tokens(part):
    """Only the rings of the countries, the ink on yellow and white paper are written out."""
    allowed = {"components": {"#b08900", "#3f63c4", "#b5392d", "#c8505a", "#c66a00", "#2f8a55", "#2f7fae", "#d0661d"}}
    allowed["components"] |= {"#4a7f5c", "#fffefa"}
    allowed["print"] = {"#fff"}

    assert set(re.findall(r"#[0-9a-f]{3,8}\b", css()[part])) <= allowed.get(part, set())


def test_nothing_is_forced_and_nothing_is_fetched():
    for part, text in css().items():
        assert "!important" not in text, part
        assert "http" not in text, part
        assert "@import" not in text, part
        assert not re.search(r"[{,\s]#[a-z][\w-]*\s*[{,]", text), f"{part}: style classes, not ids"


def test_every_value_of_a_row_that_becomes_a_card_keeps_its_heading() -> None:
    bare = [
        f"{path.name}: {cell}"
        for path, html in pages().items()
        for table in re.findall(r'<table class="ledger flow.*?</table>', html, re.S)
        for cell in re.findall(r"<td(?=[ >])(?![^>]*(?:data-label|colspan))[^>]*>.{0,40}", table)
        if not re.match(r"<td[^>]*>(?:</td>|<form)", cell)  # nothing, or a key that says what it does
    ]

    assert not bare, "data-label says on a phone what the heading says on a desk"
