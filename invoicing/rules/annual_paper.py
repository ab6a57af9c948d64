"""A member's year on paper: made by a worker in the member's language, kept in the vault, told to the member."""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from countries.addresses import country_url
from invoicing import perms
from invoicing.models import LedgerTransaction
from invoicing.rules.annual_statement import AnnualStatement, annual_statement
from members.models import Document, Membership
from members.models.document import Visibility
from members.queries import profile_of
from members.rules.documents import issue_document
from members.rules.notices import in_language_of, notify
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.pdf import render_pdf

JOB: Final = "render_annual_statement"


def paper_kind(year: int) -> str:
    return f"annual-{year}"


def ask_annual_statement(membership: Membership, *, year: int, by: Actor) -> jobs.Job:
    """Put the PDF of a year on the work list, once until something new is booked. Raises NotAllowed."""
    own = by.user_id is not None and by.user_id == membership.user_id
    if not own and not perms.may_see_books(by):
        raise NotAllowed(_("Only the member and the staff may have this statement."))
    newest = LedgerTransaction.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    payload = {"membership": membership.pk, "year": year}
    return jobs.enqueue(JOB, key=f"{membership.pk}:{year}:{newest}", payload=payload)


def issue_annual_statement(membership_id: int, *, year: int) -> Document:
    """Make the PDF and tell the member that it is there."""
    membership = Membership.objects.select_related("user", "country").get(pk=membership_id)
    user, now = membership.user, timezone.now()
    context = paper_context(membership, year=year, now=now)
    document = issue_document(
        subject=membership,
        kind=paper_kind(year),
        title=context["file_title"],
        content=render_pdf("pdf/annual_statement.html", context, language=user.language, issued_at=now),
        language=user.language,
        membership=membership,
        visible_to=Visibility.MEMBER,
        retention_class="accounting",
        by=PORTAL,
    )
    with in_language_of(user):
        title = _("Your statement is ready: %(title)s") % {"title": document.title}
    url = country_url(membership.country, "members:document_open", document.pk)
    notify(user, event="statement_ready", key=f"annual:{document.pk}", title=title, url=url, mail=False)
    return document


def paper_context(membership: Membership, *, year: int, now: datetime) -> dict[str, Any]:
    """What templates/pdf/annual_statement.html shows, in the member's language."""
    country, profile = membership.country, profile_of(membership)
    token = formats.set_country(country.code.code, country.currency)
    try:
        with translation.override(membership.user.language):
            told = annual_statement(membership, year, currency=country.currency)
            activities = told.statement.activities
            return {
                "country": country.code.code,
                "currency": told.currency,
                "copy": _("Member's copy"),
                "file_title": _("My year %(year)s") % {"year": year},
                "member": profile.legal_name if profile is not None else membership.user.full_name,
                "number": membership.number,
                "entity": activities[0].entity.name if activities else "",
                "issued_on": country.local(now).date(),
                "told": told,
                "rows": rows_of(told),
                "waterfall": told.fall,
            }
    finally:
        formats.reset_country(token)


def rows_of(told: AnnualStatement) -> list[dict[str, Any]]:
    """The year in lines, each with its sign; totals are marked. For the page and the paper alike."""
    pay = told.pay
    found = [
        (_("Invoiced to clients, before VAT"), told.invoiced, True),
        (_("The cooperative’s share"), -told.fee, False),
        (_("Guarantee fund"), -told.guarantee, False),
        (_("Credited to my activities"), told.credited, True),
        (_("Budgets of the contracts paid"), told.budget, False),
        (_("Cost of my pay, all included"), pay.cost, True),
        (_("Employer contributions"), -pay.employer, False),
        (_("Set aside for later pay"), -pay.provisions, False),
        (_("Gross pay"), pay.gross, True),
        (_("Your contributions"), -pay.contributions, False),
        (_("Tax withheld"), -pay.tax, False),
        (_("Other amounts"), pay.other, False),
        (_("Net pay"), pay.net, True),
        (_("Expenses borne by my activities"), told.expenses, False),
        (_("Paid in for shares"), told.shares, False),
    ]
    always = {_("Your contributions"), _("Tax withheld")}
    return [
        {"label": label, "amount": amount, "is_total": is_total}
        for label, amount, is_total in found
        if amount or is_total or label in always
    ]
