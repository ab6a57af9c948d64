"""What random stories have found: each a story by itself, with its amounts by hand."""

from decimal import Decimal

import pytest

from invoicing.models import GuaranteeDecision, LedgerTransaction
from invoicing.queries.balances import activity_balance
from invoicing.rules import bank_entries, bank_returns, invoices, ledger, payments, write_offs, written_off
from smart.foundation.actors import PORTAL
from smart.foundation.states import move
from tests.factories.invoicing import make_mission, staff_actor
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.conftest import NOON, TODAY

D = Decimal


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def invoice(activity):
    """100.00 and 21 %: 121.00, sent; 93.50 for the activity."""
    made = invoices.invoice_mission(make_mission(activity, amount=D("100.00")), on=TODAY, by=PORTAL)
    return move(made, to="sent", by=PORTAL) or made


def pay(invoice, amount, by, *, key):
    return payments.record_payment(invoice, amount=D(amount), on=TODAY, key=key, by=by)


def give_up(invoice, by):
    facts = {"reason": "Bankrupt", "reclaims_vat": False, "proof": "", "on": TODAY}
    return write_offs.propose_write_off(invoice, by=by, **facts)


def decide(invoice, *, guaranteed):
    facts = {"conditions": [], "on": TODAY, "at": NOON, "because": "asked"}
    GuaranteeDecision.objects.create(mission=invoice.mission, is_guaranteed=guaranteed, **facts)


def test_a_payment_made_before_the_loss_revives_nothing_when_it_is_asked_again(invoice, accountant):
    pay(invoice, "50.00", accountant, key="1")
    decide(invoice, guaranteed=True)
    give_up(invoice, accountant)  # 71.00
    before = LedgerTransaction.objects.count()

    pay(invoice, "50.00", accountant, key="1")

    assert LedgerTransaction.objects.count() == before
    assert payments.open_amount(invoice) == 0
    assert written_off.recoverable(invoice) == D("71.00")


def test_a_foreign_payment_taken_back_leaves_no_difference_of_exchange(invoice, accountant):
    facts = {"foreign_currency": "USD", "foreign_amount": D("130.00")}
    came = make_entry("118.00", **facts)
    bank_entries.match_foreign(came, invoice=invoice, booked=D("118.00"), closes=D("121.00"), by=accountant, now=NOON)
    assert ledger.account_balance("exchange.differences") == D("3.00")

    bank_returns.take_back(make_entry("-118.00"), original=came, by=accountant, now=NOON)

    assert payments.open_amount(invoice) == D("121.00")
    assert payments.paid_amount(invoice) == 0
    assert ledger.account_balance("exchange.differences") == 0
    assert ledger.account_balance("bank") == 0


def test_two_losses_of_one_invoice_come_back_to_who_bore_them(invoice, activity, accountant):
    """121.00 was lost to the fund; 40.00 came and went back; the order had lost its guarantee: 40.00 was lost again."""
    decide(invoice, guaranteed=True)
    give_up(invoice, accountant)
    pay(invoice, "40.00", accountant, key="1")
    payments.take_back_payment(invoice, amount=D("40.00"), on=TODAY, key="1", by=accountant)
    decide(invoice, guaranteed=False)
    second = give_up(invoice, accountant)
    # of 40.00 the tax is 40 × 21 / 121 = 6.94; of the other 33.06 the activity had got 93.5 % = 30.91, the fund bears 9.09
    assert (second.from_activity, second.from_fund) == (D("30.91"), D("9.09"))
    assert activity_balance(activity).available == D("62.59")

    pay(invoice, "121.00", accountant, key="2")

    assert written_off.recoverable(invoice) == 0
    assert ledger.account_balance("guarantee.fund") == 0
    assert activity_balance(activity).available == D("93.50")
