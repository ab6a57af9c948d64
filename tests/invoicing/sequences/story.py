"""One story of the books: everything people can do with money, as verbs that a test draws at random."""

import datetime

from django.utils import timezone
from hypothesis import strategies as st

from activities.rules import contracts
from activities.states import ContractState
from invoicing.rules import conversion
from tests.factories.invoicing import WORK, D
from tests.invoicing.sequences.billing import Billing
from tests.invoicing.sequences.losses import Losses
from tests.invoicing.sequences.outgoing import Outgoing
from tests.invoicing.sequences.purchases import Purchases
from tests.invoicing.sequences.world import Step

OFTEN = ("issue", "issue", "arrive", "arrive_exactly", "pay_exactly", "convert", "credit_half", "write_off")
VERBS = (
    *("issue_deposit", "issue_final", "send", "credit_part", "credit_lines", "credit_all", "dispute", "answer"),
    *("pay", "arrive_short", "arrive_foreign", "arrive_for_nothing", "divide", "bank_fee", "keep_credited", "apply"),
    *("take_back", "take_back_part", "refund", "cancel_refund", "pay_out", "withdraw_file", "bank_books_file"),
    *("bank_books_payment", "payment_comes_back", "remind", "pay_interest", "write_off_with_vat", "reclaim_vat"),
    *("pay_late", "pay_late", "credit_paid", "buy", "buy", "return_goods"),
    *("endow", "move_money", "close_october", "reopen_october", "convert", "cancel"),
)
SALARIES = (
    "convert",
    "convert",
    "sign",
    "sign",
    "run_payroll",
    "pay_salaries",
    "bank_books_file",
    "payment_comes_back",
)


class Story(Billing, Outgoing, Purchases, Losses):
    """Two members, two clients, the cooperative and its bank."""

    def convert(self, step: Step) -> None:
        """A day of work becomes a contract; its budget is reserved."""
        mission = self.choose(self.missions, step)
        day = WORK[0] + datetime.timedelta(days=step.pick % 5)
        contract = conversion.convert_income(
            mission.activity,
            mission=mission,
            kind="fixed_term",
            days=[(day, D("7.6"))],
            budget=max(step.amount, D("200.00")),
            start_time=datetime.time(9, 0),
            function="Muralist",
            place="Gent",
            now=timezone.now(),
            by=self.member(mission.activity),
        )
        self.contracts.append(contract)

    def cancel(self, step: Step) -> None:
        """A contract is cancelled and its budget given back, once."""
        going = [each for each in self.contracts if self._state_of(each) == ContractState.SUBMITTED]
        contract = self.choose(going, step)
        contracts.cancel_contract(contract, reason="Cancelled", by=self.adviser)
        self.once(lambda: conversion.release_reservation(contract, on=step.on, by=self.adviser))


def steps(verbs: tuple[str, ...], *, min_size: int, max_size: int) -> st.SearchStrategy[list[Step]]:
    """Lists of steps; half of the amounts are those of real invoices, the others down to the cent."""
    cents = st.one_of(st.integers(1, 5_000), st.integers(20_000, 400_000))
    one = st.builds(Step, st.sampled_from(verbs), cents, st.integers(0, 11), st.booleans())
    return st.lists(one, min_size=min_size, max_size=max_size)
