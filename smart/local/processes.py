"""The processes of the portal: one list for the demo, checked against docker-compose.yml by a test."""

from dataclasses import dataclass

# One request at a time in each process: measured faster here than threads, which fight for one interpreter lock.
# Loaded once and forked: they share the memory, and a renewed process is there at once.
WEB = ("gunicorn", "smart.wsgi:application", "--preload", "--no-control-socket", "--timeout", "30")
# No web process grows old: a leak in a library costs a restart, not the night.
RENEWED = ("--max-requests", "2000", "--max-requests-jitter", "200")
CELERY = ("celery", "--app", "smart")
# Names differ by worker, so that two on one machine do not answer for each other.
WORKER = (*CELERY, "worker", "--without-gossip", "--without-mingle", "--loglevel", "WARNING")
# Where the demo's mails ask to be answered: a name no mail leaves this machine for.
DEMO_REPLY_DOMAIN = "reply.smart.example"
WORKER_STATEMENT = 60  # seconds: a batch reads more than a page
# Which worker listens to which queues. Rendering and payroll never make a mail wait.
QUEUES = {
    "worker": ("default",),
    "worker-pdf": ("pdf",),
    "worker-payroll": ("payroll",),
}


@dataclass(frozen=True, slots=True)
class Process:
    """One long-running process: its name, which is also its log's, and its arguments inside .venv/bin.

    `longest_statement` is in seconds; none leaves the settings' own, which suits a page.
    """

    name: str
    arguments: tuple[str, ...]
    longest_statement: int | None = None

    def environ(self) -> dict[str, str]:
        if self.longest_statement is None:
            return {}
        return {"STATEMENT_TIMEOUT_SECONDS": str(self.longest_statement)}


def portal_processes(*, port: int, schedule: str, mail_port: int) -> tuple[Process, ...]:
    """Return web, the workers, beat and the door for mail; `schedule` is the file in which beat remembers."""
    web = (*WEB, *RENEWED, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--graceful-timeout", "10")
    workers = tuple(
        Process(
            name,
            (*WORKER, "--hostname", f"{name}@%h", "--concurrency", "1", "--queues", ",".join(queues)),
            WORKER_STATEMENT,
        )
        for name, queues in QUEUES.items()
    )
    beat = Process("beat", (*CELERY, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "WARNING"))
    door = Process("mail-door", ("python", "manage.py", "mail_door", "--port", str(mail_port)))
    return (Process("web", web), *workers, beat, door)
