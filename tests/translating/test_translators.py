"""Translators: given a language by the network, they propose and agree texts in it, and open nothing else."""

import pytest
from django.conf import settings
from django.urls import get_resolver

from members.models import Notification, OutgoingMail
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import all_countries, country
from smart.translating import rules
from smart.translating.catalogue import key_of
from smart.translating.models import Translator, Wording
from smart.translating.translators import end_translator, name_translator
from tests import people
from tests.forgetting import find_in_database, forgotten, make_former
from tests.test_isolation import patterns, tenant_addresses, with_ids
from tests.translating.conftest import admin, as_translator, country_admin

pytestmark = pytest.mark.django_db
DAY = key_of("", "Day")
PAGE = f"/translations/sv/{DAY}/"


@pytest.fixture
def tove(nora):
    return make_translator("Tove Tolk", nora)


@pytest.fixture
def ture(nora):
    return make_translator("Ture Tolk", nora)


def make_translator(name, nora, language="sv"):
    user = people.make_user(name)
    people.give_second_factor(user)
    name_translator(email=user.email, language=language, by=admin(nora))
    return user


def sign_in(browser, user):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return people.sign_in(browser, user)


def test_two_translators_change_a_text(be, tove, ture, browser):
    sign_in(browser, tove)
    assert browser.post(PAGE, {"text_0": "Dygn", "note": ""}).status_code == 302
    wording = Wording.objects.get()
    assert browser.post(f"/translation-texts/{wording.pk}/approve/").status_code == 403

    sign_in(browser, ture).post(f"/translation-texts/{wording.pk}/approve/")

    wording.refresh_from_db()
    assert (wording.state, wording.decided_by_label) == ("live", "Ture Tolk")
    assert browser.post(f"/translation-texts/{wording.pk}/take-back/").status_code == 403


def test_without_a_second_factor_a_translator_sets_one_up_first(be, nora, browser):
    """As staff do: what a translator writes is read by everybody."""
    user = people.make_user("Tilde Tolk")
    name_translator(email=user.email, language="sv", by=admin(nora))
    sign_in(browser, user)

    for answer in (browser.get(PAGE), browser.post(PAGE, {"text_0": "Dygn", "note": ""})):
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")
    assert not Wording.objects.exists()

    people.give_second_factor(user)
    assert browser.get(PAGE).status_code == 200


def test_another_language_is_not_there(be, tove, nora, browser):
    other = rules.propose_text(language="fr", key=DAY, texts=["Journée"], by=admin(nora))
    sign_in(browser, tove)

    page = browser.get("/translations/").text
    assert "/translations/sv/" in page
    assert "/translations/fr/" not in page
    for path in ("/translations/fr/", f"/translations/fr/{DAY}/", "/translations/fr/file/"):
        assert browser.get(path).status_code == 404, path
    for path in (
        f"/translations/fr/{DAY}/",
        f"/translations/fr/{DAY}/doubt/",
        f"/translation-texts/{other.pk}/approve/",
    ):
        assert browser.post(path, {"text_0": "x", "doubt-note": "x"}).status_code == 404, path


def test_nothing_else_opens(be, tove, browser):
    """Every address of the portal that asks for a role: of a country, or of the network."""
    sign_in(browser, tove)
    opened = []
    for name, route, view in tenant_addresses():
        if getattr(view, "access", "") in {"staff", "member", "records", "country_admin"}:
            answer = browser.get(f"/be/{with_ids(route)}")
            opened += [name] if answer.status_code not in {302, 404, 405} else []
    for _app, name, route, view in patterns(get_resolver()):
        if getattr(view, "access", "") == "network_admin" and not name.startswith("translation_"):
            answer = browser.get(f"/{with_ids(route)}")
            opened += [name] if answer.status_code not in {302, 403, 404, 405} else []
    assert opened == []


def test_only_the_network_names_and_ends_translators(be, tove, nora, carla, browser):
    row = Translator.objects.get()
    for by in (country_admin(carla), people.as_staff(carla, "translator:sv")):
        with pytest.raises(NotAllowed):
            name_translator(email=carla.email, language="sv", by=by)
        with pytest.raises(NotAllowed):
            end_translator(row, by=by)
    for user in (tove, carla):
        sign_in(browser, user)
        assert browser.get("/translators/").status_code == 403
        assert browser.post(f"/translators/{row.pk}/end/").status_code == 403


def test_named_once_ended_and_named_again(be, tove, nora, browser):
    with pytest.raises(Conflict):
        name_translator(email=tove.email.upper(), language="sv", by=admin(nora))
    for facts, code in (({"language": "xx"}, "unknown_language"), ({"email": "no@body.example"}, "unknown_person")):
        with pytest.raises(RuleBroken) as refused:
            name_translator(**({"email": tove.email, "language": "sv"} | facts), by=admin(nora))
        assert refused.value.code == code
    sign_in(browser, nora)
    assert "Tove Tolk" in browser.get("/translators/").text
    row = Translator.objects.get()
    for _time in range(2):
        assert browser.post(f"/translators/{row.pk}/end/").status_code == 302
    assert "Tove Tolk" not in browser.get("/translators/").text
    assert browser.post("/translators/", {"email": tove.email, "language": "de"}).status_code == 302
    assert browser.post("/translators/", {"email": "no@body.example", "language": "de"}).status_code == 422
    assert sorted(Translator.objects.working().values_list("language", flat=True)) == ["de"]
    with all_countries(reason="test"):
        assert AuditEntry.objects.filter(table="smart_translator").exists()

    sign_in(browser, tove)
    assert browser.get("/translations/sv/").status_code == 404
    assert browser.get("/translations/de/").status_code == 200


def test_whoever_proposed_hears_that_it_is_shown(be, alice, nora, ture):
    name_translator(email=alice.user.email, language="sv", by=admin(nora))
    by = people.as_staff(alice.user, "translator:sv")
    wording = rules.propose_text(language="sv", key=DAY, texts=["Dygn"], by=by)

    rules.approve_text(wording, by=people.as_staff(ture, "translator:sv"))

    with country(be):
        told = Notification.objects.get(event="wording_shown")
        mail = OutgoingMail.objects.get(key=told.key)
    assert (told.user_id, told.url) == (alice.user_id, f"/translations/sv/{DAY}/")
    assert "Dygn" in told.text
    assert mail.to == alice.user.email


def test_whoever_proposed_hears_why_it_was_sent_back(be, tove, nora):
    by = people.as_staff(tove, "translator:sv")
    wording = rules.propose_text(language="sv", key=DAY, texts=["Dygn"], by=by)

    rules.refuse_text(wording, by=admin(nora), reason="“Dag” is what people say.")

    with country(be):
        told = Notification.objects.get(event="wording_refused", user=tove)
    assert "“Dag” is what people say." in told.text


def test_with_the_account_the_languages_go_too(be, nora):
    former = make_former(be)
    name_translator(email=former.user.email, language="sv", by=admin(nora))

    forgotten(former)

    assert not Translator.objects.exists()


def test_a_forgotten_translator_leaves_the_texts_and_not_the_name(be, nora, tove):
    """What they wrote is on every page; who wrote it is a number, also in the trail."""
    former = make_former(be)
    name_translator(email=former.user.email, language="sv", by=admin(nora))
    name_translator(email=former.user.email, language="fr", by=admin(nora))
    shown = rules.propose_text(language="sv", key=DAY, texts=["Dygn"], by=as_translator(former.user))
    rules.approve_text(shown, by=as_translator(tove))
    other = rules.propose_text(language="fr", key=DAY, texts=["Journée"], by=admin(nora))
    rules.approve_text(other, by=as_translator(former.user, "fr"))

    forgotten(former)

    shown.refresh_from_db()
    other.refresh_from_db()
    assert (shown.state, shown.texts, shown.proposed_by_label) == ("live", ["Dygn"], former.number)
    assert (shown.decided_by_label, other.decided_by_label) == ("Tove Tolk", former.number)
    assert find_in_database(["Fritz Former"]) == {}
