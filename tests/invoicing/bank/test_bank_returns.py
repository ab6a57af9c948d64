"""The bank takes money back: the invoice is open again, kept money is gone, people are told, once."""

from decimal import Decimal

import pytest

from invoicing.models import BankEntry, LedgerTransaction
from invoicing.rules import bank_returns, client_credits, invariants, ledger, payments
from invoicing.rules.bank_entries import match_entry
from invoicing.rules.bank_settling import settle_entry
from members.models import Notification
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import history, move
from tests.factories.invoicing import staff_actor
from tests.invoicing.bank.entries import make_entry
from tests.people import make_staff

D = Decimal


@pytest.fixture
def paid(invoice, accountant, now):
    """1 512.50 came with the reference E2E-1 and paid BE-2026-000001."""
    entry = make_entry("1512.50", end_to_end="E2E-1", name="Huis van het Voorbeeld")
    match_entry(entry, invoice=invoice, by=accountant, now=now)
    return entry


@pytest.fixture
def back(paid):
    return make_entry("-1512.50", end_to_end="E2E-1", is_reversal=True)


def test_a_reversal_with_the_same_reference_opens_the_invoice_again(paid, back, invoice, accountant, now):
    assert settle_entry(back, by=accountant, now=now)

    invoice.refresh_from_db()
    back.refresh_from_db()
    assert (invoice.state, back.state) == ("issued", "matched")
    assert payments.open_amount(invoice) == D("1512.50")
    assert payments.paid_amount(invoice) == 0
    assert ledger.account_balance("bank") == 0
    assert not list(invariants.broken_in_country())


def test_the_member_and_the_accountants_are_told_once(be, paid, back, invoice, accountant, now):
    reader = make_staff(be, "accounting", "Rik Books")

    settle_entry(back, by=accountant, now=now)

    told = Notification.objects.filter(event="payment_taken_back")
    assert {notice.user_id for notice in told} == {reader.pk, invoice.activity.membership.user_id}
    assert "BE-2026-000001" in told.first().title


def test_it_is_taken_back_once(paid, back, invoice, accountant, now):
    settle_entry(back, by=accountant, now=now)
    before = LedgerTransaction.objects.count()
    second = make_entry("-1512.50", end_to_end="E2E-1", is_reversal=True)

    assert not settle_entry(second, by=accountant, now=now)
    with pytest.raises(RuleBroken, match="was taken back before"):
        bank_returns.take_back(second, original=paid, by=accountant, now=now)
    assert LedgerTransaction.objects.count() == before


def test_an_invoice_that_was_sent_is_sent_again(invoice, accountant, now):
    move(invoice, to="sent", by=accountant)
    first = make_entry("1512.50", end_to_end="E2E-1")
    match_entry(first, invoice=invoice, by=accountant, now=now)

    settle_entry(make_entry("-1512.50", end_to_end="E2E-1"), by=accountant, now=now)

    invoice.refresh_from_db()
    assert invoice.state == "sent"


def test_another_amount_waits_for_a_person(paid, invoice, accountant, now):
    part = make_entry("-500.00", end_to_end="E2E-1", is_reversal=True)

    assert not settle_entry(part, by=accountant, now=now)
    bank_returns.take_back_from_invoice(part, invoice=invoice, by=accountant, now=now)

    invoice.refresh_from_db()
    assert (invoice.state, payments.open_amount(invoice)) == ("partly_paid", D("500.00"))


def test_more_than_was_paid_cannot_go_back(invoice, accountant, now):
    entry = make_entry("-500.00")

    with pytest.raises(RuleBroken, match="was paid on BE-2026-000001") as refused:
        bank_returns.take_back_from_invoice(entry, invoice=invoice, by=accountant, now=now)

    assert (refused.value.code, refused.value.field) == ("returned_amount", "number")


def test_what_was_kept_of_the_payment_is_gone_too(second_invoice, accountant, now):
    first = make_entry("200.00", end_to_end="E2E-2")
    match_entry(first, invoice=second_invoice, by=accountant, now=now)
    client_credits.keep_on_account(first, client=second_invoice.client, by=accountant, now=now)

    assert settle_entry(make_entry("-200.00", end_to_end="E2E-2"), by=accountant, now=now)

    assert client_credits.credits_of(second_invoice.client) == []
    assert ledger.account_balance("clients.on_account") == 0
    assert ledger.account_balance("bank") == 0
    assert payments.open_amount(second_invoice) == D("121.00")


def test_an_entry_that_had_paid_nothing_and_its_return_cancel_each_other(inside, accountant, now):
    first, back = make_entry("80.00", end_to_end="E2E-3"), make_entry("-80.00", end_to_end="E2E-3")
    assert not settle_entry(back, by=accountant, now=now)

    bank_returns.take_back(back, original=first, by=accountant, now=now)

    assert set(BankEntry.objects.values_list("state", flat=True)) == {"matched"}
    assert LedgerTransaction.objects.count() == 0


def test_the_history_of_the_invoice_says_who(paid, back, invoice, accountant, now):
    settle_entry(back, by=accountant, now=now)

    assert [change.to_state for change in history(invoice)][-2:] == ["paid", "issued"]


def test_only_accountants_take_back(paid, back, invoice, now):
    adviser = staff_actor("adviser")

    with pytest.raises(NotAllowed):
        bank_returns.take_back(back, original=paid, by=adviser, now=now)
    with pytest.raises(NotAllowed):
        bank_returns.take_back_from_invoice(back, invoice=invoice, by=adviser, now=now)
