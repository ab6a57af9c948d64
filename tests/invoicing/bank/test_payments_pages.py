"""The accountants' pages about payments: an entry's other lives, what waits to be paid, a client's money; others are out."""

import pytest
from django.test import Client as Browser

from invoicing.models import BankEntry, ClientCredit, Invoice, Payable, TransferFile
from invoicing.rules import client_accounts, client_credits, invoices
from invoicing.rules.bank_entries import match_entry
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_country, make_mission
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.conftest import NOON, TODAY
from tests.people import belgian_iban, make_member, make_staff, sign_in

IBAN = belgian_iban(373)


@pytest.fixture
def gallery(be):
    """BE-2026-000001 and BE-2026-000002 of 121.00 and 242.00 for the gallery, which once paid from its account."""
    with enter(be):
        activity = make_activity(be)
        client = make_client(name="Galleri Exempel", folded_name="galleri exempel")
        for amount in ("100.00", "200.00"):
            invoices.invoice_mission(make_mission(activity, client=client, amount=amount), on=TODAY, by=PORTAL)
        client_accounts.learn_account(make_entry("1.00", iban=IBAN), client_id=client.pk, now=NOON)
        return client


@pytest.fixture
def browser(be):
    return sign_in(Browser(), make_staff(be, "accounting", "Rik Books"))


@pytest.fixture
def credit(be, gallery):
    """200.00 for 121.00: 79.00 is kept."""
    with enter(be):
        entry = make_entry("200.00", iban=IBAN)
        match_entry(entry, invoice=Invoice.objects.get(total="121.00"), by=PORTAL, now=NOON)
        return client_credits.keep_on_account(entry, client=gallery, by=PORTAL, now=NOON)


def made(be, amount, **facts):
    with enter(be):
        return make_entry(amount, **facts).pk


def state_of(be, pk):
    with enter(be):
        return BankEntry.objects.get(pk=pk).state


def text(answer):
    return answer.content.decode()


def test_a_payment_from_a_known_account_is_as_good_as_sure_and_confirmed_in_bulk(be, gallery, browser):
    entry = made(be, "242.00", iban=IBAN, name="G. Exempel")
    page = browser.get("/be/staff/bank/")

    assert "As good as sure" in text(page)
    assert "the client has paid from this account before" in text(page)
    with enter(be):
        pair = f"{entry}-{Invoice.objects.get(total='242.00').pk}"
    done = browser.post("/be/staff/bank/confirm/", {"pairs": [pair]}, follow=True)
    assert "1 payment is booked." in text(done)
    assert state_of(be, entry) == "matched"


def test_confirming_twice_is_refused_with_a_sentence(be, gallery, browser):
    entry = made(be, "242.00", iban=IBAN)
    with enter(be):
        pair = f"{entry}-{Invoice.objects.get(total='242.00').pk}"
    browser.post("/be/staff/bank/confirm/", {"pairs": [pair]})

    assert "nothing more is to be decided" in text(
        browser.post("/be/staff/bank/confirm/", {"pairs": [pair]}, follow=True)
    )


def test_an_entry_is_divided_and_its_rest_kept_for_the_client(be, gallery, browser):
    entry = made(be, "400.00", iban=IBAN)
    with enter(be):
        numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    typed = {"divide-number_1": numbers[0], "divide-amount_1": "121.00"}
    typed |= {"divide-number_2": numbers[1], "divide-amount_2": "242.00"}

    browser.post(f"/be/staff/bank/entries/{entry}/divide/", typed)
    refused = browser.post(f"/be/staff/bank/entries/{entry}/keep/", {"keep-client": "Nobody"})
    browser.post(f"/be/staff/bank/entries/{entry}/keep/", {"keep-client": "Galleri Exempel"})

    assert refused.status_code == 422
    assert "0 clients are called “Nobody”" in text(refused)
    assert state_of(be, entry) == "matched"
    page = text(browser.get(f"/be/staff/clients/{gallery.pk}/money/"))
    assert "€37.00" in page
    assert "Nothing is open." in page


def test_a_foreign_payment_shows_its_own_form(be, gallery, browser):
    entry = made(be, "118.40", foreign_amount="1350.00", foreign_currency="SEK")
    with enter(be):
        number = Invoice.objects.get(total="121.00").number
    typed = {"foreign-number": number, "foreign-booked": "118.40", "foreign-closes": "121.00"}

    assert "It was paid in another currency" in text(browser.get(f"/be/staff/bank/entries/{entry}/"))
    browser.post(f"/be/staff/bank/entries/{entry}/foreign/", typed)
    assert state_of(be, entry) == "matched"


def test_money_that_left_is_a_cost_or_takes_a_payment_back(be, credit, browser):
    cost, back = made(be, "-12.10", text="Card"), made(be, "-200.00")
    page = text(browser.get(f"/be/staff/bank/entries/{back}/"))

    assert "Payments of this amount" in page
    browser.post(f"/be/staff/bank/entries/{cost}/fee/")
    browser.post(f"/be/staff/bank/entries/{back}/undo/{credit.entry_id}/")
    assert (state_of(be, cost), state_of(be, back)) == ("matched", "matched")
    with enter(be):
        assert Invoice.objects.get(total="121.00").state == "issued"


def test_kept_money_pays_an_invoice_or_goes_back_through_a_file(be, gallery, credit, browser):
    with enter(be):
        invoice = Invoice.objects.get(total="242.00").pk
    assert "€79.00 is kept here" in text(browser.get(f"/be/staff/credits/{credit.pk}/apply/"))
    typed = {"amount": "30.00", "iban": IBAN, "due_on": "2026-11-12"}

    refund = browser.post(f"/be/staff/credits/{credit.pk}/refund/", typed, follow=True)
    browser.post(f"/be/staff/credits/{credit.pk}/apply/", {"invoice": invoice})

    assert "Galleri Exempel" in text(refund)
    with enter(be):
        payable = Payable.objects.get()
        assert Invoice.objects.get(pk=invoice).state == "partly_paid"
    browser.post("/be/staff/payables/", {"payables": [payable.pk], "on": "2026-11-12"})
    assert "In a file for the bank" in text(browser.get(f"/be/staff/payables/{payable.pk}/"))
    with enter(be):
        transfer = TransferFile.objects.get()
    assert transfer.message_id in text(browser.get("/be/staff/payables/files/"))
    assert "Galleri Exempel" in text(browser.get(f"/be/staff/transfers/{transfer.pk}/"))


def test_a_file_needs_a_payment(be, gallery, credit, browser):
    browser.post(f"/be/staff/credits/{credit.pk}/refund/", {"amount": "30.00", "iban": IBAN, "due_on": "2026-11-12"})

    refused = browser.post("/be/staff/payables/", {"on": "2026-11-12"})

    assert refused.status_code == 422
    assert "Choose at least one answer" in text(refused)


def test_the_rest_of_a_short_payment_is_closed_on_the_invoice(be, gallery, browser):
    with enter(be):
        invoice = Invoice.objects.get(total="121.00")
        match_entry(make_entry("113.00"), invoice=invoice, by=PORTAL, now=NOON)

    assert "Up to €10.00 may be closed" in text(browser.get(f"/be/staff/invoices/{invoice.pk}/close-short/"))
    assert browser.post(f"/be/staff/invoices/{invoice.pk}/close-short/", {}).status_code == 422
    browser.post(f"/be/staff/invoices/{invoice.pk}/close-short/", {"bearer": "cooperative"})
    with enter(be):
        assert Invoice.objects.get(pk=invoice.pk).state == "paid"


def test_the_pages_cost_few_queries(be, credit, browser, django_assert_max_num_queries):
    for path in (f"clients/{credit.client_id}/money/", "payables/", "payables/files/"):
        with django_assert_max_num_queries(26):
            browser.get(f"/be/staff/{path}")


@pytest.mark.parametrize(
    "path", ["payables/", "payables/files/", "credits/{credit}/refund/", "credits/{credit}/apply/"]
)
def test_others_find_nothing(be, credit, path):
    address = f"/be/staff/{path.format(credit=credit.pk)}"
    member = sign_in(Browser(), make_member(be, "Eve Stranger").user)
    adviser = sign_in(Browser(), make_staff(be, "adviser", "Bob Adviser"))

    assert member.get(address).status_code == 404
    assert adviser.get(address).status_code == 404
    assert Browser().get(address).status_code == 302


def test_advisers_read_a_clients_money_and_change_nothing(be, credit):
    adviser = sign_in(Browser(), make_staff(be, "adviser", "Bob Adviser"))

    page = text(adviser.get(f"/be/staff/clients/{credit.client_id}/money/"))

    assert "€79.00" in page
    assert "Pay it back" not in page


def test_money_of_another_country_is_not_found(be, credit):
    neighbour = sign_in(Browser(), make_staff(make_country("FR"), "accounting", "Ana Livres"))

    assert neighbour.get(f"/fr/staff/credits/{credit.pk}/refund/").status_code == 404
    assert neighbour.get(f"/fr/staff/clients/{credit.client_id}/money/").status_code == 404
    with enter(be):
        assert ClientCredit.objects.count() == 1
