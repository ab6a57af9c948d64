"""An invoice of a supplier comes in: the original is kept, its facts are read or typed, a duplicate and a stranger's are refused."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.models import Activity
from activities.states import ActivityState
from countries.identifiers import check_identifier
from countries.models import LegalEntity
from invoicing import perms
from invoicing.einvoice.model import Invoice as EInvoice
from invoicing.models import SupplierInvoice
from invoicing.models.supplier import SupplierFormat, SupplierSource
from invoicing.rules import supplier_facts, supplier_routing
from invoicing.rules.supplier_files import ReceivedFile, read_file
from invoicing.states import SupplierState
from members.models import Membership
from members.rules import documents
from smart.foundation import formats, jobs
from smart.foundation.actors import MEMBER, SYSTEM, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.files import digest_of
from smart.foundation.money import CENT, ZERO

ORIGINAL: Final = "supplier_original"
"""The kind under which the vault keeps what the supplier sent."""
KEPT: Final = "invoice"
JOB: Final = "check_supplier_invoice"
ONCE, FILE = "invoicing_supplierinvoice_once", "invoicing_supplierinvoice_file"


@dataclass(frozen=True, slots=True)
class Typed:
    """The facts of a paper as a person reads them; `vat` is the VAT printed on it, zero when there is none."""

    entity: LegalEntity
    kind: str
    number: str
    issued_on: datetime.date
    supplier_name: str
    net: Decimal
    vat: Decimal
    currency: str
    due_on: datetime.date | None = None
    supplier_vat: str = ""
    supplier_email: str = ""
    iban: str = ""
    bankgiro: str = ""
    structured: str = ""


@transaction.atomic
def receive_file(
    content: bytes, *, name: str, by: Actor, now: datetime.datetime, activity: Activity | None = None
) -> list[SupplierInvoice]:
    """Keep every invoice the file holds, or the paper it is; with an activity it is put there at once.

    Nothing is kept when one of them is refused. Raises NotAllowed and RuleBroken: what `read_file` and `facts_of` refuse,
    received_already (with `first`, the id), not_for_us, activity_not_open.
    """
    membership = _allowed(by, activity)
    given = read_file(content, name=name)
    _refuse_same_file(content)
    facts = [_read(document) for document in given.invoices] or [_unread(activity)]
    source = SupplierSource.MEMBER if membership and by.is_(MEMBER) else SupplierSource.STAFF
    shared = {
        "membership": membership,
        "wanted": activity,
        "source": SupplierSource.CHANNEL if by.is_(SYSTEM) else source,
        "format": given.format,
        "file_name": name.strip()[-200:] or "-",
        "sha256": digest_of(content),
        "received_at": now,
        "received_by_id": by.user_id,
        "received_by_label": by.label,
    }
    made = [_create(**shared, position=place, **each) for place, each in enumerate(facts, start=1)]
    for row in made:
        _keep(row, given, by=by)
        if row.is_read:
            supplier_routing.route_as_wanted(row, by=by, now=now)
            jobs.enqueue(JOB, key=str(row.pk), payload={"invoice": row.pk})
    return made


@transaction.atomic
def type_facts(invoice: SupplierInvoice, *, typed: Typed, by: Actor, now: datetime.datetime) -> SupplierInvoice:
    """Write down what is printed on a paper; it then goes to the activity that was named. Again corrects it.

    Raises NotAllowed and RuleBroken: facts_fixed, number_missing, in_future, amount_not_positive, vat_unusable,
    received_already.
    """
    held: SupplierInvoice = held_invoice(invoice)
    own = held.membership is not None and perms.may_hand_in_purchase(by, held.membership)
    if not own and not perms.may_handle_suppliers(by):
        raise NotAllowed(_("Only whoever handed it in, or staff, may write down what is on it."))
    if held.format != SupplierFormat.PAPER or held.state != SupplierState.RECEIVED:
        raise RuleBroken(
            "facts_fixed",
            _("“%(invoice)s” is “%(state)s”: only a paper that was received and not yet routed is typed.")
            % {"invoice": held, "state": held.get_state_display()},
        )
    facts = _typed_facts(typed, on=held.received_at.date())
    for field, value in facts.items():
        setattr(held, field, value)
    _refuse_duplicate(held)
    _saved(held, update_fields=list(facts))
    supplier_routing.route_as_wanted(held, by=by, now=now)
    return held


def held_invoice(invoice: SupplierInvoice) -> SupplierInvoice:
    """The row as it is now, locked until the transaction ends."""
    rows = SupplierInvoice.objects.select_related("entity", "country", "membership__user", "wanted", "corrects")
    held: SupplierInvoice = rows.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    return held


def _allowed(by: Actor, activity: Activity | None) -> Membership | None:
    """Whose purchase it is, when an activity is named. A member must name one of theirs."""
    if activity is None:
        if not perms.may_handle_suppliers(by):
            raise NotAllowed(_("Name the activity you bought it for."))
        return None
    membership: Membership = activity.membership
    if not perms.may_hand_in_purchase(by, membership):
        raise NotAllowed(_("Only the member of the activity, or staff, may hand in an invoice for it."))
    if activity.state != ActivityState.OPEN:
        raise RuleBroken(
            "activity_not_open",
            _("“%(activity)s” is “%(state)s” and buys nothing. Choose an open activity.")
            % {"activity": activity, "state": activity.get_state_display()},
            field="activity",
        )
    return membership


def _read(document: EInvoice) -> dict[str, Any]:
    entity = supplier_facts.entity_of(document.buyer)
    if entity is None:
        raise RuleBroken(
            "not_for_us",
            _(
                "The invoice is for “%(name)s” (%(number)s), which is none of our companies. Ask the supplier for one with"
                " the name and VAT number of the cooperative."
            )
            % {"name": document.buyer.name or "-", "number": document.buyer.vat_id or "-"},
            field="file",
        )
    return {"entity": entity, **supplier_facts.facts_of(document)}


def _unread(activity: Activity | None) -> dict[str, Any]:
    return {"entity": activity.entity if activity is not None else LegalEntity.objects.get(is_default=True)}


def _create(**facts: Any) -> SupplierInvoice:
    row = SupplierInvoice(**facts)
    _refuse_duplicate(row)
    return _saved(row, force_insert=True)


def _saved(row: SupplierInvoice, **how: Any) -> SupplierInvoice:
    """Save; somebody who was faster with the same invoice is named like any other duplicate."""
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as clash:
        if ONCE in str(clash):
            _refuse_duplicate(row)
        if FILE in str(clash):
            raise _known(SupplierInvoice.objects.filter(sha256=row.sha256)) from clash
        raise
    return row


def _refuse_same_file(content: bytes) -> None:
    same = SupplierInvoice.objects.filter(sha256=digest_of(content))
    if same.exists():
        raise _known(same)


def _refuse_duplicate(row: SupplierInvoice) -> None:
    if not row.number:
        return
    same = SupplierInvoice.objects.filter(
        supplier_key=row.supplier_key, number=row.number, issued_on=row.issued_on
    ).exclude(pk=row.pk)
    if same.exists():
        raise _known(same)


def _known(rows: QuerySet[Any]) -> RuleBroken:
    first: SupplierInvoice = rows.order_by("pk")[0]
    facts = {
        "invoice": first,
        "supplier": first.supplier_name or "-",
        "day": formats.day(first.received_at.date()),
        "state": first.get_state_display(),
    }
    return RuleBroken(
        "received_already",
        _("“%(invoice)s” of %(supplier)s was received on %(day)s and is “%(state)s”. It is not taken twice.") % facts,
        field="file",
        first=first.pk,
    )


def _typed_facts(typed: Typed, *, on: datetime.date) -> dict[str, Any]:
    number = supplier_facts.plain_number(typed.number)
    _check_typed(typed, number=number, on=on)
    vat_number = supplier_facts.compact(typed.supplier_vat)
    total = typed.net + typed.vat
    names = ("entity", "kind", "issued_on", "due_on", "net", "vat", "structured")
    return {
        **{name: getattr(typed, name) for name in names},
        "number": number,
        "currency": typed.currency.upper(),
        "supplier_name": typed.supplier_name.strip(),
        "supplier_vat": vat_number,
        "supplier_key": supplier_facts.supplier_key(typed.supplier_name, vat_number),
        "supplier_email": typed.supplier_email.strip(),
        "iban": supplier_facts.compact(typed.iban),
        "bankgiro": supplier_facts.compact(typed.bankgiro),
        "total": total,
        "due": total,
    }


def _check_typed(typed: Typed, *, number: str, on: datetime.date) -> None:
    if not number or not typed.supplier_name.strip():
        field = "supplier_name" if number else "number"
        raise RuleBroken("number_missing", _("Write the name of the supplier and the number."), field=field)
    if typed.issued_on > on:
        raise RuleBroken("in_future", _("The day of the invoice is after the day it came."), field="issued_on")
    if typed.net <= ZERO or typed.vat < ZERO or (typed.net + typed.vat) % CENT:
        raise RuleBroken(
            "amount_not_positive", _("Write amounts above zero, to the cent; for a credit note too."), field="net"
        )
    vat_number = supplier_facts.compact(typed.supplier_vat)
    if vat_number and not check_identifier(vat_number[:2], "vat", vat_number).ok:
        raise RuleBroken(
            "vat_unusable",
            _("“%(number)s” is no VAT number: its check digits do not fit. Read it again, or leave it empty.")
            % {"number": typed.supplier_vat},
            field="supplier_vat",
        )


def _keep(row: SupplierInvoice, given: ReceivedFile, *, by: Actor) -> None:
    """Only staff find it in the vault; its members open it on the page of the invoice."""
    documents.issue_document(
        subject=row,
        kind=ORIGINAL,
        title=str(row)[:200],
        content=given.content,
        language="",
        retention_class=KEPT,
        by=by,
        suffix=given.suffix,
        content_type=given.content_type,
    )
