"""Background work as rows: PostgreSQL is the work list, Celery and Redis only ring the bell.

A job is unique by (country, kind, key). A worker claims it with a lease and does its steps. Each step is one transaction
that ends by proving and extending the lease, so a worker that lost it cannot commit. Three attempts, then parked.
The kinds and their handlers are in `settings.JOB_KINDS`: kind → dotted path of `steps(job) -> Iterable[Callable[[], None]]`.
A handler returns only the steps that are still to do, so that a job taken over goes on where the other worker stopped.

Leases are written and compared by the clock of the database; the clocks of the workers do not matter.
"""

import hashlib
import json
import os
import socket
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import (
    CountryManager,
    active_country_id,
    all_countries,
    country,
)

log = structlog.get_logger(__name__)

MAX_ATTEMPTS: Final = 3
PATIENCE: Final = timedelta(seconds=10)
"""How long a failed job waits before its second attempt; the third waits twice as long."""

Step = Callable[[], None]
Handler = Callable[["Job"], Iterable[Step]]


class JobState(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    PARKED = "parked", "parked"


class Job(models.Model):
    """One piece of background work. `payload` holds ids and small facts, never personal data."""

    country_id = models.SmallIntegerField()
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    payload_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    available_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    last_error = models.TextField(blank=True)

    objects = CountryManager()

    class Meta:
        app_label = "foundation"
        constraints = [
            models.UniqueConstraint(fields=["country_id", "kind", "key"], name="foundation_job_natural_key"),
            models.CheckConstraint(
                condition=Q(state__in=JobState.values),
                name="foundation_job_state_known",
            ),
        ]
        indexes = [
            # the reconciler looks only at what is unfinished
            models.Index(
                fields=["state", "available_at"],
                name="foundation_job_open",
                condition=~Q(state="done"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LeaseLost(Exception):
    """Another worker holds the job now; whatever this one did is rolled back."""


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any] | None = None,
    available_at: datetime | None = None,
) -> Job:
    """Put a job on the work list of the entered country, once per (kind, key), and ring the bell after commit.

    Raises ValueError for an unknown kind, a key over 120 characters, or a key queued before with another payload.
    """
    if kind not in settings.JOB_KINDS:
        raise ValueError(f"Unknown job kind {kind!r}; known: {', '.join(sorted(settings.JOB_KINDS))}.")
    if not 0 < len(key) <= 120:
        raise ValueError(f"The key of a {kind} job has {len(key)} characters, expected 1 to 120: {key!r}.")
    now, facts = database_time(), payload or {}
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    job, made = Job.objects.get_or_create(
        country_id=active_country_id(),
        kind=kind,
        key=key,
        defaults={
            "payload": facts,
            "payload_hash": digest,
            "available_at": available_at or now,
            "sent_at": now,
            "created_at": now,
        },
    )
    if job.payload_hash != digest:
        raise ValueError(f"Job {kind} {key} is already on the list with another payload.")
    if made and job.available_at <= now:
        ring(job)
    return job


def ring(job: Job) -> None:
    """After commit, send the wake-up message; a broker that is down only costs time (the reconciler re-sends)."""
    transaction.on_commit(lambda: _send(job.country_id, job.pk, job.kind))


def requeue(job: Job) -> bool:
    """Put a parked job back on the list with fresh attempts (the retry button); return whether it was parked."""
    parked = Job.objects.filter(pk=job.pk, state=JobState.PARKED)
    if not parked.update(state=JobState.QUEUED, attempts=0, last_error="", sent_at=Now(), available_at=Now()):
        return False
    ring(job)
    return True


def run_job(country_id: int, job_id: int) -> bool:
    """Claim and run one job; return whether it is done. Safe to call twice, in parallel, or for a finished job."""
    token = _claim(country_id, job_id)
    if token is None:
        return False
    try:
        with country(country_id, by=PORTAL):
            job = Job.objects.get(pk=job_id)
            steps = list(import_string(settings.JOB_KINDS[job.kind])(job))
        for step in steps:
            _run_step(country_id, job_id, token, step)
        with country(country_id, by=PORTAL):
            _finish(job_id, token)
    except LeaseLost:
        log.info("job_lease_lost", job=job_id)
        return False
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise  # the worker is told to stop: its lease runs out and another goes on
    except BaseException as failure:  # the task boundary; WeasyPrint's refusals are no Exception, hence Base
        log.exception("job_failed", job=job_id)
        _give_back(country_id, job_id, token, reason=f"{type(failure).__name__}: {failure}")
        return False
    return True


def reconcile(*, limit: int = 500) -> int:
    """Ring again for what is queued too long or whose lease ran out; return how many. Run by beat and at worker start.

    What was rung for within `settings.JOB_RESEND_AFTER` is left alone, so the broker does not fill up while no worker runs.
    """
    silent = Q(sent_at__lt=Now() - settings.JOB_RESEND_AFTER)
    due = Q(state=JobState.QUEUED, available_at__lte=Now()) | Q(state=JobState.RUNNING, lease_until__lt=Now())
    with all_countries(reason="reconcile jobs"):
        jobs = list(Job.objects.select_for_update(skip_locked=True).filter(due & silent).order_by("id")[:limit])
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(sent_at=Now())
    for job in jobs:
        _send(job.country_id, job.pk, job.kind)
    return len(jobs)


def _send(country_id: int, job_id: int, kind: str) -> None:
    from smart.celery import (
        send_wake_up,
    )  # the roof owns the broker; imported late so the ground floor stands alone

    send_wake_up(country_id, job_id, kind)


def _claim(country_id: int, job_id: int) -> uuid.UUID | None:
    """Take the lease, or return None: somebody has it, it is done, not yet due, or it failed too often (then it is parked)."""
    token = uuid.uuid4()
    free = Q(state=JobState.QUEUED, available_at__lte=Now()) | Q(state=JobState.RUNNING, lease_until__lt=Now())
    with country(country_id, by=PORTAL):
        jobs = Job.objects.filter(free, pk=job_id)
        taken = jobs.filter(attempts__lt=MAX_ATTEMPTS).update(
            state=JobState.RUNNING,
            lease_token=token,
            lease_until=Now() + settings.JOB_LEASE,
            attempts=F("attempts") + 1,
            worker=f"{socket.gethostname()}:{os.getpid()}"[:120],
        )
        if taken:
            return token
        spent = jobs.filter(attempts__gte=MAX_ATTEMPTS)
        if spent.update(state=JobState.PARKED, lease_token=None, lease_until=None, last_error=_DIED):
            log.error("job_parked", job=job_id)
    return None


_DIED: Final = f"The worker died {MAX_ATTEMPTS} times while it did this."


def _run_step(country_id: int, job_id: int, token: uuid.UUID, step: Step) -> None:
    """Do the step and extend the lease in one transaction: whoever lost the lease rolls back what it did."""
    with country(country_id, by=PORTAL):
        step()
        if not _held(job_id, token).update(lease_until=Now() + settings.JOB_LEASE):
            raise LeaseLost


def _finish(job_id: int, token: uuid.UUID) -> None:
    if not _held(job_id, token).update(
        state=JobState.DONE, done_at=Now(), lease_token=None, lease_until=None, last_error=""
    ):
        raise LeaseLost


def _give_back(country_id: int, job_id: int, token: uuid.UUID, *, reason: str) -> None:
    """After a failure: queue again with growing patience, or park after the third time. Nothing when the lease is lost."""
    facts = {"last_error": reason[:2000], "lease_token": None, "lease_until": None}
    with country(country_id, by=PORTAL):
        held = _held(job_id, token)
        if held.filter(attempts__gte=MAX_ATTEMPTS).update(state=JobState.PARKED, **facts):
            log.error("job_parked", job=job_id)
            return
        held.update(state=JobState.QUEUED, available_at=Now() + F("attempts") * PATIENCE, **facts)


def _held(job_id: int, token: uuid.UUID) -> models.QuerySet[Job]:
    """The job, while this lease holds."""
    return Job.objects.filter(pk=job_id, lease_token=token, state=JobState.RUNNING)


def database_time() -> datetime:
    """The instant now by the clock of the database, the only one the work list is read by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    instant: datetime = row[0]
    return instant
