"""Losses among everything else: whatever people do in whatever order, the books balance and every euro is somewhere."""

import contextlib
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invoicing.models import Invoice, LedgerTransaction, WriteOff
from invoicing.rules import ledger, payments, write_offs, written_off
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import move
from tests.factories.invoicing import staff_actor
from tests.invoicing.test_ledger_sequences import TODAY, Story, _check_books
from tests.invoicing.unpaid.test_write_offs import guaranteed

D = Decimal
AMOUNTS = st.decimals(min_value=D("0.01"), max_value=D("2000.00"), places=2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("issue"), st.decimals(min_value=D("200.00"), max_value=D("2000.00"), places=2)),
        st.tuples(st.sampled_from(["pay", "pay", "credit", "convert"]), AMOUNTS),
        st.tuples(st.sampled_from(["lose", "lose", "lose_vat", "reclaim", "cancel", "replay", "return_it"]), st.none()),
    ),
    min_size=5,
    max_size=16,
)


class StoryOfLosses(Story):
    """The same life, in which clients do not pay, pay after all, and have payments taken back."""

    def __init__(self, activity):
        super().__init__(activity)
        self.second, self.turn = staff_actor("accounting"), 0

    def issue(self, amount):
        super().issue(amount)
        invoice = Invoice.objects.get(mission=self.missions[-1])
        guaranteed(invoice, answer=len(self.missions) % 2 == 1)
        move(invoice, to="sent", by=PORTAL)

    def lose(self, _amount, *, reclaims_vat=False):
        facts = {"reason": "Bankrupt", "reclaims_vat": reclaims_vat, "proof": "Judgment", "on": TODAY}
        made = write_offs.propose_write_off(self._invoice(), by=self.accountant, **facts)
        if made.state == "proposed":
            write_offs.approve_write_off(made, on=TODAY, by=self.second)

    def lose_vat(self, _amount):
        self.lose(None, reclaims_vat=True)

    def reclaim(self, _amount):
        made = WriteOff.objects.done().order_by("-pk").first()
        if made is not None:
            write_offs.reclaim_vat(made, proof="Judgment", on=TODAY, by=self.accountant)

    def return_it(self, _amount):
        invoice = self._invoice()
        paid = payments.paid_amount(invoice)
        payments.take_back_payment(invoice, amount=paid, on=TODAY, key=str(self.paid), by=self.accountant)

    def replay(self, amount):
        super().replay(amount)
        before = LedgerTransaction.objects.count()
        for loss in WriteOff.objects.done():
            with contextlib.suppress(RuleBroken), transaction.atomic():
                write_offs.approve_write_off(loss, on=TODAY, by=self.second)
        assert LedgerTransaction.objects.count() == before

    def _mission(self):
        if not self.missions:
            raise RuleBroken("nothing_yet")
        self.turn += 1
        return self.missions[self.turn % len(self.missions)]


def _check_losses():
    documents = list(Invoice.objects.issued())
    billed = [each for each in documents if each.kind == "invoice"]
    total = sum((each.total if each.kind == "invoice" else -each.total for each in documents), ZERO)
    lost = sum((written_off.recoverable(each) for each in billed), ZERO)
    bank = ledger.account_balance("bank")
    assert ledger.account_balance("clients.receivable") == total - bank - lost
    assert sum((payments.open_amount(each) for each in billed), ZERO) == total - bank - lost
    for each in billed:
        assert written_off.recoverable(each) >= 0
        if each.state == "written_off":
            assert written_off.recoverable(each) > 0 or payments.open_amount(each) > 0


@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_with_losses_keeps_the_books_true(activity, steps):
    sid = transaction.savepoint()
    story = StoryOfLosses(activity)

    for step, amount in [("issue", D("1250.00")), *steps]:
        story.play(step, amount)
        _check_books(activity)
        _check_losses()

    transaction.savepoint_rollback(sid)
