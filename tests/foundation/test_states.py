"""One way to change a state, in Python and in the database."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from countries.models import Country
from smart.foundation.actors import ADMIN, MEMBER, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import StateChange, history, may_move, move
from smart.foundation.tenancy import country

ADA = Actor(kinds=frozenset({ADMIN}), user_id=3, label="Ada Example")
MEMBER_ONLY = Actor(kinds=frozenset({MEMBER}), user_id=4, label="Mo Example")


@pytest.fixture
def be(db) -> Country:
    with country(made := Country.objects.create(code="BE", state="active")):
        yield made


def test_a_move_changes_the_state_and_writes_it_down(be):
    move(be, to="dormant", by=ADA, reason="no public yet")

    assert Country.objects.get(pk=be.pk).state == "dormant"
    change = history(be).get()
    assert (change.from_state, change.to_state, change.by_id, change.reason) == (
        "active",
        "dormant",
        3,
        "no public yet",
    )


def test_there_is_no_way_along_no_edge(be):
    with pytest.raises(RuleBroken) as refused:
        move(be, to="initiative", by=ADA)

    assert refused.value.code == "no_such_move"
    assert "Active" in refused.value.message
    assert be.state == "active"


def test_the_wrong_kind_of_actor_is_refused(be):
    assert not may_move(be, to="dormant", by=MEMBER_ONLY)
    with pytest.raises(NotAllowed, match="admin"):
        move(be, to="dormant", by=MEMBER_ONLY)


def test_whoever_read_an_old_state_is_told_who_was_faster(be):
    old = Country.objects.get(pk=be.pk)
    move(be, to="dormant", by=ADA)

    with pytest.raises(Conflict, match="Ada Example"):
        move(old, to="dormant", by=ADA)


def test_the_database_refuses_what_python_was_not_asked(be):
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Country.objects.filter(pk=be.pk).update(state="initiative")


def test_the_history_cannot_be_rewritten(be):
    move(be, to="dormant", by=ADA)

    with pytest.raises(DatabaseError), transaction.atomic():
        StateChange.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_of_eight_people_at_once_one_wins():
    made = Country.objects.create(code="BE", state="active")
    start, answers = threading.Barrier(8), []

    def try_it() -> None:
        with country(made):
            read = Country.objects.get(pk=made.pk)
            start.wait()
            try:
                move(read, to="dormant", by=ADA)
                answers.append("won")
            except Conflict:
                answers.append("conflict")
        connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["conflict"] * 7 + ["won"]
    with country(made):
        assert history(made).count() == 1
