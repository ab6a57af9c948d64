"""Work of one person in one month is counted together, and the conversion already says what the payslip will say."""

import datetime
from decimal import Decimal

import pytest

from invoicing.models import Payslip
from invoicing.rules import pay_facts, pay_history, payroll
from invoicing.rules.conversion_answer import simulate_conversion
from tests.factories.invoicing import make_mission
from tests.factories.payroll import make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal
MONTH = datetime.date(2026, 11, 1)
EARLIER = [(datetime.date(2026, 11, 2) + datetime.timedelta(days=n), D("7.6")) for n in range(5)]


@pytest.fixture
def petra():
    return payroll_officer()


def _computed(petra):
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    return {slip.contract_id: slip for slip in Payslip.objects.all()}


def test_the_second_contract_of_a_month_pays_what_its_conversion_said(inside, petra):
    first = make_contract(inside)
    mission = make_mission(first.activity)

    answer = simulate_conversion(first.activity, mission=mission, kind="fixed_term", days=EARLIER, budget=D("1168.75"))
    second = make_contract(
        inside,
        activity=first.activity,
        first=EARLIER[0][0],
        gross=answer.gross,
        budget=answer.cost,
        net_estimate=answer.net,
    )

    payslips = _computed(petra)
    assert payslips[first.pk].net == first.net_estimate
    assert payslips[second.pk].net == answer.net
    assert answer.net < first.net_estimate  # the tax of the month is progressive
    assert any(first.reference in note for note in answer.notes)


def test_work_of_another_month_or_person_is_not_counted(inside):
    mine = make_contract(inside)
    make_contract(inside)
    known = pay_facts.known_facts(inside, mine.membership_id, on=datetime.date(2026, 12, 31))

    assert pay_history.month_of(inside, mine.membership_id, month=datetime.date(2026, 12, 1), known=known) == {}


def test_the_year_before_the_month_is_added_up_by_line(inside, petra):
    contract = make_contract(inside)
    payslip = _computed(petra)[contract.pk]

    december = pay_history.year_of([contract.membership_id], month=datetime.date(2026, 12, 1))
    november = pay_history.year_of([contract.membership_id], month=MONTH)
    next_year = pay_history.year_of([contract.membership_id], month=datetime.date(2027, 1, 1))

    assert december[contract.membership_id]["gross"] == payslip.gross
    assert december[contract.membership_id]["paid_days"] == D(5)
    assert november == {}
    assert next_year == {}
