"""The pages of purchases and of invoices of suppliers: what a member and staff do there, and who finds nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from invoicing.models import Payable, SupplierInvoice
from invoicing.rules.supplier_checks import check_original
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, member_actor
from tests.foundation.test_uploads import pdf, script
from tests.invoicing.conftest import NOON
from tests.invoicing.suppliers.test_receiving import JPEG, XXE
from tests.invoicing.suppliers.world import PRINTER_IBAN, approve, credit_note, earn, receive, route, xml
from tests.people import make_member, make_staff, sign_in


@pytest.fixture
def shop(be):
    """An activity of Alice with 1 250.00 before VAT, paid."""
    member = make_member(be, "Alice Example")
    with enter(be):
        activity = make_activity(be, member, name="Posters", code="POSTERS")
        earn(activity)
    return activity


@pytest.fixture
def alice(be, shop):
    return sign_in(Browser(), shop.membership.user)


@pytest.fixture
def rik(be):
    return sign_in(Browser(), make_staff(be, "accounting", "Rik Books"))


def upload(content, name="invoice.xml"):
    return SimpleUploadedFile(name, content)


def content_of(be):
    with enter(be):
        return xml()


def only(be):
    with enter(be):
        return SupplierInvoice.objects.get()


def text(answer):
    return answer.content.decode()


def test_a_member_hands_in_and_staff_approve_and_the_list_says_what_it_took(be, shop, alice, rik):
    assert "No purchase yet" in text(alice.get("/be/purchases/"))

    done = alice.post("/be/purchases/hand-in/", {"file": upload(content_of(be)), "activity": shop.pk}, follow=True)
    found = only(be)

    assert "The invoice is read." in text(done)
    assert "It is mine: pay it" in text(rik.get(f"/be/staff/suppliers/{found.pk}/"))
    typed = {"approve-vat_deducted": "21.00", "approve-iban": PRINTER_IBAN, "approve-structured": "RF18539007547034"}
    booked = rik.post(f"/be/staff/suppliers/{found.pk}/approve/", typed, follow=True)
    assert "It is approved and booked." in text(booked)
    with enter(be):
        assert Payable.objects.get().structured == "RF18539007547034"
    page = text(alice.get("/be/purchases/"))
    assert "To be paid" in page
    assert "€100.00" in page
    file = alice.get("/be/purchases/file/")
    assert "Drukkerij Voorbeeld;DV-2026-17;2026-11-03;To be paid;POSTERS;EUR;121.00;100.00" in text(file)


def test_a_duplicate_leads_to_the_first(be, shop, alice, rik):
    alice.post("/be/purchases/hand-in/", {"file": upload(content_of(be)), "activity": shop.pk})
    first = only(be).pk

    again = alice.post("/be/purchases/hand-in/", {"file": upload(content_of(be)), "activity": shop.pk})
    staff = rik.post("/be/staff/suppliers/receive/", {"file": upload(content_of(be)), "code": ""})

    assert (again.status_code, staff.status_code) == (422, 422)
    assert f'href="/be/purchases/{first}/"' in text(again)
    assert f'href="/be/staff/suppliers/{first}/"' in text(staff)


def test_a_member_is_not_led_to_what_is_not_theirs(be, shop, alice):
    with enter(be):
        first = receive(xml()).pk

    again = alice.post("/be/purchases/hand-in/", {"file": upload(content_of(be)), "activity": shop.pk})

    assert again.status_code == 422
    assert f"/purchases/{first}/" not in text(again)


def test_a_photo_is_typed_beside_itself(be, shop, alice):
    done = alice.post("/be/purchases/hand-in/", {"file": upload(JPEG, "bon.jpg"), "activity": shop.pk}, follow=True)
    found = only(be)
    assert "Now write down what is on it." in text(done)
    assert f'src="/be/purchases/{found.pk}/original/"' in text(done)
    assert "Written anew, without the place it was taken at" in text(done)
    picture = alice.get(f"/be/purchases/{found.pk}/original/")
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert picture["Content-Disposition"].startswith("inline")
    assert picture["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"Invented Camera" not in picture.content
    typed = {"entity": found.entity_id, "kind": "invoice", "number": "K 12", "issued_on": "2026-11-03"}
    typed |= {"supplier_name": "Café Voorbeeld", "currency": "EUR", "net": "50.00", "vat": "0"}

    wrong = alice.post(f"/be/purchases/{found.pk}/facts/", {f"paper-{k}": v for k, v in (typed | {"net": ""}).items()})
    right = alice.post(f"/be/purchases/{found.pk}/facts/", {f"paper-{k}": v for k, v in typed.items()})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert (only(be).state, str(only(be).due)) == ("routed", "50.00")


def test_a_member_answers_and_staff_read_it(be, shop, alice, rik):
    with enter(be):
        found = route(receive(), (shop, "121.00"))
    address = f"/be/purchases/{found.pk}/answer/{shop.pk}/"

    refused = alice.post(address, {"answer-answer": "dispute"})
    alice.post(address, {"answer-answer": "dispute", "answer-reason_code": "TX_TVA_ERR", "answer-words": "It is 6 %"})

    assert refused.status_code == 422
    assert "Choose why: the supplier reads it." in text(refused)
    assert "It is 6 %" in text(rik.get(f"/be/staff/suppliers/{found.pk}/"))


def test_staff_receive_route_split_and_take_back(be, shop, rik):
    with enter(be):
        make_activity(be, name="Shirts", code="SHIRTS")
        content = xml(order_reference="POSTERS")
    done = rik.post("/be/staff/suppliers/receive/", {"file": upload(content), "code": ""}, follow=True)
    found = only(be)
    assert "Its code is on the invoice" in text(done)
    parts = {"parts-activity_1": "posters", "parts-amount_1": "100.00", "parts-activity_2": "SHIRTS"}

    wrong = rik.post(f"/be/staff/suppliers/{found.pk}/route/", parts | {"parts-amount_2": "20.00"})
    unknown = rik.post(f"/be/staff/suppliers/{found.pk}/route/", {"parts-activity_1": "NONE", "parts-amount_1": "1"})
    rik.post(f"/be/staff/suppliers/{found.pk}/route/", parts | {"parts-amount_2": "21.00"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "The parts make €120.00 and €121.00 is to be paid." in text(wrong)
    assert "No activity has the code “NONE”." in text(unknown)
    assert only(be).state == "routed"
    rik.post(f"/be/staff/suppliers/{found.pk}/take-back/")
    assert only(be).state == "received"


def test_not_enough_money_is_said_on_the_page(be, rik):
    with enter(be):
        found = route(receive(), (make_activity(be), "121.00"))

    refused = rik.post(
        f"/be/staff/suppliers/{found.pk}/approve/", {"approve-vat_deducted": "21", "approve-iban": PRINTER_IBAN}
    )

    assert refused.status_code == 422
    assert "that clients have paid and nothing is reserved from" in text(refused)


def test_staff_refuse_dispute_and_suspend(be, shop, rik):
    with enter(be):
        found = route(receive(), (shop, "121.00"))
    said = {"decide-reason_code": "JUSTIF_ABS", "decide-words": "Send the delivery note."}
    page = f"/be/staff/suppliers/{found.pk}"

    assert rik.post(f"{page}/dispute/", {}).status_code == 422
    for step, state in (("dispute", "disputed"), ("suspend", "suspended"), ("refuse", "refused")):
        rik.post(f"{page}/{step}/", said)
        assert only(be).state == state
    assert rik.post(f"{page}/burn/", said).status_code == 404
    assert "Send the delivery note." in text(rik.get(f"{page}/"))


def test_a_credit_note_is_approved_against_its_invoice(be, shop, rik):
    with enter(be):
        booked = approve(route(receive(), (shop, "121.00")))
        credit = route(receive(credit_note("10.00", "2.10")), (shop, "12.10"))

    typed = {"approve-vat_deducted": "2.10", "approve-corrects": booked.pk}
    done = rik.post(f"/be/staff/suppliers/{credit.pk}/approve/", typed, follow=True)

    assert "It is approved and booked." in text(done)
    assert "€108.90" in text(rik.get(f"/be/staff/suppliers/{booked.pk}/"))


def test_the_page_shows_lines_checks_and_the_file_in_words(be, shop, rik):
    with enter(be):
        found = check_original(receive(), now=NOON)

    page = text(rik.get(f"/be/staff/suppliers/{found.pk}/"))

    assert "This supplier was never paid to this account." in page
    assert "Posters" in page
    assert "Rules applied:" in page
    assert "CustomizationID" in page
    original = rik.get(f"/be/staff/suppliers/{found.pk}/original/")
    assert original["Content-Disposition"] == 'attachment; filename="dv-2026-17.xml"'
    assert original["Content-Security-Policy"].startswith("sandbox")


def test_a_pdf_is_a_download_that_no_browser_runs(be, shop, alice):
    alice.post("/be/purchases/hand-in/", {"file": upload(pdf(), "bon.pdf"), "activity": shop.pk})

    found = only(be)
    original = alice.get(f"/be/purchases/{found.pk}/original/")
    assert original["Content-Disposition"].startswith("attachment")
    assert original["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Kept as it came" in text(alice.get(f"/be/purchases/{found.pk}/"))


def test_a_pdf_that_acts_is_refused_on_the_page(be, shop, alice):
    refused = alice.post("/be/purchases/hand-in/", {"file": upload(pdf(script), "bon.pdf"), "activity": shop.pk})

    assert refused.status_code == 422
    assert "The PDF holds more than pages" in text(refused)


def test_the_figures_of_the_document_are_written_as_the_reader_writes_them(be, shop, rik):
    with enter(be):
        found = check_original(receive(), now=NOON)
    rik.cookies["django_language"] = "it"

    page = text(rik.get(f"/be/staff/suppliers/{found.pk}/"))

    assert page.count("100,00\xa0€") >= 3
    assert 'class="r num">100.00<' not in page
    assert 'class="r num">21.00<' not in page


def test_a_dangerous_file_is_refused_on_the_page(be, rik):
    refused = rik.post("/be/staff/suppliers/receive/", {"file": upload(XXE), "code": ""})

    assert refused.status_code == 422
    assert "declares a document type" in text(refused)
    assert "root:" not in text(refused)


def test_french_statuses_are_taken_as_a_file(be):
    france = make_country("FR")
    with enter(france):
        route(receive(xml(syntax="ubl")), (make_activity(france), "121.00"))
    ana = sign_in(Browser(), make_staff(france, "accounting", "Ana Livres"))
    page = text(ana.get("/fr/staff/suppliers/statuses/"))
    assert "204 · Taken in charge" in page
    chosen = page.split('name="chosen" value="')[1].split('"')[0]

    file = ana.post("/fr/staff/suppliers/statuses/", {"chosen": [chosen]})

    assert ";204;" in text(file)
    assert "Nothing to send back" in text(ana.get("/fr/staff/suppliers/statuses/"))
    ana.post("/fr/staff/suppliers/statuses/", {"chosen": [chosen]})


def test_the_lists_cost_the_same_for_one_and_for_three(be, shop, alice, rik, django_assert_max_num_queries):
    with enter(be):
        for number in ("1", "2", "3"):
            route(receive(xml(number=number)), (shop, "121.00"))
    for browser, path in ((alice, "purchases/"), (rik, "staff/suppliers/?tab=approve"), (rik, "staff/suppliers/file/")):
        with django_assert_max_num_queries(22):
            assert browser.get(f"/be/{path}").status_code == 200


def test_the_pages_of_one_cost_few_queries(be, shop, alice, rik, django_assert_max_num_queries):
    with enter(be):
        found = route(receive(), (shop, "121.00"))
    for browser, path in ((alice, f"purchases/{found.pk}/"), (rik, f"staff/suppliers/{found.pk}/")):
        with django_assert_max_num_queries(40):
            assert browser.get(f"/be/{path}").status_code == 200


def test_others_find_nothing(be, shop):
    with enter(be):
        found = receive(by=member_actor(shop), activity=shop)
    eve = sign_in(Browser(), make_member(be, "Eve Stranger").user)
    paula = sign_in(Browser(), make_staff(be, "payroll", "Paula Payroll"))
    hugo = sign_in(Browser(), make_staff(make_country("FR"), "accounting", "Hugo Livres"))

    for path in (f"purchases/{found.pk}/", f"purchases/{found.pk}/original/"):
        assert eve.get(f"/be/{path}").status_code == 404
        assert Browser().get(f"/be/{path}").status_code == 302
    for path in ("", "original/"):
        assert eve.get(f"/be/staff/suppliers/{found.pk}/{path}").status_code == 404
        assert paula.get(f"/be/staff/suppliers/{found.pk}/{path}").status_code == 404
        assert hugo.get(f"/fr/staff/suppliers/{found.pk}/{path}").status_code == 404
    assert eve.post(f"/be/purchases/{found.pk}/answer/{shop.pk}/", {"answer-answer": "mine"}).status_code == 404


def test_advisers_route_and_do_not_approve(be, shop):
    with enter(be):
        found = route(receive(), (shop, "121.00"))
    bob = sign_in(Browser(), make_staff(be, "adviser", "Bob Adviser"))

    assert "Approve and book" not in text(bob.get(f"/be/staff/suppliers/{found.pk}/"))
    assert bob.post(f"/be/staff/suppliers/{found.pk}/approve/", {}).status_code == 404
