"""Real threads on real connections: two claims never take the same euro, one claim is never booked twice."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import connection

from activities.models import ExpenseClaim
from invoicing.models import LedgerTransaction, Payable
from invoicing.queries.balances import activity_balance
from invoicing.rules import expense_claims as rules
from invoicing.rules import invariants
from smart.celery import app
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.expenses import NOW, give_account, make_claim
from tests.factories.invoicing import make_activity, make_country, member_actor, staff_actor
from tests.invoicing.conftest import TODAY
from tests.invoicing.suppliers.world import earn

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    """These tests commit, so the bell rings: into this process, never into a running portal."""
    monkeypatch.setattr(app.conf, "broker_url", "memory://")
    monkeypatch.setattr(app.conf, "broker_write_url", "memory://")
    app.pool.force_close_all()
    app._pool = None
    yield
    app._pool = None


def at_once(works):
    outcomes = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place):
        try:
            start.wait()
            outcomes[place] = works[place]()
        except Exception as refused:
            outcomes[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def shop(transactional_db, clock):
    """1 168.75 that clients have paid."""
    where = make_country("BE")
    with enter(where):
        activity = make_activity(where)
        earn(activity)
        give_account(activity)
    return activity


def test_ten_claims_at_once_take_what_is_there_and_no_more(shop):
    where = shop.country
    with enter(where):
        claims = [
            make_claim(shop, "300.00", day=datetime.date(2026, month, 15)) for month in range(1, 11) if month != 1
        ]

    def send(claim):
        with enter(where):
            rules.send_claim(claim, by=member_actor(shop), now=NOW)

    outcomes = at_once([lambda claim=claim: send(claim) for claim in claims])

    lost = [outcome for outcome in outcomes if outcome is not None]
    assert len(outcomes) - len(lost) == 3, outcomes
    assert {type(outcome) for outcome in lost} == {RuleBroken}
    assert {outcome.code for outcome in lost} == {"not_enough_received"}
    with enter(where):
        assert activity_balance(shop).reserved == D("900.00")
        assert ExpenseClaim.objects.for_review().count() == 3


def test_ten_approvals_at_once_book_and_owe_once(shop):
    where = shop.country
    with enter(where):
        claim = rules.send_claim(make_claim(shop), by=member_actor(shop), now=NOW)
        people = [staff_actor() for _each in range(10)]

    def approve(by):
        with enter(where):
            rules.approve_claim(claim, by=by, on=TODAY)

    outcomes = at_once([lambda by=by: approve(by) for by in people])

    assert outcomes == [None] * 10
    with enter(where):
        assert LedgerTransaction.objects.filter(event=f"expense:{claim.pk}").count() == 1
        assert Payable.objects.get().amount == D("121.00")
        assert [line for line in invariants.broken_in_country() if not line.startswith("I5")] == []


def test_withdrawing_and_approving_at_once_end_in_one_of_them(shop):
    where = shop.country
    with enter(where):
        claim = rules.send_claim(make_claim(shop), by=member_actor(shop), now=NOW)
        member, other = member_actor(shop), staff_actor()

    def withdraw():
        with enter(where):
            rules.withdraw_claim(claim, by=member, on=TODAY)

    def approve():
        with enter(where):
            rules.approve_claim(claim, by=other, on=TODAY)

    outcomes = at_once([withdraw, approve])

    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    with enter(where):
        assert ExpenseClaim.objects.get().state in {"draft", "approved"}
        assert [line for line in invariants.broken_in_country() if not line.startswith("I5")] == []
