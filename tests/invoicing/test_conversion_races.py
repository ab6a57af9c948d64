"""Real threads on real connections: one euro is promised once, and every number is given once."""

import datetime
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from activities.models import Contract, Mission
from countries.models import Country
from invoicing.models import Invoice, LedgerTransaction, Series
from invoicing.queries.balances import activity_balance
from invoicing.rules import conversion, invoices, ledger
from smart.celery import app
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import WORK, make_activity, make_country, make_mission, member_actor, staff_actor

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
TODAY = datetime.date(2026, 11, 10)
THREADS = 20


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """These tests commit, so the bell rings: into this process, never into a running portal."""
    monkeypatch.setattr(app.conf, "broker_url", "memory://")
    monkeypatch.setattr(app.conf, "broker_write_url", "memory://")
    app.pool.force_close_all()
    app._pool = None
    yield
    app._pool = None


@pytest.fixture
def belgium(transactional_db: None, clock: Any) -> Country:
    return make_country("BE")


def _at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run the work in twenty threads that start together; return what each gave or raised."""
    outcomes: list[Any] = [None] * THREADS
    start = threading.Barrier(THREADS)

    def run(place: int) -> None:
        try:
            start.wait()
            outcomes[place] = work(place)
        except Exception as refused:
            outcomes[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _convert(belgium: Country, mission: Mission, day: datetime.date) -> int:
    with enter(belgium):
        fresh = Mission.objects.select_related("activity__membership__user").get(pk=mission.pk)
        contract = conversion.convert_income(
            fresh.activity,
            mission=fresh,
            kind="fixed_term",
            days=[(day, D("7.6"))],
            budget=D("1168.75"),
            start_time=datetime.time(9, 0),
            function="Muralist",
            place="Gent",
            now=timezone.now(),
            by=member_actor(fresh.activity),
        )
        return int(contract.pk)


def test_twenty_threads_converting_the_same_budget_make_one_contract(belgium):
    with enter(belgium):
        mission = make_mission(make_activity(belgium), ends_on=datetime.date(2026, 11, 30))
        invoices.invoice_mission(mission, on=TODAY, by=staff_actor("adviser"))
    days = [WORK[0] + datetime.timedelta(days=n % 5) for n in range(THREADS)]

    outcomes = _at_once(lambda place: _convert(belgium, mission, days[place]))

    won = [outcome for outcome in outcomes if isinstance(outcome, int)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
    assert len(won) == 1, outcomes
    assert len(lost) == THREADS - 1, outcomes
    assert {refused.code for refused in lost} <= {"not_enough_available", "day_in_another_contract"}
    with enter(belgium):
        balance = activity_balance(mission.activity)
        assert Contract.objects.get().budget == balance.reserved
        assert balance.available + balance.reserved == D("1168.75")


def test_twenty_threads_issuing_twenty_invoices_leave_no_gap_and_no_double(belgium):
    with enter(belgium):
        activity = make_activity(belgium)
        missions = [make_mission(activity) for _ in range(THREADS)]
        adviser = staff_actor("adviser")

    def issue(place: int) -> str:
        with enter(belgium):
            return str(invoices.invoice_mission(missions[place], on=TODAY, by=adviser).number)

    numbers = _at_once(issue)

    assert sorted(numbers) == [f"BE-2026-{n:06}" for n in range(1, THREADS + 1)]
    with enter(belgium):
        assert Series.objects.get(kind="invoice").last_number == THREADS
        assert ledger.account_balance("activity.available", activity) == D("-1168.75") * THREADS


def test_twenty_threads_issuing_the_same_mission_issue_one_invoice(belgium):
    with enter(belgium):
        mission = make_mission(make_activity(belgium))
        adviser = staff_actor("adviser")

    def issue(_place: int) -> int:
        with enter(belgium):
            return int(invoices.invoice_mission(mission, on=TODAY, by=adviser).pk)

    outcomes = _at_once(issue)

    assert len(set(outcomes)) == 1, outcomes
    with enter(belgium):
        assert Invoice.objects.get().number == "BE-2026-000001"
        assert LedgerTransaction.objects.count() == 1


def test_twenty_threads_posting_the_same_event_book_it_once(belgium):
    with enter(belgium):
        activity = make_activity(belgium)
        by = staff_actor("accounting")

    def post(_place: int) -> int:
        with enter(belgium):
            posted = ledger.post(
                event="race",
                kind="client_paid",
                on=TODAY,
                entries=[("bank", None, D("5.00")), ("clients.receivable", None, D("-5.00"))],
                subject=activity,
                by=by,
                label="A race",
            )
            return int(posted.pk)

    outcomes = _at_once(post)

    assert len(set(outcomes)) == 1, outcomes
    with enter(belgium):
        assert ledger.account_balance("bank") == D("5.00")
