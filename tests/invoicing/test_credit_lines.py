"""Crediting an invoice of two rates: an amount is split over them, lines are taken back whole, the last note leaves nothing."""

import datetime
from decimal import Decimal

import pytest

from invoicing.rules import credit_lines, credit_notes, invoices, ledger
from invoicing.rules.vat_groups import vat_groups
from smart.foundation.errors import RuleBroken
from tests.factories.invoicing import make_mission, make_order, staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def invoice(activity, accountant):
    """600.00 and 400.00 at 21 %, 250.00 at 6 %: VAT 210.00 + 15.00."""
    mission = make_mission(activity)
    make_order(mission, ("design", "600.00"), ("technique", "400.00"), ("copyright", "250.00"))
    return invoices.invoice_mission(mission, on=TODAY, by=accountant)


def _credit(invoice, by, **what):
    return credit_notes.credit_invoice(invoice, reason="Less work", on=TODAY, by=by, **what)


def _groups(note):
    return [(group.rate, group.base, group.vat) for group in vat_groups(note)]


def test_an_amount_is_split_over_the_rates(invoice, accountant):
    note = _credit(invoice, accountant, amount=D("333.33"))

    # 4 : 1 of 333.33 = 266.66 and 66.67; 55.9986 → 56.00 and 4.0002 → 4.00
    assert _groups(note) == [(D("0.21"), D("266.66"), D("56.00")), (D("0.06"), D("66.67"), D("4.00"))]
    assert note.total == D("393.33")


def test_thirds_take_back_exactly_both_rates(invoice, accountant):
    for amount in (D("416.67"), D("416.67"), None):
        _credit(invoice, accountant, amount=amount)

    assert credit_notes.creditable(invoice) == 0
    for code in ("vat.payable", "fee.income", "clients.receivable"):
        assert ledger.account_balance(code) == 0, code
    assert ledger.account_balance("activity.available", invoice.activity) == 0


def test_chosen_lines_are_taken_back_whole(invoice, accountant):
    note = _credit(invoice, accountant, positions=[2, 3])

    assert (note.net, note.vat) == (D("650.00"), D("99.00"))
    assert [line.corrects.position for line in note.lines.order_by("position")] == [2, 3]
    assert [line.position for line in credit_lines.lines_left(invoice)] == [1]


def test_a_line_is_not_taken_back_twice(invoice, accountant):
    _credit(invoice, accountant, positions=[2])

    with pytest.raises(RuleBroken) as refused:
        _credit(invoice, accountant, positions=[2])

    assert (refused.value.code, refused.value.field) == ("credit_lines", "positions")


def test_a_line_of_which_too_little_is_left_is_not_taken_back_whole(invoice, accountant):
    _credit(invoice, accountant, amount=D("1000.00"))

    # 800.00 of the 1 000.00 at 21 % is gone: 200.00 is left, the line has 400.00
    with pytest.raises(RuleBroken, match="Credit an amount"):
        _credit(invoice, accountant, positions=[2])


@pytest.mark.parametrize("positions", [[9], [1, 9]])
def test_a_line_that_does_not_exist_is_refused(invoice, accountant, positions):
    with pytest.raises(RuleBroken):
        _credit(invoice, accountant, positions=positions)


def test_a_full_credit_mirrors_the_invoice_line_by_line(invoice, accountant):
    note = _credit(invoice, accountant)

    assert [(line.corrects.position, line.net) for line in note.lines.order_by("position")] == [
        (1, D("600.00")),
        (2, D("400.00")),
        (3, D("250.00")),
    ]
    invoice.refresh_from_db()
    assert invoice.state == "credited"


def test_a_final_invoice_is_credited_with_its_deposit_taken_off(activity, accountant):
    mission = make_mission(activity)
    make_order(mission, ("design", "1000.00"), ("copyright", "250.00"), deposit=D("333.33"))
    _deposit, final = invoices.follow_plan(mission, on=datetime.date(2026, 11, 20), by=accountant)

    note = _credit(final, accountant)

    assert (note.net, note.vat) == (D("916.67"), D("165.00"))
    assert ledger.account_balance("clients.receivable") == D("393.33")


def test_the_last_cent_of_tax_goes_back_with_the_last_note(activity, accountant):
    mission = make_mission(activity, amount=D("0.30"))
    make_order(mission, ("design", "0.30"))
    invoice = invoices.invoice_mission(mission, on=TODAY, by=accountant)

    notes = [_credit(invoice, accountant, amount=D("0.10")) for _n in range(3)]

    # 0.30 × 21 % = 0.063 → 0.06; 0.10 × 21 % = 0.021 → 0.02 each
    assert [note.vat for note in notes] == [D("0.02")] * 3
    assert ledger.account_balance("vat.payable") == 0


def test_an_odd_cent_of_tax_stands_in_the_last_note(activity, accountant):
    mission = make_mission(activity, amount=D("0.20"))
    make_order(mission, ("design", "0.20"))
    invoice = invoices.invoice_mission(mission, on=TODAY, by=accountant)

    first, last = (_credit(invoice, accountant, amount=amount) for amount in (D("0.12"), D("0.08")))

    # 0.20 × 21 % = 0.042 → 0.04; 0.12 × 21 % = 0.0252 → 0.03; 0.01 is left, 0.08 × 21 % would be 0.02
    assert (first.vat, last.vat) == (D("0.03"), D("0.01"))
    assert [group.vat for group in vat_groups(last)] == [D("0.01")]
