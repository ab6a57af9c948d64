"""VAT comes from the law with its mention; what the law leaves open waits for an accountant."""

import datetime
from decimal import Decimal

import pytest

from invoicing.rules import invoices, vat
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories.invoicing import make_client, make_mission, staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def waiting(activity, accountant):
    """A performance: Belgian law leaves 6 % or exemption to the regime the cooperative chose."""
    mission = make_mission(activity, service_kind="performance")
    return invoices.invoice_mission(mission, on=TODAY, by=accountant)


def test_a_business_in_france_owes_the_tax_itself(activity, accountant):
    client = make_client(place="FR", vat_number="FR40303265045", language="fr", city="Lille")

    invoice = invoices.invoice_mission(make_mission(activity, client=client), on=TODAY, by=accountant)

    assert (invoice.vat, invoice.total) == (D("0.00"), D("1250.00"))
    assert invoice.vat_decision["category"] == "AE"
    assert invoice.vat_decision["exemption_code"] == "VATEX-EU-AE"
    assert vat.mention_of(invoice.vat_decision, "fr").startswith("Autoliquidation")


def test_a_private_person_in_belgium_pays_the_standard_rate(activity, accountant):
    client = make_client(kind="person")

    invoice = invoices.invoice_mission(make_mission(activity, client=client), on=TODAY, by=accountant)

    assert invoice.vat == D("262.50")


def test_what_the_law_leaves_open_stays_a_draft_with_its_question(waiting):
    assert waiting.state == "draft"
    assert waiting.number == ""
    assert "6 % or exempt" in vat.question_of(waiting.vat_decision)


def test_an_undecided_invoice_cannot_be_issued(waiting, accountant):
    with pytest.raises(RuleBroken, match="An accountant must settle it first") as refused:
        invoices.issue_invoice(waiting, on=TODAY, by=accountant)

    assert refused.value.code == "vat_undecided"


def test_an_accountant_settles_it_with_a_source_and_the_invoice_goes_out(waiting, accountant):
    facts = {"category": "S", "rate": D("0.06"), "source": "AR 20, table A, XXIX", "reason": "Concert by the member"}

    settled = vat.settle_vat(waiting, by=accountant, **facts)
    issued = invoices.issue_invoice(settled, on=TODAY, by=accountant)

    assert (issued.vat, issued.total, issued.state) == (D("75.00"), D("1325.00"), "issued")
    assert issued.vat_decision["settled_by"] == accountant.user_id
    assert issued.vat_decision["source"] == "AR 20, table A, XXIX"
    assert issued.lines.get().vat_rate == D("0.06")


def _settle(invoice, by, **changed):
    facts = {"category": "S", "rate": D("0.06"), "source": "AR 20", "reason": "A concert", "mention": "", **changed}
    return vat.settle_vat(invoice, by=by, **facts)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"category": "X"}, "vat_category", "category"),
        ({"category": "E"}, "vat_rate", "rate"),
        ({"rate": D(0)}, "vat_rate", "rate"),
        ({"source": " "}, "vat_without_source", "source"),
        ({"reason": ""}, "vat_without_source", "reason"),
        ({"category": "E", "rate": D(0)}, "vat_without_mention", "mention"),
    ],
)
def test_a_settlement_that_cannot_be_printed_is_refused(waiting, accountant, changed, code, field):
    with pytest.raises(RuleBroken) as refused:
        _settle(waiting, accountant, **changed)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_only_an_accountant_settles_vat(waiting):
    with pytest.raises(NotAllowed):
        _settle(waiting, staff_actor("adviser"))


def test_the_vat_of_an_issued_invoice_never_changes(mission, accountant):
    issued = invoices.invoice_mission(mission, on=TODAY, by=accountant)

    with pytest.raises(RuleBroken, match="Credit it instead"):
        _settle(issued, accountant)
