"""The living page of components: who may open it, and that nothing of the stylesheet is missing on it."""

import re

import pytest

from smart.foundation import stylesheet
from tests import people

pytestmark = pytest.mark.django_db

PARTS = ("components", "forms", "staff", "waterfall", "drawings", "layout", "utilities")
ELSEWHERE = {
    "Only under make demo": {"demo"},
    "The tile map of the network: countries/_map.html": {"tile", "draw", "mid", "bold", "on", "halo", "t2"}
    | {"open", "pilot", "prep"},
    "Kinds of page, on <body> or <main>": {"admin", "out", "narrow", "full"},
    "The first thing the keyboard finds on every page": {"skip"},
}


@pytest.fixture
def html(client, bob):
    return people.sign_in(client, bob).get("/design/").text


def classes_of(css):
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", css, flags=re.S)
    selectors = " ".join(re.findall(r"([^{};]+)\{", css))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def on_page(html):
    return {name for found in re.findall(r'class="([^"]*)"', html) for name in found.split()}


@pytest.mark.parametrize("part", PARTS)
def test_every_class_of_the_stylesheet_is_shown(html, part):
    elsewhere = set().union(*ELSEWHERE.values())

    missing = classes_of((stylesheet.FOLDER / f"{part}.css").read_text(encoding="utf-8")) - on_page(html) - elsewhere

    assert missing == set(), f"Show {sorted(missing)} on /design/, or delete what no page uses."


def test_what_is_shown_elsewhere_is_not_shown_twice_nor_forgotten(html):
    known = set().union(*(classes_of((stylesheet.FOLDER / f"{part}.css").read_text()) for part in PARTS))

    for reason, names in ELSEWHERE.items():
        assert names <= known, reason


def test_staff_of_any_country_and_administrators_of_the_network_may_open_it(client, bob, dan):
    for person in (bob, dan):
        assert people.sign_in(client, person).get("/design/").status_code == 200


def test_members_get_404_and_strangers_sign_in_first(client, alice):
    assert client.get("/design/").headers["Location"] == "/accounts/login/?next=/design/"
    assert people.sign_in(client, alice.user).get("/design/").status_code == 404


def test_it_belongs_to_no_country(client, bob):
    assert people.sign_in(client, bob).get("/be/design/").status_code == 404


def test_it_has_one_title_and_no_id_twice(html):
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert html.count("<h1") == 1
    assert sorted(ids) == sorted(set(ids))


def test_every_specimen_word_is_marked_with_its_language(html):
    assert {"en", "de", "sv", "nl"} <= set(re.findall(r'lang="(\w\w)"', html))


def test_it_is_not_kept_by_the_browser(client, bob):
    answer = people.sign_in(client, bob).get("/design/")

    assert "no-store" in answer.headers["Cache-Control"]


def test_its_forms_write_nothing(client, bob):
    assert people.sign_in(client, bob).post("/design/", {}).status_code == 405
