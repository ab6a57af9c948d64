"""What banks keep, payments that arrive short, and payments in another currency."""

from decimal import Decimal

import pytest

from invoicing.models import BankEntry
from invoicing.rules import bank_fees, invariants, ledger, payments
from invoicing.rules.bank_entries import divide_entry, match_entry, match_foreign
from invoicing.rules.bank_settling import settle_entry
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories.invoicing import staff_actor
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.conftest import TODAY

D = Decimal


def test_a_small_cost_the_bank_names_is_booked_by_itself(inside, accountant, now):
    assert settle_entry(make_entry("-10.00", is_fee=True), by=accountant, now=now)

    assert ledger.account_balance("bank.fees") == D("10.00")
    assert ledger.account_balance("bank") == D("-10.00")


@pytest.mark.parametrize(("amount", "is_fee"), [("-10.01", True), ("-10.00", False)])
def test_a_larger_cost_or_one_without_the_banks_word_waits(inside, accountant, now, amount, is_fee):
    assert not settle_entry(make_entry(amount, is_fee=is_fee), by=accountant, now=now)


def test_a_person_books_any_cost_once(inside, accountant, now):
    entry = make_entry("-55.00", text="Yearly card")

    bank_fees.book_fee(entry, by=accountant, now=now)

    assert BankEntry.objects.get(pk=entry.pk).state == "matched"
    with pytest.raises(RuleBroken, match="nothing more is to be decided"):
        bank_fees.book_fee(entry, by=accountant, now=now)
    assert ledger.account_balance("bank.fees") == D("55.00")


def test_money_that_arrived_is_no_cost(inside, accountant, now):
    with pytest.raises(RuleBroken) as refused:
        bank_fees.book_fee(make_entry("5.00"), by=accountant, now=now)

    assert refused.value.code == "money_in"


@pytest.fixture
def short(second_invoice, accountant, now):
    """113.00 came for 121.00: 8.00 is missing."""
    match_entry(make_entry("113.00"), invoice=second_invoice, by=accountant, now=now)
    return second_invoice


def test_the_cooperative_bears_what_a_payment_is_short_of(short, accountant):
    bank_fees.close_short(short, bearer="cooperative", on=TODAY, by=accountant)

    short.refresh_from_db()
    assert (short.state, payments.open_amount(short)) == ("paid", 0)
    assert ledger.account_balance("bank.fees") == D("8.00")
    assert not list(invariants.broken_in_country())


def test_the_activity_bears_it_from_what_is_available(short, activity, accountant):
    before = ledger.account_balance("activity.available", activity)

    bank_fees.close_short(short, bearer="activity", on=TODAY, by=accountant)

    assert ledger.account_balance("activity.available", activity) == before + D("8.00")
    assert ledger.account_balance("bank.fees") == 0


def test_it_is_closed_once(short, accountant):
    bank_fees.close_short(short, bearer="cooperative", on=TODAY, by=accountant)

    with pytest.raises(RuleBroken) as refused:
        bank_fees.close_short(short, bearer="cooperative", on=TODAY, by=accountant)

    assert refused.value.code == "nothing_short"


def test_more_than_the_countrys_limit_is_not_closed(second_invoice, accountant, now):
    match_entry(make_entry("110.00"), invoice=second_invoice, by=accountant, now=now)

    with pytest.raises(RuleBroken, match=r"at most €10\.00 may be closed") as refused:
        bank_fees.close_short(second_invoice, bearer="cooperative", on=TODAY, by=accountant)

    assert refused.value.code == "above_fee_limit"


def test_an_invoice_nobody_paid_is_not_closed(second_invoice, accountant):
    with pytest.raises(RuleBroken) as refused:
        bank_fees.close_short(second_invoice, bearer="cooperative", on=TODAY, by=accountant)

    assert refused.value.code == "nothing_short"


def test_only_accountants_book_costs_and_close(short, now):
    adviser = staff_actor("adviser")

    with pytest.raises(NotAllowed):
        bank_fees.book_fee(make_entry("-5.00"), by=adviser, now=now)
    with pytest.raises(NotAllowed):
        bank_fees.close_short(short, bearer="cooperative", on=TODAY, by=adviser)


def test_a_payment_in_another_currency_leaves_a_difference_of_exchange(second_invoice, accountant, now):
    entry = make_entry("118.40", foreign_amount=D("1350.00"), foreign_currency="SEK")

    match_foreign(entry, invoice=second_invoice, booked=D("118.40"), closes=D("121.00"), by=accountant, now=now)

    second_invoice.refresh_from_db()
    assert second_invoice.state == "paid"
    assert ledger.account_balance("exchange.differences") == D("2.60")
    assert ledger.account_balance("bank") == D("118.40")
    assert not list(invariants.broken_in_country())


def test_an_account_in_another_currency_is_booked_with_the_banks_rate(second_invoice, accountant, now):
    entry = make_entry("1350.00", currency="SEK")

    match_foreign(entry, invoice=second_invoice, booked=D("122.00"), closes=D("121.00"), by=accountant, now=now)

    assert ledger.account_balance("exchange.differences") == D("-1.00")
    assert BankEntry.objects.get(pk=entry.pk).state == "matched"


@pytest.mark.parametrize(
    ("facts", "booked", "code"),
    [
        ({}, "118.40", "not_foreign"),
        ({"foreign_currency": "SEK"}, "119.00", "booked_amount"),
        ({"currency": "SEK"}, "100.00", "far_from_it"),
    ],
)
def test_what_is_no_difference_of_exchange_is_refused(second_invoice, accountant, now, facts, booked, code):
    entry = make_entry("118.40", **facts)

    with pytest.raises(RuleBroken) as refused:
        match_foreign(entry, invoice=second_invoice, booked=D(booked), closes=D("121.00"), by=accountant, now=now)

    assert refused.value.code == code


def test_one_entry_pays_several_invoices_with_an_amount_each(invoice, second_invoice, accountant, now):
    entry = make_entry("1600.00")

    divide_entry(entry, parts=[(invoice, D("1512.50")), (second_invoice, D("80.00"))], by=accountant, now=now)

    entry.refresh_from_db()
    assert entry.state == "waiting"
    assert (payments.open_amount(invoice), payments.open_amount(second_invoice)) == (0, D("41.00"))


@pytest.mark.parametrize(("amounts", "code"), [((), "nothing_chosen"), (("1512.50", "100.00"), "more_than_left")])
def test_an_entry_is_not_divided_beyond_itself(invoice, second_invoice, accountant, now, amounts, code):
    entry = make_entry("1600.00")
    parts = list(zip((invoice, second_invoice), map(D, amounts), strict=False))

    with pytest.raises(RuleBroken) as refused:
        divide_entry(entry, parts=parts, by=accountant, now=now)

    assert refused.value.code == code
    assert ledger.account_balance("bank") == 0
