"""What the exchange system would refuse is told before it is sent: one change breaks one rule, and the finding says which."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from invoicing.einvoice import checks, profiles
from invoicing.einvoice.model import Identifier, Invoice, Item, ItemAttribute, PaymentMeans, PrecedingInvoice
from tests.invoicing.einvoice.cases import NAMES, case

D = Decimal


@pytest.fixture
def workshop() -> Invoice:
    return profiles.stated(case("IT", "domestic"), syntax="fatturapa")


def rules(invoice: Invoice) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in checks.check(invoice)]


def finding(invoice: Invoice, rule: str) -> tuple[str, str, str]:
    [found] = [part for part in checks.check(invoice) if part.rule == rule]
    return found.field, str(found.found), str(found.expected)


def with_buyer(invoice: Invoice, **values: object) -> Invoice:
    return dataclasses.replace(invoice, buyer=dataclasses.replace(invoice.buyer, **values))


def with_line(invoice: Invoice, **values: object) -> Invoice:
    return dataclasses.replace(invoice, lines=(dataclasses.replace(invoice.lines[0], **values),))


def with_part(invoice: Invoice, **values: object) -> Invoice:
    return dataclasses.replace(invoice, vat_breakdown=(dataclasses.replace(invoice.vat_breakdown[0], **values),))


@pytest.mark.parametrize("name", NAMES)
def test_an_italian_sample_breaks_no_rule_before_and_after_it_is_written(name):
    sample = profiles.stated(case("IT", name), syntax="fatturapa")

    assert rules(sample) == []
    assert rules(profiles.read(profiles.write(sample, syntax="fatturapa"))) == []


def test_a_european_invoice_is_not_held_to_italian_rules(workshop):
    plain = dataclasses.replace(workshop, specification=profiles.EN16931, number="senza")

    assert rules(plain) == []


def test_an_italian_buyer_without_recipient_is_told_but_may_be_sent(workshop):
    nowhere = with_buyer(workshop, identifiers=(), endpoint=None)

    assert rules(nowhere) == [("IT-01", "warning")]
    assert finding(nowhere, "IT-01")[0] == "electronic address of the buyer"


@pytest.mark.parametrize(
    ("scheme", "value", "rule"),
    [
        ("0201", "ABC1234", "SDI-00427"),
        ("0205", "ABC123", "SDI-00427"),
        ("0205", "abc1234", "SDI-00311"),
        ("0205", "ABC-123", "SDI-00311"),
    ],
)
def test_a_recipient_code_has_the_length_of_its_kind(workshop, scheme, value, rule):
    invoice = with_buyer(workshop, endpoint=Identifier(value=value, scheme=scheme), identifiers=())

    assert finding(invoice, rule)[1] == value


def test_numbers_of_the_parties_are_there_and_right(workshop):
    wrong = dataclasses.replace(workshop, seller=dataclasses.replace(workshop.seller, vat_id="IT99999990016"))
    nobody = with_buyer(workshop, vat_id="", legal_id=None)
    person = with_buyer(workshop, legal_id=Identifier(value="RSSMRA80A01H501X", scheme="0210"))

    assert finding(wrong, "SDI-00301")[1] == "IT99999990016"
    assert finding(with_buyer(workshop, vat_id="IT99999990156"), "SDI-00305")[1] == "IT99999990156"
    assert finding(person, "SDI-00306")[1] == "RSSMRA80A01H501X"
    assert finding(nobody, "SDI-00417")[2] == "a VAT number or a codice fiscale (0210)"
    assert finding(with_buyer(workshop, vat_id=workshop.seller.vat_id), "SDI-00471")[0] == "VAT number of the buyer"


def test_an_address_in_italy_has_street_town_and_five_digits(workshop):
    place = dataclasses.replace(workshop.buyer.address, line_1="", post_code="184")

    found = [part for part in checks.check(with_buyer(workshop, address=place)) if part.rule == "IT-02"]

    assert [part.field for part in found] == ["street of the buyer", "post code of the buyer"]


@pytest.mark.parametrize(
    ("number", "rule"), [("SENZA-NUMERO", "SDI-00425"), ("IT/2026/" + "0" * 13, "IT-03"), ("N° 2026/42", "IT-03")]
)
def test_a_number_has_a_digit_and_fits_in_twenty_plain_characters(workshop, number, rule):
    assert finding(dataclasses.replace(workshop, number=number), rule)[:2] == ("invoice number", number)


def test_a_credit_note_does_not_come_before_its_invoice(workshop):
    earlier = PrecedingInvoice(number="IT/2026/0043", issued_on=date(2026, 11, 11))

    assert finding(dataclasses.replace(workshop, preceding_invoices=(earlier,)), "SDI-00418")[1] == "2026-11-10"


def test_a_line_at_rate_zero_needs_a_natura_and_a_taxed_one_has_none(workshop):
    zero = with_line(with_part(workshop, percent=D(0), amount=D(0)), vat_percent=D(0))
    taxed = with_line(with_part(workshop, category="E", exemption_reason="Art. 10"), vat_category="E")

    assert {"SDI-00400", "SDI-00429"} <= {rule for rule, _ in rules(zero)}
    assert finding(taxed, "SDI-00401")[1] == "N4"
    assert finding(taxed, "SDI-00430")[1] == "N4"


def test_a_rate_is_a_percentage(workshop):
    fraction = with_line(with_part(workshop, percent=D("0.22"), amount=D("0.66")), vat_percent=D("0.22"))

    assert [rule for rule, _ in rules(fraction) if rule.startswith("SDI")] == ["SDI-00424", "SDI-00424"]


def test_a_natura_ended_in_2020_is_told(workshop):
    item = Item(name="Opera", attributes=(ItemAttribute(name="Natura", value="N6"),))
    exempt = profiles.stated(case("IT", "exempt"), syntax="fatturapa")

    assert finding(with_line(exempt, item=item), "SDI-00445")[1:] == ("N6", "the code with its part, such as N6.1")


def test_line_base_tax_and_rates_add_up(workshop):
    assert finding(with_line(workshop, net=D("300.02")), "SDI-00423")[1:] == ("300.02", "300.00")
    assert finding(with_part(workshop, amount=D("66.02")), "SDI-00421")[1:] == ("66.02", "66.00")
    assert finding(with_part(workshop, base=D("301.01"), amount=D("66.22")), "SDI-00422")[1:] == ("301.01", "300.00")
    assert finding(with_line(workshop, vat_percent=D("10")), "SDI-00443")[1] == "10"


def test_letters_beyond_latin_1_are_told_with_their_spelling(workshop):
    invoice = with_line(workshop, item=Item(name="“La città”"))

    assert finding(invoice, "IT-07")[1:] == ("“La città”", 'letters of Latin-1; it is written “"La città"”')
    assert rules(invoice) == [("IT-07", "warning")]


def test_a_text_that_is_cut_is_told(workshop):
    assert finding(with_buyer(workshop, name="Teatro " * 12), "IT-06")[2] == "80 characters at most; the rest is cut"


def test_a_public_contract_names_its_cig_and_may_pay_the_net(workshop):
    office = Identifier(value="UFABCD", scheme="0201")
    public = with_buyer(workshop, endpoint=office, identifiers=())
    split = with_line(with_part(workshop, category="B"), vat_category="B")

    assert rules(public) == [("IT-05", "warning")]
    assert rules(dataclasses.replace(public, tender_reference="Z123456789")) == []
    assert finding(split, "IT-09")[0] == "VAT category"


def test_a_transfer_has_an_iban_and_what_is_free_of_vat_its_article(workshop):
    no_account = dataclasses.replace(workshop, payment_means=(PaymentMeans(code="30"),))
    exempt = with_part(
        profiles.stated(case("IT", "exempt"), syntax="fatturapa"), exemption_reason="", exemption_code=""
    )

    assert finding(no_account, "IT-10")[0] == "account to pay to"
    assert finding(exempt, "IT-08")[2] == "the article of law that frees it"


def test_another_currency_than_the_euro_is_told(workshop):
    assert finding(dataclasses.replace(workshop, currency="CHF"), "IT-04")[1] == "CHF"
