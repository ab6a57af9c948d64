"""Dates and numbers for people are written by smart.foundation.formats, which knows language and country; never by hand."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("smart", "invoicing", "activities", "members", "countries")
SAYS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
    "npgettext_lazy",
}
FILTER = re.compile(
    r"\|(floatformat|intcomma|localize|unlocalize|naturalday|date(?::\S+)?|time(?::\S+)?)|{% now [^%]*%}"
)
FOR_MACHINES = re.compile(r"""\|date:['"](c|Y-m-d|Y-m)['"]""")

# What is written by hand in pages, each with its reason
EXPLAINED = {
    ("templates/partials/_ticket.html", '|date:"d"'): "the bare number of the day on the stub, the same everywhere",
    ("templates/smart/today.html", '|date:"d"'): "the bare number of the day on the stub, the same everywhere",
    (
        "templates/smart/calendar.html",
        '|date:"D"',
    ): "the short name of a weekday: languages differ in it, countries do not",
    ("templates/smart/calendar.html", '|date:"j"'): "the bare number of the day in its square",
    ("templates/smart/design_pairs.html", "|floatformat"): "ratios of contrast on the page of components, in English",
    ("templates/activities/staff_contract_review.html", '|time:"H:i"'): "hours are told by 24 in all our countries",
}


def by_hand_in(text):
    """The filters of a page that know no country."""
    return [found[0].rstrip("}") for found in FILTER.finditer(text) if not FOR_MACHINES.match(found[0])]


def hand_made(tree):
    """Lines where a sentence for people is filled with a day or a number that somebody formatted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "__str__":
            node.body = []  # read by programmers only
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and is_sentence(node.left):
            yield from (inner.lineno for inner in ast.walk(node.right) if is_formatted(inner))


def is_sentence(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYS


def is_formatted(node):
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"isoformat", "strftime"}
    return isinstance(node, ast.FormattedValue) and node.format_spec is not None


def test_no_page_formats_by_hand():
    found = [
        (str(path.relative_to(ROOT)), mark)
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in {".html", ".txt"}
        for mark in by_hand_in(path.read_text())
    ]

    assert sorted(set(found) - set(EXPLAINED)) == []
    assert set(EXPLAINED) <= set(found), "An explained format is gone: take its line away."


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_is_filled_with_a_day_or_number_formatted_by_hand(room):
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
        for line in hand_made(ast.parse(path.read_text()))
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    ["{{ a|floatformat:2 }}", '{{ d|date:"d/m/Y" }}', '{% now "DATE_FORMAT" %}', "{{ d|date }}", "{{ n|intcomma }}"],
)
def test_the_search_finds_what_it_must(text):
    assert by_hand_in(text)


@pytest.mark.parametrize(
    "line",
    ['_("On %(d)s") % {"d": day.isoformat()}', '_("%(n)s left") % {"n": f"{n:.2f}"}', '_("%s") % d.strftime("%d")'],
)
def test_the_search_finds_it_in_programs(line):
    assert list(hand_made(ast.parse(line)))
