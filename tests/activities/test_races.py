"""At the same moment: one mission, one approval, one answer."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from activities.models import Activity, Mission
from activities.rules import missions, orders
from countries.models import Country
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def belgium() -> Country:
    return people.make_country("BE")


@pytest.fixture
def painting(belgium):
    alice = people.make_member(belgium, "Alice Example")
    with enter(belgium):
        return made.make_activity(alice)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run each in its own thread and connection; return the results and refusals."""
    gate, results = threading.Barrier(len(works)), []

    def run(work):
        gate.wait()
        try:
            results.append(work())
        except RuleBroken as broken:
            results.append(broken)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def inside(where, work):
    def run():
        with enter(where):
            return work()

    return run


def test_eight_posts_of_one_form_make_one_mission(belgium, painting):
    key = uuid.uuid4()

    def start():
        activity = Activity.objects.select_related("membership__user").get(pk=painting.pk)
        return missions.start_mission(activity, submission_id=key, by=as_member(activity.membership)).pk

    found = at_once(*[inside(belgium, start)] * 8)

    assert len(set(found)) == 1
    with enter(belgium):
        assert Mission.objects.count() == 1


def test_eight_clicks_on_send_make_one_order(belgium, painting):
    with enter(belgium):
        mission = made.make_draft(painting)

    def send():
        return missions.send_mission(mission, by=as_member(painting.membership), now=made.NOW).state

    assert at_once(*[inside(belgium, send)] * 8) == ["submitted"] * 8
    with enter(belgium):
        assert made.order_of(mission).version == 1
        assert [change.to_state for change in history(mission)] == ["submitted"]


def test_of_two_advisers_one_wins_and_the_other_hears_who(belgium, painting):
    with enter(belgium):
        mission = made.make_sent(painting)

    def approve(by):
        return inside(belgium, lambda: missions.approve_mission(Mission.objects.get(pk=mission.pk), by=by).state)

    results = at_once(approve(made.ADVISER), approve(made.SECOND))

    refused = [result for result in results if isinstance(result, Conflict)]
    assert [result for result in results if not isinstance(result, Conflict)] == ["approved"]
    assert len(refused) == 1
    assert "Adviser was first" in str(refused[0])


def test_approval_and_acceptance_confirm_once(belgium, painting):
    with enter(belgium):
        mission = made.make_sent(painting)
        order = made.order_of(mission)

    def accept():
        facts = {"name": "Greet", "ip": "", "by": made.THE_CLIENT, "now": made.NOW}
        return orders.accept_order(order, **facts).state

    at_once(
        inside(belgium, accept),
        inside(belgium, lambda: missions.approve_mission(mission, by=made.ADVISER)),
    )

    with enter(belgium):
        moves = [change.to_state for change in history(mission)]
        assert moves == ["submitted", "approved", "confirmed"]


def test_approve_against_withdraw_one_wins(belgium, painting):
    with enter(belgium):
        mission = made.make_sent(painting)

    def withdraw():
        return missions.cancel_mission(mission, reason="Ill", by=as_member(painting.membership)).state

    at_once(
        inside(belgium, withdraw),
        inside(belgium, lambda: missions.approve_mission(mission, by=made.ADVISER).state),
    )

    with enter(belgium):
        moves = [change.to_state for change in history(mission)]
        assert moves in (["submitted", "cancelled"], ["submitted", "approved", "cancelled"])
