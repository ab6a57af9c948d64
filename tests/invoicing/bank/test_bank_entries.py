"""What a person decides about entries that wait: pay an invoice, set aside with a reason, take up again."""

from decimal import Decimal

import pytest

from invoicing.models import BankEntry
from invoicing.rules import ledger, payments
from invoicing.rules.bank_entries import match_entry, set_entry_aside, take_entry_up, unused_amount
from invoicing.rules.bank_import import import_statement
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import history
from tests.factories.invoicing import staff_actor

D = Decimal


@pytest.fixture
def entries(invoice, second_invoice, camt_file, accountant, now):
    """97.50 pays a part of BE-2026-000002 by itself (23.50 left); 100.00, 200.00 and −200.00 wait."""
    import_statement(camt_file, file_name="november.xml", by=accountant, now=now)
    return list(BankEntry.objects.order_by("position"))


def test_a_larger_entry_pays_what_is_open_and_the_rest_waits(entries, second_invoice, accountant, now):
    made = match_entry(entries[2], invoice=second_invoice, by=accountant, now=now)

    second_invoice.refresh_from_db()
    entries[2].refresh_from_db()
    assert made.amount == D("23.50")
    assert second_invoice.state == "paid"
    assert entries[2].state == "waiting"
    assert unused_amount(entries[2]) == D("76.50")
    assert ledger.account_balance("clients.receivable") == 0


def test_the_same_invoice_twice_is_refused(entries, second_invoice, accountant, now):
    match_entry(entries[2], invoice=second_invoice, by=accountant, now=now)

    with pytest.raises(RuleBroken) as refused:
        match_entry(entries[2], invoice=second_invoice, by=accountant, now=now)

    assert refused.value.code == "already_matched"


def test_an_invoice_with_nothing_open_is_refused(entries, invoice, accountant, now):
    with pytest.raises(RuleBroken) as refused:
        match_entry(entries[3], invoice=invoice, by=accountant, now=now)

    assert refused.value.code == "not_payable"
    assert payments.open_amount(invoice) == 0


def test_a_matched_entry_is_decided(entries, second_invoice, accountant, now):
    with pytest.raises(RuleBroken, match="The entry is “Matched”") as refused:
        match_entry(entries[0], invoice=second_invoice, by=accountant, now=now)

    assert refused.value.code == "entry_not_waiting"


def test_money_that_left_pays_nothing(entries, second_invoice, accountant, now):
    with pytest.raises(RuleBroken) as refused:
        match_entry(entries[4], invoice=second_invoice, by=accountant, now=now)

    assert refused.value.code == "money_out"


def test_an_entry_is_set_aside_for_a_reason_and_taken_up_again(entries, accountant):
    set_entry_aside(entries[4], reason="Paid back by the bank, client told", by=accountant)

    aside = BankEntry.objects.get(pk=entries[4].pk)
    assert aside.state == "set_aside"
    assert history(aside).last().reason == "Paid back by the bank, client told"
    assert take_entry_up(aside, by=accountant).state == "waiting"


def test_setting_aside_asks_for_a_reason_and_happens_once(entries, accountant):
    with pytest.raises(RuleBroken, match="Say why") as refused:
        set_entry_aside(entries[4], reason=" ", by=accountant)
    assert refused.value.field == "reason"

    set_entry_aside(entries[4], reason="Bank costs", by=accountant)
    with pytest.raises(RuleBroken) as twice:
        set_entry_aside(entries[4], reason="Bank costs", by=accountant)
    assert twice.value.code == "entry_not_waiting"


def test_only_accountants_decide(entries, second_invoice, now):
    adviser = staff_actor("adviser")

    with pytest.raises(NotAllowed):
        match_entry(entries[2], invoice=second_invoice, by=adviser, now=now)
    with pytest.raises(NotAllowed):
        set_entry_aside(entries[2], reason="No", by=adviser)
    with pytest.raises(NotAllowed):
        take_entry_up(entries[2], by=adviser)
