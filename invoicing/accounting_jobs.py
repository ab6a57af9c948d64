"""Background work of the accounts: exports of the journal, and the statements of members on paper."""

import datetime
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from countries.addresses import country_url
from countries.models import Country
from invoicing.models.journal_export import ExportKind
from invoicing.rules import annual_paper, journal_export, statement_paper
from invoicing.spans import Span, read_span
from members.models import User
from members.rules.notices import in_language_of, notify
from smart.foundation.errors import RuleBroken
from smart.foundation.jobs import Job


def export_journal(job: Job) -> Iterable[Callable[[], None]]:
    """Make the file, then tell whoever asked that it is there, or why it is not."""
    order = journal_export.Order(
        kind=ExportKind(job.payload["kind"]),
        first=datetime.date.fromisoformat(job.payload["first"]),
        last=datetime.date.fromisoformat(job.payload["last"]),
        is_only_new=job.payload["only_new"],
        entity_id=job.payload["entity"],
        by_id=job.payload["by"],
    )
    return [lambda: _export(order, key=job.key, country=Country.objects.get(pk=job.country_id))]


def _export(order: journal_export.Order, *, key: str, country: Country) -> None:
    user = User.objects.get(pk=order.by_id)
    url = country_url(country, "invoicing:accounting_exports")
    with in_language_of(user):
        try:
            made = journal_export.make_export(order)
        except RuleBroken as refused:
            title = _("The journal could not be exported")
            notify(user, event="export_failed", key=f"export:{key}", title=title, text=refused.message, url=url)
        else:
            title = _("The journal is exported: %(file)s") % {"file": made.file_name}
            notify(user, event="export_ready", key=f"export:{key}", title=title, url=url, mail=False)


def render_statement(job: Job) -> Iterable[Callable[[], None]]:
    """Make the PDF of a member's statement and tell them."""
    facts = job.payload
    span = read_span(facts["span"])
    return [lambda: _issue(facts["membership"], activity_id=facts["activity"], span=span)]


def render_annual_statement(job: Job) -> Iterable[Callable[[], None]]:
    """Make the PDF of a member's year and tell them."""
    wanted, year = job.payload["membership"], job.payload["year"]
    return [lambda: _issue_year(wanted, year=year)]


def _issue_year(membership_id: int, *, year: int) -> None:
    annual_paper.issue_annual_statement(membership_id, year=year)


def _issue(membership_id: int, *, activity_id: int, span: Span) -> None:
    statement_paper.issue_statement(membership_id, activity_id=activity_id, span=span)
