"""A deposit and the invoice of the whole together are the order, to the cent: nothing is taxed, shared or paid twice."""

import datetime
from decimal import Decimal

import pytest

from invoicing.models import Invoice, LedgerTransaction
from invoicing.queries.balances import activity_balance
from invoicing.rules import credit_notes, invoices, ledger, payments, vat
from invoicing.rules.vat_groups import vat_groups
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories.invoicing import make_mission, make_order, member_actor, staff_actor

D = Decimal
CONFIRMED = datetime.date(2026, 11, 10)
LAST_DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def mission(activity):
    """1 000.00 at 21 % and 250.00 at 6 %, a deposit of 333.33."""
    mission = make_mission(activity)
    make_order(mission, ("design", "1000.00"), ("copyright", "250.00"), deposit=D("333.33"))
    return mission


def _both(mission, by):
    (deposit,) = invoices.follow_plan(mission, on=CONFIRMED, by=by)[:1]
    final = invoices.invoice_mission(mission, on=LAST_DAY, by=by)
    deposit.refresh_from_db()
    return deposit, final


def test_the_deposit_goes_out_on_confirmation_in_the_series_of_invoices(mission, accountant):
    invoices.follow_plan(mission, on=CONFIRMED, by=accountant)

    deposit = Invoice.objects.get(kind="deposit")
    assert (deposit.state, deposit.number) == ("issued", "BE-2026-000001")
    # 333.33 split 4 : 1 is 266.664 and 66.666, the odd cent to the larger remainder; 266.66 × 21 % = 55.9986, 66.67 × 6 % = 4.0002
    assert [(g.base, g.vat) for g in vat_groups(deposit)] == [(D("266.66"), D("56.00")), (D("66.67"), D("4.00"))]
    assert deposit.total == D("393.33")
    # 333.33 × 6.5 % = 21.66645
    assert (deposit.fee, deposit.credited) == (D("21.67"), D("311.66"))


def test_the_invoice_of_the_whole_waits_for_the_last_day_of_work(mission, accountant):
    invoices.follow_plan(mission, on=CONFIRMED, by=accountant)
    assert not Invoice.objects.filter(kind="invoice").exists()

    # seven days before 20 November the member is shown the draft
    made = invoices.follow_plan(mission, on=datetime.date(2026, 11, 13), by=accountant)

    assert [(invoice.kind, invoice.state) for invoice in made] == [("deposit", "issued"), ("invoice", "draft")]
    assert made[1].planned_on == LAST_DAY


def test_deposit_and_final_invoice_together_are_the_order(mission, accountant):
    deposit, final = _both(mission, accountant)

    # 1 000.00 − 266.66 = 733.34 × 21 % = 154.0014; 250.00 − 66.67 = 183.33 × 6 % = 10.9998
    assert [(g.base, g.vat) for g in vat_groups(final)] == [(D("733.34"), D("154.00")), (D("183.33"), D("11.00"))]
    assert (final.net, final.vat, final.total) == (D("916.67"), D("165.00"), D("1081.67"))
    assert (deposit.net + final.net, deposit.vat + final.vat) == (D("1250.00"), D("225.00"))
    assert (deposit.fee + final.fee, deposit.credited + final.credited) == (D("81.25"), D("1168.75"))
    assert ledger.account_balance("activity.available", mission.activity) == D("-1168.75")
    assert ledger.account_balance("clients.receivable") == D("1475.00")


def test_the_deposit_is_taken_off_as_lines_that_e_invoices_accept(mission, accountant):
    _deposit, final = _both(mission, accountant)

    off = list(final.lines.filter(kind="deposit").order_by("position"))
    assert [(line.quantity, line.unit_price, line.net) for line in off] == [
        (D(-1), D("266.66"), D("-266.66")),
        (D(-1), D("66.67"), D("-66.67")),
    ]
    assert "BE-2026-000001" in off[0].description


def test_the_shares_of_both_are_those_of_the_whole_to_the_cent(activity, accountant):
    mission = make_mission(activity, amount=D("1250.10"))
    make_order(mission, ("design", "1250.10"), deposit=D("300.05"))

    deposit, final = _both(mission, accountant)

    # 6.5 % of 1 250.10 = 81.2565 → 81.26; of 300.05 = 19.50325 → 19.50; the rest alone would give 61.75
    assert (deposit.fee, final.fee) == (D("19.50"), D("61.76"))


def test_following_the_plan_twice_changes_nothing(mission, accountant):
    _both(mission, accountant)
    before = (Invoice.objects.count(), LedgerTransaction.objects.count())

    _both(mission, accountant)

    assert (Invoice.objects.count(), LedgerTransaction.objects.count()) == before == (2, 2)


def test_what_was_credited_of_the_deposit_is_not_taken_off(mission, accountant):
    (deposit,) = invoices.follow_plan(mission, on=CONFIRMED, by=accountant)
    credit_notes.credit_invoice(deposit, reason="No deposit after all", on=CONFIRMED, by=accountant)

    final = invoices.invoice_mission(mission, on=LAST_DAY, by=accountant)

    assert (final.net, final.vat, final.fee) == (D("1250.00"), D("225.00"), D("81.25"))
    assert not final.lines.filter(kind="deposit").exists()


def test_a_deposit_credited_after_the_draft_is_no_longer_taken_off(mission, accountant):
    deposit, draft = invoices.follow_plan(mission, on=datetime.date(2026, 11, 13), by=accountant)
    credit_notes.credit_invoice(deposit, amount=D("100.00"), reason="Less", on=CONFIRMED, by=accountant)

    final = invoices.issue_invoice(draft, on=LAST_DAY, by=accountant)

    # 1 250.00 − (333.33 − 100.00)
    assert final.net == D("1016.67")


def test_a_deposit_is_paid_like_any_invoice(mission, accountant):
    (deposit,) = invoices.follow_plan(mission, on=CONFIRMED, by=accountant)

    payments.record_payment(deposit, amount=D("393.33"), on=CONFIRMED, key="bank-1", by=accountant)

    deposit.refresh_from_db()
    assert deposit.state == "paid"


def test_a_deposit_of_everything_leaves_an_invoice_of_nothing(activity, accountant):
    mission = make_mission(activity)
    make_order(mission, ("design", "1250.00"), deposit=D("1250.00"))

    _deposit, final = _both(mission, accountant)

    assert (final.total, final.state) == (D("0.00"), "paid")
    assert payments.open_amount(final) == 0


def test_a_deposit_above_the_order_is_refused(activity, accountant):
    mission = make_mission(activity)
    make_order(mission, deposit=D("1250.01"))

    with pytest.raises(RuleBroken) as refused:
        invoices.follow_plan(mission, on=CONFIRMED, by=accountant)

    assert refused.value.code == "deposit_above_order"


def test_the_whole_waits_until_the_deposit_is_issued(activity, accountant):
    mission = make_mission(activity)
    make_order(mission, ("performance", "1250.00"), deposit=D("250.00"))
    deposit, final = invoices.follow_plan(mission, on=LAST_DAY, by=accountant)
    facts = {"category": "S", "rate": D("0.06"), "source": "AR 20", "reason": "A concert"}
    settled = vat.settle_vat(final, by=accountant, **facts)

    assert (deposit.state, final.state) == ("draft", "draft")
    with pytest.raises(RuleBroken) as refused:
        invoices.issue_invoice(settled, on=LAST_DAY, by=accountant)
    assert refused.value.code == "deposit_not_issued"

    invoices.issue_invoice(vat.settle_vat(deposit, by=accountant, **facts), on=LAST_DAY, by=accountant)
    assert invoices.issue_invoice(settled, on=LAST_DAY, by=accountant).net == D("1000.00")


def test_money_that_is_expected_is_what_the_deposit_leaves(mission, activity, accountant):
    invoices.follow_plan(mission, on=CONFIRMED, by=accountant)

    # 1 250.00 − 333.33 = 916.67, less 6.5 % = 59.58
    assert activity_balance(activity).expected == D("857.09")


def test_a_member_may_not_follow_the_plan_of_the_cooperative(mission):
    with pytest.raises(NotAllowed):
        invoices.follow_plan(mission, on=CONFIRMED, by=member_actor(mission.activity))
