"""Background work for clients: their statement of account on paper."""

from collections.abc import Callable, Iterable

from invoicing.rules import client_statement_paper
from smart.foundation.jobs import Job


def render_client_statement(job: Job) -> Iterable[Callable[[], object]]:
    """Make the PDF of a client's statement."""
    facts = job.payload
    return [lambda: client_statement_paper.issue_paper(facts["client"], span_code=facts["span"])]
