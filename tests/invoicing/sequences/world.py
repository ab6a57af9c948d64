"""Who is in the story and what it has made so far; what the rules refuse changes nothing."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from activities.models import Activity, Contract, Mission
from countries.models import CountrySetting
from invoicing.models import BankEntry, Invoice
from invoicing.rules import payments
from smart.foundation.errors import RuleBroken
from smart.foundation.money import CENT, ZERO
from tests.factories.invoicing import make_activity, make_client, member_actor, staff_actor
from tests.invoicing.conftest import NOON, TODAY
from tests.people import make_member

T = TypeVar("T")
EARLY = datetime.date(2026, 10, 5)
"""A day of the month before, which the story may close."""


NEEDS = {
    "refund": "arrive_for_nothing",
    "apply": "arrive_for_nothing",
    "cancel_refund": "refund",
    "pay_out": "refund",
    "withdraw_file": "pay_out",
    "bank_books_file": "pay_out",
    "bank_books_payment": "pay_out",
    "payment_comes_back": "bank_books_file",
    "take_back": "arrive_exactly",
    "take_back_part": "pay_exactly",
    "keep_credited": "credit_paid",
    "credit_paid": "arrive_exactly",
    "pay_late": "write_off",
    "write_off": "send",
    "write_off_with_vat": "send",
    "reclaim_vat": "write_off",
    "send": "issue",
    "answer": "dispute",
    "pay_interest": "remind",
    "reopen_october": "close_october",
    "cancel": "convert",
    "sign": "convert",
    "buy": "arrive_exactly",
    "return_goods": "buy",
    "pay_salaries": "run_payroll",
    "run_payroll": "sign",
}
"""What must have been done before a verb has anything to be about."""


@dataclass(frozen=True)
class Step:
    """What happens: a verb, an amount, which of the things there are, and whether it is booked in October."""

    verb: str
    cents: int = 100_000
    pick: int = 0
    early: bool = False

    @property
    def amount(self) -> Decimal:
        return self.cents * CENT

    @property
    def on(self) -> datetime.date:
        return EARLY if self.early else TODAY


class World:
    """Two members with an activity each, two clients, and the staff. `cash` is what a person entered without a statement."""

    now = NOON

    def __init__(self, country: Any) -> None:
        self.country = country
        self._enter_rates()
        people = [make_member(country, name) for name in ("Alice Example", "Eve Stranger")]
        self.activities: list[Activity] = [make_activity(country, each) for each in people]
        self.clients = [
            make_client(),
            make_client(name="Galleri Exempel", folded_name="galleri exempel", place="DE", vat_number="DE136695976"),
        ]
        self.adviser = staff_actor("adviser")
        self.accountant, self.second = staff_actor("accounting"), staff_actor("accounting")
        self.payroll, self.releasing = staff_actor("payroll"), staff_actor("payroll")
        self.missions: list[Mission] = []
        self.contracts: list[Contract] = []
        self.entries: list[BankEntry] = []
        self.cash = self.interest = ZERO
        self.exchange: dict[int, Decimal] = {}
        self.again: list[Callable[[], Any]] = []
        self.last_refusal = ""
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @staticmethod
    def _enter_rates() -> None:
        """A reference rate of the half-year, so that letters can claim interest."""
        facts = {"source": "Invented for the test", "state": "approved", "entered_by_id": 1, "entered_at": NOON}
        rates = [{"since": "2026-07-01", "rate": "0.0215", "source": "Invented"}]
        CountrySetting.objects.create(key="late.reference_rates", since=EARLY, value=rates, **facts)

    def play(self, step: Step) -> bool:
        """Do the step, whole or not at all; what it needs and nobody has made is made first. Whether it was done."""
        if self._try(step):
            return True
        before = NEEDS.get(step.verb)
        if before is None or self.last_refusal != "nothing_yet":
            return False
        return self.play(replace(step, verb=before)) and self._try(step)

    def _try(self, step: Step) -> bool:
        before = (self.cash, self.interest, dict(self.exchange), list(self.again), list(self.entries))
        lists = (list(self.missions), list(self.contracts))
        try:
            with transaction.atomic():
                getattr(self, step.verb)(step)
        except RuleBroken as refused:
            self.cash, self.interest, self.exchange, self.again, self.entries = before
            self.missions, self.contracts = lists
            self.last_refusal = refused.code
            self.refused[f"{step.verb}: {refused.code}"] += 1
            return False
        self.done[step.verb] += 1
        return True

    def once(self, call: Callable[[], T]) -> T:
        """Do what is one business event, and remember how to ask for it again."""
        found = call()
        self.again.append(call)
        return found

    def choose(self, things: Sequence[T], step: Step) -> T:
        if not things:
            raise RuleBroken("nothing_yet")
        return things[step.pick % len(things)]

    def activity(self, step: Step) -> Activity:
        return self.choose(self.activities, step)

    def member(self, activity: Activity) -> Any:
        return member_actor(activity)

    def invoices(self, *states: str) -> list[Invoice]:
        """Invoices and deposits by number."""
        rows = Invoice.objects.issued().exclude(kind="credit_note").order_by("pk")
        return list(rows.filter(state__in=states) if states else rows)

    def invoice(self, step: Step, *states: str) -> Invoice:
        return self.choose(self.invoices(*states), step)

    def owing(self, step: Step) -> Invoice:
        """One on which something is open, mostly; any other one now and then, which is refused."""
        found = self.invoices()
        left = payments.open_amounts(found)
        return self.choose([each for each in found if left[each.pk] > 0] if step.pick % 12 else found, step)
