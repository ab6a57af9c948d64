"""A statement is the ledger told in order: 1 250.00 came, 400.00 moved, and what is left is what the books say."""

import datetime

import openpyxl
import pytest

from activities.models import Activity
from invoicing.queries.statements import statement_of
from invoicing.queries.trial_balance import trial_balance
from invoicing.rules import ledger, statement_paper
from invoicing.rules.statement_stairs import statement_stairs
from invoicing.spans import read_span, spans_until
from members.models import Document, Notification
from smart.foundation.errors import NotAllowed
from tests.factories.invoicing import D, make_activity, make_membership, member_actor, staff_actor
from tests.invoicing.accounting.books import TODAY, book, invoiced, paid
from tests.invoicing.accounting.paying import paid_payslip
from tests.invoicing.work_list import do_jobs

NOVEMBER = read_span("2026-11")


@pytest.fixture
def busy(activity: Activity) -> Activity:
    """October: 1 168.75 came. November: 1 168.75 came, 400.00 went to another activity, 18.75 was an expense."""
    invoiced(activity, on=datetime.date(2026, 10, 12))
    invoiced(activity)
    other = make_activity(activity.country, activity.membership, name="Workshops")
    moved = [(ledger.AVAILABLE, activity, D("400.00")), (ledger.AVAILABLE, other, D("-400.00"))]
    book("move", moved, kind=ledger.Kind.MOVED, subject=activity)
    spent = [(ledger.AVAILABLE, activity, D("18.75")), (ledger.EXPENSES, None, D("-18.75"))]
    book("expense", spent, kind=ledger.Kind.EXPENSE, subject=activity)
    return activity


def test_the_statement_is_the_ledger_to_the_cent(busy):
    told = statement_of([busy], NOVEMBER, currency="EUR")

    assert (told.opening, told.closing) == (D("1168.75"), D("1918.75"))
    assert told.closing == -ledger.account_balance(ledger.AVAILABLE, busy)
    assert {section.name: section.total for section in told.sections} == {
        "income": D("1168.75"),
        "expenses": D("-18.75"),
        "moves": D("-400.00"),
    }
    income = told.section("income")
    assert (income.sum_of("net"), income.sum_of("fee")) == (D("1250.00"), D("81.25"))


def test_a_move_inside_one_member_disappears_from_the_members_statement(busy):
    every = statement_paper.activities_of(busy.membership)

    told = statement_of(every, NOVEMBER, currency="EUR")

    assert "moves" not in {section.name for section in told.sections}
    assert told.closing == D("2318.75")


def test_the_year_has_both_months(busy):
    told = statement_of([busy], read_span("2026"), currency="EUR")

    assert (told.opening, told.section("income").total) == (D("0.00"), D("2337.50"))


def test_what_is_reserved_is_still_there(busy):
    held = [(ledger.AVAILABLE, busy, D("500.00")), (ledger.RESERVED, busy, D("-500.00"))]
    book("hold", held, kind=ledger.Kind.RESERVED, subject=busy)

    told = statement_of([busy], NOVEMBER, currency="EUR")

    assert (told.available, told.reserved, told.closing) == (D("1418.75"), D("500.00"), D("1918.75"))


def test_a_statement_costs_few_queries(busy, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        statement_of([busy], NOVEMBER, currency="EUR")


def test_without_pay_there_are_no_stairs(busy):
    assert statement_stairs(statement_of([busy], NOVEMBER, currency="EUR")) is None


def test_the_table_file_has_opening_events_and_closing(busy, tmp_path):
    told = statement_of([busy], NOVEMBER, currency="EUR")
    path = tmp_path / "statement.xlsx"
    path.write_bytes(statement_paper.statement_xlsx(told, title="Murals"))

    sheet = openpyxl.load_workbook(path).active
    rows = {row[1].value: row[3].value for row in sheet.iter_rows()}
    assert (rows["At the beginning"], rows["At the end"]) == (1168.75, 1918.75)


def test_the_paper_is_made_once_until_something_is_booked(busy):
    member = member_actor(busy)
    statement_paper.ask_paper(busy.membership, activity=busy, span=NOVEMBER, by=member)
    statement_paper.ask_paper(busy.membership, activity=busy, span=NOVEMBER, by=member)

    assert do_jobs("render_statement") == 1
    paper = Document.objects.get(kind="statement-2026-11")
    assert (paper.membership_id, paper.visible_to, paper.subject_id) == (busy.membership_id, "member", busy.pk)
    assert Notification.objects.filter(user=busy.membership.user, event="statement_ready").count() == 1


def test_a_stranger_cannot_ask_for_the_paper(busy):
    stranger = make_activity(busy.country, make_membership(busy.country))

    with pytest.raises(NotAllowed):
        statement_paper.ask_paper(busy.membership, activity=busy, span=NOVEMBER, by=member_actor(stranger))


def test_staff_may_ask_for_it(busy):
    assert statement_paper.ask_paper(busy.membership, activity=None, span=NOVEMBER, by=staff_actor("adviser")).pk


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-02", (2026, 2, 1), (2026, 2, 28)),
        ("2026-12", (2026, 12, 1), (2026, 12, 31)),
        ("2026-q1", (2026, 1, 1), (2026, 3, 31)),
        ("2026-q4", (2026, 10, 1), (2026, 12, 31)),
        ("2026", (2026, 1, 1), (2026, 12, 31)),
    ],
)
def test_a_span_has_its_days(code, first, last):
    span = read_span(code)

    assert (span.first, span.last) == (datetime.date(*first), datetime.date(*last))


@pytest.mark.parametrize("code", ["", "2026-13", "2026-q5", "26", "2026-1", "word"])
def test_what_is_no_span_is_refused(code):
    with pytest.raises(ValueError, match="no span"):
        read_span(code)


def test_a_person_may_choose_months_quarters_and_years():
    codes = [span.code for span in spans_until(TODAY, since=datetime.date(2025, 3, 1))]

    assert codes[:2] == ["2026-11", "2026-10"]
    assert codes[11] == "2025-12"
    assert codes[12:] == ["2026-q4", "2026-q3", "2026-q2", "2026-q1", "2026", "2025"]


# The trial balance


def test_the_trial_balance_has_opening_movement_and_closing(busy):
    paid(invoiced(busy, "100.00"), "50.00")

    balance = trial_balance(datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))

    by_code = {account.code: account for account in balance.accounts}
    clients = by_code[ledger.RECEIVABLE]
    assert (clients.opening, clients.debit, clients.credit, clients.closing) == (
        D("1512.50"),
        D("1633.50"),
        D("50.00"),
        D("3096.00"),
    )
    assert balance.is_balanced
    assert balance.total.debit == balance.total.credit


def test_the_trial_balance_costs_one_query(busy, django_assert_num_queries):
    with django_assert_num_queries(1):
        trial_balance(datetime.date(2026, 1, 1), TODAY)


def test_a_payslip_stands_in_the_statement_with_its_stairs(inside):
    payslip = paid_payslip(inside)
    told = statement_of([payslip.contract.activity], read_span("2026"), currency="EUR")

    assert told.section("pay").total == D("-1168.75")
    stairs = statement_stairs(told)
    assert stairs is not None
    assert (stairs.total, stairs.net) == (D("1168.75"), D("703.31"))
