"""How we write: the catalogues and the words of the field keep the habits of `wording.yaml`."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from countries.data.reading import DataFileError
from smart.translating.catalogue import Entry
from smart.translating.wording import _habits, check_catalogue, check_terms, check_text, habits

LANGUAGES = ["fr", "nl", "de", "es", "it", "sv"]


def rules_broken(language, text, english="Some words"):
    entry = Entry("key", "", english, "", (text,))
    return [found.rule for found in check_text(language, entry, text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_written_as_we_write(language):
    found = [f"{each.rule}: {each.remedy} {each.source!r} → {each.text!r}" for each in check_catalogue(language)]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_field_are_written_as_we_write(language):
    found = [(each.key, each.remedy) for each in check_terms(language)]

    assert found == []


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("fr", "Tu as signé", "address"),
        ("fr", "Pourquoi ?", "space"),
        ("fr", "Pourquoi?", "space"),
        ("fr", "Où :", "space"),
        ("fr", "Voir «\u00a0Avis»", "space"),
        ("fr", "1\u202f000", "space"),
        ("fr", "L'employeur", "apostrophe"),
        ("fr", "Attendez...", "ellipsis"),
        ("fr", "Le mot “Avis”", "quotes"),
        ("fr", "Un feedback", "word"),
        ("fr", "Votre email", "word"),
        ("nl", "Uw loon", "address"),
        ("nl", "Een deadline", "word"),
        ("de", "Dein Lohn", "address"),
        ("de", "Das «Wort»", "quotes"),
        ("de", "Bitte einloggen", "word"),
        ("es", "Usted firma", "address"),
        ("es", "Por qué?", "opening"),
        ("it", "Il Suo contratto", "address"),
        ("it", "Il workflow", "word"),
        ("sv", "Edert namn", "address"),
        ("sv", "En deadline", "word"),
        ("sv", "Hej :", "space"),
        ("nl", "Twee  spaties", "space"),
    ],
)
def test_what_we_do_not_write_is_found(language, text, rule):
    assert rule in rules_broken(language, text)


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("fr", "Pourquoi\u00a0?", "Why?"),
        ("fr", "Voir «\u00a0Avis\u00a0» à 17:42", "See “Notices” at 17:42"),
        ("fr", "%(day)s\u00a0: %(place)s", "%(day)s: %(place)s"),
        ("nl", "U2 is een heffing.", "U2 is a levy."),
        ("de", "Ihr „Lohn“", "Your “pay”"),
        ("es", "¿Por qué?", "Why?"),
        ("es", "Hola, Ana:", "Hello Ana,"),
        ("it", "L’e-mail", "The mail"),
        ("de", "eine USt-IdNr.", "a VAT number"),
    ],
)
def test_what_we_write_is_left_alone(language, text, english):
    assert rules_broken(language, text, english) == []


def test_the_word_of_the_field_must_be_there():
    assert rules_broken("de", "Ihr Zettel", "Your payslip") == ["field word"]
    assert rules_broken("de", "Ihre Lohnabrechnung", "Your payslip") == []
    assert rules_broken("de", "%(payslip)s steht an.", "%(payslip)s waits.") == []


def test_a_sentence_stays_a_sentence():
    assert rules_broken("sv", "Spara det", "Save it.") == ["end"]


def test_spaces_are_mended_in_the_proposal():
    (found,) = check_text("fr", Entry("k", "", "Left out:", "", ()), "Laissé de côté :")

    assert found.proposed == "Laissé de côté\u00a0:"


def test_the_command_tells_sentence_and_remedy():
    out = StringIO()

    call_command("check_wording", "--json", stdout=out)

    for each in json.loads(out.getvalue()):
        assert each["source"]
        assert each["remedy"]
    with pytest.raises(CommandError, match="No habits of writing are known for xx"):
        call_command("check_wording", "xx")


def test_a_file_that_cannot_be_used_is_refused():
    good = {"address": {"name": "du", "not": "x"}, "quotes": "””", "not": [], "words": {}}
    assert _habits(good, "x").address == "du"
    with pytest.raises(DataFileError, match="is no pattern"):
        _habits({**good, "address": {"name": "du", "not": "("}}, "x")


def test_every_language_but_english_has_habits():
    assert sorted(habits()) == sorted(LANGUAGES)
