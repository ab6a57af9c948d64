"""A run of 300 contracts survives a worker killed in the middle, and a broker that forgets everything."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db.models import Count

from invoicing.models import LedgerTransaction, PayrollRun, Payslip, RunLine
from invoicing.rules import payroll
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from tests import people
from tests.factories.payroll import MONTH, make_contracts, payroll_officer
from tests.faults.workers import House, open_house, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
CONTRACTS = 300


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    with open_house() as opened:
        yield opened


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch) -> PayrollRun:
    """A started run; nobody rang: whatever happens is the reconciler's and the workers' work."""
    monkeypatch.setattr("smart.celery.send_wake_up", lambda *_: None)
    be = people.make_country("BE")
    with country(be):
        make_contracts(be, CONTRACTS)
        opener = payroll_officer("Petra Example")
        opened = payroll.open_run(month=MONTH, by=opener)
        payroll.start_computing(opened, by=opener)
    return opened


def of(be: int, **counted: object) -> int:
    with country(be):
        return RunLine.objects.filter(**counted).count()


def state_of(run: PayrollRun) -> str:
    with country(run.country_id):
        return str(PayrollRun.objects.get(pk=run.pk).state)


def approve(run: PayrollRun) -> None:
    with country(run.country_id):
        payroll.approve_run(run, by=payroll_officer("Paul Example"))


def computed(run: PayrollRun) -> int:
    return of(run.country_id, state="computed")


def posted(run: PayrollRun) -> int:
    return of(run.country_id, posted_at__isnull=False)


def assert_complete(run: PayrollRun) -> None:
    """Each contract has exactly one payslip, numbered without a gap, and one posting; the books are in order."""
    with country(run.country_id):
        per_contract = Payslip.objects.values_list("contract").annotate(n=Count("pk")).values_list("n", flat=True)
        assert list(per_contract) == [1] * CONTRACTS
        numbers = sorted(Payslip.objects.values_list("number", flat=True))
        assert numbers == [f"P-2026-{n:06}" for n in range(1, CONTRACTS + 1)]
        events = sorted(LedgerTransaction.objects.filter(kind="payroll").values_list("event", flat=True))
        assert events == sorted(f"payroll:{pk}" for pk in RunLine.objects.values_list("pk", flat=True))
    call_command("check_books")


def test_a_worker_killed_in_the_middle_of_a_run_loses_and_doubles_nothing(house, run):
    house.start_reconciler()
    first = house.start_worker()
    assert wait_for(lambda: computed(run) >= 40, seconds=40, every=0.02), house.words()
    house.kill(first)
    left = CONTRACTS - computed(run)
    assert left > 0

    second = house.start_worker()
    assert wait_for(lambda: state_of(run) == "computed", seconds=60), house.words()
    approve(run)
    assert wait_for(lambda: posted(run) >= 40, seconds=30, every=0.02), house.words()
    house.kill(second)
    assert posted(run) < CONTRACTS
    house.start_worker()

    assert wait_for(lambda: state_of(run) == "posted", seconds=60), house.words()
    with country(run.country_id):
        assert Job.objects.filter(attempts__gt=1).exists()  # work was really taken over
    assert_complete(run)


def test_a_broker_emptied_in_the_middle_of_a_run_costs_only_time(house, run):
    house.start_reconciler()
    house.start_worker()
    assert wait_for(lambda: computed(run) >= 40, seconds=40, every=0.02), house.words()

    house.empty_broker()

    assert wait_for(lambda: state_of(run) == "computed", seconds=60), house.words()
    approve(run)
    assert wait_for(lambda: posted(run) >= 40, seconds=30, every=0.02), house.words()

    house.empty_broker()

    assert wait_for(lambda: state_of(run) == "posted", seconds=60), house.words()
    assert_complete(run)
