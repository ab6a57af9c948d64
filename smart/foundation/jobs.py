"""Background work as rows: PostgreSQL is the work list, Celery and Redis only ring the bell.

A job is unique by (country, kind, key). A worker claims it with a lease, does its steps (each one transaction that
first proves and extends the lease, so a worker that lost it cannot commit), and is done. Three attempts, then parked.
The kinds and their handlers are in `settings.JOB_KINDS`: kind → dotted path of `steps(job) -> Iterable[Callable[[], None]]`.
"""

import hashlib
import json
import socket
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import (
    CountryManager,
    active_country_id,
    all_countries,
    country,
)

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(minutes=2)
RESEND_AFTER: Final = timedelta(seconds=30)
MAX_ATTEMPTS: Final = 3

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
    available_at: Any = None,
) -> Job:
    """Put a job on the work list of the entered country, once per (kind, key), and ring the bell after commit.

    Raises ValueError for an unknown kind or when the same key was queued with another payload.
    """
    if kind not in settings.JOB_KINDS:
        raise ValueError(f"Unknown job kind {kind!r}; known: {', '.join(sorted(settings.JOB_KINDS))}.")
    now, facts = timezone.now(), payload or {}
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


def requeue(job: Job) -> None:
    """Put a parked job back on the list with fresh attempts (the retry button)."""
    Job.objects.filter(pk=job.pk, state=JobState.PARKED).update(
        state=JobState.QUEUED,
        attempts=0,
        last_error="",
        sent_at=timezone.now(),
        available_at=timezone.now(),
    )
    ring(job)


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
    except Exception as failure:  # the task boundary: the reason must reach the row, whatever it is
        log.exception("job_failed", job=job_id)
        _give_back(country_id, job_id, token, reason=f"{type(failure).__name__}: {failure}")
        return False
    return True


def reconcile(*, limit: int = 500) -> int:
    """Ring again for what is queued too long or whose lease ran out; return how many. Run by beat and at worker start."""
    now = timezone.now()
    due = Q(state=JobState.QUEUED, available_at__lte=now, sent_at__lt=now - RESEND_AFTER) | Q(
        state=JobState.RUNNING, lease_until__lt=now
    )
    with all_countries(reason="reconcile jobs"):
        jobs = list(Job.objects.select_for_update(skip_locked=True).filter(due).order_by("id")[:limit])
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(sent_at=now)
    for job in jobs:
        _send(job.country_id, job.pk, job.kind)
    return len(jobs)


def _send(country_id: int, job_id: int, kind: str) -> None:
    from smart.celery import (
        send_wake_up,
    )  # the roof owns the broker; imported late so the ground floor stands alone

    send_wake_up(country_id, job_id, kind)


def _claim(country_id: int, job_id: int) -> uuid.UUID | None:
    """Take the lease, or return None: somebody has it, it is done, or it failed too often (then it is parked)."""
    now, token = timezone.now(), uuid.uuid4()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    with country(country_id, by=PORTAL):
        jobs = Job.objects.filter(free, pk=job_id)
        if jobs.filter(attempts__gte=MAX_ATTEMPTS).update(state=JobState.PARKED, last_error="Stopped three times."):
            return None
        taken = jobs.update(
            state=JobState.RUNNING,
            lease_token=token,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            worker=socket.gethostname(),
        )
    return token if taken else None


def _run_step(country_id: int, job_id: int, token: uuid.UUID, step: Step) -> None:
    with country(country_id, by=PORTAL):
        step()
        held = Job.objects.filter(pk=job_id, lease_token=token, state=JobState.RUNNING)
        if not held.update(lease_until=timezone.now() + LEASE):
            raise LeaseLost


def _finish(job_id: int, token: uuid.UUID) -> None:
    held = Job.objects.filter(pk=job_id, lease_token=token, state=JobState.RUNNING)
    if not held.update(state=JobState.DONE, done_at=timezone.now(), lease_until=None, last_error=""):
        raise LeaseLost


def _give_back(country_id: int, job_id: int, token: uuid.UUID, *, reason: str) -> None:
    """After a failure: queue again with growing patience, or park after the third time."""
    with country(country_id, by=PORTAL):
        job = Job.objects.filter(pk=job_id, lease_token=token, state=JobState.RUNNING).first()
        if job is None:
            return
        parked = job.attempts >= MAX_ATTEMPTS
        job.state = JobState.PARKED if parked else JobState.QUEUED
        job.last_error, job.lease_token, job.lease_until = reason[:2000], None, None
        job.available_at = timezone.now() + timedelta(seconds=10 * job.attempts)
        job.save()


def database_time() -> Any:
    """The clock leases are read by when a test wants to move it: the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    return row[0]
