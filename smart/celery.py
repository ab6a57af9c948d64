"""The doorbell: Celery carries (country, job) wake-ups and the beat; the work itself is in smart.foundation.jobs."""

import os
from typing import Any

import structlog
from celery import Celery, signals

from smart.environment import load_local_environment

load_local_environment()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smart.settings")

log = structlog.get_logger(__name__)
app = Celery("smart")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="smart.run_job")
def run_job(country_id: int, job_id: int) -> None:
    """Run one job of the work list."""
    from smart.foundation import jobs

    jobs.run_job(country_id, job_id)


@app.task(name="smart.reconcile")
def reconcile() -> None:
    """Ring again for work that was forgotten."""
    from smart.foundation import jobs

    jobs.reconcile()


@app.task(name="smart.daily")
def daily() -> None:
    """Once a day, put each active country's daily work on its list."""
    from smart.daily import enqueue_daily_work

    enqueue_daily_work()


@signals.worker_ready.connect
def reconcile_at_start(**_: Any) -> None:
    """A worker that starts looks for work its predecessor left."""
    reconcile.apply_async()


@signals.task_prerun.connect
def fresh_wordings(**_: Any) -> None:
    """Mails and papers say what the pages say, also after a text was changed here."""
    from smart.translating.overlay import refresh_if_due

    refresh_if_due()


def send_wake_up(country_id: int, job_id: int, kind: str) -> None:
    """Ring once, quickly; a broker that does not answer is logged, never raised: the row is safe."""
    from django.conf import settings

    queue = settings.JOB_QUEUES.get(kind, "default")
    try:
        run_job.apply_async((country_id, job_id), queue=queue, retry=False)
    except Exception as refused:  # any broker fault: the reconciler rings again
        log.warning("wake_up_not_sent", job=job_id, error=str(refused))
