"""Approved pay enters the books once: amounts from the worked example of tests/scenarios/be_mural.yaml."""

from decimal import Decimal

import pytest

from activities.models import Contract
from invoicing.models import LedgerEntry, LedgerTransaction, PayrollRun, RunLine
from invoicing.queries.balances import activity_balance
from invoicing.rules import ledger, payroll, posting
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from tests.factories.payroll import BUDGET, MONTH, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal


@pytest.fixture
def contract(inside) -> Contract:
    return make_contract(inside)


def approved() -> PayrollRun:
    petra = payroll_officer("Petra Example")
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    return payroll.approve_run(run, by=payroll_officer("Paul Example"))


def entries() -> dict[str, Decimal]:
    rows = LedgerEntry.objects.filter(transaction__kind="payroll")
    return dict(rows.values_list("account__code", "amount"))


def test_the_reserved_budget_becomes_what_is_owed(contract):
    approved()
    do_jobs("post_lines")

    # Contributions 105.13 of the worker and 220.79 of the employer; provisions 62.01 + 62.01 + 15.50. No tax is due.
    assert entries() == {
        "activity.reserved": D("1168.75"),
        "pay.net_payable": D("-703.31"),
        "pay.social_payable": D("-325.92"),
        "pay.provisions": D("-139.52"),
    }


def test_what_the_pay_did_not_cost_goes_back_to_the_member(inside):
    contract = make_contract(inside, budget=BUDGET + D("31.25"))

    approved()
    do_jobs("post_lines")

    assert entries()["activity.available"] == D("-31.25")
    assert activity_balance(contract.activity).available == D("31.25")


def test_posting_twice_posts_once(contract):
    approved()
    line = RunLine.objects.get()

    posting.post_line(line.pk)
    posting.post_line(line.pk)

    assert LedgerTransaction.objects.filter(kind="payroll").count() == 1


def test_what_is_not_approved_is_not_posted(contract):
    petra = payroll_officer()
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")

    with pytest.raises(RuleBroken) as refused:
        posting.post_line(RunLine.objects.get().pk)

    assert refused.value.code == "not_approved"


def test_a_refusal_of_the_books_stays_on_its_line_and_the_others_go_on(inside, contract):
    robbed = make_contract(inside)
    run = approved()
    take = [(ledger.RESERVED, robbed.activity, D("1.00")), (ledger.AVAILABLE, robbed.activity, D("-1.00"))]
    ledger.post(event="test", kind="released", on=MONTH, entries=take, subject=robbed, by=PORTAL, label="test")

    do_jobs("post_lines")

    run.refresh_from_db()
    line = RunLine.objects.get(contract=robbed)
    assert (run.state, line.error_code, line.posted_at) == ("approved", "not_enough_reserved", None)
    assert RunLine.objects.get(contract=contract).posted_at is not None


def test_a_refused_posting_is_tried_again_once_its_cause_is_mended(inside, contract):
    run = approved()
    take = [(ledger.RESERVED, contract.activity, D("1.00")), (ledger.AVAILABLE, contract.activity, D("-1.00"))]
    ledger.post(event="test", kind="released", on=MONTH, entries=take, subject=contract, by=PORTAL, label="test")
    do_jobs("post_lines")
    back = [(code, activity, -amount) for code, activity, amount in take]
    ledger.post(event="test-back", kind="reserved", on=MONTH, entries=back, subject=contract, by=PORTAL, label="test")

    posting.retry_posting(run, by=payroll_officer("Pia Example"))
    do_jobs("post_lines")

    run.refresh_from_db()
    assert (run.state, RunLine.objects.get().error_code) == ("posted", "")


def test_only_payroll_tries_again_and_only_an_approved_run(contract):
    run = approved()
    with pytest.raises(NotAllowed):
        posting.retry_posting(run, by=payroll_officer("Ada Example", "adviser"))
    do_jobs("post_lines")

    with pytest.raises(RuleBroken):
        posting.retry_posting(run, by=payroll_officer("Pia Example"))


def test_papers_are_asked_for_when_the_last_line_is_posted(inside, contract):
    make_contract(inside)
    run = approved()

    do_jobs("post_lines")

    (job,) = Job.objects.filter(kind="render_payslips")
    assert (job.key, len(job.payload["payslips"])) == (f"{run.pk}:0", 2)
