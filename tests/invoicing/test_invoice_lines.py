"""An order's lines become an invoice's lines: each taxed by what it is, the tax rounded once for each rate."""

import datetime
from decimal import Decimal

import pytest

from invoicing.rules import invoices, vat
from invoicing.rules.vat_groups import vat_groups
from smart.foundation.errors import RuleBroken
from tests.factories.invoicing import make_mission, make_order, staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def accountant():
    return staff_actor("accounting")


def _mission(activity, *lines, **facts):
    mission = make_mission(activity, amount=sum(D(amount) for _kind, amount in lines))
    make_order(mission, *lines, **facts)
    return mission


def test_two_rates_are_each_rounded_once(activity, accountant):
    mission = _mission(
        activity, ("design", "10.07"), ("design", "10.07"), ("copyright", "10.09"), ("copyright", "10.09")
    )

    invoice = invoices.invoice_mission(mission, on=TODAY, by=accountant)

    # 20.14 × 21 % = 4.2294 → 4.23 (by line it would be 2.11 + 2.11); 20.18 × 6 % = 1.2108 → 1.21 (by line 0.61 + 0.61)
    assert [(g.category, g.rate, g.base, g.vat) for g in vat_groups(invoice)] == [
        ("S", D("0.21"), D("20.14"), D("4.23")),
        ("S", D("0.06"), D("20.18"), D("1.21")),
    ]
    assert (invoice.net, invoice.vat, invoice.total) == (D("40.32"), D("5.44"), D("45.76"))
    # 40.32 × 6.5 % = 2.6208
    assert (invoice.fee, invoice.credited) == (D("2.62"), D("37.70"))


def test_quantity_unit_and_price_are_those_of_the_order(activity, accountant):
    mission = make_mission(activity, amount=D("1250.00"))
    order = make_order(mission)
    order.lines.create(
        position=1,
        description="Days at school",
        service_kind="design",
        quantity=5,
        unit="DAY",
        unit_price=240,
        net=1200,
    )
    order.lines.create(position=2, kind="expense", description="Paint", service_kind="design", unit_price=50, net=50)

    lines = list(invoices.invoice_mission(mission, on=TODAY, by=accountant).lines.order_by("position"))

    assert [(li.kind, li.quantity, li.unit, li.unit_price, li.net) for li in lines] == [
        ("work", D(5), "DAY", D(240), D(1200)),
        ("expense", D(1), "C62", D(50), D(50)),
    ]


def test_lines_that_do_not_sum_to_what_was_agreed_are_refused(activity, accountant):
    mission = make_mission(activity, amount=D("1250.00"))
    make_order(mission, ("design", "1249.99"))

    with pytest.raises(RuleBroken, match=r"sum to 1249\.99, but 1250\.00 was agreed") as refused:
        invoices.invoice_mission(mission, on=TODAY, by=accountant)

    assert refused.value.code == "lines_differ"


def test_one_open_line_keeps_the_whole_invoice_in_the_queue(activity, accountant):
    mission = _mission(activity, ("design", "1000.00"), ("performance", "250.00"))

    invoice = invoices.invoice_mission(mission, on=TODAY, by=accountant)

    assert invoice.state == "draft"
    assert "6 % or exempt" in vat.question_of(invoice.vat_decision)
    assert invoice.vat == 0


def _settle(invoice, by, **changed):
    facts = {"category": "S", "rate": D("0.06"), "source": "AR 20, table A, XXIX", "reason": "A concert", **changed}
    return vat.settle_vat(invoice, by=by, **facts)


def test_an_accountant_settles_line_by_line(activity, accountant):
    mission = _mission(activity, ("performance", "250.00"), ("admission", "100.00"), ("design", "1000.00"))
    draft = invoices.invoice_mission(mission, on=TODAY, by=accountant)

    half = _settle(draft, accountant)
    settled = _settle(half, accountant, rate=D("0.06"), reason="A ticket")
    issued = invoices.issue_invoice(settled, on=TODAY, by=accountant)

    assert not vat.is_decided(half.vat_decision)
    # 350.00 × 6 % = 21.00; 1 000.00 × 21 % = 210.00
    assert issued.vat == D("231.00")
    assert [line.vat_decision.get("reason") for line in issued.lines.order_by("position")] == [
        "A concert",
        "A ticket",
        "",
    ]


def test_exempt_and_taxed_lines_stand_side_by_side_with_the_mention(activity, accountant):
    mission = _mission(activity, ("performance", "250.00"), ("design", "1000.00"))
    draft = invoices.invoice_mission(mission, on=TODAY, by=accountant)
    settled = _settle(
        draft, accountant, category="E", rate=D(0), mention="Vrijgesteld", exemption_code="VATEX-EU-132-1N"
    )

    issued = invoices.issue_invoice(settled, on=TODAY, by=accountant)

    exempt, taxed = vat_groups(issued)
    assert (exempt.category, exempt.vat, exempt.mention, exempt.exemption_code) == (
        "E",
        D("0.00"),
        "Vrijgesteld",
        "VATEX-EU-132-1N",
    )
    assert (taxed.base, taxed.vat) == (D("1000.00"), D("210.00"))


def test_a_line_that_does_not_exist_cannot_be_settled(activity, accountant):
    draft = invoices.invoice_mission(_mission(activity, ("performance", "250.00")), on=TODAY, by=accountant)

    with pytest.raises(RuleBroken) as refused:
        _settle(draft, accountant, position=7)

    assert refused.value.code == "no_such_line"


def test_a_clients_own_term_goes_before_the_countrys(activity, accountant):
    mission = make_mission(activity)
    mission.client.terms_days = 45
    mission.client.save()

    invoice = invoices.invoice_mission(mission, on=TODAY, by=accountant)

    assert invoice.due_on == datetime.date(2026, 12, 25)
