"""Broken invoices: each breaks the rule it should, by our own checks and by the official sheet alike."""

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from invoicing.einvoice import checks, official, profiles
from invoicing.einvoice.model import (
    Account,
    Attachment,
    Card,
    DirectDebit,
    Identifier,
    Invoice,
    Note,
    PaymentMeans,
    PrecedingInvoice,
    Price,
    SupportingDocument,
)
from tests.invoicing.einvoice.cases import ABROAD, BUYERS, case
from tests.invoicing.einvoice.conftest import MISSING, REFERENCE

D = Decimal
Change = Callable[[Invoice], Invoice]


def of(**values: object) -> Change:
    return lambda invoice: dataclasses.replace(invoice, **values)


def of_totals(**values: object) -> Change:
    return lambda invoice: dataclasses.replace(invoice, totals=dataclasses.replace(invoice.totals, **values))


def of_seller(**values: object) -> Change:
    return lambda invoice: dataclasses.replace(invoice, seller=dataclasses.replace(invoice.seller, **values))


def of_buyer(**values: object) -> Change:
    return lambda invoice: dataclasses.replace(invoice, buyer=dataclasses.replace(invoice.buyer, **values))


def of_line(**values: object) -> Change:
    def change(invoice: Invoice) -> Invoice:
        first, *others = invoice.lines
        return dataclasses.replace(invoice, lines=(dataclasses.replace(first, **values), *others))

    return change


def of_part(**values: object) -> Change:
    def change(invoice: Invoice) -> Invoice:
        first, *others = invoice.vat_breakdown
        return dataclasses.replace(invoice, vat_breakdown=(dataclasses.replace(first, **values), *others))

    return change


def with_note(subject: str, text: str) -> Change:
    note = Note(text=text, subject_code=subject)
    return lambda invoice: dataclasses.replace(invoice, notes=(*invoice.notes, note))


def without_note(subject: str) -> Change:
    return lambda invoice: dataclasses.replace(
        invoice, notes=tuple(note for note in invoice.notes if note.subject_code != subject)
    )


def at_rate(percent: str) -> Change:
    """Another VAT rate throughout, with right sums, so that the rate alone is wrong."""

    def change(invoice: Invoice) -> Invoice:
        rate = D(percent)
        vat = (invoice.totals.without_vat * rate / 100).quantize(D("0.01"))
        gross = invoice.totals.without_vat + vat
        for step in (of_line(vat_percent=rate), of_part(percent=rate, amount=vat)):
            invoice = step(invoice)
        return of_totals(vat=vat, with_vat=gross, due=gross)(invoice)

    return change


def contact(**values: object) -> Change:
    return lambda invoice: of_seller(contact=dataclasses.replace(invoice.seller.contact, **values))(invoice)


def address(**values: object) -> Change:
    return lambda invoice: of_seller(address=dataclasses.replace(invoice.seller.address, **values))(invoice)


def paid_by(code: str, **values: object) -> Change:
    return of(payment_means=(PaymentMeans(code=code, **values),))


ACCOUNT = Account(number="DE53999999990000000042")
CARD = Card(number="1234")
DEBIT = DirectDebit(mandate="M-1", account="DE53999999990000000042")
SAME = SupportingDocument(
    reference="hours", attachment=Attachment(content="AA==", mime_type="application/pdf", file_name="a.pdf")
)
LONG = "A" * 36
PRIVATE = Identifier(value="4711", scheme="0224")

NORM = [
    ("amount due", "BR-CO-16", of_totals(due=D("1.00"))),
    ("total with VAT", "BR-CO-15", of_totals(with_vat=D("999.00"), due=D("999.00"))),
    ("standard rate of 0", "BR-S-05", of_line(vat_percent=D("0"))),
    ("sum of the lines", "BR-CO-10", of_totals(lines=D("299.00"))),
    ("VAT of a category", "BR-CO-17", of_part(amount=D("50.00"))),
    ("no number", "BR-02", of(number="")),
    ("no name of the seller", "BR-06", of_seller(name="")),
    ("no name of the buyer", "BR-07", of_buyer(name="")),
    ("no line", "BR-16", of(lines=())),
    ("negative price", "BR-27", of_line(price=Price(net=D("-150.00")), quantity=D("-2"))),
    ("unknown type", "BR-CL-01", of(type_code="999")),
    ("unknown currency", "BR-CL-04", of(currency="EURO")),
    ("three decimals", "BR-DEC-18", of_totals(due=D("363.000"))),
    ("reverse charge without the buyer's number", "BR-AE-02", None),
    ("exempt without a reason", "BR-E-10", None),
    ("not subject with VAT numbers", "BR-O-02", None),
]
FRANCE = [
    ("number of 36", "BR-FR-01", of(number=LONG)),
    ("number with a blank", "BR-FR-02", of(number="FR 42")),
    ("partial invoice", "BR-FR-04", of(type_code="326")),
    ("no note on recovery", "BR-FR-05", without_note("PMT")),
    ("no note on penalties", "BR-FR-05", without_note("PMD")),
    ("no note on discount", "BR-FR-05", without_note("AAB")),
    ("two notes on discount", "BR-FR-06", with_note("AAB", "Again.")),
    ("no such case", "BR-FR-08", of(process="M3")),
    ("SIRET of another firm", "BR-FR-09", of_seller(identifiers=(Identifier(value="88888880712345", scheme="0009"),))),
    ("no SIREN of the seller", "BR-FR-10", of_seller(legal_id=Identifier(value="12345", scheme="0002"))),
    ("between firms without SIREN", "BR-FR-11", None),
    ("no address of the buyer", "BR-FR-12", of_buyer(endpoint=None)),
    ("no address of the seller", "BR-FR-13", of_seller(endpoint=None)),
    ("category of the Canaries", "BR-FR-15", None),
    ("rate of Belgium", "BR-FR-16", at_rate("21")),
    ("treatment unknown", "BR-FR-20", with_note("BAR", "B2X")),
    ("address of another firm", "BR-FR-21", None),
    ("address with a blank", "BR-FR-23", of_buyer(endpoint=Identifier(value="888 888807", scheme="0225"))),
    ("address too long", "BR-FR-25", of_buyer(endpoint=Identifier(value="8" * 126, scheme="0225"))),
    ("corrective without its invoice", "BR-FR-CO-04", of(type_code="384")),
    ("credit note without its invoice", "BR-FR-CO-05", of(type_code="381")),
    ("due before issued", "BR-FR-CO-07", of(due_on=date(2026, 11, 1))),
    ("final case on account", "BR-FR-CO-08", of(process="S4", type_code="386")),
    ("paid case not paid", "BR-FR-CO-09", of(process="S2")),
    ("two identifiers of one scheme", "BR-FR-CO-10", of_seller(identifiers=(PRIVATE, PRIVATE))),
    ("in francs without euro", "BR-FR-CO-12", of(currency="CHF")),
    ("quantity of five decimals", "BR-FR-DEC-02", of_line(quantity=D("2.00000"))),
    ("price of seven decimals", "BR-FR-DEC-03", of_line(price=Price(net=D("150.0000000")))),
    ("rate of three decimals", "BR-FR-DEC-04", at_rate("20.000")),
]
GERMANY = [
    ("no means of payment", "BR-DE-1", of(payment_means=())),
    ("no contact", "BR-DE-2", of_seller(contact=None)),
    ("no town of the seller", "BR-DE-3", address(city="")),
    ("no post code of the seller", "BR-DE-4", address(post_code="")),
    ("nobody to ask", "BR-DE-5", contact(name="")),
    ("no telephone", "BR-DE-6", contact(phone="")),
    ("no e-mail", "BR-DE-7", contact(email="")),
    ("no town of the buyer", "BR-DE-8", None),
    ("no post code of the buyer", "BR-DE-9", None),
    ("no buyer reference", "BR-DE-15", of(buyer_reference="")),
    ("type not of the list", "BR-DE-17", of(type_code="386")),
    ("discount in free words", "BR-DE-18", of(payment_terms="#2 % in 14 Tagen#")),
    ("wrong IBAN", "BR-DE-19", paid_by("58", account=Account(number="DE00999999990000000042"))),
    ("one file name twice", "BR-DE-22", of(supporting_documents=(SAME, SAME))),
    ("transfer without account", "BR-DE-23-a", paid_by("58")),
    ("transfer with a card", "BR-DE-23-b", paid_by("58", account=ACCOUNT, card=CARD)),
    ("card without card", "BR-DE-24-a", paid_by("48")),
    ("debit without mandate", "BR-DE-25-a", paid_by("59")),
    ("debit with an account", "BR-DE-25-b", paid_by("59", account=ACCOUNT, direct_debit=DEBIT)),
    ("telephone of two digits", "BR-DE-27", contact(phone="12")),
    ("e-mail without a dot", "BR-DE-28", contact(email="desk@coop")),
    ("debit without creditor", "BR-DE-30", paid_by("59", direct_debit=DEBIT)),
    ("debit without account", "BR-DE-31", paid_by("59", direct_debit=DirectDebit(mandate="M-1"))),
    ("no day of the work", "BR-DE-TMP-32", of(delivery=None)),
]
PEPPOL = [
    ("two notes", "BE", "PEPPOL-EN16931-R002", of(notes=(Note(text="One."), Note(text="Two.")))),
    ("no reference", "BE", "PEPPOL-EN16931-R003", of(buyer_reference="", order_reference="")),
    ("no address of the buyer", "BE", "PEPPOL-EN16931-R010", of_buyer(endpoint=None)),
    ("no address of the seller", "BE", "PEPPOL-EN16931-R020", of_seller(endpoint=None)),
    (
        "scheme not of the list",
        "BE",
        "PEPPOL-EN16931-CL008",
        of_buyer(endpoint=Identifier(value="a@b.example", scheme="EM")),
    ),
    ("self-billed", "BE", "PEPPOL-EN16931-P0100", of(type_code="389")),
    ("global credit note", "BE", "PEPPOL-EN16931-P0101", of(type_code="262")),
    ("corrected outside Germany", "BE", "PEPPOL-EN16931-P0112", of(type_code="384")),
    ("reason of another category", "BE", "PEPPOL-EN16931-P0107", of_part(exemption_code="VATEX-EU-AE")),
    ("exemption code in no list", "BE", "BR-CL-22", of_part(exemption_code="VATEX-EU-XX")),
    (
        "Belgian number too short",
        "BE",
        "PEPPOL-COMMON-R043",
        of_buyer(legal_id=Identifier(value="888888006", scheme="0208")),
    ),
    ("wrong line amount", "BE", "PEPPOL-EN16931-R120", of_line(net=D("299.00"))),
    ("Swedish VAT number too short", "SE", "SE-R-001", of_seller(vat_id="SE7699999996")),
    ("Swedish VAT number with letters", "SE", "SE-R-002", of_seller(vat_id="SE76999999960A")),
    ("Swedish number with a dash", "SE", "SE-R-004", of_seller(legal_id=Identifier(value="769999-9996"))),
    ("no F-tax", "SE", "SE-R-005", of_seller(tax_registration="F-skatt")),
    ("rate of Denmark", "SE", "SE-R-006", at_rate("20")),
    ("Swedish number with a wrong digit", "SE", "SE-R-013", of_seller(legal_id=Identifier(value="7699999997"))),
    ("payment by giro code", "SE", "SE-R-011", paid_by("56")),
    ("domestic payment by code 31", "SE", "SE-R-012", paid_by("31", account=ACCOUNT)),
    ("bankgiro of 5", "SE", "SE-R-009", paid_by("30", account=Account(number="12345", provider="SE:BANKGIRO"))),
    ("plusgiro with a dash", "SE", "SE-R-007", paid_by("30", account=Account(number="12-3", provider="SE:PLUSGIRO"))),
    ("Italian tax number too short", "IT", "IT-R-001", of_seller(tax_registration="123")),
    ("no Italian street", "IT", "IT-R-002", address(line_1="")),
    ("no Italian town", "IT", "IT-R-003", address(city="")),
    ("no Italian post code", "IT", "IT-R-004", address(post_code="")),
    ("no German contact", "DE", "DE-R-002", of_seller(contact=None)),
    ("German transfer without account", "DE", "DE-R-023-1", paid_by("58")),
    ("no German reference", "DE", "DE-R-015", of(buyer_reference="")),
]


def broken_norm(name: str, change: Change | None) -> Invoice:
    if change:
        return change(case("BE", "domestic"))
    if name.startswith("reverse"):
        return of_buyer(vat_id="", legal_id=None)(case("BE", "reverse_charge"))
    if name.startswith("exempt"):
        return of_part(exemption_reason="", exemption_code="")(case("BE", "exempt"))
    abroad = dataclasses.replace(case("BE", "export"), buyer=ABROAD)
    steps = (
        of_line(vat_category="O", vat_percent=None),
        of_part(category="O", percent=None, exemption_code="VATEX-EU-O"),
    )
    for step in steps:
        abroad = step(abroad)
    return abroad


def broken_french(name: str, change: Change | None) -> Invoice:
    invoice = case("FR", "domestic")
    if change:
        return change(invoice)
    between_firms = with_note("BAR", "B2B")(invoice)
    if name == "between firms without SIREN":
        return of_buyer(legal_id=None)(between_firms)
    if name == "address of another firm":
        return of_buyer(endpoint=Identifier(value="777777777", scheme="0225"))(between_firms)
    return of_part(category="L")(of_line(vat_category="L")(invoice))


def broken_german(name: str, change: Change | None) -> Invoice:
    invoice = case("DE", "domestic")
    if change:
        return change(invoice)
    lost = {"city": ""} if "town" in name else {"post_code": ""}
    return of_buyer(address=dataclasses.replace(BUYERS["DE"].address, **lost))(invoice)


def own(invoice: Invoice, syntax: str) -> set[str]:
    return {finding.rule for finding in checks.check(profiles.read(profiles.write(invoice, syntax=syntax)))}


def official_rules(invoice: Invoice, syntax: str) -> set[str]:
    """Official ids, those of France without the field they add: BR-FR-05_BT-22-1 is BR-FR-05."""
    found = official.check(profiles.write(invoice, syntax=syntax), profile=syntax, rules_dir=REFERENCE).findings
    return {finding.rule.split("_")[0] for finding in found}


@pytest.mark.parametrize("syntax", ["ubl", "facturx"])
@pytest.mark.parametrize(("name", "rule", "change"), NORM, ids=[row[0] for row in NORM])
def test_a_rule_of_the_norm_is_broken_alike(name, rule, change, syntax):
    invoice = broken_norm(name, change)

    assert rule in own(invoice, syntax)
    told = official_rules(invoice, syntax)
    if syntax == "facturx" and rule.startswith("BR-CL"):  # Factur-X has numbers of its own for code lists
        rule, told = "FX-SCH", {name[:6] for name in told}
    assert rule in told


@pytest.mark.parametrize("syntax", ["ubl", "facturx"])
@pytest.mark.parametrize(("name", "rule", "change"), FRANCE, ids=[row[0] for row in FRANCE])
def test_a_rule_of_the_french_reform_is_broken_alike(name, rule, change, syntax):
    invoice = broken_french(name, change)

    assert rule in own(invoice, syntax)
    assert rule in official_rules(invoice, syntax)


@pytest.mark.skipif(not REFERENCE.is_dir(), reason=MISSING)
@pytest.mark.parametrize(("name", "rule", "change"), GERMANY, ids=[row[0] for row in GERMANY])
def test_a_rule_of_xrechnung_is_broken_alike(name, rule, change):
    invoice = broken_german(name, change)

    assert rule in own(invoice, "xrechnung")
    assert rule in official_rules(invoice, "xrechnung")


@pytest.mark.skipif(not REFERENCE.is_dir(), reason=MISSING)
@pytest.mark.parametrize(("name", "country", "rule", "change"), PEPPOL, ids=[row[0] for row in PEPPOL])
def test_a_rule_of_peppol_is_broken_alike(name, country, rule, change):
    invoice = change(case(country, "domestic"))

    assert rule in own(invoice, "peppol")
    assert rule in official_rules(invoice, "peppol")


def test_a_corrective_invoice_names_one_earlier_invoice_and_no_more():
    earlier = PrecedingInvoice(number="FR/2026/0041", issued_on=date(2026, 11, 1))
    two = of(type_code="384", preceding_invoices=(earlier, dataclasses.replace(earlier, number="FR/2026/0040")))

    assert "BR-FR-CO-04" in own(two(case("FR", "domestic")), "ubl")


def test_an_identifier_without_a_scheme_is_hinted_at_as_cii_has_a_place_for_it():
    found = checks.check(of_seller(identifiers=(Identifier(value="4711"),))(case("FR", "domestic")))

    assert [(finding.rule, finding.severity) for finding in found] == [("BR-FR-CO-10", "warning")]


def test_a_french_invoice_that_names_no_case_is_hinted_at_not_refused():
    found = checks.check(of(process="")(case("FR", "domestic")))

    assert [(finding.rule, finding.severity) for finding in found] == [("BR-FR-08", "warning")]
