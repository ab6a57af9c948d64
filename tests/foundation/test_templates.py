"""The look: forms speak in sentences, every partial renders alone, one stylesheet."""

import gzip
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation

from smart.foundation import formats, stylesheet
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import DayField, DayParts, MoneyField, PercentField, PickMany, Picks, SmartForm
from tests.foundation.papers import stairs

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STATIC = Path(__file__).resolve().parents[2] / "smart" / "static"


@pytest.fixture(autouse=True)
def _in_belgium_in_english() -> Any:
    token = formats.set_country("BE", "EUR")
    with translation.override("en"):
        yield
    formats.reset_country(token)


class MissionForm(SmartForm):
    title = forms.CharField(label="Title", max_length=10, help_text="The client reads this.")
    email = forms.EmailField(label="Client's e-mail")
    price = MoneyField(label="Price without VAT", currency="EUR")
    share = PercentField(label="Share in %")
    first_day = DayField(label="First day")
    born_on = DayField(label="Birthday", widget=DayParts)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "One day"), ("b", "Many")], widget=Picks(hints={"a": "Or a few hours"})
    )
    risks = forms.MultipleChoiceField(label="Risks", choices=[("h", "Height")], widget=PickMany, required=False)
    agreed = forms.BooleanField(label="I may confirm")


GOOD = {
    "title": "Mural",
    "email": "lina@example.org",
    "price": "1,250.00 €",
    "share": "6.5 %",
    "first_day": "2026-11-30",
    "born_on_0": "12",
    "born_on_1": "3",
    "born_on_2": "1990",
    "kind": "a",
    "risks": ["h"],
    "agreed": "on",
}


def test_good_answers_become_amounts_rates_and_days() -> None:
    form = MissionForm(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["price"] == Decimal("1250.00")
    assert form.cleaned_data["share"] == Decimal("0.065")
    assert form.cleaned_data["first_day"] == date(2026, 11, 30)
    assert form.cleaned_data["born_on"] == date(1990, 3, 12)


def test_an_empty_form_names_every_field_once_and_differently() -> None:
    sentences = [sentence for _, sentence in MissionForm({}).summary()]

    assert len(sentences) == len(set(sentences)) == 8
    for label, sentence in zip(
        ["Title", "e-mail", "Price", "Share in %", "First day", "Birthday", "Kind", "confirm"], sentences, strict=True
    ):
        assert label in sentence
    assert not any("This field" in sentence for sentence in sentences)


def test_the_message_above_the_field_is_the_one_in_the_summary_and_the_link_finds_it() -> None:
    form = MissionForm({**GOOD, "title": "A title that is too long", "kind": "", "born_on_1": "14"})

    html = str(form)

    for target, sentence in form.summary():
        assert html.count(sentence.replace("'", "&#x27;")) == 2
        assert f'href="#{target}"' in html
        assert html.count(f'id="{target}"') == 1
    assert "24 characters; 10 at most" in html


@pytest.mark.parametrize(
    ("language", "typed", "amount"),
    [
        ("de", "1.234,50", "1234.50"),
        ("fr", "1 234,50", "1234.50"),
        ("fr", "1\u202f234,50 €", "1234.50"),
        ("fr", "EUR 250", "250.00"),
        ("nl", "€ 1.234,5", "1234.50"),
        ("en", "1,234.50", "1234.50"),
    ],
)
def test_money_is_read_in_the_language_of_the_person(language: str, typed: str, amount: str) -> None:
    with translation.override(language):
        form = MissionForm({**GOOD, "price": typed, "share": "6"})
        assert form.is_valid(), form.errors
    assert form.cleaned_data["price"] == Decimal(amount)


@pytest.mark.parametrize(
    ("language", "typed"),
    [("fr", "1,234.50"), ("de", "1234.50"), ("fr", "1.234"), ("en", "12,34"), ("fr", "douze"), ("de", "0,001")],
)
def test_money_that_could_be_two_amounts_is_refused_with_an_example_and_kept(language: str, typed: str) -> None:
    with translation.override(language):
        form = MissionForm({**GOOD, "price": typed, "share": "6"})
        html = str(form)

    sentence = form.errors["price"][0]
    assert typed in sentence
    assert "234" in sentence
    assert f'value="{typed}"' in html


def test_an_amount_of_nothing_says_what_is_the_least() -> None:
    form = MissionForm({**GOOD, "price": "0"})

    assert form.errors["price"] == ["“Price without VAT” is €0.00; it must be at least €0.01."]


def test_a_sum_goes_back_into_the_form_as_people_there_write_it() -> None:
    with translation.override("fr"):
        html = str(
            MissionForm(initial={"price": Decimal("1250"), "share": Decimal("0.065"), "first_day": date(2026, 3, 1)})
        )

    assert 'value="1\u202f250,00"' in html
    assert 'value="6,5"' in html
    assert 'value="2026-03-01"' in html


@pytest.mark.parametrize("typed", ["30.11.2026", "30/11/2026", "30-11-2026", "2026-11-30"])
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    form = MissionForm({**GOOD, "first_day": typed})

    assert form.is_valid()
    assert form.cleaned_data["first_day"] == date(2026, 11, 30)


@pytest.mark.parametrize("typed", ["2026-02-31", "31.2.2026", "tomorrow", "11/30/26"])
def test_a_day_that_does_not_exist_is_kept_to_be_mended(typed: str) -> None:
    form = MissionForm({**GOOD, "first_day": typed})

    html = str(form)

    assert "must be a day that exists" in form.errors["first_day"][0]
    assert f'<input type="text" name="first_day" value="{typed}"' in html


def test_what_a_rule_refused_stands_beside_its_field() -> None:
    form = MissionForm(GOOD)
    assert form.is_valid()

    form.add_rule_error(RuleBroken("too_late", "The work has begun.", field="first_day"))
    form.add_rule_error(RuleBroken("asleep", "The country is asleep.", field="elsewhere"))

    assert form.summary() == [("", "The country is asleep."), ("id_first_day", "The work has begun.")]


def test_a_field_has_its_label_hint_and_error_tied_to_it() -> None:
    html = str(MissionForm({**GOOD, "title": ""})["title"].as_field_group())

    assert '<label for="id_title">' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert " required" not in html


def test_picks_are_labels_with_room_and_hints() -> None:
    html = str(MissionForm()["kind"].as_field_group())

    assert "<fieldset" in html
    assert html.count('<label class="pick"') == 2
    assert "Or a few hours" in html


NOW = datetime(2026, 11, 22, 16, 42, tzinfo=UTC)
ALONE: dict[str, tuple[dict[str, Any], str]] = {
    "_state": ({"tone": "warn", "label": "Waiting"}, "Waiting"),
    "_country": ({"code": "BE", "name": "Belgium"}, 'class="tag be"'),
    "_sum": ({"amount": Decimal("703.17"), "currency": "EUR", "mine": True}, "€703"),
    "_waterfall": ({"fall": stairs()}, 'width="56.25%"'),
    "_strip": ({"fall": stairs()}, "€703.17"),
    "_answers": ({"answers": [{"label": "Price", "value": "€1", "url": "/x/"}]}, 'Change<span class="vh">: Price'),
    "_ledger": (
        {
            "caption": "Pay",
            "columns": [{"label": "Line"}, {"label": "Amount", "end": True}],
            "rows": [{"cells": [{"text": "Net", "small": "mine"}, {"text": "€1", "end": True}], "mine": True}],
        },
        '<th scope="row">Net<small>mine</small>',
    ),
    "_empty": ({"title": "Nothing yet", "text": "Five questions.", "url": "/x/", "action": "Begin"}, "Begin</a>"),
    "_pagination": ({"page": Paginator(range(300), 20).page(5), "query": "q=x&"}, 'aria-current="page">5</a>'),
    "_tasks": ({"tasks": [{"label": "Bank", "tone": "ok", "state": "Done", "note": "checked"}]}, "checked"),
    "_timeline": ({"events": [{"at": NOW, "text": "Sent", "who": "Lina", "now": True}]}, "22 November 2026"),
    "_progress": ({"done": 1842, "total": 2310, "label": "payslips"}, '<progress value="1842" max="2310"'),
    "_ticket": (
        {
            "ticket": {
                "day": date(2026, 11, 16),
                "title": "Mural",
                "url": "/x/",
                "amount": Decimal(5),
                "currency": "EUR",
            }
        },
        "€5.00",
    ),
    "_confirm": (
        {"question": "Sleep?", "consequence": "Nothing is lost.", "action": "/x/", "button": "Sleep", "back": "/"},
        "Go back",
    ),
    "_copyline": ({"copy": "Member copy", "number": "2026-1"}, "Member copy"),
    "_note": ({"tone": "ok", "text": "Saved."}, "Saved."),
    "_steps": ({"steps": [{"label": "What", "done": True}, {"label": "When", "current": True}]}, 'aria-current="step"'),
    "_checks": ({"checks": [{"tone": "bad", "title": "Height", "text": "Expired."}]}, "blocks"),
    "_demo_bar": ({"demo_bar": {"people": [{"label": "Lina", "role": "member", "url": "/d/"}]}}, "Lina"),
    "_tabs": ({"nav": [{"label": "Today", "url": "/", "icon": "today", "current": True}]}, 'aria-current="page"'),
    "_section": ({"section": [{"label": "Reminders", "url": "/", "current": True}]}, 'aria-current="page"'),
    "_dock": ({"nav": [{"label": "Today", "url": "/", "icon": "today", "current": True}] * 7}, "#today"),
}


@pytest.mark.parametrize("name", ALONE)
def test_every_partial_renders_alone(name: str, settings: Any) -> None:
    context, expected = ALONE[name]

    html = render_to_string(f"partials/{name}.html", context)

    assert expected in html


def test_a_form_in_a_part_that_knows_only_what_it_is_given_is_given_the_csrf_token() -> None:
    """Without it a browser gets 403, and the test client does not notice."""
    without = []
    for page in TEMPLATES.rglob("*.html"):
        for part, given in re.findall(r'{% include "([^"]+)"([^%]*) only %}', page.read_text(encoding="utf-8")):
            has_form = "{% csrf_token %}" in (TEMPLATES / part).read_text(encoding="utf-8")
            if has_form and "csrf_token=csrf_token" not in given:
                without.append(f"{page.relative_to(TEMPLATES)} includes {part}")

    assert not without


def test_every_partial_is_tried_alone() -> None:
    helpers = {"_brand", "_mark", "_patterns", "_who", "_language", "_scheme", "_htmx", "_cell", "_waterfall_row"}

    assert {path.stem for path in (TEMPLATES / "partials").glob("*.html")} == set(ALONE) | helpers


def test_the_dock_never_has_more_than_five_places() -> None:
    assert render_to_string("partials/_dock.html", ALONE["_dock"][0]).count("<li>") == 5


@pytest.mark.parametrize("status", [403, 404, 405, 409, 429, 500, 503])
def test_error_pages_need_nothing_and_can_carry_a_sentence(status: int) -> None:
    bare = render_to_string(f"{status}.html")
    said = render_to_string(f"{status}.html", {"message": "Marek approved it at 17:42.", "links": []})

    assert bare.count("<h1>") == 1
    assert "Marek approved it at 17:42." in said


def test_no_page_carries_style_or_script_of_its_own() -> None:
    for path in TEMPLATES.rglob("*.html"):
        if path.parts[-2] in {"email", "pdf"}:
            continue
        html = path.read_text(encoding="utf-8")
        data = r'\ssrc=|type="application/json"'  # our own file, or data that no browser runs
        assert not re.search(rf"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(?:{data}))", html), path


def test_every_icon_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")))
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8")))

    assert named <= drawn


def test_the_stylesheet_is_the_joined_parts() -> None:
    written = (stylesheet.FOLDER / "portal.css").read_text(encoding="utf-8")

    assert written == stylesheet.join_parts(), "run: python -m smart.foundation.stylesheet"


def test_style_font_and_scripts_stay_light() -> None:
    css = gzip.compress((stylesheet.FOLDER / "portal.css").read_bytes(), 9)
    script = gzip.compress((STATIC / "js" / "portal.js").read_bytes(), 9)

    assert len(css) <= 12_000
    assert len(script) <= 4_000
    assert (STATIC / "font" / "bricolage-latin7.woff2").stat().st_size <= 35_000
