"""The outbox in the browser: the queue, mending a client's address, exports, answers, and who may see it."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from activities.models import Client
from invoicing.models import ElectronicInvoice
from invoicing.rules import einvoices, einvoices_sending
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_mission
from tests.invoicing.einvoice_world import NOW, TODAY, accountant, issue, prepare
from tests.people import make_member, sign_in


@pytest.fixture
def desk(rik):
    return sign_in(Browser(), rik)


def made(be, count=1, **facts):
    with enter(be):
        return [prepare(issue(be, make_client(**facts))) for _n in range(count)]


def words(response):
    return response.content.decode()


def test_the_queue_shows_what_to_mend_first(be, desk):
    (electronic,) = made(be, vat_number="")

    page = desk.get("/be/staff/einvoices/")

    assert page.status_code == 200
    assert "To mend (1)" in words(page)
    assert f"/be/staff/einvoices/{electronic.pk}/" in words(page)


def test_every_tab_opens_empty_and_full(be, desk):
    made(be)

    for tab in ("mend", "ready", "sent", "refused", "done", "nonsense"):
        assert desk.get(f"/be/staff/einvoices/?tab={tab}").status_code == 200
    assert "No electronic invoice found" in words(desk.get("/be/staff/einvoices/?tab=ready&q=zzz"))
    assert "BE-2026-000001" in words(desk.get("/be/staff/einvoices/?tab=ready&q=be-2026&format=peppol"))


def test_ten_cost_as_much_as_one(be, desk, django_assert_max_num_queries):
    made(be)
    with CaptureQueriesContext(connection) as one:
        desk.get("/be/staff/einvoices/?tab=ready")
    made(be, 9)

    with django_assert_max_num_queries(min(len(one), 22)):
        desk.get("/be/staff/einvoices/?tab=ready")


def test_a_finding_leads_to_the_client_s_address_and_back(be, desk):
    (electronic,) = made(be, vat_number="")
    address = f"/be/staff/einvoices/{electronic.pk}/"

    page = words(desk.get(address))
    assert "Nothing goes to the client before this is mended" in page
    assert "electronic address of the buyer" in page
    routing = f"/be/staff/clients/{electronic.invoice.client_id}/routing/"
    assert f"{routing}?back={address}" in page

    wrong = desk.post(routing, {"endpoint_scheme": "0208", "endpoint_id": "0888888007", "back": address})
    assert wrong.status_code == 422
    saved = desk.post(routing, {"endpoint_scheme": "0208", "endpoint_id": "0888.888.006", "back": address})

    assert (saved.status_code, saved["Location"]) == (302, address)
    with enter(be):
        assert Client.objects.get(pk=electronic.invoice.client_id).endpoint_id == "0888888006"
    again = desk.post(f"{address}again/")
    with enter(be):
        assert again["Location"] == f"/be/staff/einvoices/{ElectronicInvoice.objects.get(attempt=2).pk}/"


def test_a_way_back_out_of_the_portal_is_not_taken(be, desk):
    with enter(be):
        client = make_client()

    saved = desk.post(f"/be/staff/clients/{client.pk}/routing/", {"back": "https://elsewhere.example/"})

    assert saved["Location"] == f"/be/staff/clients/{client.pk}/routing/"


def test_the_chosen_files_come_in_one_archive_and_are_recorded_together(be, desk):
    chosen = [each.pk for each in made(be, 2)]

    archive = desk.post("/be/staff/einvoices/export/", {"chosen": chosen})
    empty = desk.post("/be/staff/einvoices/export/", {"chosen": ["nothing"]})
    refused = desk.post("/be/staff/einvoices/sent/", {"chosen": chosen})
    done = desk.post("/be/staff/einvoices/sent/", {"chosen": chosen, "reference": "portal 4711"})

    names = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    assert names == ["BE-2026-000001-peppol.xml", "BE-2026-000002-peppol.xml"]
    assert empty.status_code == 302
    assert refused.status_code == 422
    assert done["Location"].endswith("?tab=sent")
    with enter(be):
        assert set(ElectronicInvoice.objects.values_list("state", "reference")) == {("sent", "portal 4711")}


def test_the_life_of_one_on_its_page(be, desk):
    (electronic,) = made(be)
    address = f"/be/staff/einvoices/{electronic.pk}/"

    assert desk.post(f"{address}sent/", {"sent-reference": ""}).status_code == 422
    desk.post(f"{address}sent/", {"sent-reference": "msg-9"})
    assert desk.post(f"{address}answer/", {"answer-code": "RE", "answer-on": TODAY.isoformat()}).status_code == 422
    desk.post(f"{address}answer/", {"answer-code": "AB", "answer-on": TODAY.isoformat(), "answer-note": ""})
    proof = SimpleUploadedFile("receipt.xml", b"<receipt/>", content_type="application/xml")
    desk.post(f"{address}proof/", {"proof-file": proof})

    page = words(desk.get(address))
    assert "msg-9" in page
    assert "AB · Message received" in page
    assert "Proof in the vault" in page
    with enter(be):
        assert ElectronicInvoice.objects.get().state == "delivered"


def test_giving_up_asks_for_the_other_way(be, desk):
    (electronic,) = made(be, vat_number="")

    assert desk.post(f"/be/staff/einvoices/{electronic.pk}/cancel/", {"cancel-reason": ""}).status_code == 422
    desk.post(f"/be/staff/einvoices/{electronic.pk}/cancel/", {"cancel-reason": "On paper"})

    with enter(be):
        assert ElectronicInvoice.objects.get().state == "cancelled"


def test_sending_where_no_way_is_set_says_so(be, desk):
    (electronic,) = made(be)

    page = desk.post(f"/be/staff/einvoices/{electronic.pk}/send/", follow=True)

    assert "goes by hand" in words(page)


def test_the_staff_page_of_an_invoice_says_why_this_format(be, desk):
    (electronic,) = made(be)

    page = words(desk.get(f"/be/staff/invoices/{electronic.invoice_id}/"))

    assert "because the law asks for it since" in page
    assert f"/be/staff/einvoices/{electronic.pk}/" in page


def test_the_choice_is_shown_before_the_issue(be, desk):
    with enter(be):
        from invoicing.rules import invoices

        draft = invoices.draft_invoice(make_mission(make_activity(be)), on=TODAY, by=accountant())

    page = words(desk.get(f"/be/staff/invoices/{draft.pk}/"))

    assert "Peppol BIS Billing 3, because the law asks for it since" in page


def test_the_member_sees_when_it_was_delivered(be):
    alice = make_member(be, "Alice Example")
    with enter(be):
        invoice = issue_of(be, alice)
        electronic = prepare(invoice)
        einvoices_sending.mark_sent(electronic, reference="msg-1", by=accountant(), now=NOW)

    page = sign_in(Browser(), alice.user).get(f"/be/invoices/{invoice.pk}/")

    assert "Sent to the client on" in words(page)


def issue_of(be, membership):
    from invoicing.rules import invoices
    from smart.foundation.actors import PORTAL

    mission = make_mission(make_activity(be, membership), client=make_client())
    return invoices.invoice_mission(mission, on=TODAY, by=PORTAL)


@pytest.mark.parametrize("name", ["paula", "hugo"])
def test_payroll_and_another_country_get_404(be, name, request):
    (electronic,) = made(be)
    stranger = sign_in(Browser(), request.getfixturevalue(name))

    for address in ("", f"{electronic.pk}/"):
        assert stranger.get(f"/be/staff/einvoices/{address}").status_code == 404
    assert stranger.post(f"/be/staff/einvoices/{electronic.pk}/again/").status_code == 404
    with enter(be):
        assert einvoices.current_of(electronic.invoice).state == "ready"
