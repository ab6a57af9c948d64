"""The correction of a posted payslip: a delta payslip that refers to the first, and only the difference in the books.

The contract of tests/scenarios/be_mural.yaml earned 808.44: contributions 105.66, work bonus 0.53, net 703.31, cost 1,168.75.
Of 908.44 the contributions are 118.73 (13.07 %) and no work bonus is left: net 789.71, so 86.40 more. The employer's
contributions rise by 25.00 + 0.10 + 0.02 + 0.10 + 0.39 + 1.60 + 0.10 = 27.31, the provisions by 7.67 + 7.67 + 1.92 = 17.26: the
pay costs 100.00 + 27.31 + 17.26 = 144.57 more. Of 708.44 contributions are 92.59 and the work bonus 28.14: net 643.99, 59.32 less.
"""

import datetime
from decimal import Decimal

import pytest

from activities.models import Contract
from invoicing.models import LedgerEntry, PayRecovery, PayrollRun, Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.queries.balances import activity_balance
from invoicing.rules import (
    correction_runs,
    corrections,
    ledger,
    one_off_runs,
    pay_history,
    pay_recovery,
    payroll,
    transfers,
)
from invoicing.rules.correction_runs import Correction
from invoicing.rules.invariants import broken_in_country
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests.factories.invoicing import make_country
from tests.factories.payroll import MONTH, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal
KIND = "departure_holiday_pay"
OWED = D("59.32")
DECEMBER = datetime.date(2026, 12, 1)


@pytest.fixture
def petra(inside) -> Actor:
    return payroll_officer("Petra Example")


@pytest.fixture
def paul(inside) -> Actor:
    return payroll_officer("Paul Example")


@pytest.fixture
def contract(inside, petra, paul) -> Contract:
    made = make_contract(inside)
    pay_month(MONTH, petra, paul)
    made.refresh_from_db()
    return made


@pytest.fixture
def first(contract) -> Payslip:
    return Payslip.objects.select_related("line", "contract").get(contract=contract)


def pay_month(month: datetime.date, petra: Actor, paul: Actor) -> PayrollRun:
    return finish(payroll.open_run(month=month, by=petra), petra, paul)


def finish(run: PayrollRun, petra: Actor, paul: Actor) -> PayrollRun:
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    payroll.approve_run(run, by=paul)
    do_jobs("post_lines")
    run.refresh_from_db()
    return run


def opened(slip: Payslip, petra: Actor, **facts: str) -> PayrollRun:
    wanted = Correction(slip, "The fee agreed was another", facts)
    return correction_runs.open_correction_run(slip.month, wanted=[wanted], by=petra)


def corrected(slip: Payslip, petra: Actor, paul: Actor, **facts: str) -> Payslip:
    run = finish(opened(slip, petra, **facts), petra, paul)
    return Payslip.objects.select_related("line__corrects").get(line__run=run)


def credit(contract: Contract, amount: str) -> None:
    """Give the activity money to bear a correction."""
    entries = [(ledger.RECEIVABLE, None, D(amount)), (ledger.AVAILABLE, contract.activity, -D(amount))]
    ledger.post(
        event=f"more:{contract.pk}",
        kind=ledger.Kind.INVOICE_ISSUED,
        on=datetime.date(2026, 11, 10),
        entries=entries,
        subject=contract,
        by=PORTAL,
        label="more",
    )


# --- more ------------------------------------------------------------------------------------------------------------


def test_only_the_difference_is_paid_and_the_first_payslip_stays(petra, paul, contract, first):
    credit(contract, "200.00")

    delta = corrected(first, petra, paul, gross="908.44")

    first.refresh_from_db()
    assert (first.gross, first.net) == (D("808.44"), D("703.31"))
    assert delta.line.corrects == first
    assert (delta.gross, delta.employee_total, delta.net) == (D("100.00"), D("13.60"), D("86.40"))
    assert (delta.employer_total, delta.provisions, delta.employer_cost) == (D("27.31"), D("17.26"), D("144.57"))


def test_only_the_difference_is_booked(petra, paul, contract, first):
    credit(contract, "200.00")

    delta = corrected(first, petra, paul, gross="908.44")

    rows = LedgerEntry.objects.filter(transaction__event=f"payroll:{delta.line_id}")
    assert dict(rows.values_list("account__code", "amount")) == {
        "activity.available": D("144.57"),
        "pay.net_payable": D("-86.40"),
        "pay.social_payable": D("-40.91"),
        "pay.provisions": D("-17.26"),
    }
    assert activity_balance(contract.activity).available == D("55.43")
    assert list(broken_in_country()) == []


def test_every_line_says_what_was_what_is_and_the_difference(petra, paul, contract, first):
    credit(contract, "200.00")
    delta = corrected(first, petra, paul, gross="908.44")

    changes = {each.line.code: each for each in corrections.explained(delta, country="BE")}

    own = changes["social_security"]
    assert (own.was, own.now, own.difference) == (D("-105.66"), D("-118.73"), D("-13.07"))
    assert (changes["work_bonus_a"].was, changes["work_bonus_a"].now) == (D("0.53"), D("0.00"))
    assert "withholding" not in changes


def test_month_and_year_count_both(petra, paul, contract, first):
    credit(contract, "200.00")
    delta = corrected(first, petra, paul, gross="908.44")

    totals = pay_history.sum_payslips([first, delta])

    assert (totals["gross"], totals["social_security"]) == (D("908.44"), D("-118.73"))
    assert (totals["hours"], totals["paid_days"]) == (D("38.0"), D("5"))


def test_a_second_correction_starts_from_the_first_one(petra, paul, contract, first):
    credit(contract, "200.00")
    corrected(first, petra, paul, gross="908.44")

    again = corrected(first, petra, paul, gross="808.44")

    assert (again.gross, again.net) == (D("-100.00"), D("-86.40"))
    assert ledger.account_balance("pay.provisions") == D("-139.52")
    assert list(broken_in_country()) == []


def test_what_the_officer_would_change_is_shown_before(contract, first):
    shown = correction_runs.preview(Correction(first, "Another fee", {"gross": "908.44"}))

    assert (shown.net, shown.cost) == (D("86.40"), D("144.57"))
    assert shown.changes[0].difference == D("100.00")


def test_fewer_hours_change_the_work_bonus_and_not_the_time_of_the_month_twice(petra, paul, contract, first):
    credit(contract, "200.00")

    delta = corrected(first, petra, paul, hours="30.4", days="4")

    totals = pay_history.sum_payslips([first, delta])
    assert (totals["hours"], totals["paid_days"]) == (D("30.4"), D("4"))
    assert delta.gross == D("0.00")


# --- less ------------------------------------------------------------------------------------------------------------


def test_a_negative_net_stands_as_a_claim_and_nothing_is_taken(petra, paul, contract, first):
    delta = corrected(first, petra, paul, gross="708.44")

    (claim,) = pay_recovery.open_claims()
    assert (delta.net, claim.left) == (D("-59.32"), D("59.32"))
    assert ledger.account_balance("pay.claims") == D("59.32")
    assert ledger.account_balance("pay.net_payable") == D("-703.31")
    assert activity_balance(contract.activity).available == D("144.57")
    assert list(broken_in_country()) == []


def test_it_comes_back_from_the_next_pay_when_a_person_decides(inside, petra, paul, contract, first):
    claim = corrected(first, petra, paul, gross="708.44")
    later, run = next_pay(inside, contract, petra, paul)

    recover(claim, later, petra)
    transfer = transfers.prepare_transfer(run, by=payroll_officer("Carla Example"))

    assert transfer.total == D("643.46")  # 702.78 − 59.32: December has 23 days, so no work bonus
    assert ledger.account_balance("pay.claims") == 0
    assert pay_recovery.open_claims() == []
    assert list(broken_in_country()) == []


def test_no_more_than_a_fifth_of_a_belgian_net_is_withheld(inside, petra, paul, contract, first):
    claim = corrected(first, petra, paul, gross="508.44")  # far less: the claim is more than a fifth of the next pay
    later, _run = next_pay(inside, contract, petra, paul)

    with pytest.raises(RuleBroken) as refused:
        recover(claim, later, petra, amount=-claim.net)

    assert refused.value.code == "over_lawful_share"
    assert "140.55" in refused.value.message  # a fifth of 702.78
    recover(claim, later, petra, amount=D("140.55"))
    assert pay_recovery.open_claims()[0].left == -claim.net - D("140.55")


def test_nothing_is_withheld_twice_from_one_pay_or_from_one_in_a_file(inside, petra, paul, contract, first):
    claim = corrected(first, petra, paul, gross="708.44")
    later, run = next_pay(inside, contract, petra, paul)
    recover(claim, later, petra, amount=D("10.00"))

    with pytest.raises(RuleBroken) as twice:
        recover(claim, later, petra, amount=D("10.00"))
    transfers.prepare_transfer(run, by=payroll_officer("Carla Example"))
    with pytest.raises(RuleBroken) as in_file:
        recover(claim, later, petra, amount=D("10.00"))

    assert (twice.value.code, in_file.value.code) == ("already_taken", "not_waiting")
    assert PayRecovery.objects.count() == 1


def test_only_payroll_officers_withhold(inside, petra, paul, contract, first):
    claim = corrected(first, petra, paul, gross="708.44")
    later, _run = next_pay(inside, contract, petra, paul)

    with pytest.raises(NotAllowed):
        recover(claim, later, payroll_officer("Ada Example", "adviser"))


def next_pay(inside, contract: Contract, petra: Actor, paul: Actor) -> tuple[Payslip, PayrollRun]:
    december = make_contract(inside, first=datetime.date(2026, 12, 7), activity=contract.activity)
    run = pay_month(DECEMBER, petra, paul)
    return Payslip.objects.select_related("line").get(contract=december), run


def recover(claim: Payslip, taken_from: Payslip, by: Actor, amount: Decimal = OWED) -> PayRecovery:
    return pay_recovery.recover(
        claim,
        taken_from=taken_from,
        amount=amount,
        agreed_on=datetime.date(2026, 11, 9),
        reason="Agreed in writing",
        on=datetime.date(2026, 11, 10),
        by=by,
    )


# --- later pay and corrections ---------------------------------------------------------------------------------------


def test_holiday_pay_counts_what_was_corrected_before(petra, paul, contract, first):
    credit(contract, "200.00")
    corrected(first, petra, paul, gross="908.44")

    proposal = one_off_runs.proposals_of(MONTH)[0]

    # 15.34 % of 908.44 = 139.35; set aside 139.52 + 17.26 = 156.78
    assert (proposal.due.pay.amount, proposal.due.provisioned) == (D("139.35"), D("156.78"))


def test_holiday_pay_that_was_paid_is_corrected_with_it(petra, paul, contract, first):
    credit(contract, "200.00")
    run = one_off_runs.open_one_off_run(MONTH, chosen=[f"{contract.pk}:{KIND}"], by=petra)
    finish(run, petra, paul)
    corrected(first, petra, paul, gross="908.44")
    holiday = Payslip.objects.select_related("line", "contract").get(line__run=run)

    delta = corrected(holiday, petra, paul)

    assert delta.gross == D("15.34")  # 139.35 − 124.01
    assert delta.line.provisioned == D("17.26")
    assert ledger.account_balance("pay.provisions") == 0
    assert list(broken_in_country()) == []


# --- twice, wrong role, other country, wrong state -------------------------------------------------------------------


def test_a_correction_that_changes_nothing_fails_with_a_sentence(petra, first):
    run = opened(first, petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")

    line = RunLine.objects.get(run=run)
    assert (line.state, line.error_code) == ("failed", "nothing_changes")


def test_one_correction_of_a_payslip_at_a_time(petra, first):
    opened(first, petra, gross="908.44")

    with pytest.raises(Conflict) as refused:
        opened(first, petra, gross="909.44")

    assert refused.value.code == "correction_waits"
    assert PayrollRun.objects.filter(kind=RunKind.CORRECTION).count() == 1


def test_a_correction_is_not_corrected_itself(petra, paul, contract, first):
    delta = corrected(first, petra, paul, gross="708.44")

    with pytest.raises(RuleBroken) as refused:
        opened(delta, petra, gross="808.44")

    assert refused.value.code == "is_correction"


def test_what_is_not_booked_is_computed_again_and_not_corrected(inside, petra):
    make_contract(inside)
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")

    with pytest.raises(RuleBroken) as refused:
        opened(Payslip.objects.select_related("line", "contract").get(), petra, gross="908.44")

    assert refused.value.code == "not_posted"


def test_a_reason_is_asked_for(petra, first):
    with pytest.raises(RuleBroken) as refused:
        correction_runs.open_correction_run(MONTH, wanted=[Correction(first, " ", {})], by=petra)

    assert refused.value.code == "reason_missing"


def test_only_payroll_officers_correct(inside, first):
    with pytest.raises(NotAllowed):
        opened(first, payroll_officer("Ada Example", "adviser"), gross="908.44")


def test_another_country_sees_no_claim(petra, paul, contract, first):
    corrected(first, petra, paul, gross="708.44")

    with country(make_country("FR")):
        assert pay_recovery.open_claims() == []


def test_a_cost_the_activity_cannot_bear_is_said_on_the_line(petra, first):
    run = opened(first, petra, gross="908.44")
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")

    assert RunLine.objects.get(run=run).error_code == "not_enough_available"
