"""The accountants' pages about the bank: preview and import, the queue, its decisions; others find nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from invoicing.models import BankEntry, BankStatement, Invoice
from invoicing.rules import invoices
from invoicing.rules.bank_import import import_statement
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_country, make_mission
from tests.invoicing.conftest import NOON, TODAY
from tests.people import make_member, make_staff, sign_in

QUEUE, IMPORT = "/be/staff/bank/", "/be/staff/bank/import/"


@pytest.fixture
def books(be):
    """BE-2026-000001 of 1 512.50, and BE-2026-000002 of 121.00 for the gallery."""
    with enter(be):
        activity = make_activity(be)
        invoices.invoice_mission(make_mission(activity), on=TODAY, by=PORTAL)
        client = make_client(name="Galleri Exempel", folded_name="galleri exempel")
        invoices.invoice_mission(make_mission(activity, client=client, amount="100.00"), on=TODAY, by=PORTAL)


@pytest.fixture
def camt_file(camt_file):
    """The gallery wrote no number, so its payment waits."""
    return camt_file.replace(b"BE-2026-000002", b"zonder nummer")


@pytest.fixture
def browser(be):
    return sign_in(Browser(), make_staff(be, "accounting", "Rik Books"))


@pytest.fixture
def imported(be, books, camt_file):
    with enter(be):
        import_statement(camt_file, file_name="november.xml", by=PORTAL, now=NOON)
        return {str(entry.amount): entry.pk for entry in BankEntry.objects.all()}


def upload(browser, content, name="november.xml"):
    return browser.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def text(answer):
    return answer.content.decode()


def state_of(be, pk):
    with enter(be):
        return BankEntry.objects.get(pk=pk).state


def test_a_file_is_previewed_then_imported(be, books, browser, camt_file):
    seen = upload(browser, camt_file)

    assert seen.status_code == 200
    for words in ("Booked as paid", "BE-2026-000001", "Put into the queue", "The bank took a payment back"):
        assert words in text(seen)
    with enter(be):
        assert not BankStatement.objects.exists()

    done = browser.post(IMPORT, {"confirm": "yes", "kept": seen.context["kept"]}, follow=True)

    assert "1 payment is booked. 4 entries wait." in text(done)
    with enter(be):
        assert Invoice.objects.get(number="BE-2026-000001").state == "paid"


def test_a_file_imported_before_is_said_and_cannot_be_confirmed(imported, browser, camt_file):
    seen = upload(browser, camt_file)

    assert "Already imported" in text(seen)
    assert "Import it" not in text(seen)


def test_a_damaged_file_is_refused_with_its_sentence(books, browser, camt_file):
    refused = upload(browser, camt_file.replace(b"2710.00", b"2711.00"))

    assert refused.status_code == 422
    assert "does not balance" in text(refused)


def test_an_altered_preview_imports_nothing(be, books, browser):
    answer = browser.post(IMPORT, {"confirm": "yes", "kept": "something"}, follow=True)

    assert "was altered" in text(answer)
    with enter(be):
        assert not BankStatement.objects.exists()


def test_the_queue_shows_what_waits_with_the_likeliest_invoice(imported, browser):
    page = text(browser.get(QUEUE))

    assert "Galleri Exempel" in page
    assert "No reference of an open invoice in it" in page
    assert "It pays this" in page
    assert "€121.00 open" in page
    assert "Huis van het Voorbeeld" not in page


@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ("?state=matched", "Huis van het Voorbeeld", "Galleri Exempel"),
        ("?state=all", "Huis van het Voorbeeld", "Nothing waits"),
        ("?reason=reversal", "Atelier Voorbeeld", "Galleri Exempel"),
        ("?name=galleri", "Galleri Exempel", "Atelier Voorbeeld"),
        ("?state=set_aside", "No entry found", "Galleri Exempel"),
    ],
)
def test_the_queue_is_filtered(imported, browser, asked, there, absent):
    page = text(browser.get(QUEUE + asked))

    assert there in page
    assert absent not in page


def test_the_queue_is_empty_at_first(books, browser):
    assert "Nothing waits" in text(browser.get(QUEUE))
    assert "No statement yet" in text(browser.get("/be/staff/bank/statements/"))


def test_a_suggestion_is_accepted(be, imported, browser):
    entry = imported["100.00"]
    with enter(be):
        number = Invoice.objects.get(total="121.00").number

    answer = browser.post(f"/be/staff/bank/entries/{entry}/match/", {"match-number": number}, follow=True)

    assert "The payment is booked." in text(answer)
    assert state_of(be, entry) == "matched"
    with enter(be):
        assert Invoice.objects.get(number=number).state == "partly_paid"
    assert number in text(browser.get(f"/be/staff/bank/entries/{entry}/"))


def test_an_unknown_number_is_refused_at_its_field(imported, browser):
    answer = browser.post(f"/be/staff/bank/entries/{imported['100.00']}/match/", {"match-number": "BE-1"})

    assert answer.status_code == 422
    assert "No issued invoice has the number “BE-1”" in text(answer)


def test_an_entry_is_set_aside_and_taken_up_again(be, imported, browser):
    entry = imported["-200.00"]

    assert browser.post(f"/be/staff/bank/entries/{entry}/set-aside/", {"aside-reason": ""}).status_code == 422
    browser.post(f"/be/staff/bank/entries/{entry}/set-aside/", {"aside-reason": "The client was told"})

    assert state_of(be, entry) == "set_aside"
    assert "The client was told" in text(browser.get(f"/be/staff/bank/entries/{entry}/"))
    browser.post(f"/be/staff/bank/entries/{entry}/take-up/")
    assert state_of(be, entry) == "waiting"


def test_the_statements_are_listed_and_lead_to_their_entries(be, imported, browser):
    page = text(browser.get("/be/staff/bank/statements/"))
    with enter(be):
        statement = BankStatement.objects.get()

    assert "€2,710.00" in page
    assert f"?statement={statement.pk}" in page
    assert "Huis van het Voorbeeld" in text(browser.get(f"{QUEUE}?statement={statement.pk}"))


def test_the_pages_cost_few_queries(imported, browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        browser.get(QUEUE)
    with django_assert_max_num_queries(28):
        browser.get(f"/be/staff/bank/entries/{imported['100.00']}/")
    with django_assert_max_num_queries(18):
        browser.get("/be/staff/bank/statements/")


def test_accountants_find_the_bank_in_their_menu_and_others_do_not(be, browser):
    adviser = sign_in(Browser(), make_staff(be, "adviser", "Bob Adviser"))

    assert QUEUE in text(browser.get("/be/staff/"))
    assert QUEUE not in text(adviser.get("/be/staff/"))


@pytest.mark.parametrize("path", ["", "import/", "statements/", "entries/{pk}/"])
def test_others_find_nothing(be, imported, path):
    address = QUEUE + path.format(pk=imported["100.00"])
    make_country("FR")
    member = sign_in(Browser(), make_member(be, "Eve Stranger").user)
    adviser = sign_in(Browser(), make_staff(be, "adviser", "Bob Adviser"))

    assert member.get(address).status_code == 404
    assert adviser.get(address).status_code == 404
    assert Browser().get(address).status_code == 302


def test_an_entry_of_another_country_is_not_found(be, imported):
    neighbour = sign_in(Browser(), make_staff(make_country("FR"), "accounting", "Ana Livres"))
    address = f"/fr/staff/bank/entries/{imported['100.00']}/"

    assert neighbour.get(address).status_code == 404
    assert neighbour.post(f"{address}match/", {"match-number": "BE-2026-000001"}).status_code == 404
    assert neighbour.post(f"{address}set-aside/", {"aside-reason": "x"}).status_code == 404
