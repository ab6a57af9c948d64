"""The figures of an activity are sums, and each opens the events it is the sum of."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser

from invoicing.queries.balances import activity_balance, activity_balances, ledger_lines
from invoicing.rules import invoices, ledger
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, make_mission
from tests.people import make_member, make_staff, sign_in

D = Decimal
TODAY = datetime.date(2026, 11, 10)


def _post(activity, event, kind, *entries):
    ledger.post(event=event, kind=kind, on=TODAY, entries=entries, subject=activity, by=PORTAL, label=event)


@pytest.fixture
def busy(inside):
    """Credited 1 168.75, reserved 800.00 of which payroll took 790.00 and gave 10.00 back; 200.00 is reserved still."""
    activity = make_activity(inside)
    invoices.invoice_mission(make_mission(activity), on=TODAY, by=PORTAL)
    _post(
        activity, "r1", "reserved", ("activity.available", activity, D(800)), ("activity.reserved", activity, D(-800))
    )
    _post(
        activity,
        "p1",
        "payroll",
        ("activity.reserved", activity, D(800)),
        ("pay.net_payable", None, D(-500)),
        ("pay.social_payable", None, D(-290)),
        ("activity.available", activity, D(-10)),
    )
    _post(
        activity, "r2", "reserved", ("activity.available", activity, D(200)), ("activity.reserved", activity, D(-200))
    )
    return activity


def test_the_figures_add_up(busy):
    balance = activity_balance(busy)

    assert balance.credited == D("1168.75")
    assert balance.reserved == D("200.00")
    assert balance.spent == D("790.00")
    assert balance.available == D("178.75")


@pytest.mark.parametrize(
    ("figure", "amounts"),
    [
        ("credited", ["1168.75"]),
        ("reserved", ["200.00", "-800.00", "800.00"]),
        ("spent", ["790.00"]),
        ("available", ["-200.00", "10.00", "-800.00", "1168.75"]),
    ],
)
def test_every_figure_opens_its_events(busy, figure, amounts):
    assert [line.amount for line in ledger_lines(busy, figure)] == [D(amount) for amount in amounts]


def test_an_unknown_figure_is_an_error(busy):
    with pytest.raises(ValueError, match="Unknown figure"):
        ledger_lines(busy, "debts")


def test_declared_work_is_expected_until_it_is_invoiced(busy):
    make_mission(busy, amount=D("1000.00"), state="submitted")
    make_mission(busy, amount=D("400.00"), state="cancelled")

    # 1 000.00 less 6.5 %
    assert activity_balance(busy).expected == D("935.00")


def test_many_activities_cost_as_much_as_one(inside, busy, django_assert_num_queries):
    others = [make_activity(inside, busy.membership) for _ in range(3)]

    with django_assert_num_queries(3):
        found = activity_balances([busy, *others])

    assert found[others[0].pk].available == 0
    assert found[busy.pk].available == D("178.75")


@pytest.fixture
def alice(be):
    return make_member(be, "Alice Example")


@pytest.fixture
def own(be, alice):
    with enter(be):
        activity = make_activity(be, alice)
        invoices.invoice_mission(make_mission(activity), on=TODAY, by=PORTAL)
        return activity


def test_the_member_opens_every_figure(alice, own):
    browser = sign_in(Browser(), alice.user)

    page = browser.get(f"/be/activities/{own.pk}/money/").content.decode()

    assert "€1,168.75" in page
    for figure in ("credited", "reserved", "spent", "available"):
        assert f"/be/activities/{own.pk}/money/{figure}/" in page
        assert browser.get(f"/be/activities/{own.pk}/money/{figure}/").status_code == 200
    assert browser.get(f"/be/activities/{own.pk}/money/debts/").status_code == 404


def test_a_stranger_and_another_country_get_404(be, own):
    france = make_country("FR")
    stranger = sign_in(Browser(), make_member(be, "Eve Stranger").user)
    abroad = sign_in(Browser(), make_staff(france, "adviser"))

    assert stranger.get(f"/be/activities/{own.pk}/money/").status_code == 404
    assert abroad.get(f"/be/staff/activities/{own.pk}/money/").status_code == 404
    assert abroad.get(f"/fr/staff/activities/{own.pk}/money/").status_code == 404


def test_staff_of_the_country_see_the_same(be, own):
    browser = sign_in(Browser(), make_staff(be, "payroll", "Paula Payroll"))

    assert "€1,168.75" in browser.get(f"/be/staff/activities/{own.pk}/money/").content.decode()
    assert browser.get(f"/be/staff/activities/{own.pk}/money/credited/").status_code == 200


def test_what_is_expected_opens_its_missions_and_they_sum_to_it(busy, be, client):
    make_mission(busy, title="A second wall")  # 1 250.00 less 6.5 % = 1 168.75
    assert activity_balance(busy).expected == D("1168.75")
    page = sign_in(client, busy.membership.user).get(f"/be/activities/{busy.pk}/money/expected/")

    text = page.content.decode()
    assert "A second wall" in text
    assert text.count("€1,168.75") == 2  # the mission and the sum


def test_each_figure_is_a_file_without_formulas(busy, be, client):
    _post(busy, "=1+1", "released", ("activity.available", busy, D(-5)), ("activity.reserved", busy, D(5)))
    answer = sign_in(client, busy.membership.user).get(f"/be/activities/{busy.pk}/money/available/file/")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Day;What;Document;Amount"
    assert any(";'=1+1;5.00" in line for line in lines)
    assert sum(D(line.rpartition(";")[2]) for line in lines[1:]) == activity_balance(busy).available


def test_a_stranger_gets_no_file(busy, be, client):
    stranger = sign_in(client, make_member(be, "Eve Example").user)

    assert stranger.get(f"/be/activities/{busy.pk}/money/available/file/").status_code == 404
    assert stranger.get(f"/be/activities/{busy.pk}/money/nothing/file/").status_code == 404
