"""A computed run: failed lines are mended or left out, a second person approves, and then nothing changes any more.

The amounts are worked out by hand in tests/scenarios/be_mural.yaml; the second contract of a month below.
"""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from activities.models import Contract, WorkingDay
from invoicing.models import PayrollRun, Payslip, RunLine, Series
from invoicing.queries.balances import activity_balance
from invoicing.rules import conversion, payroll
from smart.foundation.actors import MEMBER, PORTAL, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.jobs import Job, JobState
from tests.factories.payroll import BUDGET, MONTH, NET, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal


@pytest.fixture
def petra(inside) -> Actor:
    return payroll_officer("Petra Example")


@pytest.fixture
def paul(inside) -> Actor:
    return payroll_officer("Paul Example")


@pytest.fixture
def contract(inside) -> Contract:
    return make_contract(inside)


def computed(by: Actor) -> PayrollRun:
    run = payroll.open_run(month=MONTH, by=by)
    payroll.start_computing(run, by=by)
    do_jobs("compute_lines")
    run.refresh_from_db()
    return run


def line_of(contract: Contract) -> RunLine:
    return RunLine.objects.select_related("run", "contract").get(contract=contract)


# --- mending ---------------------------------------------------------------------------------------------------------


def test_a_failed_line_is_tried_again_once_its_cause_is_mended(petra, contract):
    WorkingDay.objects.filter(contract=contract).delete()
    run = computed(petra)
    assert line_of(contract).error_code == "no_days"
    WorkingDay.objects.create(contract=contract, day=contract.starts_on, hours=D("7.6"))

    payroll.retry_line(line_of(contract), by=petra)
    do_jobs("compute_lines")

    run.refresh_from_db()
    assert (run.state, line_of(contract).state, line_of(contract).attempt) == ("computed", "computed", 1)


def test_a_computed_line_is_not_tried_again(petra, contract):
    computed(petra)

    with pytest.raises(Conflict):
        payroll.retry_line(line_of(contract), by=petra)


def test_everything_that_failed_or_was_parked_is_tried_again_together(inside, petra, contract):
    make_contract(inside, kind="amateur_arts")
    run = computed(petra)
    Job.objects.filter(kind="compute_lines").update(state=JobState.PARKED, attempts=3)

    assert payroll.retry_failed(run, by=petra) == 2
    assert Job.objects.filter(state=JobState.QUEUED, kind="compute_lines").count() == 2


def test_a_line_left_out_waits_for_the_next_run(inside, petra, contract):
    run = computed(petra)

    payroll.exclude_line(line_of(contract), reason="Hours not confirmed", by=petra)

    assert (line_of(contract).state, line_of(contract).error_message) == ("excluded", "Hours not confirmed")
    assert Payslip.objects.count() == 0
    assert payroll.open_run(month=MONTH, by=petra).lines.get().contract == contract
    with pytest.raises(Conflict):
        payroll.exclude_line(run.lines.get(), reason="again", by=petra)


def test_leaving_out_needs_a_reason_and_the_right(petra, contract):
    computed(petra)

    with pytest.raises(RuleBroken) as refused:
        payroll.exclude_line(line_of(contract), reason="  ", by=petra)
    assert refused.value.field == "reason"
    with pytest.raises(NotAllowed):
        payroll.exclude_line(line_of(contract), reason="x", by=payroll_officer("Ada Example", "adviser"))


def test_leaving_out_the_first_contract_taxes_the_second_as_if_alone(inside, petra, contract):
    second = make_contract(inside, activity=contract.activity, first=datetime.date(2026, 11, 23))
    run = computed(petra)

    payroll.exclude_line(line_of(contract), reason="Cancelled by the client", by=petra)
    do_jobs("compute_lines")

    run.refresh_from_db()
    assert (run.state, Payslip.objects.get(contract=second).net) == ("computed", NET)


# --- approving -------------------------------------------------------------------------------------------------------


def test_a_second_person_approves_and_the_pay_is_numbered_booked_and_told(petra, paul, contract):
    run = payroll.approve_run(computed(petra), by=paul)
    do_jobs("post_lines")

    run.refresh_from_db()
    contract.refresh_from_db()
    payslip = Payslip.objects.get()
    assert (run.state, run.approved_by_label) == ("posted", "Paul Example")
    assert (payslip.number, payslip.is_approved) == ("P-2026-000001", True)
    assert contract.state == "ended"
    balance = activity_balance(contract.activity)
    assert (balance.reserved, balance.available, balance.spent) == (D("0.00"), D("0.00"), BUDGET)


def test_the_opener_cannot_approve(petra, contract):
    with pytest.raises(RuleBroken) as refused:
        payroll.approve_run(computed(petra), by=petra)

    assert refused.value.code == "same_person"


def test_the_database_refuses_one_person_in_both_places(petra, contract):
    run = computed(petra)

    with pytest.raises(DatabaseError, match="two_people"), transaction.atomic():
        PayrollRun.objects.filter(pk=run.pk).update(approved_by_id=run.opened_by_id)


def test_whoever_approves_second_is_told_who_and_when(petra, paul, contract):
    run = computed(petra)
    payroll.approve_run(run, by=paul)

    with pytest.raises(Conflict, match=r"Paul Example on .*2026"):
        payroll.approve_run(run, by=payroll_officer("Pia Example"))
    assert Series.objects.get(kind="payslip").last_number == 1


@pytest.mark.parametrize("who", [Actor(kinds=frozenset({MEMBER}), user_id=9, label="Mo"), PORTAL])
def test_members_and_the_portal_itself_do_not_approve(petra, contract, who):
    with pytest.raises(NotAllowed):
        payroll.approve_run(computed(petra), by=who)


def test_a_run_with_a_failed_line_is_not_approved(inside, petra, paul, contract):
    make_contract(inside, kind="amateur_arts")

    with pytest.raises(RuleBroken) as refused:
        payroll.approve_run(computed(petra), by=paul)

    assert refused.value.code == "lines_failed"


def test_a_run_that_is_not_computed_or_empty_is_not_approved(petra, paul, contract):
    run = payroll.open_run(month=MONTH, by=petra)
    with pytest.raises(RuleBroken) as early:
        payroll.approve_run(run, by=paul)
    payroll.exclude_line(line_of(contract), reason="later", by=petra)
    payroll.start_computing(run, by=petra)
    run.refresh_from_db()
    with pytest.raises(RuleBroken) as empty:
        payroll.approve_run(run, by=paul)

    assert (early.value.code, run.state, empty.value.code) == ("not_computed", "computed", "nothing_to_pay")


def test_a_contract_cancelled_meanwhile_is_named_and_not_approved(petra, paul, contract):
    run = computed(petra)
    Contract.objects.filter(pk=contract.pk).update(state="cancelled")

    with pytest.raises(RuleBroken, match=contract.reference) as refused:
        payroll.approve_run(run, by=paul)

    assert refused.value.code == "contracts_cancelled"


def test_the_budget_of_an_approved_pay_is_not_given_back(petra, paul, contract):
    payroll.approve_run(computed(petra), by=paul)

    with pytest.raises(RuleBroken) as refused:
        conversion.release_reservation(contract, on=MONTH, by=PORTAL)

    assert refused.value.code == "contract_was_paid"


def test_an_approved_payslip_is_fixed_by_the_database(petra, paul, contract):
    payroll.approve_run(computed(petra), by=paul)

    for change in (lambda rows: rows.update(net=D("1.00")), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Payslip.objects.all())


def test_an_approved_run_can_no_longer_be_mended(petra, paul, contract):
    run = payroll.approve_run(computed(petra), by=paul)

    with pytest.raises(Conflict):
        payroll.exclude_line(line_of(contract), reason="too late", by=petra)
    with pytest.raises(RuleBroken):
        payroll.start_computing(run, by=petra)
