"""A member's own pages, vault and notices."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from members.models import Document, Notification, OutgoingMail
from members.models.document import Visibility
from members.queries import profile_of, tax_answers
from members.rules.documents import issue_document
from members.rules.notices import notify
from members.rules.profiles import save_tax_file
from members.rules.standing import reveal_sealed
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
PAGES = ["me/", "me/address/", "me/account/", "me/tax/", "me/language/", "me/sessions/", "me/shares/"]
OPEN_TO_ALL_WITH_A_FILE = ["documents/", "notices/"]


@pytest.fixture
def signed_in(alice, browser):
    people.sign_in(browser, alice.user)
    return browser


def paper(where, membership, content=b"%PDF-1.7 invented", **more):
    with country(where):
        return issue_document(
            subject=membership,
            kind="letter",
            title="Letter of welcome",
            content=content,
            language="en",
            retention_class="contract",
            by=PORTAL,
            membership=membership,
            **({"visible_to": Visibility.MEMBER} | more),
        )


@pytest.mark.parametrize("page", PAGES + OPEN_TO_ALL_WITH_A_FILE)
def test_every_page_renders_within_its_budget(signed_in, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        answer = signed_in.get(f"/be/{page}")

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_who_is_no_member_here_finds_no_page(be, chloe, browser, page):
    people.sign_in(browser, chloe.user)

    assert browser.get(f"/be/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES + OPEN_TO_ALL_WITH_A_FILE)
def test_a_stranger_signs_in_first(be, browser, page):
    assert browser.get(f"/be/{page}").headers["Location"].startswith("/accounts/login/")


def test_numbers_are_masked(be, alice, signed_in):
    with country(be):
        held = profile_of(alice)

    page = signed_in.get("/be/me/").text

    assert held.national_number not in page
    assert held.iban not in page
    assert f"•••• {held.iban[-4:]}" in page


def test_the_account_is_changed_and_told_by_mail(be, alice, signed_in):
    answer = signed_in.post("/be/me/account/", {"iban": "BE37 9990 0047 1128"})

    assert answer.headers["Location"] == "/be/me/"
    with country(be):
        assert profile_of(alice).iban == "BE37999000471128"
        assert OutgoingMail.objects.filter(to=alice.user.email).count() == 1


def test_the_account_asks_who_is_there_once_more(alice, signed_in):
    alice.user.set_password("three words in a row")
    alice.user.save()
    with time_machine.travel(datetime.datetime.now(tz=datetime.UTC) - datetime.timedelta(minutes=30), tick=False):
        people.sign_in(signed_in, alice.user)

    answer = signed_in.get("/be/me/account/")

    assert answer.headers["Location"] == "/accounts/reauthenticate/?next=%2Fbe%2Fme%2Faccount%2F"
    wrong = signed_in.post(answer.headers["Location"], {"password": "wrong"})
    assert "The password is wrong" in wrong.text
    right = signed_in.post("/accounts/reauthenticate/", {"password": "three words in a row", "next": "/be/me/account/"})
    assert right.headers["Location"] == "/be/me/account/"
    assert signed_in.get("/be/me/account/").status_code == 200


def test_a_wrong_account_is_refused_and_kept_as_typed(be, alice, signed_in):
    answer = signed_in.post("/be/me/account/", {"iban": "BE37 9990 0047 1129"})

    assert answer.status_code == 422
    assert 'value="BE37 9990 0047 1129"' in answer.text
    assert answer.text.count("check digits do not fit") == 2


def test_the_address_is_changed(be, alice, signed_in):
    facts = {"street": "New street 2", "postal_code": "4000", "city": "Liège", "residence": "BE", "phone": "+32 4 000"}

    assert signed_in.post("/be/me/address/", facts).status_code == 302
    with country(be):
        assert profile_of(alice).city == "Liège"


def test_tax_answers_are_added_not_rewritten(be, alice, signed_in):
    with country(be):
        save_tax_file(alice, since=datetime.date(2026, 1, 1), answers={"children": 1}, by=PORTAL)
    today = be.today().isoformat()

    answer = signed_in.post(
        "/be/me/tax/", {"family": "single", "children": "2", "withholding": "key_formula", "since": today}
    )

    assert answer.status_code == 302
    with country(be):
        assert tax_answers(alice.pk, datetime.date(2026, 1, 1))["children"] == 1
        assert tax_answers(alice.pk, be.today())["children"] == 2


def test_tax_answers_of_the_past_are_the_advisers_business(signed_in):
    answer = signed_in.post(
        "/be/me/tax/", {"family": "single", "children": "2", "withholding": "key_formula", "since": "2020-01-01"}
    )

    assert answer.status_code == 422
    assert "Ask your adviser" in answer.text


def test_the_language_is_kept_for_pages_and_mails(alice, signed_in):
    answer = signed_in.post("/be/me/language/", {"language": "fr"})

    alice.user.refresh_from_db()
    assert alice.user.language == "fr"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    assert 'lang="fr"' in signed_in.get("/be/me/").text


def test_signing_out_elsewhere_ends_the_other_session_only(alice, signed_in):
    elsewhere = people.sign_in(Client(), alice.user)
    assert elsewhere.get("/be/me/").status_code == 200

    signed_in.post("/be/me/sessions/")

    assert elsewhere.get("/be/me/").status_code == 302
    assert signed_in.get("/be/me/").status_code == 200


def test_a_paper_leaves_as_a_download_that_runs_nowhere(be, alice, signed_in):
    document = paper(be, alice)

    answer = signed_in.get(f"/be/documents/{document.pk}/")

    assert answer.content == b"%PDF-1.7 invented"
    assert answer["Content-Disposition"] == 'attachment; filename="letter-of-welcome-1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]


def test_the_list_shows_what_is_shown_to_the_member_only(be, alice, eve, signed_in):
    paper(be, alice)
    with country(be):
        issue_document(
            subject=alice,
            kind="note",
            title="Internal note",
            content=b"x",
            language="en",
            retention_class="contract",
            by=PORTAL,
            membership=alice,
            visible_to=Visibility.STAFF,
        )

    page = signed_in.get("/be/documents/").text

    assert "Letter of welcome" in page
    assert "Internal note" not in page


def test_a_paper_of_another_member_is_not_found(be, eve, signed_in):
    assert signed_in.get(f"/be/documents/{paper(be, eve).pk}/").status_code == 404


def test_a_paper_for_staff_is_not_found_by_its_member(be, alice, signed_in):
    assert signed_in.get(f"/be/documents/{paper(be, alice, visible_to=Visibility.STAFF).pk}/").status_code == 404


def test_a_paper_of_another_country_is_not_found_by_staff(be, fr, alice, hugo, browser):
    document = paper(be, alice)
    people.sign_in(browser, hugo)

    assert browser.get(f"/fr/documents/{document.pk}/").status_code == 404
    assert browser.get(f"/be/documents/{document.pk}/").status_code == 404


def test_staff_of_the_country_open_it(be, alice, bob, browser):
    people.sign_in(browser, bob)

    assert browser.get(f"/be/documents/{paper(be, alice).pk}/").status_code == 200


def test_new_bytes_are_a_new_version_and_the_same_are_not(be, alice):
    assert paper(be, alice).pk == paper(be, alice).pk
    assert paper(be, alice, content=b"other").version == 2
    with country(be):
        assert Document.objects.count() == 2


def test_a_notice_is_read_by_a_post_and_leads_on(be, alice, signed_in):
    with country(be):
        notify(alice.user, event="e", key="k", title="Look", url="/be/me/", mail=False)
        notice = Notification.objects.get()

    assert "Look" in signed_in.get("/be/notices/").text
    assert signed_in.get(f"/be/notices/{notice.pk}/read/").status_code == 405
    assert signed_in.post(f"/be/notices/{notice.pk}/read/").headers["Location"] == "/be/me/"
    with country(be):
        assert Notification.objects.get().read_at is not None


def test_a_notice_leads_nowhere_else(be, alice, signed_in):
    with country(be):
        notify(alice.user, event="e", key="k", title="Look", url="//evil.example/", mail=False)
        notice = Notification.objects.get()

    assert signed_in.post(f"/be/notices/{notice.pk}/read/").headers["Location"] == "/be/notices/"


def test_notices_of_others_are_not_found(be, alice, eve, signed_in):
    with country(be):
        notify(eve.user, event="e", key="k", title="Secret", mail=False)
        notice = Notification.objects.get()

    assert "Secret" not in signed_in.get("/be/notices/").text
    assert signed_in.post(f"/be/notices/{notice.pk}/read/").status_code == 404


def test_all_are_read_at_once(be, alice, signed_in):
    with country(be):
        for number in range(3):
            notify(alice.user, event="e", key=f"k{number}", title="Look", mail=False)

    signed_in.post("/be/notices/read/")

    with country(be):
        assert not Notification.objects.to_user(alice.user_id).unread().exists()


def test_i_see_who_opened_my_numbers_and_nobody_else_s(be, alice, eve, paula, signed_in):
    assert "Nobody has opened them" in signed_in.get("/be/me/").text
    with country(be):
        reveal_sealed(eve, by=people.as_staff(paula, "payroll"))
    assert "Paula Payroll" not in signed_in.get("/be/me/").text

    with country(be):
        reveal_sealed(alice, by=people.as_staff(paula, "payroll"))

    page = signed_in.get("/be/me/").text
    assert "Paula Payroll" in page
    assert page.count('id="adviser"') == 1


def test_the_tax_file_says_what_is_in_force_and_what_comes(be, alice, signed_in):
    today = be.today()
    with country(be):
        for since, children in ((datetime.date(2025, 1, 1), 0), (datetime.date(2026, 1, 1), 1)):
            save_tax_file(alice, since=since, answers={"children": children}, by=PORTAL)
        save_tax_file(alice, since=today + datetime.timedelta(days=20), answers={"children": 2}, by=PORTAL)

    page = signed_in.get("/be/me/").text

    assert [page.count(word) for word in ("Not yet in force", "In force", "Replaced")] == [1, 1, 1]
    assert page.index("Not yet in force") < page.index("In force") < page.index("Replaced")
