"""A country nobody planned is opened by data only, works, issues its first invoice, and is put to sleep: browser alone."""

import re
from datetime import UTC, datetime

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import Visit
from tests.e2e.portal import Portal

ADMIN, SECOND = "Noa Network", "Ida Network"
ZITA, PASSWORD = "zita@demo.example", "four orange tile boxes"
CLIENT = "obras@azulejo.example"
ORIGIN = {"source": "Decision of the group in Lisbon", "confidence": "verified"}
REGISTERS = {
    "basics": {"languages": "en", "currency": "EUR", "time_zone": "Europe/Lisbon"},
    "entities": {
        "name": "Smart Portugal", "legal_form": "Cooperativa", "code": "coop", "vat_number": "PT501442600",
        "street": "Rua do Exemplo 1", "postal_code": "1000-001", "city": "Lisboa",
    },
    "offices": {"name": "Lisboa", "city": "Lisboa"},
    "accounts": {"name": "clients", "iban": "PT50 0002 0123 1234 5678 9015 4", "currency": "EUR"},
}  # fmt: skip
VAT = {"service": "general", "customer": "domestic", "category": "S", "rate": "23", "since": "2011-01-01"}
CLASSES = {f"row{row}_law": "Lisbon's counsel" for row in range(6)}
SETTINGS: dict[str, dict[str, str | bool]] = {
    "fee.rate": {"value": "8"},
    "guarantee.rate": {"value": "1"},
    "share.price": {"value": "40.00"},
    "share.rule": {"rule": "once", "with_count": "1"},
    "promise.rule": {"rule": "end_of_month"},
    "declaration.lead": {"rule": "before_start"},
    "review.promise": {"rule": "working_days", "with_days": "2"},
    "invoice.terms_days": {"value": "30"},
    "invoice.series": {},
    "invoice.payment_reference": {"value": "rf"},
    "vat.rows": {f"row0_{name}": value for name, value in VAT.items()} | {"row0_source": "Código do IVA art. 18"},
    "retention.classes": CLASSES,
}


def test_a_new_country_opens_by_data_issues_its_first_invoice_and_falls_asleep(
    portal: Portal, at_desk: Visit, on_phone: Visit
) -> None:
    portal.set_clock(datetime(2026, 11, 2, 8, tzinfo=UTC))
    with at_desk() as admin:
        do_every_task(admin)
        two_people_make_a_pilot(admin)
    with on_phone() as zita, at_desk() as staff:
        zita_joins(zita, staff, portal)
        zita_declares(zita)
        the_first_invoice(portal, on_phone, staff, zita)
    with at_desk() as admin, on_phone() as zita:
        put_to_sleep(admin)
        asleep(zita)


def do_every_task(admin: Visitor) -> None:
    admin.open("/").sign_in_as(ADMIN).open("/network-admin/open/").look("pt-01-open")
    admin.fill(code="PT", reason="A group in Lisbon asks.").press("Start building", shot="pt-02-tasks")
    for page, facts in REGISTERS.items():
        admin.open(f"/network-admin/pt/{page}/").fill(**facts).press("Save")
    for key, value in SETTINGS.items():
        admin.open(f"/network-admin/pt/settings/{key}/").fill(**value, **ORIGIN, since="2026-11-01").press("Enter")
    for email, role in (("omar@demo.example", "adviser"), ("petra@demo.example", "payroll")):
        admin.open("/network-admin/pt/staff/").fill(email=email, role=role).press("Appoint")
    admin.open("/network-admin/pt/").look("pt-03-waiting")


def two_people_make_a_pilot(admin: Visitor) -> None:
    admin.sign_in_as(SECOND)
    for key in SETTINGS:
        admin.open(f"/network-admin/pt/settings/{key}/").press("Approve")
    admin.open("/network-admin/pt/move/pilot/").fill(reason="Every task is done.")
    with admin.page.expect_navigation():
        admin.page.locator("main form .btn.main").click()
    admin.look("pt-04-proposed").sees("Another administrator")
    admin.sign_in_as(ADMIN).open("/network-admin/pt/").press("Confirm", shot="pt-05-pilot").sees("Pilot")


def zita_joins(zita: Visitor, staff: Visitor, portal: Portal) -> None:
    zita.open("/accounts/signup/").fill(email=ZITA, password1=PASSWORD).press("Create my account")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", portal.wait_for_mail(ZITA))
    assert code
    zita.fill(code=code[0]).press("Confirm").press("Join in Portugal").press("Begin my application").press("Go on")
    born = {"birth_date_0": "3", "birth_date_1": "9", "birth_date_2": "1992"}
    zita.fill(street="Rua do Azulejo 2", postal_code="1100-010", city="Lisboa", residence="PT").press("Continue")
    zita.fill(legal_first_name="Zita", legal_last_name="Exemplo", **born).press("Continue").press("Continue")
    zita.fill(iban="PT50 0002 0123 1234 5678 9015 4").press("Continue").press("Continue")
    zita.fill(agreed=True).press("Send my application", shot="pt-06-applied")
    staff.open("/").sign_in_as("Omar Claes").open("/pt/staff/applications/").look("pt-07-applications")
    staff.press("Zita Exemplo")
    staff.press("We have met").press("Open the membership")
    zita.open("/pt/activities/").press("Open an activity").fill(name="Tiles").press("Open the activity")


def zita_declares(zita: Visitor) -> None:
    zita.open("/pt/missions/").press("Declare a mission")
    zita.fill(title="Tiles for a station", description="Design of tiles for the station.", work_setting="agreed")
    zita.fill(q="Azulejo").press("Search").press("Add a new client")
    who = {"kind": "company", "name": "Azulejo Exemplo Lda", "vat_number": "PT501964843", "email": CLIENT}
    place = {"street": "Rua da Prata 1", "postal_code": "1100-020", "city": "Lisboa", "place": "PT", "language": "en"}
    zita.fill(**who, **place).press("Add the client").press("Continue")
    days = {"starts_on": "2026-11-16", "ends_on": "2026-11-20", "start_time": "09:00", "days": "5"}
    zita.fill(**days, hours_per_day="8", city="Lisboa", place="PT").press("Continue")
    zita.fill(function="Tile designer", service_kind="general", is_artistic="yes", has_risks="no").press("Continue")
    zita.fill(
        contract_kind="fixed_term",
        amount="1000.00",
        contact_name="Ana Exemplo",
        contact_email=CLIENT,
        valid_until="2026-11-12",
    )
    zita.press("Continue").press("Send the mission", shot="pt-08-sent")


def the_first_invoice(portal: Portal, on_phone: Visit, staff: Visitor, zita: Visitor) -> None:
    link = re.search(r"http\S+/orders/\S+", portal.wait_for_mail(CLIENT))
    assert link
    with on_phone() as client:
        client.open(link[0]).fill(**{"accept-name": "Ana Exemplo", "accept-agreed": True})
        client.press("Accept the order of €1,000.00")
    staff.open("/pt/staff/missions/").press("Tiles for a station").press("Approve", shot="pt-09-approved")
    link = re.search(r"http\S+/invoices/\S+", portal.wait_for_mail(CLIENT, containing="PT-2026-000001"))
    assert link
    with on_phone() as client:
        # 1000.00 at 23 %: VAT 230.00
        client.open(link[0]).look("pt-10-invoice").sees("PT-2026-000001", "€1,230.00", "€230.00")
    # 1000.00 less 8 % (80.00) and 1 % (10.00)
    zita.open("/pt/activities/").press("Tiles").sees("Tiles")
    zita.open("/pt/invoices/").look("pt-11-invoices").sees("PT-2026-000001")


def put_to_sleep(admin: Visitor) -> None:
    admin.open("/").sign_in_as(ADMIN).open("/network-admin/pt/move/dormant/").fill(reason="It found no public yet.")
    with admin.page.expect_navigation():
        admin.page.locator("main form .btn.no").click()
    admin.look("pt-12-asleep").sees("Put to sleep")


def asleep(zita: Visitor) -> None:
    """Every page is still there; nothing new can be written, and a sentence says so."""
    zita.open("/accounts/login/").fill(login=ZITA, password=PASSWORD).press("Sign in")
    zita.open("/pt/missions/").sees("Tiles for a station").open("/pt/invoices/").sees("PT-2026-000001")
    zita.expects(409).open("/pt/activities/").press("Open an activity").fill(name="Murals")
    zita.press("Open the activity", shot="pt-13-refused").sees("asleep")
