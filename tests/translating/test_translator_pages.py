"""The translators' pages."""

import pytest
from babel.messages.pofile import read_po
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smart.translating import rules
from smart.translating.catalogue import entries, key_of
from smart.translating.models import Wording
from tests import people
from tests.translating.conftest import admin

pytestmark = pytest.mark.django_db
DAY = key_of("", "Day")
PAGE = f"/translations/fr/{DAY}/"


@pytest.fixture
def at_dans(browser, settings, dan):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return people.sign_in(browser, dan)


def test_two_people_change_a_text(at_dans, dan, nora):
    answer = at_dans.post(PAGE, {"text_0": "Journée", "note": "Day of work"}, follow=True)
    assert "Another person must now approve it" in answer.content.decode()
    wording = Wording.objects.get()

    people.sign_in(at_dans, nora)
    assert "Day of work" in at_dans.get(PAGE).content.decode()
    at_dans.post(f"/translation-texts/{wording.pk}/approve/")

    wording.refresh_from_db()
    assert (wording.state, wording.decided_by_label) == ("live", "Nora Network")
    assert "Journée" in at_dans.get(PAGE).content.decode()


def test_a_missing_place_is_named_beside_its_field(at_dans):
    key = key_of("", "Legal basis: %(source)s.")

    answer = at_dans.post(f"/translations/fr/{key}/", {"text_0": "Base", "note": ""})

    assert answer.status_code == 422
    assert "%(source)s must stand in the text" in answer.content.decode()


def test_the_page_of_a_sentence_says_where_it_stands(at_dans):
    key = key_of("", "The law we compute with")

    page = at_dans.get(f"/translations/fr/{key}/").content.decode()

    assert "templates/smart/law_list.html" in page
    assert "smart/navigation.py" in page


def test_whoever_is_second_hears_of_the_first(at_dans, nora):
    rules.propose_text(language="fr", key=DAY, texts=["Le jour"], by=admin(nora))

    answer = at_dans.post(PAGE, {"text_0": "Journée", "note": ""})

    assert answer.status_code == 422
    assert "already waits for a second person" in answer.content.decode()


def test_a_refusal_without_reason_is_told(at_dans, nora):
    wording = rules.propose_text(language="fr", key=DAY, texts=["Le jour"], by=admin(nora))

    answer = at_dans.post(f"/translation-texts/{wording.pk}/refuse/", {"no-reason": ""})

    assert answer.status_code == 409
    assert "Say why you refuse it" in answer.content.decode()


def test_the_list_is_filtered_by_word_and_state(at_dans, dan, nora):
    wording = rules.propose_text(language="fr", key=DAY, texts=["Journée"], by=admin(dan))

    waiting = at_dans.get("/translations/fr/?state=waiting").content.decode()
    assert DAY in waiting
    assert "1 sentence" in waiting
    rules.approve_text(wording, by=admin(nora))
    assert "Nothing fits" in at_dans.get("/translations/fr/?state=waiting").content.decode()
    assert DAY in at_dans.get("/translations/fr/?state=changed&word=journ%C3%A9e").content.decode()


def test_a_doubt_is_listed(at_dans):
    at_dans.post(f"{PAGE}doubt/", {"doubt-note": "Jour or journée?"})

    assert DAY in at_dans.get("/translations/fr/?state=doubtful").content.decode()
    at_dans.post(f"/translation-texts/{Wording.objects.get().pk}/settle/")
    assert DAY not in at_dans.get("/translations/fr/?state=doubtful").content.decode()


def test_lists_ask_as_much_for_many_changes_as_for_few(at_dans, dan, nora):
    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            assert at_dans.get(path).status_code == 200
        return len(queries)

    pages = ("/translations/", "/translations/fr/", PAGE)
    for path in pages:
        asked(path)
    before = [asked(path) for path in pages]
    plain = [each for each in entries("fr").values() if each.source.isalpha() and not each.plural]
    for entry in plain[:30]:
        text = f"{entry.texts[0]} bis"
        wording = rules.propose_text(language="fr", key=entry.key, texts=[text], by=admin(dan))
        rules.approve_text(wording, by=admin(nora))

    assert [asked(path) for path in pages] == before
    assert max(before) <= 10


def test_the_file_for_developers_has_text_people_and_note(at_dans, dan, nora, tmp_path):
    wording = rules.propose_text(language="fr", key=DAY, texts=["Journée"], note="Of work", by=admin(dan))
    rules.approve_text(wording, by=admin(nora))

    answer = at_dans.get("/translations/fr/file/")

    path = tmp_path / "fr.po"
    path.write_bytes(answer.content)
    with path.open("rb") as file:
        message = read_po(file)["Day"]
    assert message.string == "Journée"
    assert "Of work" in message.user_comments
    assert "Dan Network, Nora Network" in message.user_comments[0]


def test_an_administrator_of_a_country_may_look_and_propose(browser, carla):
    people.sign_in(browser, carla)

    assert browser.get("/translations/").status_code == 200
    assert browser.post(PAGE, {"text_0": "Journée"}).status_code == 302


@pytest.mark.parametrize("path", ["/translations/", "/translations/fr/", PAGE, "/translations/fr/file/"])
def test_strangers_stay_outside(browser, bob, alice, path):
    assert browser.get(path).status_code == 302
    for user in (bob, alice.user):
        people.sign_in(browser, user)
        assert browser.get(path).status_code == 403
        assert browser.get(f"/be{path}").status_code == 404


def test_what_does_not_exist_is_not_found(at_dans):
    for path in ("/translations/xx/", "/translations/fr/0000/", "/translations/xx/file/"):
        assert at_dans.get(path).status_code == 404
    assert at_dans.post("/translation-texts/9999/approve/").status_code == 404
