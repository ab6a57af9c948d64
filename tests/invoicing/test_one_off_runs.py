"""Holiday pay on departure: what was set aside is paid when the contract has ended, once, and the books come to zero.

The contract of tests/scenarios/be_mural.yaml earned 808.44; its pay set aside 62.01 + 62.01 + 15.50 = 139.52. Due is
15.34 % of 808.44 = 124.01 (AR 30/03/1967 art. 46). Simple part 124.01 × 7.67/15.34 = 62.01, of which 13.07 % = 8.10; double
part subject to retention 124.01 × 6.80/15.34 = 54.97, of which 13.07 % = 7.18. Taxable 108.73; the normal gross of a year is
808.44 / 5 × 21 × 12 = 40,745.88, which is in the band to 45,860: 42.39 % = 46.09. Net 124.01 − 15.28 − 46.09 = 62.64. The
employer owes 25 % of 62.01 = 15.50, so the pay costs 139.51 and one cent goes back to the activity.
"""

import datetime
from decimal import Decimal

import pytest

from activities.models import Contract
from invoicing import payroll_jobs
from invoicing.models import LedgerEntry, LedgerTransaction, PayrollRun, Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.queries import statements
from invoicing.queries.balances import activity_balance
from invoicing.rules import ledger, one_off_runs, payroll, posting, transfers
from invoicing.rules.invariants import broken_in_country
from invoicing.rules.statement_stairs import statement_stairs
from invoicing.spans import Span
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from tests.factories.invoicing import make_country
from tests.factories.payroll import MONTH, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal
KIND = "departure_holiday_pay"


@pytest.fixture
def petra(inside) -> Actor:
    return payroll_officer("Petra Example")


@pytest.fixture
def paul(inside) -> Actor:
    return payroll_officer("Paul Example")


@pytest.fixture
def contract(inside, petra, paul) -> Contract:
    """A contract whose ordinary pay is posted: it has ended."""
    made = make_contract(inside)
    pay_ordinary(petra, paul)
    made.refresh_from_db()
    return made


def pay_ordinary(petra: Actor, paul: Actor) -> None:
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    payroll.approve_run(run, by=paul)
    do_jobs("post_lines")


def opened(petra: Actor, *contracts: Contract) -> PayrollRun:
    run = one_off_runs.open_one_off_run(MONTH, chosen=[f"{each.pk}:{KIND}" for each in contracts], by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    run.refresh_from_db()
    return run


def paid(petra: Actor, paul: Actor, *contracts: Contract) -> PayrollRun:
    run = opened(petra, *contracts)
    payroll.approve_run(run, by=paul)
    do_jobs("post_lines")
    run.refresh_from_db()
    return run


# --- what is proposed ------------------------------------------------------------------------------------------------


def test_an_ended_contract_is_owed_its_holiday_pay(contract):
    proposal = one_off_runs.proposals_of(MONTH)[0]

    assert (proposal.due.pay.amount, proposal.due.provisioned) == (D("124.01"), D("139.52"))
    assert proposal.result.employer_cost == D("139.51")
    assert proposal.difference == D("0.01")
    assert proposal.is_suggested
    assert one_off_runs.due_months() == [MONTH]


def test_a_contract_whose_pay_is_not_booked_is_owed_nothing_yet(inside):
    make_contract(inside)

    assert one_off_runs.proposals_of(MONTH) == []


def test_who_works_again_is_shown_and_not_suggested(inside, contract):
    make_contract(inside, first=datetime.date(2026, 12, 7), activity=contract.activity)

    proposal = one_off_runs.proposals_of(MONTH)[0]

    assert not proposal.is_suggested
    assert "Works again from" in proposal.goes_on


def test_an_artists_holiday_pay_comes_from_the_fund_and_is_refused_by_name(inside, petra, paul):
    artist = make_contract(inside, kind="artist", budget=D("1300.00"))
    pay_ordinary(petra, paul)

    proposal = one_off_runs.proposals_of(MONTH)[0]

    assert not proposal.can_be_paid
    assert "holiday fund" in proposal.refusal
    with pytest.raises(RuleBroken) as refused:
        one_off_runs.open_one_off_run(MONTH, chosen=[f"{artist.pk}:holiday_debit_note"], by=petra)
    assert refused.value.code == "not_to_pay"


# --- the run ---------------------------------------------------------------------------------------------------------


def test_the_line_is_frozen_with_what_is_due_and_what_was_set_aside(petra, contract):
    run = opened(petra, contract)

    line = RunLine.objects.get(run=run)
    assert run.kind == RunKind.ONE_OFF
    assert (line.due_kind, line.due_amount, line.provisioned) == (KIND, D("124.01"), D("139.52"))
    assert "AR 30/03/1967 art. 46" in line.reason


def test_the_payslip_is_the_laws(petra, contract):
    run = opened(petra, contract)

    slip = Payslip.objects.get(line__run=run)
    lines = {row["code"]: D(row["amount"]) for row in slip.lines if D(row["amount"])}
    assert (slip.gross, slip.employee_total, slip.tax_total, slip.net) == (
        D("124.01"),
        D("15.28"),
        D("46.09"),
        D("62.64"),
    )
    assert (slip.employer_total, slip.provisions, slip.employer_cost) == (D("15.50"), D("0.00"), D("139.51"))
    assert lines["one_off_security"] == D("-8.10")
    assert lines["holiday_retention"] == D("-7.18")
    assert slip.promised_on is None


def test_posting_uses_up_what_was_set_aside_and_gives_the_cent_back(petra, paul, contract):
    run = paid(petra, paul, contract)

    event = f"payroll:{RunLine.objects.get(run=run).pk}"
    entries = dict(LedgerEntry.objects.filter(transaction__event=event).values_list("account__code", "amount"))
    assert entries == {
        "pay.provisions": D("139.52"),
        "pay.net_payable": D("-62.64"),
        "pay.social_payable": D("-30.78"),
        "pay.tax_payable": D("-46.09"),
        "activity.available": D("-0.01"),
    }
    assert ledger.account_balance("pay.provisions") == 0
    assert activity_balance(contract.activity).available == D("0.01")
    assert list(broken_in_country()) == []


def test_its_net_goes_to_the_bank_as_any_other(petra, paul, contract):
    run = paid(petra, paul, contract)
    cashier = payroll_officer("Carla Example")

    transfer = transfers.prepare_transfer(run, by=cashier)

    assert transfer.total == D("62.64")


def test_two_contracts_of_a_person_are_paid_each_once(inside, petra, paul):
    first = make_contract(inside)
    second = make_contract(inside, first=datetime.date(2026, 11, 23), activity=first.activity, budget=D("1300.00"))
    pay_ordinary(petra, paul)

    run = paid(petra, paul, first, second)

    assert run.lines.filter(posted_at__isnull=False).count() == 2
    assert ledger.account_balance("pay.provisions") == 0
    assert list(broken_in_country()) == []


# --- twice, wrong role, other country, wrong state -------------------------------------------------------------------


def test_what_is_in_a_run_is_not_proposed_again(petra, contract):
    opened(petra, contract)

    assert one_off_runs.proposals_of(MONTH) == []
    assert one_off_runs.due_months() == []
    with pytest.raises(Conflict):
        one_off_runs.open_one_off_run(MONTH, chosen=[f"{contract.pk}:{KIND}"], by=petra)


def test_what_was_left_out_is_proposed_again(petra, contract):
    run = opened(petra, contract)

    payroll.exclude_line(run.lines.get(), reason="Works on next month", by=petra)

    assert [proposal.due.contract for proposal in one_off_runs.proposals_of(MONTH)] == [contract]


def test_posting_twice_posts_once(petra, paul, contract):
    run = paid(petra, paul, contract)

    posting.post_line(run.lines.get().pk)

    assert LedgerTransaction.objects.filter(kind="payroll").count() == 2


def test_work_that_was_cut_off_is_done_once(petra, contract):
    run = one_off_runs.open_one_off_run(MONTH, chosen=[f"{contract.pk}:{KIND}"], by=petra)
    payroll.start_computing(run, by=petra)
    job = Job.objects.filter(kind="compute_lines").latest("id")
    for step in list(payroll_jobs.compute_lines(job)):  # the worker dies before it says that it is done
        step()

    do_jobs("compute_lines")

    assert Payslip.objects.filter(line__run=run).count() == 1


def test_only_payroll_officers_open_it(inside, contract):
    with pytest.raises(NotAllowed):
        one_off_runs.open_one_off_run(
            MONTH, chosen=[f"{contract.pk}:{KIND}"], by=payroll_officer("Ada Example", "adviser")
        )


def test_who_opened_it_cannot_approve_it(petra, contract):
    run = opened(petra, contract)

    with pytest.raises(RuleBroken) as refused:
        payroll.approve_run(run, by=petra)

    assert refused.value.code == "same_person"


def test_nothing_chosen_opens_nothing(petra, contract):
    with pytest.raises(RuleBroken) as refused:
        one_off_runs.open_one_off_run(MONTH, chosen=[], by=petra)

    assert refused.value.code == "nothing_chosen"
    assert not PayrollRun.objects.filter(kind=RunKind.ONE_OFF).exists()


def test_another_country_sees_none_of_it(contract):
    with country(make_country("FR")):
        assert one_off_runs.proposals_of(MONTH) == []
        assert one_off_runs.due_months() == []


def test_what_the_activity_cannot_bear_is_said_on_the_line(petra, contract):
    run = one_off_runs.open_one_off_run(MONTH, chosen=[f"{contract.pk}:{KIND}"], by=petra)
    RunLine.objects.filter(run=run).update(provisioned=D("100.00"))
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")

    line = RunLine.objects.get(run=run)
    assert (line.state, line.error_code) == ("failed", "not_enough_available")
    assert "39.51" in line.error_message


# --- other countries -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind", "facts", "due", "gross"),
    [
        # a sixth of 1,200.00, with its charges; the special payments are computed beside the pay of the year
        ("AT", "fixed_term", {"special_payments": "set_aside"}, "special_payments", "200.00"),
        # 12 % of 12,000.00; the pack takes the provisions back in the lines of the pay
        ("SE", "intermittent", {}, "holiday_payout", "1440.00"),
    ],
)
def test_elsewhere_what_was_set_aside_comes_to_zero_too(db, clock, code, kind, facts, due, gross):
    where = make_country(code)
    amount = D(gross) * (6 if code == "AT" else 1) / (1 if code == "AT" else D("0.12"))
    with country(where):
        petra, paul = payroll_officer("Petra Example"), payroll_officer("Paul Example")
        contract = make_contract(where, kind=kind, engagement=facts, gross=amount, budget=amount * 2, hours=D(40))
        pay_ordinary(petra, paul)

        run = one_off_runs.open_one_off_run(MONTH, chosen=[f"{contract.pk}:{due}"], by=petra)
        payroll.start_computing(run, by=petra)
        do_jobs("compute_lines")
        run.refresh_from_db()
        assert list(run.lines.values_list("error_message", flat=True)) == [""]
        payroll.approve_run(run, by=paul)
        do_jobs("post_lines")

        assert Payslip.objects.get(line__run=run).gross == D(gross)
        assert ledger.account_balance("pay.provisions") == 0
        assert list(broken_in_country()) == []


def test_the_statement_shows_what_was_set_aside_before(petra, paul, contract):
    paid(petra, paul, contract)
    span = Span("2026", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))

    statement = statements.statement_of([contract.activity], span, currency="EUR")
    stairs = statement_stairs(statement)

    assert stairs is not None
    assert (stairs.total, stairs.net) == (D("1168.74"), D("765.95"))  # 703.31 + 62.64; one cent came back
    assert statement.closing == D("0.01")
