"""The catalogues: nothing fuzzy, nothing lost between a sentence and its translation."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest

LOCALE = Path(__file__).resolve().parent.parent / "smart" / "locale"
LANGUAGES = ["fr", "nl", "de", "es", "it", "sv"]
WHOLE = LANGUAGES
PLACE = re.compile(r"%\([a-z_]+\)[sd]|%%|\{[a-z_]*\}|</?[a-z]+[^>]*>")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy(language):
    assert [entry.msgid for entry in catalogue(language).fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_twice(language):
    """A message is its context and its sentence; `msgfmt` refuses a file that names one twice."""
    named = Counter((entry.msgctxt, entry.msgid) for entry in catalogue(language) if not entry.obsolete)

    assert [message for message, times in named.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_stays_what_is_filled_in(language):
    wrong = []
    for entry in catalogue(language).translated_entries():
        if entry.msgid_plural:
            allowed = {tuple(places(entry.msgid)), tuple(places(entry.msgid_plural))}
            wrong += [entry.msgid for said in entry.msgstr_plural.values() if tuple(places(said)) not in allowed]
        elif places(entry.msgid) != places(entry.msgstr):
            wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("language", WHOLE)
def test_a_member_reads_the_portal_in_their_language(language):
    """Newly written sentences may wait a little; a language as a whole may not."""
    assert catalogue(language).percent_translated() >= 95
