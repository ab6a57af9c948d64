"""What FACe and Spanish law refuse in a Facturae, and what it cannot hold whole."""

import dataclasses

import pytest

from invoicing.einvoice import checks, profiles
from invoicing.einvoice.model import Account, Address, Invoice, PaymentMeans, PrecedingInvoice
from tests.invoicing.einvoice.cases import NAMES, case
from tests.invoicing.einvoice.national import OFFICES, council_invoice


@pytest.fixture
def for_a_council() -> Invoice:
    return council_invoice()


def rules(invoice: Invoice) -> list[tuple[str, str]]:
    stated = profiles.stated(invoice, syntax="facturae")
    return [(found.rule, found.severity) for found in checks.check(stated)]


def finding(invoice: Invoice, rule: str) -> tuple[str, str, str]:
    stated = profiles.stated(invoice, syntax="facturae")
    [found] = [part for part in checks.check(stated) if part.rule == rule]
    return found.field, str(found.found), str(found.expected)


def test_an_invoice_for_a_council_breaks_no_rule_before_and_after_it_is_written(for_a_council):
    assert rules(for_a_council) == []
    assert rules(profiles.read(profiles.write(for_a_council, syntax="facturae"))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_spanish_sample_for_a_firm_breaks_no_rule(name):
    assert rules(case("ES", name)) == []


def test_wrong_numbers_and_places_are_told(for_a_council):
    seller = dataclasses.replace(for_a_council.seller, vat_id="ESF99999998")
    buyer = dataclasses.replace(for_a_council.buyer, vat_id="", legal_id=None)
    place = Address(line_1="", city="Madrid", post_code="53001", country="ES")

    assert finding(dataclasses.replace(for_a_council, seller=seller), "ES-01")[1] == "F99999998"
    assert finding(dataclasses.replace(for_a_council, buyer=buyer), "ES-02")[0] == "VAT number of the buyer"
    misplaced = dataclasses.replace(for_a_council, buyer=dataclasses.replace(for_a_council.buyer, address=place))
    assert finding(misplaced, "ES-04")[0] == "street of the buyer"
    assert finding(misplaced, "ES-05")[1] == "53001"


def test_a_buyer_abroad_without_any_number_is_told():
    invoice = case("ES", "export")

    nameless = dataclasses.replace(invoice, buyer=dataclasses.replace(invoice.buyer, legal_id=None))

    assert finding(nameless, "ES-03")[2] == "the tax number of the buyer, three characters at least"


def test_one_office_of_three_is_not_enough(for_a_council):
    buyer = dataclasses.replace(for_a_council.buyer, identifiers=OFFICES[:1])

    without = dataclasses.replace(for_a_council.buyer, identifiers=())
    assert rules(dataclasses.replace(for_a_council, buyer=buyer)) == [("ES-06", "fatal")]
    assert rules(dataclasses.replace(for_a_council, buyer=without)) == [("ES-06", "warning")]


def test_a_correction_names_what_it_corrects():
    unnamed = dataclasses.replace(case("ES", "credit_note"), preceding_invoices=())
    undated = dataclasses.replace(
        case("ES", "credit_note"), preceding_invoices=(PrecedingInvoice(number="ES/2026/42"),)
    )

    assert ("ES-09", "fatal") in rules(unnamed)
    assert ("ES-09", "warning") in rules(undated)


def test_what_is_too_long_in_another_currency_or_without_a_day_is_told(for_a_council):
    means = PaymentMeans(code="58", account=Account(number="ES9399990000190000000042"))

    assert ("ES-08", "fatal") in rules(dataclasses.replace(for_a_council, number="N" * 41))
    assert ("ES-10", "warning") in rules(dataclasses.replace(for_a_council, currency="SEK"))
    assert ("ES-11", "fatal") in rules(dataclasses.replace(for_a_council, payment_means=(means,)))
    assert ("ES-12", "warning") in rules(dataclasses.replace(for_a_council, due_on=None))
    long = dataclasses.replace(for_a_council.seller, name="C" * 81)
    assert ("ES-13", "warning") in rules(dataclasses.replace(for_a_council, seller=long))
