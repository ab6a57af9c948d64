"""A client's statement of account: typed by hand, the same on the page, in the spreadsheet and on paper."""

import datetime
from decimal import Decimal

import pytest

from invoicing.models import Invoice
from invoicing.queries.client_statement import client_statement
from invoicing.rules import client_credits, client_statement_paper, credit_notes, write_offs
from invoicing.spans import read_span
from members.models import Document
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import member_actor, staff_actor
from tests.invoicing.clients.conftest import NOW, come_in, invoiced, paid
from tests.invoicing.work_list import do_jobs

D = Decimal
NOVEMBER, YEAR = read_span("2026-11"), read_span("2026")


@pytest.fixture
def account(be, murals, school, neighbour):
    """October: 1 512.50 claimed and 500.00 paid. November: another 1 512.50 claimed, 1 012.50 paid."""
    with enter(be):
        october = invoiced(murals, school, on=datetime.date(2026, 10, 5))
        paid(october, "500.00", on=datetime.date(2026, 10, 20))
        invoiced(murals, school, on=datetime.date(2026, 11, 2))
        paid(october, "1012.50", on=datetime.date(2026, 11, 4))
        invoiced(murals, neighbour, on=datetime.date(2026, 11, 3))
    return october


def test_the_year_from_nothing_to_what_is_open(be, account, school):
    with enter(be):
        told = client_statement(school, YEAR, currency="EUR")

    assert (told.opening, told.closing) == (D("0.00"), D("1512.50"))
    assert [(line.kind, line.amount, line.balance) for line in told.lines] == [
        ("invoice_issued", D("1512.50"), D("1512.50")),
        ("client_paid", D("-500.00"), D("1012.50")),
        ("invoice_issued", D("1512.50"), D("2525.00")),
        ("client_paid", D("-1012.50"), D("1512.50")),
    ]


def test_a_month_begins_with_what_was_open(be, account, school):
    with enter(be):
        told = client_statement(school, NOVEMBER, currency="EUR")

    assert (told.opening, told.closing, len(told.lines)) == (D("1012.50"), D("1512.50"), 2)


def test_a_credit_after_payment_is_kept_and_said(be, account, school):
    """250.00 before VAT are credited on the paid invoice: 302.50 are kept for the client, the account stays."""
    on, by = datetime.date(2026, 11, 5), staff_actor("accounting")
    with enter(be):
        credit_notes.credit_invoice(account, amount=D("250.00"), reason="Less work", on=on, by=by)
        client_credits.keep_credited(account, on=on, by=by, now=NOW)
        told = client_statement(school, NOVEMBER, currency="EUR")

    assert (told.closing, told.kept) == (D("1512.50"), D("302.50"))
    assert [(line.kind, line.amount) for line in told.lines[-2:]] == [
        ("credit_note", D("-302.50")),
        ("on_account", D("302.50")),
    ]


def test_what_the_cooperative_gave_up_is_still_owed(be, murals, school):
    on, by = datetime.date(2026, 11, 6), staff_actor("accounting")
    with enter(be):
        small = invoiced(murals, school, on=datetime.date(2026, 10, 5), amount=D("100.00"))
        proposed = write_offs.propose_write_off(small, reason="Insolvent", reclaims_vat=False, proof="", on=on, by=by)
        if proposed.state == "proposed":
            write_offs.approve_write_off(proposed, on=on, by=staff_actor("country_admin"))
        told = client_statement(school, YEAR, currency="EUR")

    assert (told.closing, len(told.lines)) == (D("121.00"), 1)


def test_the_page_and_the_spreadsheet_say_the_same(account, access):
    browser = come_in(access)
    browser.post("/be/client/language/", {"language": "en"})
    page = browser.get("/be/client/account/2026-11/").content.decode()
    table = browser.get("/be/client/account/2026-11/csv/")

    assert "Your payment" in page
    assert table["Content-Type"].startswith("text/csv")
    lines = table.content.decode().splitlines()
    assert lines[1] == "2026-11-01;At the beginning;;;;1012.50"
    assert lines[2].startswith("2026-11-02;Invoice;BE-2026-000002;")
    assert lines[2].endswith(";1512.50;2525.00")
    assert lines[-1] == "2026-11-30;At the end;;;;1512.50"


def test_the_paper_is_made_once_and_again_when_something_is_booked(be, account, access, school, clock):
    browser = come_in(access)
    assert browser.get("/be/client/account/2026/pdf/").status_code == 404
    for _ in range(2):
        browser.post("/be/client/account/2026/make/")
    with enter(be):
        assert do_jobs("render_client_statement") == 1
        paper = Document.objects.get(kind="client-statement-2026")

    assert (paper.visible_to, paper.language, paper.subject_id) == ("client", "nl", school.pk)
    assert browser.get("/be/client/account/2026/pdf/").content.startswith(b"%PDF")

    clock.shift(datetime.timedelta(hours=1))
    with enter(be):
        second = Invoice.objects.get(number="BE-2026-000002")
        paid(second, "12.50", on=datetime.date(2026, 11, 10))
    assert browser.get("/be/client/account/2026/pdf/").status_code == 404


def test_what_is_no_time_is_not_found(account, access):
    assert come_in(access).get("/be/client/account/sometime/").status_code == 404


def test_a_member_cannot_have_it_made(be, account, school, murals):
    with enter(be):
        told = client_statement(school, YEAR, currency="EUR")
        with pytest.raises(NotAllowed):
            client_statement_paper.ask_paper(school, told, by=member_actor(murals))
