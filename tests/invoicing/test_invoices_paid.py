"""Payments of clients, entered by hand: full, partial, never too much, never twice."""

import datetime
from decimal import Decimal

import pytest

from invoicing.rules import credit_notes, invoices, ledger, payments
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests.factories.invoicing import staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def invoice(mission, accountant):
    return invoices.invoice_mission(mission, on=TODAY, by=accountant)


def _pay(invoice, amount, by, key="bank-1", on=TODAY):
    payments.record_payment(invoice, amount=D(amount), on=on, key=key, by=by)
    invoice.refresh_from_db()
    return invoice


def test_a_full_payment_settles_the_invoice(invoice, accountant):
    paid = _pay(invoice, "1512.50", accountant)

    assert paid.state == "paid"
    assert ledger.account_balance("bank") == D("1512.50")
    assert ledger.account_balance("clients.receivable") == 0


def test_a_partial_payment_leaves_the_rest_open(invoice, accountant):
    paid = _pay(invoice, "1000.00", accountant)

    assert paid.state == "partly_paid"
    assert payments.open_amount(paid) == D("512.50")
    assert _pay(invoice, "512.50", accountant, key="bank-2").state == "paid"


def test_the_same_payment_twice_is_booked_once(invoice, accountant):
    _pay(invoice, "1000.00", accountant)

    _pay(invoice, "1000.00", accountant)

    assert ledger.account_balance("bank") == D("1000.00")


def test_the_same_key_with_another_amount_is_refused(invoice, accountant):
    _pay(invoice, "1000.00", accountant)

    with pytest.raises(Conflict):
        _pay(invoice, "400.00", accountant)


@pytest.mark.parametrize("amount", ["1512.51", "0.00", "-1.00"])
def test_an_amount_that_is_not_open_is_refused(invoice, accountant, amount):
    with pytest.raises(RuleBroken, match=r"€1,512\.50 is open on BE-2026-000001") as refused:
        _pay(invoice, amount, accountant)

    assert refused.value.field == "amount"


def test_money_cannot_arrive_before_the_invoice(invoice, accountant):
    with pytest.raises(RuleBroken) as refused:
        _pay(invoice, "1.00", accountant, on=datetime.date(2026, 11, 9))

    assert refused.value.field == "on"


def test_a_partial_credit_and_a_payment_together_settle_it(invoice, accountant):
    credit_notes.credit_invoice(invoice, amount=D("250.00"), reason="One day less", on=TODAY, by=accountant)

    # 1 512.50 − 302.50
    assert _pay(invoice, "1210.00", accountant).state == "paid"


def test_a_draft_cannot_be_paid(mission, accountant):
    draft = invoices.draft_invoice(mission, on=TODAY, by=accountant)

    with pytest.raises(RuleBroken) as refused:
        _pay(draft, "1.00", accountant)

    assert refused.value.code == "not_payable"


def test_only_an_accountant_registers_payments(invoice):
    with pytest.raises(NotAllowed):
        _pay(invoice, "1.00", staff_actor("adviser"))
