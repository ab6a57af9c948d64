"""Texts over the catalogues: fresh in every process, nearly free, and harmless when the database is away."""

import time

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from smart.translating import overlay, rules
from smart.translating.catalogue import key_of
from smart.translating.middleware import FreshWordings
from smart.translating.models import Wording
from tests.translating.conftest import admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def journee(dan, nora):
    wording = rules.propose_text(language="fr", key=key_of("", "Day"), texts=["Journée"], by=admin(dan))
    return rules.approve_text(wording, by=admin(nora))


def in_french():
    with translation.override("fr"):
        return gettext("Day")


def test_a_process_looks_again_when_it_is_time(settings, journee):
    """Another process approved: this one is told nothing and finds out by itself."""
    settings.WORDINGS_LOOKED_AT_EVERY = 5

    overlay.refresh_if_due()
    assert in_french() == "Journée"

    Wording.objects.update(state="taken_back")
    overlay.refresh_if_due()
    assert in_french() == "Journée"  # not yet time

    overlay.Seen.next_look = 0.0
    overlay.refresh_if_due()
    assert in_french() == "Jour"


def test_a_request_that_is_not_due_costs_no_query_and_under_a_tenth_of_a_millisecond(settings, journee):
    settings.WORDINGS_LOOKED_AT_EVERY = 60
    overlay.refresh_if_due()

    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        for _turn in range(1000):
            overlay.refresh_if_due()
        each = (time.perf_counter() - began) / 1000

    assert len(asked) == 0
    assert each < 0.0001


def test_a_look_without_news_is_one_query(journee):
    overlay.refresh()

    with CaptureQueriesContext(connection) as asked:
        overlay.refresh()

    assert len(asked) == 1


def test_without_a_database_what_is_laid_over_stays(monkeypatch, journee):
    overlay.refresh()

    def is_away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(overlay, "current_version", is_away)
    overlay.refresh()

    assert in_french() == "Journée"


def test_the_page_that_says_we_are_alive_asks_nothing(settings, rf):
    settings.WORDINGS_LOOKED_AT_EVERY = 60

    with CaptureQueriesContext(connection) as asked:
        FreshWordings(lambda request: None)(rf.get("/health/live/"))

    assert len(asked) == 0


def test_a_page_shows_the_text(client, settings, dan, nora):
    wording = rules.propose_text(language="fr", key=key_of("", "Help"), texts=["Coup de main"], by=admin(dan))
    rules.approve_text(wording, by=admin(nora))
    settings.WORDINGS_LOOKED_AT_EVERY = 60
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"

    assert "Coup de main" in client.get("/help/").content.decode()
