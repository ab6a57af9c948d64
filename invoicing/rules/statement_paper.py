"""The statement on paper and as a table file: the same sections as on the page, made by a worker and kept in the vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from activities.models import Activity
from countries.addresses import country_url
from countries.entered import entered_country
from countries.models import Country
from invoicing import perms
from invoicing.account_words import kind_name
from invoicing.models import LedgerTransaction
from invoicing.queries.statements import Item, Statement, statement_of
from invoicing.rules.statement_stairs import statement_stairs
from invoicing.spans import Span, read_span
from members.models import Document, Membership, User
from members.models.document import Visibility
from members.rules.documents import issue_document
from members.rules.notices import in_language_of, notify
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.pdf import render_pdf

HEADINGS: Final[dict[str, Promise]] = {
    "income": gettext_lazy("What came in"),
    "pay": gettext_lazy("What became pay"),
    "expenses": gettext_lazy("Expenses"),
    "moves": gettext_lazy("Moved between activities"),
    "other": gettext_lazy("Other events"),
}
COLUMNS: Final[dict[str, tuple[tuple[str, Promise], ...]]] = {
    "income": (
        ("net", gettext_lazy("Before VAT")),
        ("fee", gettext_lazy("The cooperative’s share")),
        ("guarantee", gettext_lazy("Guarantee fund")),
    ),
    "pay": (("gross", gettext_lazy("Gross pay")), ("net", gettext_lazy("Net paid"))),
}
"""The figures of the documents shown before the effect on the activity."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One event as a person reads it; `figures` stand in the order of the section's columns."""

    item: Item
    on: Any
    title: str
    text: str
    figures: tuple[Any, ...]
    amount: Any


@dataclass(frozen=True, slots=True)
class ReadSection:
    name: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[ReadRow, ...]
    sums: tuple[Any, ...]
    total: Any


def read_sections(statement: Statement) -> list[ReadSection]:
    """The sections in the active language, for the page, the paper and the table file alike."""
    return [
        ReadSection(
            name=section.name,
            heading=str(HEADINGS[section.name]),
            columns=tuple(str(label) for _part, label in COLUMNS.get(section.name, ())),
            rows=tuple(_row(item, section.name) for item in section.items),
            sums=tuple(section.sum_of(part) for part, _label in COLUMNS.get(section.name, ())),
            total=section.total,
        )
        for section in statement.sections
    ]


def subject_of(activities: Sequence[Activity], membership: Membership) -> Activity | Membership:
    """What the paper is about: the one activity, or the member with all of them."""
    return activities[0] if len(activities) == 1 else membership


def paper_kind(span: Span) -> str:
    return f"statement-{span.code}"


def ask_paper(membership: Membership, *, activity: Activity | None, span: Span, by: Actor) -> jobs.Job:
    """Put the PDF of a statement on the work list, once until something new is booked. Raises NotAllowed."""
    own = by.user_id is not None and by.user_id == membership.user_id
    if not own and not perms.may_see_books(by):
        raise NotAllowed(_("Only the member and the staff may have this statement."))
    newest = LedgerTransaction.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    about = activity.pk if activity is not None else 0
    payload = {"membership": membership.pk, "activity": about, "span": span.code}
    return jobs.enqueue("render_statement", key=f"{membership.pk}:{about}:{span.code}:{newest}", payload=payload)


def issue_statement(membership_id: int, *, activity_id: int, span: Span) -> Document:
    """Make the PDF in the member's language, keep it in the vault and tell the member that it is there."""
    membership = Membership.objects.select_related("user").get(pk=membership_id)
    activities = activities_of(membership, activity_id=activity_id)
    country, user, now = entered_country(), membership.user, timezone.now()
    context = paper_context(membership, activities, span=span, country=country, now=now)
    body = render_pdf("pdf/statement.html", context, language=user.language, issued_at=now)
    document = issue_document(
        subject=subject_of(activities, membership),
        kind=paper_kind(span),
        title=context["file_title"],
        content=body,
        language=user.language,
        membership=membership,
        visible_to=Visibility.MEMBER,
        retention_class="accounting",
        by=PORTAL,
    )
    _tell(user, document, country)
    return document


def activities_of(membership: Membership, *, activity_id: int = 0) -> list[Activity]:
    """The member's activities, or the one named."""
    rows = Activity.objects.filter(membership=membership).select_related("entity").order_by("code")
    return list(rows.filter(pk=activity_id) if activity_id else rows)


def paper_context(
    membership: Membership, activities: Sequence[Activity], *, span: Span, country: Country, now: datetime
) -> dict[str, Any]:
    """What templates/pdf/statement.html shows, in the member's language. Costs five queries."""
    statement = statement_of(activities, span, currency=country.currency)
    code = country.code.code
    token = formats.set_country(code, country.currency)
    try:
        with translation.override(membership.user.language):
            return _context(statement, membership, code=code, today=country.local(now).date())
    finally:
        formats.reset_country(token)


def _context(statement: Statement, membership: Membership, *, code: str, today: Any) -> dict[str, Any]:
    what = str(statement.activities[0]) if len(statement.activities) == 1 else _("All my activities")
    return {
        "country": code,
        "currency": statement.currency,
        "copy": _("Member's copy"),
        "title": what,
        "period": statement.span.label,
        "file_title": _("Statement %(period)s, %(what)s") % {"period": statement.span.label, "what": what},
        "member": membership.user.full_name,
        "number": membership.number,
        "entity": statement.activities[0].entity.name if statement.activities else "",
        "issued_on": today,
        "statement": statement,
        "sections": read_sections(statement),
        "waterfall": statement_stairs(statement),
    }


def statement_xlsx(statement: Statement, *, title: str) -> bytes:
    """One sheet: opening, every event of every section, closing; amounts as numbers."""
    into = BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(pgettext("activity", "Statement")[:31])
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 2, 34)
    sheet.set_column(3, 6, 16)
    for place, row in enumerate(_sheet_rows(statement, title=title)):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell, None if row[0] else bold)
            elif cell is not None:
                sheet.write_number(place, column, cell, money)
    book.close()
    return into.getvalue()


def _sheet_rows(statement: Statement, *, title: str) -> list[list[Any]]:
    opening = [statement.span.first.isoformat(), _("At the beginning"), "", statement.opening]
    rows: list[list[Any]] = [["", title], ["", statement.span.label, statement.currency], [], opening]
    for section in read_sections(statement):
        rows += [[], ["", section.heading, "", _("For the activity"), *section.columns]]
        rows += [[row.on.isoformat(), row.title, row.text, row.amount, *row.figures] for row in section.rows]
        rows.append(["", _("Total"), "", section.total, *section.sums])
    return [*rows, [], [statement.span.last.isoformat(), _("At the end"), "", statement.closing]]


def _row(item: Item, section: str) -> ReadRow:
    parts = item.parts
    text = str(parts.get("client") or "")
    if "month" in parts:
        text = formats.month(parts["month"])
    return ReadRow(
        item=item,
        on=item.on,
        title=f"{kind_name(item.kind)} {parts.get('number') or item.label}".strip(),
        text=text,
        figures=tuple(parts.get(part) for part, _label in COLUMNS.get(section, ())),
        amount=item.amount,
    )


def _tell(user: User, document: Document, country: Country) -> None:
    with in_language_of(user):
        title = _("Your statement is ready: %(title)s") % {"title": document.title}
        url = country_url(country, "members:document_open", document.pk)
        notify(user, event="statement_ready", key=f"statement:{document.pk}", title=title, url=url, mail=False)


def span_of(code: str) -> Span | None:
    """The span of an address, or None when it names none."""
    try:
        return read_span(code)
    except ValueError:
        return None
