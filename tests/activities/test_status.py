"""Every state tells its reader what happens next."""

import datetime

import pytest

from activities import status
from activities.models import Activity, Contract, Declaration, Mission, Order
from activities.states import ActivityState, ContractState, DeclarationState, MissionState, OrderState

DAY = datetime.date(2026, 3, 9)


@pytest.mark.parametrize("state", MissionState.values)
@pytest.mark.parametrize("order_state", [None, *OrderState.values])
def test_every_mission_says_what_is_next(state, order_state):
    order = Order(state=order_state, valid_until=DAY) if order_state else None

    shown = status.mission_status(Mission(state=state, starts_on=DAY), order)

    assert shown.label
    assert len(shown.next) > 30
    assert shown.tone in {"ok", "warn", "bad", "pen", "muted"}


@pytest.mark.parametrize("state", ContractState.values)
def test_every_contract_says_what_is_next(state):
    assert len(status.contract_status(Contract(state=state, starts_on=DAY, promised_on=DAY)).next) > 20


@pytest.mark.parametrize("state", OrderState.values)
def test_every_order_says_what_is_next(state):
    assert len(status.order_status(Order(state=state, valid_until=DAY, answer_comment="One day more")).next) > 20


@pytest.mark.parametrize("model", [Activity, Mission, Order, Contract, Declaration])
def test_every_state_has_a_tone_and_every_edge_a_known_end(model):
    known = {str(value) for value, _label in model._meta.get_field("state").flatchoices}

    assert known <= set(status.TONES)
    assert {end for ends in model.TRANSITIONS.values() for end in ends} <= known


def test_the_states_are_all_named():
    for states in (ActivityState, ContractState, DeclarationState, MissionState, OrderState):
        assert all(str(label) for label in states.labels)
