"""Background work of the payroll, fifty lines a job, one line a step. Each job returns only what is still to do."""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from countries.models import Country
from invoicing.models import Payslip, RunLine
from invoicing.rules import payroll, payslip_paper, payslips, posting
from members.models import Document
from smart.foundation.jobs import Job

T = TypeVar("T")


def compute_lines(job: Job) -> Iterable[Callable[[], None]]:
    """Compute the lines that still wait, then see whether the run is computed."""
    rows = RunLine.objects.pending().filter(pk__in=job.payload["lines"]).select_related("contract")
    waiting = list(rows.order_by("contract__membership_id", "contract_id"))
    if waiting:
        facts = payslips.read_facts(Country.objects.get(pk=job.country_id), waiting)
        for line in suspects_last(waiting, attempts=job.attempts):
            yield functools.partial(payroll.compute_line, line.pk, facts=facts)
    yield functools.partial(payroll.close_computing, job.payload["run"])


def post_lines(job: Job) -> Iterable[Callable[[], None]]:
    """Post the lines that are not posted, then see whether the run is."""
    waiting = RunLine.objects.unposted().filter(pk__in=job.payload["lines"]).order_by("pk")
    for line_id in suspects_last(list(waiting.values_list("pk", flat=True)), attempts=job.attempts):
        yield functools.partial(posting.try_posting, line_id)
    yield functools.partial(posting.close_posting, job.payload["run"])


def render_payslips(job: Job) -> Iterable[Callable[[], None]]:
    """Make the PDFs that are missing and tell their members."""
    wanted = job.payload["payslips"]
    made = Document.objects.filter(
        subject_table=Payslip._meta.db_table, subject_id__in=wanted, kind=payslip_paper.KIND
    ).values_list("subject_id", flat=True)
    missing = sorted(set(wanted) - set(made))
    return [functools.partial(payslip_paper.issue_payslip, pk) for pk in suspects_last(missing, attempts=job.attempts)]


def suspects_last(waiting: Sequence[T], *, attempts: int) -> list[T]:
    """On a second or third attempt, put those at which a worker may have died behind the others, so they go on."""
    place = min(attempts - 1, len(waiting)) if attempts > 1 else 0
    return [*waiting[place:], *waiting[:place]]
