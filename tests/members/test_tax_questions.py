"""The tax file's questions: the usual ones first, the rare ones behind them, and what was said comes back."""

import datetime
import re
from decimal import Decimal

import pytest
from django.test import Client

from countries import registry
from countries.contract import InputField
from members.forms.questions import answer_words, field_of, questions_form
from members.forms.tax import tax_file_form
from members.rules.profiles import save_tax_file
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country
from tests import people

MOST_USUAL = 6
JANUARY = datetime.date(2026, 1, 1)
QUESTIONS = (
    InputField(name="often", kind="integer", label={"en": "Often"}, default=0),
    InputField(name="seldom", kind="integer", label={"en": "Seldom"}, default=0, is_rare=True),
    InputField(name="always", kind="flag", label={"en": "Always"}, default=False),
)


def _form(data=None, **initial):
    return questions_form(QUESTIONS, data, prefix="q", shown="q", initial=initial)


@pytest.fixture
def spanish(db):
    return people.make_member(people.make_country("ES"), "Carla Ejemplo")


@pytest.fixture
def browser(spanish):
    return people.sign_in(Client(), spanish.user)


@pytest.mark.parametrize("code", registry.codes())
def test_nobody_is_asked_more_than_a_handful_at_first(code):
    pack = registry.pack_for(code).pack
    asked = {kind.code: [*pack.engagement_inputs] for kind in pack.contract_kinds}

    assert sum(not question.is_rare for question in pack.tax_file) <= MOST_USUAL
    for kind, questions in asked.items():
        usual = [
            question.name
            for question in questions
            if not question.is_rare
            and question.asked_of == "member"
            and (not question.contract_kinds or kind in question.contract_kinds)
        ]
        assert len(usual) <= MOST_USUAL, (kind, usual)


@pytest.mark.parametrize("code", registry.codes())
def test_every_question_knows_whom_it_is_asked_of(code):
    pack = registry.pack_for(code).pack

    assert {question.asked_of for question in pack.engagement_inputs} <= {"member", "staff"}
    assert {question.asked_of for question in pack.tax_file} <= {"member"}


def test_rare_questions_come_last_and_closed():
    form = _form()

    assert [bound.name for bound in form.usual_fields] == ["often", "always"]
    assert [bound.name for bound in form.rare_fields] == ["seldom"]
    assert not form.is_rare_open
    assert "<details><summary>Less usual</summary>" in str(form)


@pytest.mark.parametrize("typed", ["3", "many"])
def test_a_rare_question_answered_or_misread_is_shown_open(typed):
    form = _form({"q-shown": "q", "q-often": "1", "q-seldom": typed})

    assert form.is_rare_open
    assert "<details open>" in str(form)


def test_a_rare_answer_on_file_is_shown_open():
    assert _form(seldom=2).is_rare_open
    assert not _form(often=2).is_rare_open


def test_only_rare_questions_are_not_hidden_behind_nothing():
    form = questions_form(QUESTIONS[1:2], None, prefix="q", shown="q")

    assert [bound.name for bound in form.usual_fields] == ["seldom"]
    assert "<details" not in str(form)


def test_errors_are_listed_in_the_order_of_the_page():
    form = questions_form(
        (QUESTIONS[1], QUESTIONS[0]), {"q-shown": "q", "q-often": "x", "q-seldom": "y"}, prefix="q", shown="q"
    )

    assert [sentence.split("”")[0] for _id, sentence in form.summary()] == ["“Often", "“Seldom"]


def test_a_list_without_a_default_begins_unanswered():
    """A browser answers a list with its first line: Germany's contracts would all be in Baden-Württemberg."""
    states = next(each for each in registry.pack_for("DE").pack.engagement_inputs if each.name == "state")

    assert field_of(states).choices[0] == ("", "No answer")
    assert not field_of(states).required


def test_the_tax_form_asks_the_day_after_the_questions(be_form):
    assert [bound.name for bound in be_form.other_fields] == ["since"]


@pytest.fixture
def be_form():
    return tax_file_form("BE")(initial={"since": JANUARY})


def test_a_rate_on_file_comes_back_as_a_percentage(spanish, browser):
    with country(spanish.country):
        save_tax_file(spanish, since=JANUARY, answers={"requested_rate": Decimal("0.15")}, by=PORTAL)

    page = browser.get("/es/me/tax/").content.decode()

    assert 'value="15"' in page
    assert "<details open><summary>Less usual</summary>" in page


def test_the_profile_tells_the_usual_answers_and_what_differs(spanish, browser):
    with country(spanish.country):
        save_tax_file(spanish, since=JANUARY, answers={"requested_rate": Decimal("0.15")}, by=PORTAL)

    page = browser.get("/es/me/").content.decode()

    assert "15%" in page.replace("\N{NO-BREAK SPACE}", "")
    assert "Where do you live?" in page
    assert "I need the help of others" not in page


def test_a_step_of_joining_keeps_what_was_answered(db):
    where = people.make_country("ES")
    applicant = people.make_member(where, "Nuria Nueva", active=False)
    browser = people.sign_in(Client(), applicant.user)
    with country(where):
        save_tax_file(applicant, since=JANUARY, answers={"family_situation": "2"}, by=PORTAL)

    page = browser.get("/es/join/tax/").content.decode()

    assert re.search(r'name="family_situation" value="2"[^>]* checked', page)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("flag", True, "Yes"),
        ("rate", "0.0269", "2.69%"),
        ("decimal", Decimal("1250.50"), "1,250.5"),
        ("text", "AOK", "AOK"),
    ],
)
def test_an_answer_reads_as_people_write(kind, value, words):
    assert answer_words(InputField(name="x", kind=kind, label={"en": "X"}), value) == words
