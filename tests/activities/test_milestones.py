"""The line of a mission's life: every step has a name, every state a next sentence, and the current step is the first open one."""

import datetime

import pytest
from django.conf import settings
from django.utils import translation

from activities import milestones
from activities.models import Contract, Mission, Order
from activities.states import MissionState
from members.models import Membership, User
from tests.factories import activities as made

DAY = datetime.date(2026, 3, 9)
NOTHING = {"invoiced_on": None, "invoice_planned_on": None, "paid_on": None, "pay_on": None}


def a_mission(be, **facts):
    from activities.models import Activity

    member = Membership(country=be, user=User(first_name="Alice", last_name="Example"))
    return Mission(
        country=be,
        activity=Activity(membership=member),
        **{"created_at": made.NOW, "submitted_at": made.NOW, "starts_on": DAY, "ends_on": DAY, **facts},
    )


def line_of(mission, be, **facts):
    return milestones.mission_line(
        mission,
        Order(state="sent", valid_until=DAY),
        contracts=facts.pop("contracts", []),
        changes=[],
        money=NOTHING | facts,
        country=be,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("state", MissionState.values)
def test_every_state_says_what_happens_next(be, state, language):
    with translation.override(language):
        line = line_of(a_mission(be, state=state), be)

    assert len(line.next) > 20
    assert len(line.steps) == 8
    assert all(step.label for step in line.steps)


@pytest.mark.django_db
@pytest.mark.parametrize("current", [*milestones.STEPS, ""])
@pytest.mark.parametrize("planned", [None, DAY])
def test_every_step_of_a_confirmed_mission_says_what_happens_next(be, current, planned):
    mission = a_mission(be, state="confirmed")
    money = NOTHING | {"invoice_planned_on": planned, "pay_on": planned}

    said = milestones._next(mission, None, [Contract()], current, money)

    assert len(said) > 20
    assert "%(" not in said


@pytest.mark.django_db
def test_paid_and_invoiced_come_from_the_books(be):
    line = line_of(a_mission(be, state="confirmed"), be, invoiced_on=DAY, paid_on=DAY)

    shown = {step.code: step.on for step in line.steps}
    assert (shown["invoiced"], shown["paid"], shown["contract"]) == (DAY, DAY, None)
    assert [step.code for step in line.steps if step.is_current] == ["checked"]


@pytest.mark.django_db
def test_a_cancelled_mission_has_no_current_step(be):
    assert not any(step.is_current for step in line_of(a_mission(be, state="cancelled"), be).steps)
