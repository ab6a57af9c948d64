"""A client comes in by the link and sees their own orders, work and invoices; nobody else does, and nothing of anybody else."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from activities.models import ClientAccess, ClientAsk, ClientProposal
from activities.rules import client_access
from members.models import OutgoingMail
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories.invoicing import staff_actor
from tests.invoicing.clients.conftest import NOW, come_in, invoiced, waiting_order
from tests.invoicing.einvoice_world import prepare

PAGES = ("", "orders/", "invoices/", "facts/", "ask/", "account/2026/")


@pytest.fixture
def lived(be, murals, school, neighbour):
    """Both clients have an order to answer and an invoice."""
    with enter(be):
        invoice = invoiced(murals, school, title="Wall of the school")
        invoiced(murals, neighbour, title="Secret of the neighbour")
        waiting_order(murals, school, title="Gate of the school")
        waiting_order(murals, neighbour, title="Gate of the neighbour")
    return invoice


@pytest.fixture
def inside_space(access, lived):
    return come_in(access)


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_door_says_whose_space_it_is_and_only_the_button_opens_it(be, access, school):
    browser = Browser()
    page = browser.get(f"/be/client/open/{client_access.access_token(access)}/")

    assert "School aan het Kanaal" in text(page)
    assert browser.get("/be/client/").status_code == 302
    with enter(be):
        assert ClientAccess.objects.get().last_used_at is None


def test_coming_in_is_noted_with_its_time(be, access):
    come_in(access)

    with enter(be):
        assert ClientAccess.objects.get().last_used_at == NOW


def test_the_space_shows_what_waits_and_what_goes_on(inside_space):
    page = text(inside_space.get("/be/client/"))

    assert "Gate of the school" in page
    assert "BE-2026-000001" in page
    assert re.search(r"1\.512,50", page)
    assert "Wall of the school" in page


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_anything_of_another_client(inside_space, page):
    shown = text(inside_space.get(f"/be/client/{page}"))

    assert "neighbour" not in shown
    assert "Buurman" not in shown
    assert "BE-2026-000002" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_no_search_engine_and_no_cache_keeps_a_page(inside_space, page):
    response = inside_space.get(f"/be/client/{page}")

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_without_the_link_every_page_leads_to_the_door(be, access, page):
    response = Browser().get(f"/be/client/{page}")

    assert (response.status_code, response["Location"]) == (302, "/be/client/link/")


def test_a_link_of_belgium_opens_nothing_in_france(fr, inside_space, access):
    assert inside_space.get("/fr/client/").status_code == 302
    assert Browser().get(f"/fr/client/open/{client_access.access_token(access)}/").status_code == 410


def test_a_revoked_link_shuts_a_browser_that_is_in(be, inside_space, access):
    with enter(be):
        client_access.revoke_access(access, by=staff_actor("adviser"), now=NOW)

    assert inside_space.get("/be/client/").status_code == 302


def test_leaving_shuts_the_space(inside_space):
    inside_space.post("/be/client/leave/")

    assert inside_space.get("/be/client/").status_code == 302


def test_the_language_is_the_clients_until_another_is_chosen(inside_space):
    assert 'lang="nl"' in text(inside_space.get("/be/client/"))

    inside_space.post("/be/client/language/", {"language": "fr"})

    assert '<html lang="fr">' in text(inside_space.get("/be/client/"))


def test_asking_for_the_link_never_says_whether_the_address_is_known(be, school):
    cache.clear()
    known = Browser().post("/be/client/link/", {"email": "facturen@huis.example"})
    unknown = Browser().post("/be/client/link/", {"email": "somebody@elsewhere.example"})

    without = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text(page)) for page in (known, unknown)]
    assert without[0] == without[1]
    with enter(be):
        assert OutgoingMail.objects.count() == 1


def test_asking_too_often_is_refused_with_a_time_to_come_back(be):
    cache.clear()
    browser = Browser()
    answers = [browser.post("/be/client/link/", {"email": "a@b.example"}).status_code for _ in range(7)]

    assert answers == [200] * 6 + [429]
    cache.clear()


def test_an_invoice_of_the_list_opens_with_its_qr_code_and_leads_back(inside_space, lived):
    listed = text(inside_space.get("/be/client/invoices/"))
    address = re.search(r'href="(/be/invoices/[^"/]+/)"', listed)[1]

    page = text(inside_space.get(address))
    assert '<svg class="qr"' in page
    assert 'href="/be/client/"' in page


def test_the_electronic_invoice_is_had_by_the_link_once_it_is_written(be, inside_space, lived):
    with enter(be):
        written = prepare(lived)
        assert written is not None
        assert written.state == "ready", written.findings
    listed = text(inside_space.get("/be/client/invoices/"))
    found = re.search(r'href="(/be/invoices/[^"/]+/xml/)"', listed)

    assert found
    response = inside_space.get(found[1])
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    assert b"BE-2026-000001" in response.content


def test_a_correction_waits_for_staff(be, inside_space, school):
    facts = {name: getattr(school, name) for name in ("name", "vat_number", "postal_code", "city", "email", "language")}
    answer = inside_space.post("/be/client/facts/", facts | {"street": "Nieuwe weg 7", "words": ""})

    assert answer.status_code == 302
    with enter(be):
        assert ClientProposal.objects.get().after == {"street": "Nieuwe weg 7"}
    assert inside_space.post("/be/client/facts/", facts | {"street": ""}).status_code == 422


def test_new_work_is_asked_once_however_often_it_is_sent(be, inside_space, murals):
    form = text(inside_space.get("/be/client/ask/"))
    submission = re.search(r'name="submission_id" value="([^"]+)"', form)[1]
    asked = {"activity": murals.pk, "title": "A door", "words": "Blue, please.", "asked_by": "Greet"}

    for _ in range(2):
        assert inside_space.post("/be/client/ask/", asked | {"submission_id": submission}).status_code == 302
    with enter(be):
        assert ClientAsk.objects.get().title == "A door"


def test_somebody_they_never_worked_with_cannot_be_asked(be, inside_space):
    with enter(be):
        from tests.factories.invoicing import make_activity

        stranger = make_activity(be, people.make_member(be, "Eve Stranger"))
    answer = inside_space.post("/be/client/ask/", {"activity": stranger.pk, "title": "A door", "words": "Blue"})

    assert answer.status_code == 422


def test_a_member_is_no_client(be, alice, access):
    browser = people.sign_in(Browser(), alice.user)

    assert browser.get("/be/client/").status_code == 302


def test_ten_orders_cost_what_two_cost(be, access, lived, murals, school):
    browser = come_in(access)

    def cost():
        found = []
        for page in ("", "orders/", "invoices/"):
            with CaptureQueriesContext(connection) as asked:
                browser.get(f"/be/client/{page}")
            found.append(len(asked))
        return found

    with enter(be):
        waiting_order(murals, school, title="Second")
        invoiced(murals, school, title="Second")
    few = cost()
    with enter(be):
        for number in range(8):
            waiting_order(murals, school, title=f"Wall {number}")
            invoiced(murals, school, title=f"Door {number}")

    assert cost() == few
    assert max(few) <= 24
