"""Who is told what became of an invoice of a supplier: the member, the supplier by mail, in France the supplier's platform."""

import csv
import datetime
import io
from collections.abc import Iterable

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from activities.models import Activity
from countries.addresses import country_url
from invoicing import perms
from invoicing.models import SupplierInvoice, SupplierStatus
from invoicing.supplier_codes import reason_words
from members.models import User
from members.rules.notices import in_language_of, mail_to, notify
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tables import safe_cell

TELLS_PLATFORM = frozenset({"FR"})
"""France, whose platforms exchange the life cycle of invoices (CGI art. 289 bis, article from memory)."""


def add_status(
    invoice: SupplierInvoice, *, code: str, by: Actor, now: datetime.datetime, reason_code: str = "", note: str = ""
) -> SupplierStatus | None:
    """Keep a status to be sent back, where the law has a life cycle and the invoice came as an electronic document."""
    if not tells_platform(invoice) or not invoice.document:
        return None
    made: SupplierStatus = SupplierStatus.objects.create(
        invoice=invoice, code=code, reason_code=reason_code, note=note.strip(), at=now, by_label=by.label
    )
    return made


def tells_platform(invoice: SupplierInvoice) -> bool:
    return str(invoice.country.code) in TELLS_PLATFORM


@transaction.atomic
def send_back(ids: Iterable[int], *, by: Actor, now: datetime.datetime) -> str:
    """The chosen statuses as a file for the platform (CSV), each told once: they are marked as sent.

    Raises NotAllowed and RuleBroken("nothing_chosen") when none of them waits.
    """
    if not perms.may_handle_suppliers(by):
        raise NotAllowed(_("Only an adviser or an accountant sends statuses back."))
    waiting = SupplierStatus.objects.filter(pk__in=list(ids), sent_at=None).order_by("pk")
    rows = list(waiting.select_for_update(of=("self",), no_key=True).select_related("invoice__entity"))
    if not rows:
        raise RuleBroken("nothing_chosen", _("Choose at least one status that was not sent yet."))
    SupplierStatus.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now, sent_by_label=by.label[:200])
    return _status_file(rows)


def mail_supplier(invoice: SupplierInvoice, *, is_refused: bool, words: str, now: datetime.datetime) -> bool:
    """Tell the supplier why it is refused or disputed, in the country's first language; return whether a mail was written.

    Nothing is mailed where the platform tells, or when no address is known.
    """
    if tells_platform(invoice) or not invoice.supplier_email:
        return False
    language = invoice.country.languages[0]
    with translation.override(language):
        facts = {
            "invoice": invoice,
            "is_refused": is_refused,
            "reason": reason_words(invoice.reason_code),
            "words": words.strip(),
            "LANGUAGE_CODE": language,
        }
        subject = _("Your invoice %(number)s is refused") if is_refused else _("Your invoice %(number)s is disputed")
        mail_to(
            invoice.supplier_email,
            key=f"supplier-{invoice.pk}-{invoice.state}-{now:%Y%m%d%H%M%S}",
            language=language,
            subject=f"{subject % {'number': invoice.number}} · {invoice.entity.name}",
            text=render_to_string("email/invoicing_supplier.txt", facts),
            html=render_to_string("email/invoicing_supplier.html", facts),
        )
    return True


def tell_members(invoice: SupplierInvoice, activities: Iterable[Activity], *, by: Actor) -> None:
    """Tell each member concerned that an invoice is put to their activity, but not the one who did it."""
    for activity in activities:
        user = activity.membership.user
        if user.pk == by.user_id:
            continue
        with in_language_of(user):
            notify(
                user,
                event="purchase",
                key=f"purchase-{invoice.pk}-{activity.pk}",
                title=_("An invoice of %(supplier)s is put to your activity") % {"supplier": invoice.supplier_name},
                text=_("Say whether it is yours and whether it may be paid."),
                url=country_url(invoice.country, "invoicing:purchase", invoice.pk),
            )


def tell_decision(invoice: SupplierInvoice) -> None:
    """Tell the members concerned what was decided. No amount travels by mail."""
    for user in _members(invoice):
        with in_language_of(user):
            facts = {"supplier": invoice.supplier_name, "state": invoice.get_state_display()}
            notify(
                user,
                event="purchase",
                key=f"purchase-{invoice.pk}-{invoice.state}",
                title=_("Invoice of %(supplier)s: %(state)s") % facts,
                text=reason_words(invoice.reason_code),
                url=country_url(invoice.country, "invoicing:purchase", invoice.pk),
            )


def _members(invoice: SupplierInvoice) -> list[User]:
    parts = invoice.parts.select_related("activity__membership__user")
    people = {part.activity.membership.user_id: part.activity.membership.user for part in parts}
    if invoice.membership is not None:
        people.setdefault(invoice.membership.user_id, invoice.membership.user)
    return list(people.values())


def _status_file(rows: list[SupplierStatus]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["supplier", "vat_number", "invoice", "issued_on", "buyer", "code", "reason", "note", "at"])
    for row in rows:
        about = row.invoice
        facts = [about.supplier_name, about.supplier_vat, about.number, about.issued_on, about.entity.name]
        writer.writerow([*map(safe_cell, [*facts, row.code, row.reason_code, row.note]), row.at.isoformat()])
    return file.getvalue()
