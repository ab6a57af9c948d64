"""The public page of the words of the field."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_english(browser, settings):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def test_anybody_reads_the_words_of_a_country(in_english, be, fr):
    page = in_english.get("/be/words/").content.decode()

    assert '<span lang="nl">loonbrief</span>' in page
    assert "Law of 12 April 1965" in page
    assert "bulletin de paie" not in page
    assert 'href="/fr/words/"' in page


def test_without_a_country_all_of_them_are_told(in_english, be, fr):
    page = in_english.get("/words/").content.decode()

    assert "bulletin de paie" in page
    assert "loonbrief" in page


def test_the_meaning_is_in_the_reader_s_language(browser, settings, be):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "sv"

    assert "Den dag då lönen senast finns på ditt bankkonto" in browser.get("/be/words/").content.decode()


def test_every_page_leads_to_the_words(in_english, be):
    assert 'href="/words/"' in in_english.get("/costs/").content.decode()


def test_a_few_questions_to_the_database(in_english, be, fr):
    with CaptureQueriesContext(connection) as asked:
        assert in_english.get("/be/words/").status_code == 200

    assert len(asked) <= 10
