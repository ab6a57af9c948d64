"""The pages of invoices: for the member, for the client by link, for accountants; strangers find nothing."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser

from invoicing.models import Invoice
from invoicing.rules import client_link, credit_notes, invoices, ledger, payments
from members.models import OutgoingMail
from smart.foundation import jobs
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_country, make_mission
from tests.people import make_member, make_staff, sign_in

D = Decimal
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def alice(be):
    return make_member(be, "Alice Example")


@pytest.fixture
def invoice(be, alice):
    with enter(be):
        return invoices.invoice_mission(make_mission(make_activity(be, alice)), on=TODAY, by=PORTAL)


@pytest.fixture
def undecided(be, alice):
    with enter(be):
        mission = make_mission(make_activity(be, alice), service_kind="performance")
        return invoices.invoice_mission(mission, on=TODAY, by=PORTAL)


@pytest.fixture
def accountant(be):
    return sign_in(Browser(), make_staff(be, "accounting", "Rik Books"))


@pytest.fixture
def adviser(be):
    return sign_in(Browser(), make_staff(be, "adviser", "Bob Adviser"))


def _reload(be, invoice):
    with enter(be):
        return Invoice.objects.get(pk=invoice.pk)


def _make_paper(be, invoice):
    with enter(be):
        job = jobs.Job.objects.get(kind="render_invoice", key=f"invoice-{invoice.pk}")
    assert jobs.run_job(be.pk, job.pk)


def test_the_member_sees_the_invoice_and_their_share(alice, invoice):
    browser = sign_in(Browser(), alice.user)

    listed = browser.get("/be/invoices/")
    page = browser.get(f"/be/invoices/{invoice.pk}/")

    assert b"BE-2026-000001" in listed.content
    assert page.status_code == 200
    for words in ("€1,250.00", "€1,512.50", "€81.25", "€1,168.75"):
        assert words in page.content.decode()


def test_another_member_gets_404(be, invoice):
    stranger = sign_in(Browser(), make_member(be, "Eve Stranger").user)

    assert stranger.get(f"/be/invoices/{invoice.pk}/").status_code == 404
    assert b"BE-2026-000001" not in stranger.get("/be/invoices/").content


def test_the_list_of_a_member_costs_the_same_for_one_as_for_ten(be, alice, invoice, django_assert_max_num_queries):
    with enter(be):
        activity = make_activity(be, alice)
        for _n in range(9):
            invoices.invoice_mission(make_mission(activity), on=TODAY, by=PORTAL)
    browser = sign_in(Browser(), alice.user)

    with django_assert_max_num_queries(20):
        browser.get("/be/invoices/")


def test_the_paper_is_made_stored_and_sent(be, alice, invoice):
    _make_paper(be, invoice)

    assert _reload(be, invoice).state == "sent"
    with enter(be):
        mail = OutgoingMail.objects.get(to="facturen@huis.example")
        told = OutgoingMail.objects.get(to=alice.user.email)
    assert "BE-2026-000001" in mail.subject
    assert f"/be/invoices/{client_link.invoice_token(invoice)}/" in mail.text
    assert "€" not in mail.text + told.text


def test_the_client_opens_page_and_pdf_by_the_link_without_signing_in(be, invoice):
    _make_paper(be, invoice)
    with enter(be):
        address = f"/be/invoices/{client_link.invoice_token(invoice)}/"

    page, paper = Browser().get(address), Browser().get(f"{address}pdf/")

    assert page.status_code == 200
    assert "+++012/6000/00108+++" in page.content.decode()
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_a_link_that_was_changed_or_is_of_another_country_opens_nothing(be, invoice):
    make_country("FR")
    with enter(be):
        token = client_link.invoice_token(invoice)

    assert Browser().get(f"/be/invoices/{token[:-1]}x/").status_code == 404
    assert Browser().get(f"/fr/invoices/{token}/").status_code == 404
    assert Browser().get("/be/invoices/nothing/pdf/").status_code == 404


def test_making_the_paper_again_sends_nothing_twice(be, invoice):
    from invoicing.jobs import render_invoice

    _make_paper(be, invoice)
    with enter(be):
        before = OutgoingMail.objects.count()
        for step in render_invoice(jobs.Job(payload={"invoice": invoice.pk})):
            step()
        assert OutgoingMail.objects.count() == before


def test_accountants_list_filters_and_adds_up(be, alice, invoice, accountant, django_assert_max_num_queries):
    with enter(be):
        other = make_client(name="Théâtre", folded_name="theatre")
        note = invoices.invoice_mission(make_mission(make_activity(be, alice), client=other), on=TODAY, by=PORTAL)
        credit_notes.credit_invoice(note, amount=D("250.00"), reason="Less", on=TODAY, by=PORTAL)

    with django_assert_max_num_queries(30):
        everything = accountant.get("/be/staff/invoices/").content.decode()
    filtered = accountant.get("/be/staff/invoices/?client=THÉ&state=sent").content.decode()
    by_name = accountant.get("/be/staff/invoices/?client=thé").content.decode()

    # 1 250.00 + 1 250.00 − 250.00 net
    assert "€2,250.00" in everything
    assert "BE-2026-000002" not in filtered
    assert "BE-2026-000002" in by_name
    assert "BE-2026-000001" not in by_name


def test_a_day_that_cannot_be_read_is_said_beside_its_field(accountant):
    page = accountant.get("/be/staff/invoices/?since=tomorrow")

    assert page.status_code == 200
    assert "must be a day that exists" in page.content.decode()


def test_an_accountant_registers_a_payment_once(be, invoice, accountant):
    address = f"/be/staff/invoices/{invoice.pk}/pay/"
    facts = {"amount": "1512.50", "on": "2026-11-10", "key": "5f0c"}

    first = accountant.post(address, facts)

    assert first.status_code == 302
    assert _reload(be, invoice).state == "paid"
    with enter(be):
        assert payments.open_amount(invoice) == 0


def test_too_much_is_refused_beside_the_field_and_nothing_typed_is_lost(be, invoice, accountant):
    page = accountant.post(
        f"/be/staff/invoices/{invoice.pk}/pay/", {"amount": "2000.00", "on": "2026-11-10", "key": "k"}
    )

    assert page.status_code == 422
    assert "€1,512.50 is open on BE-2026-000001" in page.content.decode()
    assert 'value="2000.00"' in page.content.decode()


def test_a_credit_shows_what_it_takes_back_before_it_is_confirmed(be, invoice, accountant):
    address = f"/be/staff/invoices/{invoice.pk}/credit/"
    facts = {"amount": "", "reason": "The client cancelled"}
    with enter(be):
        activity = invoice.activity
        entries = [("activity.available", activity, D("1000.00")), ("activity.reserved", activity, D("-1000.00"))]
        ledger.post(event="r", kind="reserved", on=TODAY, entries=entries, subject=activity, by=PORTAL, label="r")

    shown = accountant.post(address, {**facts, "preview": "yes"})
    with enter(be):
        untouched = Invoice.objects.count()
    done = accountant.post(address, {**facts, "confirm": "yes"})

    assert untouched == 1
    assert "€168.75" in shown.content.decode()
    assert "From the guarantee fund" in shown.content.decode()
    assert done.status_code == 302
    assert _reload(be, invoice).state == "credited"


def test_the_queue_shows_the_question_and_the_decision_issues(be, undecided, accountant):
    queue = accountant.get("/be/staff/invoices/vat/")
    facts = {"category": "S", "rate": "6", "source": "AR 20, table A, XXIX", "reason": "A concert"}

    decided = accountant.post(f"/be/staff/invoices/{undecided.pk}/vat/", facts)

    assert "6 % or exempt" in queue.content.decode()
    assert decided.status_code == 302
    issued = _reload(be, undecided)
    assert (issued.state, issued.vat) == ("issued", D("75.00"))


def test_an_accountant_reads_what_is_sold_and_the_language_in_words(be, undecided, accountant):
    page = accountant.get(f"/be/staff/invoices/{undecided.pk}/vat/").content.decode()

    with enter(be):
        kind = undecided.mission.service_kind
    assert kind == "performance"
    assert f"<dd>{kind}</dd>" not in page
    assert f"<dd>{undecided.language}</dd>" not in page


def test_a_decision_without_mention_is_refused_and_nothing_is_issued(be, undecided, accountant):
    facts = {"category": "E", "rate": "0", "source": "art. 44", "reason": "A concert"}

    page = accountant.post(f"/be/staff/invoices/{undecided.pk}/vat/", facts)

    assert page.status_code == 422
    assert "write the legal mention" in page.content.decode()
    assert _reload(be, undecided).state == "draft"


def test_an_adviser_invoices_a_confirmed_mission_by_hand(be, alice, adviser):
    with enter(be):
        mission = make_mission(make_activity(be, alice))

    listed = adviser.get("/be/staff/invoices/")
    done = adviser.post(f"/be/staff/missions/{mission.pk}/invoice/")

    assert b"Invoice it now" in listed.content
    with enter(be):
        assert done.url == f"/be/staff/invoices/{Invoice.objects.get().pk}/"


@pytest.mark.parametrize("page", ["pay", "credit", "vat"])
def test_an_adviser_finds_no_page_of_the_accountants(undecided, adviser, page):
    assert adviser.get(f"/be/staff/invoices/{undecided.pk}/{page}/").status_code == 404


def test_staff_of_another_country_get_404(be, invoice):
    france = make_country("FR")
    stranger = sign_in(Browser(), make_staff(france, "accounting", "Chloé Comptable"))

    assert stranger.get(f"/be/staff/invoices/{invoice.pk}/").status_code == 404
    assert stranger.get(f"/fr/staff/invoices/{invoice.pk}/").status_code == 404


def test_the_page_of_an_invoice_shows_its_entries(invoice, accountant):
    page = accountant.get(f"/be/staff/invoices/{invoice.pk}/").content.decode()

    for words in ("Clients", "VAT to pay", "The cooperative’s share", "Activities, available", "Register a payment"):
        assert words in page
