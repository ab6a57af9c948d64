"""Do the work list inside a test's own transaction, as the workers would."""

from django.conf import settings
from django.utils.module_loading import import_string

from smart.foundation.jobs import Job, JobState


def do_jobs(*kinds: str) -> int:
    """Run the queued jobs of these kinds (of all when none is named), also those they put on the list; return how many."""
    done = 0
    while job := _next(kinds):
        job.attempts += 1
        for step in list(import_string(settings.JOB_KINDS[job.kind])(job)):
            step()
        job.state = JobState.DONE
        job.save()
        done += 1
    return done


def _next(kinds: tuple[str, ...]) -> Job | None:
    waiting = Job.objects.filter(state=JobState.QUEUED)
    return (waiting.filter(kind__in=kinds) if kinds else waiting).order_by("id").first()
