"""The work list: claimed once, fenced by its lease, tried three times, found again by the reconciler."""

import datetime
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, transaction

from countries.models import Country, Office
from smart.foundation import jobs
from smart.foundation.errors import NoCountry
from smart.foundation.jobs import Job, JobState, LeaseLost, enqueue, reconcile, requeue, run_job
from smart.foundation.tenancy import country
from tests.foundation import job_kinds

KINDS = ("open_offices", "open_then_wait", "fail", "fail_fatally", "stop_the_worker")
SENT: list[int] = []


@pytest.fixture(autouse=True)
def house(settings, monkeypatch) -> Iterator[None]:
    """Our own kinds, and a bell that writes down for whom it rang."""
    settings.JOB_KINDS = {kind: f"tests.foundation.job_kinds.{kind}" for kind in KINDS}
    monkeypatch.setattr("smart.celery.send_wake_up", lambda country_id, job_id, kind: SENT.append(job_id))
    yield
    SENT.clear()
    job_kinds.pause = lambda: None


@pytest.fixture
def be(transactional_db) -> Country:
    return Country.objects.create(code="BE", state="active")


@pytest.fixture
def fr(transactional_db) -> Country:
    return Country.objects.create(code="FR", state="active")


def put(where: Country, kind: str = "open_offices", key: str = "one", **payload) -> Job:
    with country(where):
        return enqueue(kind, key=key, payload=payload or {"names": ["Liège"]})


def again(where: Country, job: Job) -> Job:
    with country(where):
        return Job.objects.get(pk=job.pk)


def offices(where: Country) -> list[str]:
    with country(where):
        return sorted(Office.objects.values_list("name", flat=True))


def turn_back(where: Country, job: Job, **columns: str) -> None:
    """Move instants of the row into the past, by the database's own clock."""
    with country(where), connection.cursor() as cursor:
        for column, ago in columns.items():
            cursor.execute(
                f"UPDATE foundation_job SET {column} = clock_timestamp() - %s::interval WHERE id = %s", [ago, job.pk]
            )


def test_a_job_is_done_once_and_rung_for_after_commit(be):
    job = put(be)

    assert [job.pk] == SENT
    assert run_job(be.pk, job.pk) is True
    assert offices(be) == ["Liège"]
    done = again(be, job)
    assert (done.state, done.attempts, done.lease_token) == (JobState.DONE, 1, None)
    assert done.done_at is not None


def test_the_bell_does_not_ring_when_the_transaction_fails(be):
    with country(be):
        enqueue("open_offices", key="one", payload={"names": []})
        transaction.set_rollback(True)

    assert SENT == []


def test_a_finished_job_is_not_done_again(be):
    job = put(be)
    run_job(be.pk, job.pk)

    assert run_job(be.pk, job.pk) is False
    assert offices(be) == ["Liège"]


def test_the_same_key_is_one_job_whatever_the_order_of_its_facts(be):
    first = put(be, names=["Liège"], by=1)
    second = put(be, by=1, names=["Liège"])

    assert first.pk == second.pk
    assert [first.pk] == SENT


def test_the_same_key_with_other_facts_is_refused(be):
    put(be, names=["Liège"])

    with pytest.raises(ValueError, match="another payload"):
        put(be, names=["Gent"])


def test_the_same_key_in_another_country_is_another_job(be, fr):
    assert put(be).pk != put(fr).pk


def test_a_job_needs_a_country_a_known_kind_and_a_sensible_key(be):
    with pytest.raises(NoCountry):
        enqueue("open_offices", key="one")
    with pytest.raises(ValueError, match="Unknown job kind"):
        put(be, kind="brew_tea")
    with pytest.raises(ValueError, match="121 characters"):
        put(be, key="k" * 121)


def test_facts_that_json_cannot_carry_are_refused(be):
    with pytest.raises(TypeError):
        put(be, on=datetime.date(2026, 11, 24))


def test_another_country_does_not_run_the_job(be, fr):
    job = put(be)

    assert run_job(fr.pk, job.pk) is False
    assert again(be, job).state == JobState.QUEUED


def test_eight_deliveries_at_once_have_one_effect(be):
    job = put(be, names=["Liège", "Gent", "Namur"])
    start, answers = threading.Barrier(8), []

    def deliver() -> None:
        start.wait()
        answers.append(run_job(be.pk, job.pk))
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 7 + [True]
    assert offices(be) == ["Gent", "Liège", "Namur"]
    assert again(be, job).attempts == 1


def test_a_running_job_is_left_to_its_worker(be):
    job = put(be)
    jobs._claim(be.pk, job.pk)

    assert run_job(be.pk, job.pk) is False
    assert offices(be) == []


def test_a_job_whose_worker_fell_silent_goes_on_with_the_steps_that_are_left(be):
    job = put(be, names=["Liège", "Gent"])
    jobs._claim(be.pk, job.pk)
    with country(be):
        job_kinds.open_offices(again(be, job))[0]()
    turn_back(be, job, lease_until="1 second")

    assert run_job(be.pk, job.pk) is True
    assert offices(be) == ["Gent", "Liège"]
    assert again(be, job).attempts == 2


def test_leases_follow_the_clock_of_the_database_not_the_workers(be, time_machine_far):
    job = put(be)
    jobs._claim(be.pk, job.pk)

    assert run_job(be.pk, job.pk) is False  # by the worker's clock the lease ran out years ago
    assert (again(be, job).lease_until - jobs.database_time()) < datetime.timedelta(minutes=3)


@pytest.fixture
def time_machine_far() -> Iterator[None]:
    import time_machine

    with time_machine.travel(datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC), tick=False):
        yield


def test_a_zombie_cannot_commit_what_it_did_after_losing_its_lease(be):
    job = put(be, kind="open_then_wait")

    def another_worker_takes_over() -> None:
        def take() -> None:
            turn_back(be, job, lease_until="1 second")
            assert jobs._claim(be.pk, job.pk) is not None
            connection.close()

        thread = threading.Thread(target=take)
        thread.start()
        thread.join()

    job_kinds.pause = another_worker_takes_over

    assert run_job(be.pk, job.pk) is False
    assert offices(be) == []
    assert again(be, job).state == JobState.RUNNING


def test_finishing_without_the_lease_is_refused(be):
    job = put(be)
    token = jobs._claim(be.pk, job.pk)
    turn_back(be, job, lease_until="1 second")
    jobs._claim(be.pk, job.pk)

    with pytest.raises(LeaseLost), country(be):
        jobs._finish(job.pk, token)


def test_a_step_extends_the_lease(be):
    job = put(be, names=["Liège"])
    token = jobs._claim(be.pk, job.pk)
    turn_back(be, job, lease_until="1 second")

    jobs._run_step(be.pk, job.pk, token, lambda: None)

    assert again(be, job).lease_until > jobs.database_time()


def test_a_failure_is_written_down_waits_and_is_parked_the_third_time(be):
    job = put(be, kind="fail")

    for attempt in (1, 2, 3):
        assert run_job(be.pk, job.pk) is False
        after = again(be, job)
        assert after.attempts == attempt
        assert after.last_error == "ValueError: the printer is on fire"
        assert run_job(be.pk, job.pk) is False  # not due yet, or parked
        assert again(be, job).attempts == attempt
        turn_back(be, job, available_at="1 second")

    assert again(be, job).state == JobState.PARKED
    assert offices(be) == ["before the fire"]  # a step that was done stays done: each is its own transaction


def test_the_second_attempt_waits_ten_seconds_and_the_third_twenty(be):
    job = put(be, kind="fail_fatally")

    run_job(be.pk, job.pk)
    first = (again(be, job).available_at - jobs.database_time()).total_seconds()
    turn_back(be, job, available_at="1 second")
    run_job(be.pk, job.pk)
    second = (again(be, job).available_at - jobs.database_time()).total_seconds()

    assert 8 < first <= 10
    assert 18 < second <= 20


def test_a_fatal_refusal_that_is_no_exception_is_a_failure_with_a_reason(be):
    job = put(be, kind="fail_fatally")

    assert run_job(be.pk, job.pk) is False
    assert again(be, job).last_error == "Fatal: blocked address"


def test_a_worker_told_to_stop_leaves_the_job_to_its_lease(be):
    job = put(be, kind="stop_the_worker")

    with pytest.raises(SystemExit):
        run_job(be.pk, job.pk)

    assert again(be, job).state == JobState.RUNNING


def test_a_job_that_kills_its_worker_three_times_is_parked(be):
    job = put(be)
    for _ in range(3):
        jobs._claim(be.pk, job.pk)
        turn_back(be, job, lease_until="1 second")

    assert run_job(be.pk, job.pk) is False
    parked = again(be, job)
    assert (parked.state, parked.lease_token) == (JobState.PARKED, None)
    assert "died 3 times" in parked.last_error
    assert offices(be) == []


def test_a_job_of_a_kind_that_is_gone_is_parked_not_lost(be, settings):
    job = put(be)
    settings.JOB_KINDS = {}

    for _ in range(3):
        run_job(be.pk, job.pk)
        turn_back(be, job, available_at="1 second")

    assert again(be, job).state == JobState.PARKED


def test_a_parked_job_can_be_tried_again_and_only_a_parked_one(be):
    job = put(be)
    with country(be):
        Job.objects.filter(pk=job.pk).update(state=JobState.PARKED, attempts=3, last_error="no")
        assert requeue(job) is True
        assert requeue(job) is False

    assert [job.pk, job.pk] == SENT
    assert run_job(be.pk, job.pk) is True
    assert again(be, job).attempts == 1


def test_work_for_later_waits_for_its_hour(be):
    later = jobs.database_time() + datetime.timedelta(hours=1)
    with country(be):
        job = enqueue("open_offices", key="later", payload={"names": ["Liège"]}, available_at=later)

    assert SENT == []
    assert run_job(be.pk, job.pk) is False
    assert reconcile() == 0


def test_the_reconciler_finds_what_was_forgotten_in_every_country(be, fr):
    forgotten, silent, fresh = put(be), put(fr), put(be, key="fresh", names=[])
    jobs._claim(fr.pk, silent.pk)
    turn_back(be, forgotten, sent_at="1 minute")
    turn_back(fr, silent, sent_at="1 minute", lease_until="1 second")
    SENT.clear()

    assert reconcile() == 2
    assert [forgotten.pk, silent.pk] == SENT
    assert fresh.pk not in SENT


def test_the_reconciler_does_not_ring_twice_within_its_patience(be):
    job = put(be)
    turn_back(be, job, sent_at="1 minute")

    assert (reconcile(), reconcile()) == (1, 0)


def test_the_reconciler_leaves_done_parked_and_running_jobs(be):
    done, running = put(be), put(be, key="running", names=[])
    run_job(be.pk, done.pk)
    jobs._claim(be.pk, running.pk)
    for job in (done, running):
        turn_back(be, job, sent_at="1 hour")

    assert reconcile() == 0


def test_a_broker_that_does_not_answer_costs_nothing_but_time(be, monkeypatch, settings, caplog):
    monkeypatch.undo()
    settings.JOB_KINDS = {"open_offices": "tests.foundation.job_kinds.open_offices"}
    from smart.celery import app

    monkeypatch.setattr(app.conf, "broker_url", "redis+socket:///nowhere/redis.sock")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis+socket:///nowhere/redis.sock")
    app.pool.force_close_all()
    app._pool = None
    app.amqp._producer_pool = None

    # kombu ends its retries by the clock unless a number is set; here the clock stands still.
    with time_machine.travel(datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC), tick=False):
        job = put(be)

    assert again(be, job).state == JobState.QUEUED
    assert "wake_up_not_sent" in caplog.text
    app._pool = None
    app.amqp._producer_pool = None
