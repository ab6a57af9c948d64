"""Pages of drafts and disputes: the member sends or wishes, staff answer, the client disagrees by the link."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser

from invoicing.models import Dispute, Invoice
from invoicing.rules import client_link, credit_notes, disputes, draft_changes, invoices
from members.models import OutgoingMail
from smart.foundation import jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_mission, make_order
from tests.people import as_member, make_member, make_staff, sign_in

D = Decimal
TODAY = datetime.date(2026, 11, 10)
NOW = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)
GREET = Actor(kinds=frozenset({"client"}), label="Greet Klant", ip="192.0.2.7")


@pytest.fixture
def alice(be):
    return make_member(be, "Alice Example")


@pytest.fixture
def member(alice):
    return sign_in(Browser(), alice.user)


@pytest.fixture
def stranger(be):
    return sign_in(Browser(), make_member(be, "Eve Stranger").user)


@pytest.fixture
def adviser(be):
    return sign_in(Browser(), make_staff(be, "adviser", "Bob Adviser"))


@pytest.fixture
def accountant(be):
    return sign_in(Browser(), make_staff(be, "accounting", "Rik Books"))


def _draft(be, alice, *lines, **facts):
    with enter(be):
        mission = make_mission(make_activity(be, alice))
        make_order(mission, *lines, **{"invoice_on": datetime.date(2026, 11, 16), **facts})
        return invoices.follow_plan(mission, on=TODAY, by=PORTAL)[-1]


@pytest.fixture
def draft(be, alice):
    return _draft(be, alice, ("design", "1000.00"), ("copyright", "250.00"))


@pytest.fixture
def invoice(be, alice):
    with enter(be):
        return invoices.invoice_mission(make_mission(make_activity(be, alice)), on=TODAY, by=PORTAL)


@pytest.fixture
def disputed(be, invoice):
    with enter(be):
        facts = {"code": "amount", "words": "Four days, not five.", "who": "Greet Klant"}
        return disputes.open_dispute(invoice, on=TODAY, now=NOW, by=GREET, **facts)


def _again(be, row):
    with enter(be):
        return type(row).objects.get(pk=row.pk)


def test_the_member_sees_the_draft_as_the_client_will(member, draft):
    page = member.get(f"/be/invoices/{draft.pk}/").content.decode()

    for words in (
        "Goes out on 16 November 2026 by itself",
        "10 days to pay",
        "VAT 21%",
        "VAT 6%",
        "€1,475.00",
        "Send now",
    ):
        assert words in page


def test_drafts_stand_on_top_of_the_list(be, alice, member, draft, invoice, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        page = member.get("/be/invoices/").content.decode()

    assert page.index("Drafts") < page.index("To be paid")
    assert "Goes out by itself on this day" in page


def test_the_member_sends_it_now(be, member, draft):
    sent = member.post(f"/be/invoices/{draft.pk}/send/", follow=True)

    assert "is on its way" in sent.content.decode()
    assert _again(be, draft).state == "issued"


def test_a_wish_is_shown_until_it_is_answered(be, member, adviser, draft):
    empty = member.post(f"/be/invoices/{draft.pk}/change/", {"words": ""})
    asked = member.post(f"/be/invoices/{draft.pk}/change/", {"words": "In French please"}, follow=True)
    refused = member.post(f"/be/invoices/{draft.pk}/send/", follow=True)

    assert empty.status_code == 422
    assert "It waits for the change you asked for" in asked.content.decode()
    assert "it goes out once the cooperative has answered" in refused.content.decode()
    listed = adviser.get("/be/staff/invoices/?show=held").content.decode()
    assert f"/be/staff/invoices/{draft.pk}/" in listed
    assert "In French please" in adviser.get(f"/be/staff/invoices/{draft.pk}/").content.decode()


def test_staff_edit_the_words_and_release(be, alice, adviser, draft):
    with enter(be):
        draft_changes.ask_for_change(draft, words="In French", now=NOW, by=as_member(alice))
    facts = {"line_1": "Mur", "line_2": "Droits", "purchase_order": "PO-7", "language": "fr", "terms_days": "30"}

    edited = adviser.post(f"/be/staff/invoices/{draft.pk}/draft/", facts)
    released = adviser.post(f"/be/staff/invoices/{draft.pk}/release/", {"answer": "Done"})

    assert (edited.status_code, released.status_code) == (302, 302)
    kept = _again(be, draft)
    assert (kept.language, kept.terms_days, kept.state) == ("fr", 30, "draft")
    assert adviser.get(f"/be/staff/invoices/{draft.pk}/release/").status_code == 404


def test_a_term_that_is_too_long_is_said_beside_its_field(adviser, draft):
    facts = {"line_1": "Mur", "line_2": "Droits", "purchase_order": "", "language": "fr", "terms_days": "120"}

    page = adviser.post(f"/be/staff/invoices/{draft.pk}/draft/", facts)

    assert page.status_code == 422
    assert "longer than the 90" in page.content.decode()


def test_an_accountant_decides_line_by_line(be, alice, accountant):
    draft = _draft(be, alice, ("performance", "1000.00"), ("admission", "250.00"))
    facts = {"category": "S", "rate": "6", "source": "AR 20, table A, XXIX", "reason": "A concert"}
    address = f"/be/staff/invoices/{draft.pk}/vat/"

    first = accountant.post(address, facts)
    shown = accountant.get(address).content.decode()
    second = accountant.post(address, facts)

    assert first.url == address
    assert "Line 2 of the invoice" in shown
    assert second.url == f"/be/staff/invoices/{draft.pk}/"
    kept = _again(be, draft)
    assert (kept.state, kept.vat) == ("draft", D("75.00"))


def test_the_client_disagrees_by_the_link_and_sees_who_answers(be, invoice):
    with enter(be):
        address = f"/be/invoices/{client_link.invoice_token(invoice)}/"
    browser = Browser()
    facts = {"code": "amount", "words": "Four days, not five.", "who": "Greet Klant"}

    empty = browser.post(f"{address}dispute/", {"words": ""})
    browser.post(f"{address}dispute/", facts)
    page = browser.get(address, headers={"accept-language": "nl"}).content.decode()

    assert empty.status_code == 422
    assert "Four days, not five." in page
    assert _again(be, invoice).state == "disputed"
    with enter(be):
        assert Dispute.objects.get().opened_kind == "client"


def test_the_client_withdraws_once(be, invoice, disputed):
    with enter(be):
        address = f"/be/invoices/{client_link.invoice_token(invoice)}/withdraw/"

    first, second = Browser().post(address), Browser().post(address)

    assert (first.status_code, second.status_code) == (302, 404)
    assert _again(be, disputed).state == "withdrawn"


def test_a_forged_link_disputes_nothing(be):
    assert Browser().post("/be/invoices/forged/dispute/", {}).status_code == 404
    assert Browser().post("/be/invoices/forged/withdraw/").status_code == 404


def test_the_member_reports_and_withdraws_a_dispute(be, member, invoice):
    facts = {"code": "work", "words": "They say one wall is missing."}

    member.post(f"/be/invoices/{invoice.pk}/dispute/", facts)
    page = member.get(f"/be/invoices/{invoice.pk}/").content.decode()
    back = member.post(f"/be/invoices/{invoice.pk}/withdraw/")

    assert "They say one wall is missing." in page
    assert "Withdraw it" in page
    assert back.status_code == 302
    assert _again(be, invoice).state == "sent"


def test_staff_see_the_clock_take_over_and_answer(be, adviser, invoice, disputed):
    listed = adviser.get("/be/staff/invoices/?show=disputed").content.decode()
    adviser.post(f"/be/staff/disputes/{disputed.pk}/take/")
    shown = adviser.get(f"/be/staff/disputes/{disputed.pk}/").content.decode()
    answered = adviser.post(f"/be/staff/disputes/{disputed.pk}/", {"outcome": "Five days were agreed."})

    # from 10 to 25 November
    assert "15 days left." in listed
    assert "Bob Adviser" in shown
    assert answered.url == f"/be/staff/invoices/{invoice.pk}/"
    assert "Five days were agreed." in adviser.get(answered.url).content.decode()
    assert adviser.get(f"/be/staff/disputes/{disputed.pk}/").status_code == 404


def test_a_late_dispute_leads_the_list_and_says_so(be, alice, adviser, disputed, clock):
    with enter(be):
        other = invoices.invoice_mission(make_mission(make_activity(be, alice)), on=TODAY, by=PORTAL)
        facts = {"code": "other", "words": "Later", "who": "Greet"}
        disputes.open_dispute(other, on=datetime.date(2026, 11, 25), now=NOW, by=GREET, **facts)
    clock.move_to(datetime.datetime(2026, 11, 27, 11, 0, tzinfo=datetime.UTC))
    adviser = sign_in(Browser(), make_staff(be, "adviser", "Bea Adviser"))

    page = adviser.get("/be/staff/invoices/?show=disputed").content.decode()

    assert page.index("2 days late.") < page.index("days left.")


def test_staff_record_what_a_client_said_by_telephone(be, adviser, invoice):
    facts = {"code": "details", "words": "The order number is missing."}

    adviser.post(f"/be/staff/invoices/{invoice.pk}/dispute/", facts)

    assert _again(be, invoice).state == "disputed"


def test_every_list_has_its_number_and_its_rows(be, alice, accountant, draft, disputed):
    with enter(be):
        client = make_client(terms_days=0)
        mission = make_mission(make_activity(be, alice), client=client)
        late = invoices.invoice_mission(mission, on=datetime.date(2026, 11, 2), by=PORTAL)

    everything = accountant.get("/be/staff/invoices/").content.decode()
    overdue = accountant.get("/be/staff/invoices/?show=overdue").content.decode()
    drafts = accountant.get("/be/staff/invoices/?show=planned").content.decode()

    for words in ("Drafts (1)", "Change wanted (0)", "VAT to settle (0)", "Disputed (1)", "Overdue (1)"):
        assert words in everything
    assert late.number in overdue
    assert "8 days late." in overdue
    assert f"Draft {draft.pk}" in drafts


def test_the_list_goes_to_a_spreadsheet(be, alice, accountant):
    with enter(be):
        client = make_client(name="=2+2", folded_name="=2+2")
        invoices.invoice_mission(make_mission(make_activity(be, alice), client=client), on=TODAY, by=PORTAL)

    answer = accountant.get("/be/staff/invoices/export/?state=issued")

    head, row = answer.content.decode().splitlines()
    assert head.startswith("Number;Kind;State;")
    assert row.startswith("BE-2026-000001;Invoice;Issued;2026-11-10;2026-11-20;'=2+2;")
    assert row.endswith(";EUR;1250.00;262.50;1512.50;'+++012/6000/00108+++")


def test_lines_are_credited_whole_from_the_page(be, alice, accountant):
    with enter(be):
        mission = make_mission(make_activity(be, alice))
        make_order(mission, ("design", "1000.00"), ("copyright", "250.00"))
        invoice = invoices.invoice_mission(mission, on=TODAY, by=PORTAL)
    address = f"/be/staff/invoices/{invoice.pk}/credit/"

    both = accountant.post(address, {"amount": "10.00", "positions": "2", "reason": "No rights", "preview": "yes"})
    shown = accountant.post(address, {"amount": "", "positions": "2", "reason": "No rights", "preview": "yes"})
    done = accountant.post(address, {"amount": "", "positions": "2", "reason": "No rights", "confirm": "yes"})

    assert both.status_code == 422
    assert "€265.00" in shown.content.decode()
    with enter(be):
        assert Invoice.objects.get(kind="credit_note").net == D("250.00")
    assert done.status_code == 302


@pytest.mark.parametrize("page", ["", "send/", "change/", "dispute/", "withdraw/"])
def test_another_member_finds_nothing(stranger, draft, page):
    address = f"/be/invoices/{draft.pk}/{page}"

    assert stranger.get(address).status_code in {404, 405}
    assert stranger.post(address, {"words": "x"}).status_code in {404, 405}


@pytest.mark.parametrize("page", ["draft/", "release/", "dispute/"])
def test_a_member_finds_no_page_of_the_staff(member, draft, page):
    assert member.get(f"/be/staff/invoices/{draft.pk}/{page}").status_code == 404


def test_the_client_reads_by_mail_that_an_invoice_is_cancelled(be, invoice):
    with enter(be):
        note = credit_notes.credit_invoice(invoice, reason="The festival is off", on=TODAY, by=PORTAL)
        job = jobs.Job.objects.get(kind="render_invoice", key=f"invoice-{note.pk}")
    assert jobs.run_job(be.pk, job.pk)

    with enter(be):
        mail = OutgoingMail.objects.get(key=f"invoice-{note.pk}", to="facturen@huis.example")
    assert invoice.number in mail.text  # only the sentence about the cancellation names it, in the client's language
