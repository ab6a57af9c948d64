"""The pages of unpaid invoices: the member's, the staff's desk, the client's letter; strangers find nothing."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client as Browser

from invoicing.models import PlannedPayment, Reminder, ReminderNote, ReminderPause, WriteOff
from invoicing.rules import client_link, reminders
from members.models import Document
from smart.foundation import jobs
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories.invoicing import make_activity
from tests.invoicing.unpaid.conftest import day, sent_invoice

D = Decimal
NOW = datetime.datetime(2026, 3, 27, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def invoice(be, alice):
    with enter(be):
        return sent_invoice(make_activity(be, alice))


@pytest.fixture
def reminder(be, invoice):
    with enter(be):
        reminders.propose_reminders(on=day(27), by=PORTAL)
        return Reminder.objects.get()


@pytest.fixture
def member(alice):
    return people.sign_in(Browser(), alice.user)


@pytest.fixture
def books(rik):
    return people.sign_in(Browser(), rik)


@pytest.fixture
def adviser(be):
    return people.sign_in(Browser(), people.make_staff(be, "adviser", "Bob Adviser"))


@pytest.fixture
def stranger(be):
    return people.sign_in(Browser(), people.make_member(be, "Eve Stranger").user)


def again(be, row):
    with enter(be):
        return type(row).objects.get(pk=row.pk)


def test_the_member_reads_holds_and_lets_go(be, member, invoice, reminder):
    page = member.get(f"/be/invoices/{invoice.pk}/reminders/").content.decode()
    held = member.post(
        f"/be/reminders/{reminder.pk}/hold/", {"hold-until": "2026-04-03", "hold-reason": "Pays on Friday"}
    )

    assert "31 March 2026" in page
    assert (held.status_code, again(be, reminder).state) == (302, "held")
    assert "Pays on Friday" in member.get(f"/be/invoices/{invoice.pk}/reminders/").content.decode()
    assert member.post(f"/be/reminders/{reminder.pk}/let-go/").status_code == 302
    assert again(be, reminder).state == "ready"
    assert b"BE-2026-000001" in member.get("/be/reminders/").content


def test_what_is_refused_is_said_beside_its_field_and_kept(member, invoice, reminder):
    page = member.post(f"/be/reminders/{reminder.pk}/hold/", {"hold-until": "2026-12-31", "hold-reason": "Later"})

    assert page.status_code == 422
    assert "from today until 26 April 2026" in page.content.decode()
    assert "Later" in page.content.decode()


def test_the_member_writes_down_what_the_client_said(be, member, invoice):
    done = member.post(f"/be/invoices/{invoice.pk}/reminders/note/", {"note-text": "The invoice got lost"})

    assert done.status_code == 302
    with enter(be):
        assert ReminderNote.objects.values_list("kind", "text").get() == ("client", "The invoice got lost")


def test_another_member_finds_nothing(stranger, invoice, reminder):
    assert stranger.get(f"/be/invoices/{invoice.pk}/reminders/").status_code == 404
    assert stranger.post(f"/be/reminders/{reminder.pk}/hold/").status_code == 404
    assert stranger.post(f"/be/reminders/{reminder.pk}/let-go/").status_code == 404
    assert stranger.get("/be/staff/reminders/").status_code == 404


def test_payroll_officers_have_no_desk_of_reminders(be, invoice):
    paula = people.sign_in(Browser(), people.make_staff(be, "payroll", "Paula Payroll"))

    assert paula.get("/be/staff/reminders/").status_code == 404


def test_the_desk_costs_the_same_for_one_as_for_ten(be, alice, adviser, reminder, django_assert_max_num_queries):
    with enter(be):
        activity = make_activity(be, alice)
        for _n in range(9):
            sent_invoice(activity)
        reminders.propose_reminders(on=day(27), by=PORTAL)

    with django_assert_max_num_queries(33):
        page = adviser.get("/be/staff/reminders/").content.decode()

    # ten invoices of 1 512.50, seven days late
    assert "€15,125.00" in page
    assert page.count('name="reminder"') == 10


def test_staff_send_in_bulk_and_see_why_one_stays(be, adviser, reminder):
    with enter(be):
        second = sent_invoice(reminder.invoice.activity)
        reminders.propose_reminders(on=day(27), by=PORTAL)
        other = Reminder.objects.get(invoice=second)
        reminders.hold_reminder(other, until=day(30), reason="Pays on Monday", on=day(27), by=PORTAL)

    done = adviser.post(
        "/be/staff/reminders/send/", {"reminder": [reminder.pk, other.pk]}, follow=True
    ).content.decode()

    assert "1 reminder goes out." in done
    assert "It is held until 30 March 2026: Pays on Monday" in done
    assert [again(be, row).state for row in (reminder, other)] == ["sent", "held"]


def test_the_letter_is_made_kept_and_opened_by_the_client_with_the_link(be, adviser, member, reminder):
    adviser.post(f"/be/staff/reminders/{reminder.pk}/send/")
    with enter(be):
        job = jobs.Job.objects.get(kind="render_reminder")
    assert jobs.run_job(be.pk, job.pk)
    with enter(be):
        token = client_link.invoice_token(reminder.invoice)
        assert Document.objects.about(reminder).count() == 1

    paper = Browser().get(f"/be/invoices/{token}/reminders/{reminder.pk}/pdf/")

    assert paper.content.startswith(b"%PDF")
    assert Browser().get(f"/be/invoices/{token[:-1]}x/reminders/{reminder.pk}/pdf/").status_code == 404
    assert "Open the letter" in member.get(f"/be/invoices/{reminder.invoice_id}/reminders/").content.decode()


def test_staff_note_plan_pause_and_skip(be, adviser, reminder):
    invoice = reminder.invoice_id
    plan = {"plan-day1": "2026-04-01", "plan-amount1": "1000.00", "plan-day2": "2026-05-01", "plan-amount2": "512.50"}

    assert adviser.get(f"/be/staff/invoices/{invoice}/reminders/").status_code == 200
    for address, facts in (
        (f"invoices/{invoice}/reminders/note/", {"note-kind": "talk", "note-text": "Alice agrees"}),
        (f"invoices/{invoice}/plan/", plan),
        (f"invoices/{invoice}/pause-client/", {"pause-until": "2026-04-30", "pause-reason": "Insolvency plan"}),
        (f"reminders/{reminder.pk}/free/", {}),
        (f"reminders/{reminder.pk}/skip/", {"skip-reason": "By phone"}),
    ):
        assert adviser.post(f"/be/staff/{address}", facts).status_code == 302, address
    with enter(be):
        assert PlannedPayment.objects.count() == 2
        assert ReminderPause.objects.get().reason == "Insolvency plan"
    assert "Insolvency plan" in adviser.get(f"/be/staff/invoices/{invoice}/reminders/").content.decode()
    assert adviser.post(f"/be/staff/invoices/{invoice}/resume-client/").status_code == 302


def test_a_plan_that_does_not_add_up_is_refused_in_words(adviser, reminder):
    facts = {"plan-day1": "2026-04-01", "plan-amount1": "1000.00"}

    page = adviser.post(f"/be/staff/invoices/{reminder.invoice_id}/plan/", facts)

    assert page.status_code == 422
    assert "adds up to €1,000.00 and €1,512.50 is open" in page.content.decode()


def test_a_loss_is_shown_before_it_is_proposed_and_a_second_person_books_it(be, books, invoice):
    other = people.sign_in(Browser(), people.make_staff(be, "accounting", "Rosa Books"))
    address = f"/be/staff/invoices/{invoice.pk}/write-off/"
    facts = {"reason": "Bankrupt", "vat": "reclaim", "proof": "Judgment of 20 March"}

    shown = books.post(address, {**facts, "preview": "yes"}).content.decode()
    with enter(be):
        assert WriteOff.objects.count() == 0
    done = books.post(address, {**facts, "confirm": "yes"}, follow=True).content.decode()
    with enter(be):
        loss = WriteOff.objects.get()
    booked = other.post(f"/be/staff/write-offs/{loss.pk}/approve/")

    # 1 512.50 of which 262.50 is VAT; not guaranteed: 1 168.75 from the activity, 81.25 from the fund
    for words in ("€262.50", "€1,168.75", "€81.25", "second accountant"):
        assert words in shown
    assert "another accountant must agree" in done
    assert (booked.status_code, again(be, loss).state) == (302, "done")
    assert again(be, invoice).state == "written_off"


def test_a_guarantee_shows_as_a_piece_and_as_a_page(be, member, adviser, stranger, invoice):
    address = f"/be/missions/{invoice.mission_id}/guarantee/"

    piece = member.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in piece
    assert "Not guaranteed" in piece
    assert "No order has gone to the client yet." in piece
    assert member.get(address).status_code == 200
    assert adviser.get(address).url == f"/be/staff/missions/{invoice.mission_id}/guarantee/"
    assert adviser.get(f"/be/staff/missions/{invoice.mission_id}/guarantee/").status_code == 200
    assert adviser.post(f"/be/staff/missions/{invoice.mission_id}/guarantee/again/").status_code == 302
    assert stranger.get(address).status_code == 404


def test_staff_of_another_country_find_nothing(be, reminder):
    france = people.make_country("FR")
    hugo = people.sign_in(Browser(), people.make_staff(france, "accounting", "Hugo Comptable"))

    for address in (f"invoices/{reminder.invoice_id}/reminders/", f"invoices/{reminder.invoice_id}/write-off/"):
        assert hugo.get(f"/be/staff/{address}").status_code == 404
        assert hugo.get(f"/fr/staff/{address}").status_code == 404
