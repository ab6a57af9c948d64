"""A state is said of a thing, and in most languages its word agrees with it: a shared word says which thing by its context."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from django.utils import translation

from activities.states import ContractState, DeclarationState, MissionState
from invoicing.states import InvoiceState, MoveState, ReminderState, RunState, TransferState
from members.states import MeetingState, MembershipState, ThreadState

ROOT = Path(__file__).resolve().parents[2]
STATES = sorted(path for room in ROOT.iterdir() if room.is_dir() for path in room.glob("**/states.py"))
AGREES_WITH_NOTHING = {"Draft", "Being checked", "To be paid", "Waiting", "Waits for a second person"}


def plain_words() -> dict[str, set[str]]:
    """Each label without a context, and the classes that use it."""
    found = defaultdict(set)
    for path in STATES:
        if ".venv" in path.parts or "node_modules" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                for word in words_of(node):
                    found[word].add(f"{path.relative_to(ROOT)}: {node.name}")
    return found


def words_of(node: ast.ClassDef) -> list[str]:
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_"]
    return [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]


def test_a_word_that_two_things_share_names_its_thing():
    shared = {word: sorted(classes) for word, classes in plain_words().items() if len(classes) > 1}

    assert set(shared) - AGREES_WITH_NOTHING == set(), shared
    assert set(shared) >= AGREES_WITH_NOTHING, "An explained word is gone: take it off the list."


@pytest.mark.parametrize(
    ("language", "state", "word"),
    [
        ("fr", MissionState.CANCELLED, "Annulée"),
        ("fr", ContractState.CANCELLED, "Annulé"),
        ("fr", ReminderState.SENT, "Envoyé"),
        ("es", MissionState.CLOSED, "Cerrado"),
        ("es", ThreadState.CLOSED, "Cerrada"),
        ("es", RunState.PAID, "Pagado"),
        ("it", InvoiceState.SENT, "Inviata"),
        ("it", TransferState.PREPARED, "Preparato"),
        ("it", MoveState.APPROVED, "Approvato"),
        ("sv", MissionState.CANCELLED, "Annullerat"),
        ("sv", DeclarationState.CANCELLED, "Annullerad"),
        ("sv", MeetingState.CANCELLED, "Inställt"),
        ("de", MissionState.CANCELLED, "Abgesagt"),
        ("de", ContractState.CANCELLED, "Aufgehoben"),
        ("nl", MembershipState.LEFT, "Vertrokken"),
    ],
)
def test_the_word_agrees_with_the_thing(language, state, word):
    with translation.override(language):
        assert str(state.label) == word
