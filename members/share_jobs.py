"""Background work about shares: the certificate, the order to take them out of pay, and the subscriptions of a new year."""

from collections.abc import Callable, Iterable

from members.rules import share_calendar, share_certificate, share_orders
from smart.foundation.jobs import Job, Step


def render_share_certificate(job: Job) -> Iterable[Callable[[], object]]:
    """Make the PDF of a member's certificate."""
    facts = job.payload
    return [lambda: share_certificate.issue_certificate(facts["membership"], number=facts["number"])]


def render_share_order(job: Job) -> Iterable[Callable[[], object]]:
    """Make the PDF of a written order to take shares out of pay."""
    wanted = int(job.payload["word"])
    return [lambda: share_orders.print_order(wanted)]


def renew_shares(job: Job) -> Iterable[Step]:
    """Subscribe the share of the year for each member named."""
    return share_calendar.renew_chunk(job)
