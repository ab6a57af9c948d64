"""The money of one mission, by the browser alone: quote in lines, invoice of two rates, its document, the bank, the balance.

2 x 500.00 of design at 21 % is 1000.00 + 210.00; the rights, 250.00 at 6 %, are 250.00 + 15.00. Together 1475.00. The
cooperative keeps 6.5 % of 1250.00, 81.25; 1168.75 is the activity's.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import DESK, PHONE, Visitor, visiting
from tests.e2e.conftest import BEGINS, Visit
from tests.e2e.papers import statement_of_bank
from tests.e2e.portal import Portal, running_portal

WITHOUT_SCRIPTS = {"java_script_enabled": False}
CLIENT = "kantoor@festival.example"


@pytest.fixture(scope="module")
def portal(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own: numbers and days of invoices are those of this story alone."""
    with running_portal(tmp_path_factory.mktemp("books"), at=BEGINS) as running:
        yield running


@dataclass
class Story:
    """Who walks through the portal; scripts says with or without JavaScript."""

    portal: Portal
    visit: Visit
    visit_at_desk: Visit
    title: str
    client: str
    to: str
    vat_number: str
    activity: str = ""
    invoice: str = ""
    reference: str = ""

    def at(self, day: int, hour: int) -> None:
        self.portal.set_clock(datetime(2026, 11, day, hour, tzinfo=UTC))


def test_a_quote_of_two_rates_becomes_an_electronic_invoice_that_the_bank_pays(
    browser: Browser, portal: Portal, shots: Path
) -> None:
    story = the_story(browser, portal, shots, title="Poster of the festival", vat_number="BE0999990717")
    with ExitStack() as stack:
        lien = stack.enter_context(story.visit())
        rik = stack.enter_context(story.visit_at_desk())
        write_the_quote(story, lien)
        client_accepts(story)
        adviser_approves(story)
        invoice_has_two_rates(story, lien)
        document_is_sent(story, rik)
        bank_pays(story, rik)
        activity_shows_it(story, lien)


def test_without_scripts_a_quote_of_two_rates_becomes_an_invoice(browser: Browser, portal: Portal, shots: Path) -> None:
    story = the_story(
        browser, portal, shots, title="Programme of the festival", vat_number="BE0999990816", **WITHOUT_SCRIPTS
    )
    with story.visit() as lien:
        write_the_quote(story, lien)
        client_accepts(story)
        adviser_approves(story)
        invoice_has_two_rates(story, lien)


def the_story(browser: Browser, portal: Portal, shots: Path, *, title: str, vat_number: str, **kind: bool) -> Story:
    name = "without-scripts" if kind else "books"
    (shots / name).mkdir(exist_ok=True)
    at = partial(visiting, browser, url=portal.url, shots=shots / name)
    story = Story(
        portal=portal,
        visit=partial(at, **PHONE, **kind),
        visit_at_desk=partial(at, **DESK, **kind),
        title=title,
        client=f"Festival, {title}",
        to=f"{name}.{CLIENT}",
        vat_number=vat_number,
    )
    story.at(2, 8)
    return story


def write_the_quote(story: Story, lien: Visitor) -> None:
    lien.open("/").sign_in_as("Lien Peeters").open("/be/activities/").press("Open an activity")
    lien.fill(name=story.title, description="Drawing for festivals.").press("Open the activity")
    story.activity = lien.page.url.removeprefix(story.portal.url)
    lien.press("Declare a mission")
    lien.fill(title=story.title, description=f"{story.title}, and its rights.", work_setting="agreed", q="Festival")
    lien.press("Search").press("Add a new client")
    where = {"street": "Pleinstraat 4", "postal_code": "9000", "city": "Gent", "place": "BE", "language": "en"}
    lien.fill(kind="company", name=story.client, email=story.to, vat_number=story.vat_number, **where)
    lien.press("Add the client").press("Continue")
    lien.fill(starts_on="2026-11-09", ends_on="2026-11-10", start_time="09:00", days="2", hours_per_day="7.6")
    lien.fill(city="Gent", place="BE").press("Continue")
    lien.fill(function="Illustrator", service_kind="design", is_artistic="yes", has_risks="no").press("Continue")
    lien.fill(contract_kind="fixed_term", contact_name="Koen Voorbeeld", contact_email=story.to)
    lien.fill(valid_until="2026-11-06").press("Write it in lines: days, hours, kilometres, expenses", shot="01-lines")
    line = {"quantity": "2", "unit": "DAY", "unit_price": "500", "kind": "work", "service_kind": "design"}
    lien.fill(description="Drawing", **line).press("Add the line")
    rights = {"quantity": "1", "unit": "LS", "unit_price": "250", "kind": "work", "service_kind": "copyright"}
    lien.fill(description="Rights of use", **rights).press("Add the line", shot="02-two-lines")
    lien.sees("€1,000.00", "€250.00", "€1,250.00").press("Back to the price").press("Continue", shot="03-check")
    lien.press("Send the mission", shot="04-sent")


def client_accepts(story: Story) -> None:
    story.at(3, 9)
    mail = story.portal.wait_for_mail(story.to)
    link = re.search(r"http\S+/orders/\S+", mail)
    assert link, mail
    with story.visit() as client:
        client.open(link[0]).look("05-quote").sees("Drawing", "Rights of use", "€1,250.00")
        client.fill(**{"accept-name": "Koen Voorbeeld", "accept-agreed": True})
        client.press("Accept the order of €1,250.00", shot="06-accepted").sees("Koen Voorbeeld")


def adviser_approves(story: Story) -> None:
    story.at(3, 13)
    with story.visit() as omar:
        omar.open("/").sign_in_as("Omar Claes").open("/be/staff/missions/").press(story.title)
        omar.press("Approve").sees("Confirmed")


def invoice_has_two_rates(story: Story, lien: Visitor) -> None:
    mail = story.portal.wait_for_mail(story.to, containing="/invoices/")
    link, number = re.search(r"http\S+/invoices/\S+", mail), re.search(r"BE-2026-\d{6}", mail)
    assert link, mail
    assert number, mail
    story.invoice = number[0]
    with story.visit() as client:
        client.open(link[0]).look("07-client-invoice").sees(story.invoice, "€210.00", "€15.00", "€1,475.00")
        found = re.search(r"\+{3}[\d/]+\+{3}", client.page.locator("main").inner_text())
    assert found, "the invoice tells no payment reference"
    story.reference = re.sub(r"\D", "", found[0])
    lien.open("/").sign_in_as("Lien Peeters").open("/be/invoices/").follow(story.invoice, shot="08-invoice")
    lien.sees("€1,475.00", "€81.25", "€1,168.75")


def document_is_sent(story: Story, rik: Visitor) -> None:
    story.at(3, 15)
    rik.open("/").sign_in_as("Rik Boeken").look("09-desk").open("/be/staff/einvoices/?tab=ready")
    rik.look("10-documents").follow(story.invoice, shot="11-document").sees("Peppol BIS Billing 3", "Ready to send")
    rik.open("/be/staff/einvoices/?tab=ready")
    rik.page.get_by_role("checkbox", name=story.invoice).check()
    rik.fill(reference="PLATFORM-1").press("Record as sent", shot="12-documents-sent").sees(story.invoice, "PLATFORM-1")


def bank_pays(story: Story, rik: Visitor) -> None:
    story.at(10, 9)
    file = statement_of_bank(story.client, amount="1475.00", reference=story.reference, on="2026-11-09")
    rik.open("/").sign_in_as("Rik Boeken").open("/be/staff/bank/").press("Import a statement", shot="13-import")
    rik.page.set_input_files('main [name="file"]', {"name": "bank.xml", "mimeType": "text/xml", "buffer": file})
    rik.press("See what it would do", shot="14-preview").sees("Booked as paid", story.invoice, "€1,475.00")
    rik.press("Import it", shot="15-imported")
    rik.open("/be/staff/invoices/").follow(story.invoice, shot="16-paid").sees("Paid")


def activity_shows_it(story: Story, lien: Visitor) -> None:
    lien.open("/").sign_in_as("Lien Peeters").open(f"{story.activity}money/").look("17-money").sees("€1,168.75")
    lien.open("/be/invoices/").follow(story.invoice).sees("Paid")
