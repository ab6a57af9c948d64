"""The portal's main job, by the browser alone, on a phone: from registering to the pay in the bank's file.

The amounts are those of tests/scenarios/be_mural.yaml, which says how each was worked out by hand.
"""

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import Visit
from tests.e2e.papers import photo, picture_pdf, schema_of_transfers
from tests.e2e.portal import Portal

EMAIL, PASSWORD = "nora@demo.example", "three blue paint pots"
CLIENT = "direction@tilleuls.example"


@dataclass
class Story:
    """Who walks through the portal, and what later scenes need of earlier ones."""

    portal: Portal
    visit: Visit
    visit_at_desk: Visit
    nora: Visitor
    staff: Visitor
    shots: Path
    activity: str = ""
    contract: str = ""
    run: str = ""

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        """From now on it is this day of November 2026 at the portal, in universal time."""
        self.portal.set_clock(datetime(2026, 11, day, hour, minute, tzinfo=UTC))

    def nora_opens(self, path: str) -> Visitor:
        """Nora comes back; after a while the portal asks for her password."""
        self.nora.open(path)
        if "/accounts/login/" in self.nora.page.url:
            self.nora.fill(login=EMAIL, password=PASSWORD).press("Sign in")
        return self.nora


def test_a_declared_mission_becomes_invoice_contract_payslip_and_transfer(
    portal: Portal, on_phone: Visit, at_desk: Visit, shots: Path
) -> None:
    with ExitStack() as stack:
        nora, staff = stack.enter_context(on_phone()), stack.enter_context(on_phone())
        story = Story(portal=portal, visit=on_phone, visit_at_desk=at_desk, nora=nora, staff=staff, shots=shots)
        for scene in SCENES:
            scene(story)


def register(story: Story) -> None:
    story.at(2, 8)
    nora = story.nora.open("/").look("01-landing").open("/accounts/signup/").look("02-register")
    nora.fill(email=EMAIL, password1=PASSWORD).press("Create my account", shot="03-code")
    mail = story.portal.wait_for_mail(EMAIL)
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail)
    assert code, mail
    nora.fill(code=code[0]).press("Confirm", shot="04-choose")


def join_belgium(story: Story) -> None:
    nora = (
        story.nora.press("Join in Belgium", shot="05-join")
        .press("Begin my application", shot="06-stages")
        .press("Go on")
    )
    nora.fill(street="Rue du Pinceau 3", postal_code="1050", city="Ixelles", residence="BE")
    nora.press("Continue", shot="06-identity")
    who = {"legal_first_name": "Nora", "legal_last_name": "Exemplaire"}
    born = {"birth_date_0": "17", "birth_date_1": "5", "birth_date_2": "1990"}
    nora.expects(422).fill(**who, **born, national_number="90051700166").press("Continue", shot="07-identity-wrong")
    nora.sees("One thing to correct", "its check digits do not fit")
    nora.fill(national_number="90051700156").press("Continue", shot="08-papers")
    nora.press("Identity card or passport", shot="08-card").attach(front=photo("front"), back=photo("back"))
    nora.fill(expires_on_0="31", expires_on_1="12", expires_on_2="2034").press("Hand it in")
    nora.press("Proof of your bank account").attach(front=photo("bank")).press("Hand it in", shot="08-papers-given")
    nora.press("Continue", shot="09-account").fill(iban="BE44 9990 1234 5645").press("Continue", shot="10-tax-file")
    nora.fill(family="single").press("Continue", shot="11-check-application").sees("Nora Exemplaire", "€30.00")
    nora.fill(agreed=True).press("Send my application", shot="12-today-empty")
    nora.sees("Welcome! You are a member of Smart in Belgium.", "Nora")


def open_an_activity(story: Story) -> None:
    nora = story.nora.open("/be/activities/").look("13-activities").press("Open an activity", shot="14-open-activity")
    nora.fill(name="Murals", description="Murals and lettering, indoors and out.")
    story.activity = nora.press("Open the activity", shot="15-activity").page.url.removeprefix(story.portal.url)
    nora.press("Declare a mission")


def add_a_client(story: Story) -> None:
    nora = story.nora.fill(
        title="Mural in the covered playground",
        description="Painting of a mural of 12 metres under the roof of the playground.",
        work_setting="agreed",
        q="Tilleuls",
    )
    nora.press("Search").press("Add a new client", shot="16-new-client")
    client = {"kind": "company", "name": "École des Tilleuls ASBL", "email": CLIENT, "language": "en"}
    place = {"street": "Rue des Écoles 12", "postal_code": "1030", "city": "Schaerbeek", "place": "BE"}
    nora.fill(**client, **place, vat_number="BE0999990124").press("Add the client", shot="17-client-wrong-vat")
    nora.fill(vat_number="BE0999990123").press("Add the client", shot="18-step-1")
    nora.sees("École des Tilleuls ASBL")


def declare_in_five_steps(story: Story) -> None:
    nora = story.nora.press("Continue", shot="19-step-2")
    days = {"starts_on": "2026-11-16", "ends_on": "2026-11-20", "start_time": "09:00", "days": "5"}
    nora.fill(**days, hours_per_day="7.6", city="Schaerbeek", place="BE").press("Continue", shot="20-step-3")
    nora.fill(function="Muralist", service_kind="general", is_artistic="yes", has_risks="no")
    nora.press("Continue", shot="21-step-4")
    nora.fill(contract_kind="fixed_term", amount="1250.00", contact_name="Martine Exemple", contact_email=CLIENT)
    nora.fill(valid_until="2026-11-12").press("Continue", shot="22-step-5")
    nora.sees("Mural in the covered playground", "€1,250.00", "École des Tilleuls ASBL")
    nora.press("Send the mission", shot="23-mission-sent")


def client_accepts(story: Story) -> None:
    story.at(2, 13, 30)
    mail = story.portal.wait_for_mail(CLIENT)
    link = re.search(r"http\S+/orders/\S+", mail)
    assert link, mail
    with story.visit() as client:
        client.open(link[0]).look("24-client-order").sees("Mural in the covered playground", "€1,250.00")
        client.fill(**{"accept-name": "Martine Exemple", "accept-agreed": True})
        client.press("Accept the order of €1,250.00", shot="25-client-accepted").sees("Martine Exemple")


def staff_approve_the_mission(story: Story) -> None:
    story.at(3, 9)
    omar = story.staff.open("/").sign_in_as("Omar Claes").look("26-desk")
    omar.open("/be/staff/missions/").look("27-mission-queue").press("Mural in the covered playground")
    omar.look("28-mission-review").press("Approve", shot="29-mission-approved").sees("Confirmed")


def invoice_and_balance(story: Story) -> None:
    mail = story.portal.wait_for_mail(CLIENT, containing="BE-2026-000001")
    link = re.search(r"http\S+/invoices/\S+", mail)
    assert link, mail
    with story.visit() as client:
        client.open(link[0]).look("30-client-invoice").sees("BE-2026-000001", "€1,512.50", "€262.50")
    nora = story.nora_opens("/be/").look("31-today-money")
    nora.open("/be/invoices/").look("32-invoices").follow("BE-2026-000001", shot="33-invoice")
    nora.sees("BE-2026-000001", "€1,250.00", "€81.25")
    story.at(3, 17)
    story.nora_opens(f"{story.activity}money/").look("34-balance").sees("€1,168.75")


def convert_into_a_contract(story: Story) -> None:
    nora = story.nora_opens(f"{story.activity}convert/").look("35-convert")
    nora.fill(budget="1168.75", hours="7.6").press_here("Show what it becomes")
    nora.look("36-convert-preview").sees("€808.44", "€703.31")
    nora.press("Make this contract", shot="37-contract-submitted").sees("€808.44", "€703.31", "1 December 2026")
    story.contract = nora.page.url.removeprefix(story.portal.url)


def staff_validate_and_declare(story: Story) -> None:
    story.at(4, 8)
    with story.visit_at_desk() as desk:
        desk.open("/").sign_in_as("Omar Claes").open("/be/staff/contracts/").press("Muralist").frame("staff-contract")
    omar = story.staff.open("/").sign_in_as("Omar Claes")
    omar.open("/be/staff/contracts/").look("38-contract-queue").press("Muralist", shot="39-contract-review")
    omar.press("Validate", shot="40-contract-validated")
    omar.open("/be/staff/declarations/").look("41-declarations")
    omar.follow("Dimona", shot="42-declaration").fill(**{"send-reference": "DIMONA-EXAMPLE-1"})
    omar.press("Record as sent", shot="43-declaration-sent")


def both_sign(story: Story) -> None:
    story.at(4, 18)
    story.nora_opens("/be/").look("44-today").frame("member-today")
    nora = story.nora_opens(story.contract).look("44-contract-to-sign")
    nora.fill(**signed_by("Nora Exemplaire")).press("Sign the contract", shot="45-contract-signed")
    story.at(5, 8)
    omar = story.staff.open("/").sign_in_as("Omar Claes")
    omar.open("/be/staff/contracts/?state=declared").press("Muralist", shot="46-contract-cooperative")
    omar.fill(**signed_by("Omar Claes")).press("Sign", shot="47-contract-both").sees("Signed")


def signed_by(name: str) -> dict[str, str | bool]:
    return {"sign-name": name, "sign-agreed": True}


def run_the_payroll(story: Story) -> None:
    story.at(23, 8)
    petra = story.staff.open("/").sign_in_as("Petra Willems")
    petra.open("/be/staff/payroll/").look("48-payroll").press("Open a run", shot="49-run-preview")
    petra.press("Open the run and compute", shot="50-run-computing")
    story.run = petra.page.url
    wait_for(petra, "Computed")
    petra.look("51-run-computed").sees("€703.31", "You opened this run: another person must approve it.")
    assert not petra.page.get_by_role("button", name="Approve the run").count()


def approve_and_transfer(story: Story) -> None:
    story.at(23, 10)
    paul = story.staff.open("/").sign_in_as("Paul Dumont").open(story.run)
    paul.press("Approve the run", shot="52-run-approved")
    wait_for(paul, "Posted")
    paul.look("53-run-posted").press("Prepare the transfer", shot="54-transfer-prepared")
    transfer = paul.page.url
    petra = story.staff.sign_in_as("Petra Willems").open(transfer)
    petra.press("Release the file", shot="55-transfer-released")
    with petra.page.expect_download() as expected:
        petra.page.get_by_role("link", name="Download for the bank").click()
    file = story.shots / "transfer.xml"
    expected.value.save_as(file)
    document = etree.parse(file)
    schema_of_transfers().assertValid(document)
    assert document.findtext(".//{*}InstdAmt") == "703.31"
    story.at(24, 8)
    petra.open("/").sign_in_as("Petra Willems").open(transfer).press("Book the payment", shot="56-transfer-booked")


def nora_is_paid(story: Story) -> None:
    nora = story.nora_opens("/be/payslips/").look("57-payslips").sees("€703.31")
    nora.follow("Mural in the covered playground", shot="58-payslip").sees("€1,250.00", "€81.25", "€703.31")
    nora.open("/be/").look("59-today-paid")
    nora.open(story.contract).look("60-contract-over").sees("1 December 2026")


def papers_are_there(story: Story) -> None:
    nora = story.nora_opens("/be/documents/").look("61-documents")
    links = nora.page.locator("main a[href*='/documents/']").evaluate_all("all => all.map(each => each.href)")
    bodies = [nora.page.request.get(link).body() for link in dict.fromkeys(links)]
    papers = [body for body in bodies if body.startswith(b"%PDF")]
    assert len(papers) >= 3, f"invoice, contract and payslip expected, {len(papers)} found"
    for number, body in enumerate(papers, start=1):
        picture_pdf(body, story.shots / f"paper-{number}")


def wait_for(visitor: Visitor, state: str) -> None:
    """The page shows progress by itself; a person would look again too."""
    for _again in range(40):
        visitor.page.wait_for_timeout(500)
        visitor.page.reload()
        if state in visitor.page.locator("main").inner_text():
            return
    visitor.sees(state)


SCENES: tuple[Callable[[Story], None], ...] = (
    register,
    join_belgium,
    open_an_activity,
    add_a_client,
    declare_in_five_steps,
    client_accepts,
    staff_approve_the_mission,
    invoice_and_balance,
    convert_into_a_contract,
    staff_validate_and_declare,
    both_sign,
    run_the_payroll,
    approve_and_transfer,
    nora_is_paid,
    papers_are_there,
)
