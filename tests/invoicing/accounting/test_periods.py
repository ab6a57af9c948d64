"""October is closed by two accountants; afterwards neither a rule nor the database books a day of it."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from activities.models import Activity
from countries.models import Country
from invoicing.models import Invoice, LedgerTransaction, PayrollRun, Period
from invoicing.rules import ledger, periods
from invoicing.states import PeriodState
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import D, make_activity, make_client, make_country, member_actor, staff_actor

SEPTEMBER, OCTOBER = datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def inside(be: Country) -> Iterator[Country]:
    with enter(be):
        yield be


@pytest.fixture
def rik() -> Actor:
    return staff_actor("accounting")


@pytest.fixture
def nina() -> Actor:
    return staff_actor("accounting")


def bring(activity: Activity, amount: str, on: datetime.date, *, event: str) -> LedgerTransaction:
    entries = [(ledger.RECEIVABLE, None, D(amount)), (ledger.AVAILABLE, activity, -D(amount))]
    facts = {"kind": ledger.Kind.INVOICE_ISSUED, "subject": activity, "by": staff_actor(), "label": "Invoice"}
    return ledger.post(event=event, on=on, entries=entries, **facts)


def close(month: datetime.date, first: Actor, second: Actor) -> Period:
    asked = periods.ask_closing(month, by=first, on=TODAY, now=timezone.now())
    return periods.confirm_closing(asked, by=second, on=TODAY, now=timezone.now())


def test_two_people_close_a_month(activity, rik, nina):
    bring(activity, "100.00", OCTOBER, event="one")

    closed = close(OCTOBER, rik, nina)

    assert (closed.state, closed.asked_by_id, closed.decided_by_id) == (
        PeriodState.CLOSED,
        rik.user_id,
        nina.user_id,
    )


def test_a_posting_in_a_closed_month_names_the_month_and_the_first_open_day(activity, rik, nina):
    close(OCTOBER, rik, nina)

    with pytest.raises(RuleBroken) as refused:
        bring(activity, "100.00", datetime.date(2026, 10, 31), event="late")

    assert refused.value.code == "month_closed"
    assert refused.value.params["first_open"] == "2026-11-01"
    assert "October 2026 is closed" in refused.value.message
    assert "1 November 2026" in refused.value.message


def test_the_database_refuses_the_same_day_by_itself(activity, rik, nina):
    close(OCTOBER, rik, nina)

    with pytest.raises(IntegrityError, match="invoicing_period_is_open"), transaction.atomic():
        LedgerTransaction.objects.create(
            event="behind the rule",
            kind="x",
            on=datetime.date(2026, 10, 5),
            at=timezone.now(),
            label="x",
            subject_table="x",
            subject_id=1,
        )


def test_a_month_nobody_looked_at_is_closed_with_a_later_one(activity, rik, nina):
    close(OCTOBER, rik, nina)

    with pytest.raises(RuleBroken, match="August 2026 is closed"):
        bring(activity, "100.00", datetime.date(2026, 8, 3), event="older")


def test_what_was_booked_before_the_closing_may_be_asked_again(activity, rik, nina):
    first = bring(activity, "100.00", OCTOBER, event="one")
    close(OCTOBER, rik, nina)

    assert bring(activity, "100.00", OCTOBER, event="one") == first


def test_the_next_month_stays_open(activity, rik, nina):
    close(OCTOBER, rik, nina)

    assert bring(activity, "100.00", TODAY, event="now").on == TODAY


def test_the_same_person_cannot_confirm(inside, rik):
    asked = periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())

    with pytest.raises(RuleBroken, match="another accountant must confirm"):
        periods.confirm_closing(asked, by=rik, on=TODAY, now=timezone.now())


def test_the_database_wants_two_people_too(inside, rik, nina):
    period = close(OCTOBER, rik, nina)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Period.objects.filter(pk=period.pk).update(decided_by_id=rik.user_id)


def test_asking_twice_changes_nothing(inside, rik):
    first = periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())

    again = periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())

    assert (again.pk, again.asked_at) == (first.pk, first.asked_at)


def test_confirming_twice_is_refused(inside, rik, nina):
    closed = close(OCTOBER, rik, nina)

    with pytest.raises(RuleBroken, match="cannot become"):
        periods.confirm_closing(closed, by=nina, on=TODAY, now=timezone.now())


@pytest.mark.parametrize("role", ["adviser", "payroll"])
def test_only_accountants_close(inside, role):
    with pytest.raises(NotAllowed):
        periods.ask_closing(OCTOBER, by=staff_actor(role), on=TODAY, now=timezone.now())


def test_a_member_cannot_close(activity):
    with pytest.raises(NotAllowed):
        periods.ask_closing(OCTOBER, by=member_actor(activity), on=TODAY, now=timezone.now())


def test_a_month_that_is_not_over_cannot_be_closed(inside, rik):
    with pytest.raises(RuleBroken) as refused:
        periods.ask_closing(datetime.date(2026, 11, 1), by=rik, on=TODAY, now=timezone.now())

    assert refused.value.params["left"] == ["month_over"]


def test_an_earlier_month_with_postings_comes_first(activity, rik, nina):
    bring(activity, "100.00", SEPTEMBER, event="september")

    with pytest.raises(RuleBroken) as refused:
        periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())

    assert refused.value.params["left"] == ["earlier_months"]
    close(SEPTEMBER, rik, nina)
    assert close(OCTOBER, rik, nina).state == PeriodState.CLOSED


def test_a_draft_that_is_due_and_a_run_that_is_not_posted_come_first(activity, rik):
    due = {"planned_on": datetime.date(2026, 10, 20), "created_at": timezone.now(), "language": "nl", "currency": "EUR"}
    Invoice.objects.create(entity=activity.entity, activity=activity, client=make_client(), net=1, total=1, **due)
    PayrollRun.objects.create(
        month=OCTOBER,
        pay_on=datetime.date(2026, 10, 30),
        pack_version="1",
        opened_by_id=1,
        opened_by_label="Paula",
        opened_at=timezone.now(),
    )

    left = [check.code for check in periods.checks_before_closing(OCTOBER, on=TODAY) if not check.is_done]

    assert left == ["drafts", "runs"]
    with pytest.raises(RuleBroken, match="2 points of its list"):
        periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())


def test_what_comes_in_between_the_two_people_stops_the_second(activity, rik, nina):
    asked = periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())
    bring(activity, "100.00", SEPTEMBER, event="september")

    with pytest.raises(RuleBroken, match="cannot be closed yet"):
        periods.confirm_closing(asked, by=nina, on=TODAY, now=timezone.now())


def test_a_proposal_can_be_taken_back(inside, rik):
    asked = periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())

    assert periods.keep_open(asked, by=rik).state == PeriodState.OPEN


def test_reopening_needs_a_reason_and_two_people(activity, rik, nina):
    closed = close(OCTOBER, rik, nina)
    with pytest.raises(RuleBroken, match="Say why"):
        periods.ask_reopening(closed, reason=" ", by=rik, now=timezone.now())

    asked = periods.ask_reopening(closed, reason="A bank fee was forgotten", by=rik, now=timezone.now())
    with pytest.raises(RuleBroken, match="another accountant"):
        periods.confirm_reopening(asked, by=rik, now=timezone.now())
    with pytest.raises(RuleBroken, match="October 2026 is closed"):
        bring(activity, "1.00", OCTOBER, event="too early")

    assert periods.confirm_reopening(asked, by=nina, now=timezone.now()).state == PeriodState.OPEN
    assert bring(activity, "1.00", OCTOBER, event="forgotten").on == OCTOBER


def test_a_proposal_to_reopen_can_be_declined(inside, rik, nina):
    closed = close(OCTOBER, rik, nina)
    asked = periods.ask_reopening(closed, reason="Forgotten", by=rik, now=timezone.now())

    assert periods.keep_closed(asked, by=nina).state == PeriodState.CLOSED


def test_no_edge_of_the_states_is_skipped_in_the_database(inside, rik, nina):
    closed = close(OCTOBER, rik, nina)

    with pytest.raises(Exception, match="Invalid transition"), transaction.atomic():
        Period.objects.filter(pk=closed.pk).update(state="open")


def test_france_is_not_closed_with_belgium(inside, rik, nina):
    close(OCTOBER, rik, nina)

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('smart.country_id', '', true)")
    france = make_country("FR")
    with enter(france):
        assert bring(make_activity(france), "5.00", OCTOBER, event="fr").on == OCTOBER


def test_somebody_faster_is_named(inside, rik, nina):
    asked = periods.ask_closing(OCTOBER, by=rik, on=TODAY, now=timezone.now())
    periods.keep_open(asked, by=nina)

    with pytest.raises((Conflict, RuleBroken)):
        periods.confirm_closing(asked, by=nina, on=TODAY, now=timezone.now())
