"""The ledger keeps every cent, books an event once and never overdraws an activity."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from invoicing.models import LedgerAccount, LedgerEntry, LedgerTransaction
from invoicing.rules import ledger
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, RuleBroken

D = Decimal
ON = datetime.date(2026, 11, 10)


def _credit(activity, amount="100.00", event="test:1"):
    entries = [("clients.receivable", None, D(amount)), ("activity.available", activity, -D(amount))]
    return ledger.post(
        event=event, kind="invoice_issued", on=ON, entries=entries, subject=activity, by=PORTAL, label="A first invoice"
    )


def _reserve(activity, amount, event="test:reserve"):
    entries = [("activity.available", activity, D(amount)), ("activity.reserved", activity, -D(amount))]
    return ledger.post(
        event=event, kind="reserved", on=ON, entries=entries, subject=activity, by=PORTAL, label="Reserve"
    )


def test_a_posting_moves_the_balances_of_its_accounts(activity):
    _credit(activity)

    assert ledger.account_balance("activity.available", activity) == D("-100.00")
    assert ledger.account_balance("clients.receivable") == D("100.00")


def test_accounts_are_opened_on_first_use_with_the_currency_of_the_country(activity):
    _credit(activity)

    assert set(LedgerAccount.objects.values_list("code", "kind", "currency")) == {
        ("clients.receivable", "asset", "EUR"),
        ("activity.available", "liability", "EUR"),
    }


def test_entries_of_one_account_are_added_up_and_zeros_dropped(activity):
    entries = [
        ledger.Entry("clients.receivable", None, D("60.00")),
        ledger.Entry("clients.receivable", None, D("40.00")),
        ledger.Entry("vat.payable", None, D("0.00")),
        ledger.Entry("activity.available", activity, D("-100.00")),
    ]

    ledger.post(event="e", kind="invoice_issued", on=ON, entries=entries, subject=activity, by=PORTAL, label="x")

    assert sorted(LedgerEntry.objects.values_list("amount", flat=True)) == [D("-100.00"), D("100.00")]


def test_the_same_event_again_returns_the_first_and_changes_nothing(activity):
    first = _credit(activity)

    again = _credit(activity)

    assert again.pk == first.pk
    assert LedgerTransaction.objects.count() == 1
    assert LedgerEntry.objects.count() == 2


def test_the_same_event_with_another_amount_is_refused(activity):
    _credit(activity)

    with pytest.raises(Conflict, match="already booked with other amounts") as refused:
        _credit(activity, "100.01")

    assert refused.value.code == "event_differs"
    assert ledger.account_balance("activity.available", activity) == D("-100.00")


def test_what_is_not_available_cannot_be_reserved(activity):
    _credit(activity, "100.00")

    with pytest.raises(RuleBroken) as refused:
        _reserve(activity, "100.01")

    assert refused.value.code == "not_enough_available"
    assert "€100.00 available and €100.01 is asked for" in refused.value.message


def test_all_that_is_available_can_be_reserved(activity):
    _credit(activity, "100.00")

    _reserve(activity, "100.00")

    assert ledger.account_balance("activity.available", activity) == 0
    assert ledger.account_balance("activity.reserved", activity) == D("-100.00")


@pytest.mark.parametrize(
    "entries",
    [
        [("clients.receivable", None, D("10.00")), ("fee.income", None, D("-9.99"))],
        [("clients.receivable", None, D("0.00")), ("fee.income", None, D("0.00"))],
        [("clients.receivable", None, D("0.005")), ("fee.income", None, D("-0.005"))],
        [("petty.cash", None, D("1.00")), ("fee.income", None, D("-1.00"))],
        [("activity.available", None, D("1.00")), ("fee.income", None, D("-1.00"))],
    ],
    ids=["does not balance", "moves nothing", "below a cent", "unknown account", "activity missing"],
)
def test_a_posting_that_cannot_be_true_is_a_programming_error(activity, entries):
    with pytest.raises(ValueError, match=r".+"):
        ledger.post(event="e", kind="x", on=ON, entries=entries, subject=activity, by=PORTAL, label="x")

    assert not LedgerTransaction.objects.exists()


def test_the_database_itself_refuses_entries_that_do_not_balance(activity):
    posted = _credit(activity)
    account = LedgerAccount.objects.get(code="clients.receivable")

    with pytest.raises(IntegrityError, match="does not balance"):
        _add_entry_and_commit(posted, account, D("1.00"))


def _add_entry_and_commit(posted, account, amount):
    """Constraints that wait for the commit are asked now, in a savepoint the test can lose."""
    with transaction.atomic(), connection.cursor() as cursor:
        LedgerEntry.objects.create(transaction=posted, account=account, amount=amount)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_entries_are_never_changed_or_deleted(activity):
    _credit(activity)

    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.update(amount=D("5.00"))
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerTransaction.objects.all().delete()
