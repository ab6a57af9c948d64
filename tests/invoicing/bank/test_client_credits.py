"""Money paid too much: kept with the client's name, paying another invoice, going back, taken back by the bank."""

import datetime
from decimal import Decimal

import pytest

from invoicing.models import BankEntry, ClientCredit, LedgerTransaction
from invoicing.rules import client_credits, credit_notes, invariants, invoices, ledger, payables, payments
from invoicing.rules.bank_entries import match_entry
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_client, make_country, make_mission, staff_actor
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.conftest import TODAY
from tests.people import belgian_iban

D = Decimal
IBAN = belgian_iban(373)


@pytest.fixture
def entry(inside):
    return make_entry("200.00", iban=IBAN, name="Galleri Exempel")


@pytest.fixture
def credit(entry, second_invoice, accountant, now):
    """200.00 came for 121.00: the invoice is paid, 79.00 is kept."""
    match_entry(entry, invoice=second_invoice, by=accountant, now=now)
    return client_credits.keep_on_account(entry, client=second_invoice.client, by=accountant, now=now)


def left(credit):
    return client_credits.left_of([credit])[credit.pk]


def test_the_rest_of_a_payment_is_kept_for_the_client(credit, entry, second_invoice):
    entry.refresh_from_db()
    second_invoice.refresh_from_db()

    assert (entry.state, second_invoice.state) == ("matched", "paid")
    assert (credit.client, credit.amount, left(credit)) == (second_invoice.client, D("79.00"), D("79.00"))
    assert ledger.account_balance("bank") == D("200.00")
    assert ledger.account_balance("clients.on_account") == D("-79.00")
    assert not list(invariants.broken_in_country())


def test_a_decided_entry_keeps_nothing_twice(credit, entry, accountant, now):
    before = LedgerTransaction.objects.count()

    with pytest.raises(RuleBroken, match="nothing more is to be decided"):
        client_credits.keep_on_account(entry, client=credit.client, by=accountant, now=now)

    assert (ClientCredit.objects.count(), LedgerTransaction.objects.count()) == (1, before)


def test_it_pays_another_invoice_of_the_client_and_the_rest_stays_open(credit, activity, accountant, now):
    other = invoice_for(activity, credit.client, "100.00")

    client_credits.apply_credit(credit, invoice=other, on=TODAY, by=accountant, now=now)

    other.refresh_from_db()
    assert other.state == "partly_paid"
    assert (payments.open_amount(other), payments.paid_amount(other)) == (D("42.00"), D("79.00"))
    assert ledger.account_balance("clients.on_account") == 0
    assert left(credit) == 0
    assert not list(invariants.broken_in_country())


def test_what_is_used_up_pays_nothing_more(credit, activity, accountant, now):
    other = invoice_for(activity, credit.client, "100.00")
    client_credits.apply_credit(credit, invoice=other, on=TODAY, by=accountant, now=now)

    with pytest.raises(RuleBroken) as refused:
        client_credits.apply_credit(credit, invoice=other, on=TODAY, by=accountant, now=now)

    assert refused.value.code == "credit_used"


def test_another_clients_invoice_is_refused(credit, invoice, accountant, now):
    with pytest.raises(RuleBroken, match="another client's") as refused:
        client_credits.apply_credit(credit, invoice=invoice, on=TODAY, by=accountant, now=now)

    assert refused.value.code == "other_client"


def test_a_refund_waits_among_the_payables_and_holds_its_part(credit, accountant, now):
    payable = refund(credit, "50.00", by=accountant, now=now)

    assert (payable.kind, payable.amount, payable.ledger_account) == (
        "client_refund",
        D("50.00"),
        "clients.on_account",
    )
    assert left(credit) == D("29.00")
    assert ledger.account_balance("clients.on_account") == D("-79.00")
    with pytest.raises(RuleBroken) as refused:
        refund(credit, "29.01", by=accountant, now=now)
    assert (refused.value.code, refused.value.field) == ("credit_used", "amount")


def test_a_cancelled_refund_gives_its_part_free(credit, accountant, now):
    payable = refund(credit, "50.00", by=accountant, now=now)

    payables.cancel_payable(payable, reason="The client wants another invoice paid", by=accountant)

    assert left(credit) == D("79.00")


def test_a_refund_to_a_wrong_account_is_refused_at_its_field(credit, accountant, now):
    with pytest.raises(RuleBroken) as refused:
        refund(credit, "50.00", by=accountant, now=now, iban="BE25999000000373")

    assert (refused.value.code, refused.value.field) == ("account_unusable", "iban")
    assert left(credit) == D("79.00")


def test_what_a_credit_note_left_over_is_kept_and_named(invoice, accountant, now):
    payments.record_payment(invoice, amount=D("1512.50"), on=TODAY, key="cash", by=accountant)
    credit_notes.credit_invoice(invoice, amount=D("250.00"), reason="Less work", on=TODAY, by=accountant)

    kept = client_credits.keep_credited(invoice, on=TODAY, by=accountant, now=now)

    assert (kept.amount, kept.client) == (D("302.50"), invoice.client)
    assert payments.open_amount(invoice) == 0
    with pytest.raises(RuleBroken, match="nothing can be kept"):
        client_credits.keep_credited(invoice, on=TODAY, by=accountant, now=now)
    assert not list(invariants.broken_in_country())


def test_money_that_left_cannot_be_kept(inside, accountant, now):
    with pytest.raises(RuleBroken) as refused:
        client_credits.keep_on_account(make_entry("-10.00"), client=make_client(), by=accountant, now=now)

    assert refused.value.code == "money_out"


def test_only_accountants_keep_apply_and_refund(credit, entry, second_invoice, now):
    adviser = staff_actor("adviser")

    for forbidden in (
        lambda: client_credits.keep_on_account(entry, client=credit.client, by=adviser, now=now),
        lambda: client_credits.apply_credit(credit, invoice=second_invoice, on=TODAY, by=adviser, now=now),
        lambda: refund(credit, "1.00", by=adviser, now=now),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_another_country_sees_none_of_it(credit):
    with enter(make_country("FR")):
        assert not ClientCredit.objects.exists()
        assert not BankEntry.objects.exists()


def refund(credit, amount, *, by, now, iban=IBAN):
    payee = payables.Payee(name=credit.client.name, iban=iban, remittance="Refund")
    due = TODAY + datetime.timedelta(days=2)
    return client_credits.refund_credit(credit, amount=D(amount), payee=payee, due_on=due, by=by, now=now)


def invoice_for(activity, client, amount):
    return invoices.invoice_mission(make_mission(activity, client=client, amount=amount), on=TODAY, by=PORTAL)
