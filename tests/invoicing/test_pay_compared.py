"""Why this pay is another one: the largest lines and the rest sum to the difference of the nets."""

import datetime
from decimal import Decimal

import pytest

from invoicing.models import Payslip
from invoicing.rules import payroll
from invoicing.rules.pay_compared import Compared, compare_pay, pay_before
from smart.foundation.tenancy import country
from tests import people
from tests.factories.payroll import make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal
OCTOBER, NOVEMBER = datetime.date(2026, 10, 1), datetime.date(2026, 11, 1)


@pytest.fixture
def two_pays(be):
    """The same five days in October and November; November's gross is 100.00 higher (see test_corrections: net 789.71)."""
    lina = people.make_member(be, "Lina Example")
    petra, paul = payroll_officer("Petra Example"), payroll_officer("Paul Example")
    with country(be):
        first = make_contract(be, lina, first=datetime.date(2026, 10, 12))
        make_contract(be, activity=first.activity, gross=D("908.44"), budget=D("1313.32"))
        for month in (OCTOBER, NOVEMBER):
            run = payroll.open_run(month=month, by=petra)
            payroll.start_computing(run, by=petra)
            do_jobs("compute_lines")
            payroll.approve_run(run, by=paul)
            do_jobs("post_lines")
        return list(Payslip.objects.select_related("line").order_by("month"))


def test_the_three_largest_lines_and_the_rest_sum_to_the_difference(be, two_pays):
    october, november = two_pays
    with country(be):
        told = compare_pay(november, pay_before(november), country="BE", language="en")

    assert told.before == october
    assert told.amount == november.net - october.net
    assert told.rows[0].difference == D("100.00")
    assert len(told.rows) <= 3
    assert sum(row.difference for row in told.rows) + told.rest == told.amount


def test_the_first_pay_has_nothing_to_compare(be, two_pays):
    with country(be):
        assert pay_before(two_pays[0]) is None


def test_lines_that_do_not_explain_the_difference_are_refused(two_pays):
    with pytest.raises(ValueError, match="explain"):
        Compared(before=two_pays[0], amount=D("1.00"), rows=(), rest=D("0.00"), work="")


def test_the_page_says_it(be, two_pays, client, django_assert_max_num_queries):
    browser = people.sign_in(client, two_pays[1].membership.user)
    with django_assert_max_num_queries(34):
        text = browser.get(f"/be/payslips/{two_pays[1].pk}/").content.decode()

    assert "Why different from October 2026?" in text
    assert "€100.00" in text
    assert f'href="/be/payslips/{two_pays[0].pk}/"' in text
    assert "Who receives it" in text
