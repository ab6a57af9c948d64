"""Whatever people do in whatever order: the ledger balances, nothing is overdrawn, no cent is lost, replays change nothing."""

import datetime
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.rules import contracts
from activities.states import ContractState
from invoicing.models import Invoice, LedgerEntry, LedgerTransaction
from invoicing.queries.balances import activity_balance, ledger_lines
from invoicing.rules import conversion, credit_notes, invoices, ledger, payments
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO
from tests.factories.invoicing import WORK, make_mission, member_actor, staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)
AMOUNTS = st.decimals(min_value=D("0.01"), max_value=D("4000.00"), places=2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("issue"), st.decimals(min_value=D("200.00"), max_value=D("4000.00"), places=2)),
        st.tuples(st.just("pay"), AMOUNTS),
        st.tuples(st.just("credit"), AMOUNTS),
        st.tuples(st.just("convert"), AMOUNTS),
        st.tuples(st.just("cancel"), st.none()),
        st.tuples(st.just("replay"), st.none()),
    ),
    min_size=4,
    max_size=14,
)


class Story:
    """One member's activity, on which anything may be tried; what the rules refuse changes nothing."""

    def __init__(self, activity):
        self.activity = activity
        self.member, self.adviser = member_actor(activity), staff_actor("adviser")
        self.accountant = staff_actor("accounting")
        self.missions, self.contracts, self.paid = [], [], 0

    def play(self, step, amount):
        try:
            with transaction.atomic():
                getattr(self, step)(amount)
        except RuleBroken:
            pass

    def issue(self, amount):
        mission = make_mission(self.activity, amount=amount, ends_on=WORK[1])
        invoices.invoice_mission(mission, on=TODAY, by=self.adviser)
        self.missions.append(mission)

    def pay(self, amount):
        self.paid += 1
        payments.record_payment(self._invoice(), amount=amount, on=TODAY, key=str(self.paid), by=self.accountant)

    def credit(self, amount):
        credit_notes.credit_invoice(self._invoice(), amount=amount, reason="As agreed", on=TODAY, by=self.accountant)

    def convert(self, amount):
        mission = self._mission()
        day = WORK[0] + datetime.timedelta(days=len(self.contracts) % 5)
        contract = conversion.convert_income(
            self.activity,
            mission=mission,
            kind="fixed_term",
            days=[(day, D("7.6"))],
            budget=amount,
            start_time=datetime.time(9, 0),
            function="Muralist",
            place="Gent",
            now=timezone.now(),
            by=self.member,
        )
        self.contracts.append(contract)

    def cancel(self, _amount):
        for contract in self.contracts:
            contract.refresh_from_db()
            if contract.state != ContractState.CANCELLED:
                contracts.cancel_contract(contract, reason="Cancelled", by=self.member)
                return

    def replay(self, _amount):
        """Every invoice issued again, every release asked again: nothing may change."""
        before = LedgerTransaction.objects.count()
        for mission in self.missions:
            invoices.invoice_mission(mission, on=TODAY, by=self.adviser)
        for contract in self.contracts:
            contract.refresh_from_db()
            if contract.state == ContractState.CANCELLED:
                conversion.release_reservation(contract, on=TODAY, by=self.adviser)
        assert LedgerTransaction.objects.count() == before

    def _mission(self):
        if not self.missions:
            raise RuleBroken("nothing_yet")
        return self.missions[len(self.contracts) % len(self.missions)]

    def _invoice(self):
        return Invoice.objects.get(mission=self._mission(), kind="invoice")


def _check_books(activity):
    per_event = defaultdict(lambda: ZERO)
    for event, amount in LedgerEntry.objects.values_list("transaction_id", "amount"):
        per_event[event] += amount
    assert set(per_event.values()) <= {ZERO}

    balance = activity_balance(activity)
    assert balance.available >= 0
    assert balance.reserved >= 0
    assert balance.credited == balance.available + balance.reserved + balance.spent
    for figure in ("credited", "reserved", "spent", "available"):
        assert sum((line.amount for line in ledger_lines(activity, figure)), ZERO) == getattr(balance, figure)


def _check_documents():
    """What the documents say is what the accounts hold: claims, VAT, fee, and what is open on each invoice."""
    signed = {"invoice": 1, "credit_note": -1}
    documents = list(Invoice.objects.issued())
    total = {
        part: sum((signed[d.kind] * getattr(d, part) for d in documents), ZERO) for part in ("vat", "fee", "total")
    }
    bank = ledger.account_balance("bank")
    assert ledger.account_balance("vat.payable") == -total["vat"]
    assert ledger.account_balance("fee.income") == -total["fee"]
    assert ledger.account_balance("clients.receivable") == total["total"] - bank
    billed = [d for d in documents if d.kind == "invoice"]
    assert sum((payments.open_amount(d) for d in billed), ZERO) == total["total"] - bank
    assert payments.open_amounts(billed) == {d.pk: payments.open_amount(d) for d in billed}


@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_keeps_the_books_true(activity, steps):
    sid = transaction.savepoint()
    story = Story(activity)

    for step, amount in [("issue", D("1250.00")), *steps]:
        story.play(step, amount)
        _check_books(activity)
    _check_documents()

    transaction.savepoint_rollback(sid)


@pytest.mark.parametrize("amount", ["1250.00", "999.99", "0.03"])
def test_a_whole_life_leaves_nothing_behind(activity, amount):
    story = Story(activity)
    story.issue(D(amount))
    if D(amount) > 500:
        story.convert(D("400.00"))
        story.cancel(None)
    credit_notes.credit_invoice(story._invoice(), reason="All of it", on=TODAY, by=story.accountant)

    assert {ledger.account_balance(code) for code in ledger.CHART if code not in ledger.OF_ACTIVITY} == {ZERO}
    assert activity_balance(activity).available == ZERO
