"""Codes, decimals and what Peppol and XRechnung ask: one change breaks one rule, and the finding gives the figure."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from invoicing.einvoice import checks, profiles
from invoicing.einvoice.model import AllowanceCharge, Attachment, Invoice, PaymentMeans, Period, SupportingDocument
from tests.invoicing.einvoice.conftest import EXAMPLES

D = Decimal


@pytest.fixture
def concert() -> Invoice:
    return profiles.read((EXAMPLES / "performance_be.ubl.xml").read_bytes())


def finding(invoice: Invoice, rule: str) -> tuple[str, str, str]:
    """Field, found and expected of the only finding of the rule."""
    [found] = [part for part in checks.check(invoice) if part.rule == rule]
    return found.field, str(found.found), str(found.expected)


def with_line(invoice: Invoice, **values: object) -> Invoice:
    return dataclasses.replace(invoice, lines=(dataclasses.replace(invoice.lines[0], **values),))


def with_price(invoice: Invoice, **values: object) -> Invoice:
    return with_line(invoice, price=dataclasses.replace(invoice.lines[0].price, **values))


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"type_code": "999"}, "BR-CL-01", "type of document"),
        ({"currency": "EURO"}, "BR-CL-04", "currency"),
        ({"tax_currency": "XX"}, "BR-CL-05", "currency of the VAT accounting"),
        ({"tax_point_code": "72"}, "BR-CL-06", "code of when the VAT becomes due"),
        ({"payment_means": (PaymentMeans(code="99"),)}, "BR-CL-16", "means of payment"),
    ],
)
def test_a_code_outside_its_list_is_told(concert, change, rule, field):
    assert finding(dataclasses.replace(concert, **change), rule)[0] == field


def test_an_attached_file_is_of_a_kind_everybody_can_open(concert):
    film = SupportingDocument(reference="film", attachment=Attachment(content="AA==", mime_type="video/mp4"))

    field, found, _ = finding(dataclasses.replace(concert, supporting_documents=(film,)), "BR-CL-24")

    assert (field, found) == ("type of an attached file", "video/mp4")


def test_an_amount_of_three_decimals_is_told(concert):
    totals = dataclasses.replace(concert.totals, due=D("1446.000"))

    assert finding(dataclasses.replace(concert, totals=totals), "BR-DEC-18")[1:] == ("1446.000", "two decimals at most")


def test_a_line_is_quantity_times_price_less_its_allowance(concert):
    # 3 × 450.00 − 100.00
    line = with_line(concert, net=D("1250.03"))

    assert finding(line, "PEPPOL-EN16931-R120") == ("amount of the line", "1250.03", "1250.00")


def test_a_price_is_the_gross_price_less_its_discount_in_the_unit_of_the_quantity(concert):
    assert finding(with_price(concert, gross=D("500.00")), "PEPPOL-EN16931-R046")[1:] == ("450.00", "500.00")
    assert finding(with_price(concert, per_quantity=D("0")), "PEPPOL-EN16931-R121")[1] == "0"
    per_hour = with_price(concert, per_quantity=D("1"), per_unit="HUR")
    assert finding(per_hour, "PEPPOL-EN16931-R130")[1:] == ("HUR", "C62")


def test_a_percentage_needs_its_base_and_gives_the_amount(concert):
    def travel(**values: object) -> Invoice:
        return dataclasses.replace(concert, charges=(dataclasses.replace(concert.charges[0], **values),))

    assert finding(travel(percent=D("10"), base=D("900.00")), "PEPPOL-EN16931-R040")[1:] == ("100.00", "90.00")
    assert finding(travel(percent=D("10")), "PEPPOL-EN16931-R041")[0] == "base of a charge"
    assert finding(travel(base=D("900.00")), "PEPPOL-EN16931-R042")[1] == "900.00"


def test_a_line_lies_within_the_invoicing_period(concert):
    early = Period(starts_on=date(2026, 11, 5), ends_on=date(2026, 11, 9))

    broken = with_line(concert, period=early)

    assert finding(broken, "PEPPOL-EN16931-R110")[1] == "2026-11-05"
    assert finding(broken, "PEPPOL-EN16931-R111")[1] == "2026-11-09"


def test_a_reason_code_belongs_to_one_category(concert):
    first, second = concert.vat_breakdown
    reverse = dataclasses.replace(first, exemption_code="VATEX-EU-AE")

    broken = dataclasses.replace(concert, vat_breakdown=(reverse, second))

    assert finding(broken, "PEPPOL-EN16931-P0107")[1:] == ("S", "AE")


def test_a_direct_debit_names_its_mandate_and_a_german_type_stays_german(concert):
    debit = dataclasses.replace(concert, payment_means=(PaymentMeans(code="59"),))
    corrected = dataclasses.replace(concert, type_code="384")

    assert finding(debit, "PEPPOL-EN16931-R061")[0] == "direct debit mandate"
    assert finding(corrected, "PEPPOL-EN16931-P0112")[1] == "384"


def test_a_plain_invoice_is_held_to_the_norm_only(concert):
    plain = dataclasses.replace(concert, specification=profiles.EN16931, notes=concert.notes * 2)
    charged = AllowanceCharge(
        amount=D("100.00"), base=D("1.00"), reason="Travel", vat_category="S", vat_percent=D("21")
    )

    assert checks.check(dataclasses.replace(plain, charges=(charged,))) == []
