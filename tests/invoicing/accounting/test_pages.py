"""The pages of the books: who may open them, what they show, what a click does, how much they ask of the database."""

import datetime

import pytest
from django.test import Client as Browser
from django.utils import timezone

from activities.models import Activity
from countries.models import Country
from invoicing.models import ActivityMove, JournalExport, LedgerTransaction, Period
from invoicing.rules import ledger
from invoicing.states import MoveState, PeriodState
from members.models import Document, Membership, User
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories.invoicing import D, make_activity
from tests.invoicing.accounting.books import TODAY, book, invoiced
from tests.invoicing.work_list import do_jobs


@pytest.fixture
def alice(be: Country) -> Membership:
    return people.make_member(be, "Alice Example")


@pytest.fixture
def mine(be: Country, alice: Membership) -> Activity:
    """Alice's activity: 1 250.00 invoiced, 1 168.75 available."""
    with enter(be):
        activity = make_activity(be, alice)
        invoiced(activity)
    return activity


@pytest.fixture
def rik(be: Country) -> User:
    return people.make_staff(be, "accounting", "Rik Books")


@pytest.fixture
def books(be: Country, rik: User, mine: Activity) -> Browser:
    return people.sign_in(Browser(), rik)


@pytest.fixture
def as_alice(alice: Membership, mine: Activity) -> Browser:
    return people.sign_in(Browser(), alice.user)


def read(browser: Browser, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return " ".join(response.content.decode().replace("\xa0", " ").split())


PAGES = ["", "journal/", "chart/", "exports/", "months/", "months/2026-10/", "moves/"]


@pytest.mark.parametrize("page", PAGES)
def test_accountants_open_every_page_with_few_queries(books, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(34):
        read(books, f"/be/staff/books/{page}")


@pytest.mark.parametrize("page", [page for page in PAGES if page != "moves/"])
@pytest.mark.parametrize("role", ["adviser", "payroll"])
def test_others_of_the_staff_do_not(be, mine, page, role):
    browser = people.sign_in(Browser(), people.make_staff(be, role))

    assert browser.get(f"/be/staff/books/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_members_and_strangers_do_not(as_alice, page):
    assert as_alice.get(f"/be/staff/books/{page}").status_code == 404
    assert Browser().get(f"/be/staff/books/{page}").status_code == 302


def test_the_trial_balance_opens_the_lines_of_an_account_and_they_their_document(be, books):
    page = read(books, "/be/staff/books/")
    assert "€1,512.50" in page
    assert "400000" in page
    link = "/be/staff/books/journal/?first=2026-11-01&amp;last=2026-11-10&amp;account=clients.receivable"
    assert link in page

    lines = read(books, link.replace("&amp;", "&"))
    assert "Huis van het Voorbeeld" in lines
    with enter(be):
        event = LedgerTransaction.objects.get()
    assert f"/be/staff/invoices/{event.subject_id}/" in lines
    shown = read(books, f"/be/staff/books/journal/{event.pk}/")
    assert "fee.income" not in shown
    assert "The cooperative’s share" in shown
    assert "€81.25" in shown


def test_many_lines_cost_as_much_as_few(be, books, mine, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as few:
        read(books, "/be/staff/books/journal/")
    with enter(be):
        for n in range(30):
            moved = [(ledger.BANK, None, D(n + 1)), (ledger.AVAILABLE, mine, D(-n - 1))]
            book(f"x{n}", moved, kind="x", subject=mine)
    with django_assert_max_num_queries(len(few) + 1):  # a second kind of document: activities
        read(books, "/be/staff/books/journal/")


def test_days_that_cannot_be_read_are_said(books):
    response = books.get("/be/staff/books/?first=nonsense")

    assert response.status_code == 200
    assert "must be a day that exists" in response.content.decode()


def test_an_export_is_asked_for_made_and_opened(be, books):
    facts = {"kind": "csv", "first": "2026-01-01", "last": "2026-12-31", "entity": ""}
    assert books.post("/be/staff/books/exports/", facts).status_code == 302
    assert "is being made" in read(books, "/be/staff/books/exports/")
    with enter(be):
        do_jobs("export_journal")
        made = JournalExport.objects.get()

    page = read(books, "/be/staff/books/exports/")
    assert made.file_name in page
    assert made.sha256[:12] in page
    file = books.get(f"/be/staff/books/exports/{made.pk}/")
    assert file["Content-Disposition"] == f'attachment; filename="{made.file_name}"'
    assert b"clients.receivable" in file.content


def test_a_refused_export_says_why(books):
    facts = {"kind": "csv", "first": "2020-01-01", "last": "2020-12-31", "entity": ""}

    response = books.post("/be/staff/books/exports/", facts)

    assert response.status_code == 422
    assert "Nothing was booked" in response.content.decode()


def test_two_people_close_and_reopen_a_month_in_the_browser(be, books):
    nina = people.sign_in(Browser(), people.make_staff(be, "accounting", "Nina Books"))
    month = "/be/staff/books/months/2026-10/"
    assert "Every payroll run is posted" in read(books, month)

    books.post(f"{month}ask/")
    assert "You proposed it" in read(books, month)
    books.post(f"{month}confirm/")
    with enter(be):
        assert Period.objects.get().state == PeriodState.CLOSING
    nina.post(f"{month}confirm/")
    assert "Closed by Rik Books and Nina Books" in read(books, month)

    assert books.post(f"{month}reopen/", {"reopen-reason": ""}).status_code == 422
    books.post(f"{month}reopen/", {"reopen-reason": "A fee was forgotten"})
    nina.post(f"{month}confirm-reopening/")
    with enter(be):
        assert Period.objects.get().state == PeriodState.OPEN


def test_unknown_months_and_steps_are_not_found(books):
    assert books.get("/be/staff/books/months/2026-q4/").status_code == 404
    assert books.get("/be/staff/books/months/word/").status_code == 404
    assert books.post("/be/staff/books/months/2026-10/word/").status_code == 404
    assert books.get("/be/staff/books/months/2026-10/ask/").status_code == 405


def test_money_moves_in_the_browser_from_the_request_to_the_approval(be, as_alice, alice, mine):
    with enter(be):
        other = make_activity(be, alice, name="Workshops")
    start = f"/be/activities/{mine.pk}/move/"
    assert "€1,168.75 is available" in read(as_alice, start)
    facts = {"target": other.pk, "code": "", "amount": "300", "reason": "Shared costs"}
    response = as_alice.post(start, facts)
    with enter(be):
        asked = ActivityMove.objects.get()
    assert response["Location"] == f"/be/moves/{asked.pk}/"
    assert "Shared costs" in read(as_alice, f"/be/moves/{asked.pk}/")

    bob = people.sign_in(Browser(), people.make_staff(be, "adviser"))
    assert "Murals" in read(bob, "/be/staff/books/moves/")
    assert "Approve and book" in read(bob, f"/be/staff/books/moves/{asked.pk}/")
    bob.post(f"/be/staff/books/moves/{asked.pk}/approve/")

    with enter(be):
        assert ActivityMove.objects.get().state == MoveState.APPROVED
    assert "€-300.00" in read(as_alice, f"/be/activities/{mine.pk}/money/").replace("\u2212", "-").replace("-€", "€-")


def test_somebody_elses_activity_is_named_by_its_code_and_consents(be, as_alice, mine):
    eve = people.make_member(be, "Eve Stranger")
    with enter(be):
        theirs = make_activity(be, eve, name="Music")
    facts = {"target": "other", "code": "NO-SUCH", "amount": "10", "reason": "Costs"}
    assert "No activity has the code" in as_alice.post(f"/be/activities/{mine.pk}/move/", facts).content.decode()
    as_alice.post(f"/be/activities/{mine.pk}/move/", facts | {"code": theirs.code})
    with enter(be):
        asked = ActivityMove.objects.get()
    as_eve = people.sign_in(Browser(), eve.user)
    assert "I consent" in read(as_eve, f"/be/moves/{asked.pk}/")
    assert "I consent" not in read(as_alice, f"/be/moves/{asked.pk}/")

    as_eve.post(f"/be/moves/{asked.pk}/consent/")

    with enter(be):
        assert ActivityMove.objects.get().consented_by_id == eve.user_id


def test_a_stranger_finds_neither_move_nor_activity(be, as_alice, mine):
    stranger = people.sign_in(Browser(), people.make_member(be, "Sam Stranger").user)
    with enter(be):
        facts = {"amount": 1, "reason": "x", "needs_consent": False, "asked_by_id": 1, "asked_at": timezone.now()}
        other = make_activity(be, mine.membership)
        asked = ActivityMove.objects.create(source=mine, target=other, **facts)

    assert stranger.get(f"/be/moves/{asked.pk}/").status_code == 404
    assert stranger.post(f"/be/moves/{asked.pk}/consent/").status_code == 404
    assert stranger.get(f"/be/activities/{mine.pk}/move/").status_code == 404


def test_a_member_reads_their_statement_and_its_files(be, as_alice, mine, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        page = read(as_alice, "/be/statements/?span=2026-11")
    assert "€1,168.75" in page
    assert "€1,250.00" in page
    assert "€81.25" in page

    file = as_alice.get("/be/statements/file/?span=2026")
    assert file["Content-Type"].endswith("sheet")
    assert file.content[:2] == b"PK"
    as_alice.post("/be/statements/paper/", {"span": "2026-11"})
    with enter(be):
        do_jobs("render_statement")
        paper = Document.objects.get(kind="statement-2026-11")
    assert as_alice.get(f"/be/documents/{paper.pk}/").content[:5] == b"%PDF-"
    assert f"/be/documents/{paper.pk}/" in read(as_alice, "/be/statements/?span=2026-11")


def test_a_member_reads_no_activity_of_somebody_else(be, as_alice):
    eve = people.make_member(be, "Eve Stranger")
    with enter(be):
        theirs = make_activity(be, eve)

    assert as_alice.get(f"/be/statements/?activity={theirs.pk}").status_code == 404
    assert as_alice.get("/be/statements/?span=nonsense").status_code == 404


def test_staff_read_a_members_statement(be, mine, alice):
    bob = people.sign_in(Browser(), people.make_staff(be, "adviser"))

    page = read(bob, f"/be/staff/statements/{alice.pk}/?span=2026-q4")

    assert "Alice Example" in page
    with enter(be):
        event = LedgerTransaction.objects.get()
    assert f"/be/staff/invoices/{event.subject_id}/" in page
    assert bob.get(f"/be/staff/statements/{alice.pk}/file/?span=2026").content[:2] == b"PK"


def test_a_member_without_an_activity_has_an_empty_statement(be):
    nobody = people.sign_in(Browser(), people.make_member(be, "New Member").user)

    assert "Nothing changed in this time" in read(nobody, "/be/statements/")


def test_a_closed_day_is_said_on_the_page_that_books(be, books, mine):
    with enter(be):
        Period.objects.create(month=datetime.date(2026, 11, 1), state="closed")
        invoice = LedgerTransaction.objects.get().subject_id
    facts = {"amount": "100", "on": TODAY.isoformat(), "reference": "x", "key": "x"}

    response = books.post(f"/be/staff/invoices/{invoice}/pay/", facts)

    assert response.status_code == 422
    assert "November 2026 is closed" in response.content.decode()
