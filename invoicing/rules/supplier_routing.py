"""Which activity bears an invoice of a supplier: suggested by what it says, decided by staff, answered by the member."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Activity, Mission
from activities.states import ActivityState
from invoicing import perms, supplier_codes
from invoicing.models import SupplierInvoice, SupplierPart, SupplierProposal
from invoicing.models.supplier import ProposalAnswer
from invoicing.rules import supplier_tellings
from invoicing.states import SupplierState
from smart.foundation import formats
from smart.foundation.actors import MEMBER, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import move

Parts = Sequence[tuple[Activity, Decimal]]
WORD = re.compile(r"[A-Z0-9][A-Z0-9\-]{2,19}")
ROUTABLE = frozenset({SupplierState.RECEIVED, SupplierState.ROUTED, SupplierState.DISPUTED, SupplierState.SUSPENDED})
ANSWERABLE = frozenset({SupplierState.ROUTED, SupplierState.DISPUTED, SupplierState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Suggestion:
    activity: Activity
    why: str


def suggestions(invoice: SupplierInvoice) -> list[Suggestion]:
    """Activities that may bear it, the surest first, each once; at most five queries."""
    found: dict[int, Suggestion] = {}
    rows = Activity.objects.filter(state=ActivityState.OPEN, entity_id=invoice.entity_id)

    def suggest(activities: object, why: str) -> None:
        for each in rows.filter(pk__in=activities).select_related("membership__user").order_by("pk"):
            found.setdefault(each.pk, Suggestion(each, why))

    if invoice.wanted_id is not None:
        suggest([invoice.wanted_id], _("Named by who handed it in"))
    words = WORD.findall(invoice.order_reference.upper())
    if words:
        suggest(rows.filter(code__in=words).values("pk"), _("Its code is on the invoice"))
        missions = Mission.objects.filter(reference__in=words)
        suggest(missions.values("activity_id"), _("Its mission is on the invoice"))
    if invoice.supplier_key:
        before = SupplierPart.objects.filter(invoice__supplier_key=invoice.supplier_key).exclude(invoice=invoice)
        last = before.order_by("-invoice_id").values_list("activity_id", flat=True)[:1]
        suggest(list(last), _("It bore the last invoice of this supplier"))
    return list(found.values())


@transaction.atomic
def route_invoice(invoice: SupplierInvoice, *, parts: Parts, by: Actor, now: datetime.datetime) -> SupplierInvoice:
    """Put an invoice to one activity or several; together they bear the sum to pay, to the cent. Again puts it elsewhere.

    Raises NotAllowed and RuleBroken: not_routable, not_read, no_activity, twice_the_same, parts_differ, other_entity,
    activity_not_open.
    """
    if not perms.may_handle_suppliers(by):
        raise NotAllowed(_("Only an adviser or an accountant puts invoices of suppliers to activities."))
    held = _held(invoice)
    _check_routable(held)
    _check_parts(held, parts)
    _put(held, parts, by=by, now=now)
    return held


def route_as_wanted(invoice: SupplierInvoice, *, by: Actor, now: datetime.datetime) -> None:
    """Put an invoice whose facts are known to the activity named when it was handed in; otherwise it waits for staff."""
    wanted = invoice.wanted
    if wanted is None or invoice.state != SupplierState.RECEIVED or invoice.due <= ZERO:
        return
    if wanted.entity_id != invoice.entity_id:
        return
    _put(invoice, [(wanted, invoice.due)], by=by, now=now)
    if by.is_(MEMBER) and wanted.membership.user_id == by.user_id:
        _answer(invoice, wanted, answer=ProposalAnswer.MINE, reason_code="", words="", by=by, now=now)


@transaction.atomic
def take_back(invoice: SupplierInvoice, *, by: Actor) -> SupplierInvoice:
    """Put it to no activity any more: its facts can be corrected, another activity can be found."""
    if not perms.may_handle_suppliers(by):
        raise NotAllowed(_("Only an adviser or an accountant puts invoices of suppliers to activities."))
    held = _held(invoice)
    move(held, to=SupplierState.RECEIVED, by=by)
    SupplierPart.objects.filter(invoice=held).delete()
    return held


@transaction.atomic
def propose(
    invoice: SupplierInvoice,
    *,
    activity: Activity,
    answer: str,
    reason_code: str = "",
    words: str = "",
    by: Actor,
    now: datetime.datetime,
) -> SupplierProposal:
    """Say as a member what should become of an invoice put to one's activity; staff decide.

    Raises NotAllowed and RuleBroken: not_answerable, reason_missing (reason_code), words_missing (words).
    """
    held = _held(invoice)
    is_part = SupplierPart.objects.filter(invoice=held, activity=activity).exists()
    if not is_part or not by.is_(MEMBER) or activity.membership.user_id != by.user_id:
        raise NotAllowed(_("Only the member of the activity may say whether the invoice is theirs."))
    if held.state not in ANSWERABLE:
        raise RuleBroken(
            "not_answerable",
            _("“%(invoice)s” is “%(state)s”: nothing more is to be said about it.")
            % {"invoice": held, "state": held.get_state_display()},
        )
    if answer in {ProposalAnswer.REFUSE, ProposalAnswer.DISPUTE}:
        check_reason(reason_code, words)
    else:
        reason_code = ""
    return _answer(held, activity, answer=answer, reason_code=reason_code, words=words, by=by, now=now)


def check_reason(reason_code: str, words: str) -> None:
    """Raises RuleBroken: reason_missing (reason_code), words_missing (words) for another reason than those listed."""
    if reason_code not in supplier_codes.REASONS:
        raise RuleBroken("reason_missing", _("Choose why: the supplier reads it."), field="reason_code")
    if reason_code == supplier_codes.OTHER and not words.strip():
        raise RuleBroken("words_missing", _("Say in your words what the other reason is."), field="words")


def _held(invoice: SupplierInvoice) -> SupplierInvoice:
    rows = SupplierInvoice.objects.select_related("entity", "country").select_for_update(of=("self",), no_key=True)
    held: SupplierInvoice = rows.get(pk=invoice.pk)
    return held


def _put(held: SupplierInvoice, parts: Parts, *, by: Actor, now: datetime.datetime) -> None:
    SupplierPart.objects.filter(invoice=held).delete()
    for activity, amount in parts:
        SupplierPart.objects.create(invoice=held, activity=activity, amount=amount)
    if held.state != SupplierState.ROUTED:
        move(held, to=SupplierState.ROUTED, by=by)
        supplier_tellings.add_status(held, code=supplier_codes.TAKEN, by=by, now=now)
    supplier_tellings.tell_members(held, [activity for activity, _amount in parts], by=by)


def _answer(
    invoice: SupplierInvoice,
    activity: Activity,
    *,
    answer: str,
    reason_code: str,
    words: str,
    by: Actor,
    now: datetime.datetime,
) -> SupplierProposal:
    made: SupplierProposal = SupplierProposal.objects.create(
        invoice=invoice,
        activity=activity,
        answer=answer,
        reason_code=reason_code,
        words=words.strip(),
        at=now,
        by_id=by.user_id,
        by_label=by.label,
    )
    return made


def _check_routable(held: SupplierInvoice) -> None:
    if held.state not in ROUTABLE:
        raise RuleBroken(
            "not_routable",
            _("“%(invoice)s” is “%(state)s” and stays where it is.")
            % {"invoice": held, "state": held.get_state_display()},
        )
    if not held.is_read:
        raise RuleBroken("not_read", _("Write down first what is on the paper: number, day, supplier, amounts."))


def _check_parts(held: SupplierInvoice, parts: Parts) -> None:
    if not parts:
        raise RuleBroken(
            "no_activity",
            _("Choose the activity that bears it. Costs of the cooperative itself are not booked here yet."),
            field="activity_1",
        )
    if len({activity.pk for activity, _amount in parts}) < len(parts):
        raise RuleBroken("twice_the_same", _("Name each activity once, with one amount."), field="activity_2")
    for activity, _amount in parts:
        _check_bearer(held, activity)
    said = sum((amount for _activity, amount in parts), ZERO)
    if said != held.due or any(amount <= ZERO for _activity, amount in parts):
        facts = {"said": formats.money(said, held.currency), "due": formats.money(held.due, held.currency)}
        raise RuleBroken(
            "parts_differ",
            _("The parts make %(said)s and %(due)s is to be paid. Write parts above zero that make it to the cent.")
            % facts,
            field="amount_1",
        )


def _check_bearer(held: SupplierInvoice, activity: Activity) -> None:
    if activity.entity_id != held.entity_id:
        raise RuleBroken(
            "other_entity",
            _(
                "The invoice is for %(invoiced)s and “%(activity)s” belongs to %(entity)s: the money of two companies"
                " never mixes. Ask the supplier to invoice the right one."
            )
            % {"invoiced": held.entity, "activity": activity, "entity": activity.entity},
            field="activity_1",
        )
    if activity.state != ActivityState.OPEN:
        raise RuleBroken(
            "activity_not_open",
            _("“%(activity)s” is “%(state)s” and buys nothing. Choose an open activity.")
            % {"activity": activity, "state": activity.get_state_display()},
            field="activity_1",
        )
