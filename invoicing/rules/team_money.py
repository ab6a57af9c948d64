"""The money of a team: what the leader's invoice credits is divided among the activities of all, and so is every loss.

The invoice is booked as every other, whole, to the leader's activity; in the same transaction one more posting moves to
each co-worker what is theirs, by the shares they consented to (decision 0013). What is taken back moves back first, each
part at most as far as its activity still has it, so that the document's own posting is again that of a lone mission.
"""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet, Sum

from activities.models import Activity, Mission, TeamShare
from activities.rules.team_deal import own_price
from activities.states import ShareState
from invoicing.models import Invoice, LedgerEntry
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import ledger, team_told
from smart.foundation.actors import Actor
from smart.foundation.money import ZERO, split

CREDITED: Final = "team-credited:"
LOST: Final = "team-lost:"
REVIVED: Final = "team-revived:"
TAKEN_BACK: Final = "team-taken-back:"

Parts = dict[Activity, Decimal]
"""What of an amount falls to each co-worker's activity; the rest is the leader's."""


def activity_ids(invoice: Invoice) -> list[int]:
    """The activities an invoice of the mission concerns, to be locked together. One query."""
    own = TeamShare.objects.filter(part__isnull=False, mission_id=invoice.mission_id)
    return [invoice.activity_id, *own.values_list("activity_id", flat=True)]


def share_out(invoice: Invoice, *, on: datetime.date, by: Actor) -> None:
    """Move to each co-worker their part of what the issued invoice credited; once, and nothing for a lone mission."""
    shares = _shares(invoice)
    if not shares or not invoice.credited:
        return
    parts = {activity: part for activity, part in _parts_of_issue(invoice, shares).items() if part}
    _move(invoice, parts, event=f"{CREDITED}{invoice.pk}", on=on, by=by)
    team_told.tell_credited(invoice, parts)


def take_back(invoice: Invoice, parts: Parts, *, event: str, on: datetime.date, by: Actor) -> None:
    """Move parts back to the leader's activity, which the document then debits."""
    _move(invoice, {activity: -part for activity, part in parts.items()}, event=event, on=on, by=by)
    team_told.tell_taken_back(invoice, parts, key=event)


def bearable(invoice: Invoice, amount: Decimal) -> tuple[Parts, Decimal]:
    """Who can bear an amount that the invoice had credited: each co-worker's part, and the leader's, as far as it is there.

    Parts follow what is left to each after the credit notes so far, so that the last one takes exactly what the first gave.
    """
    nominal = _nominal(invoice, credited_to(invoice), amount)
    parts = {activity: _at_most_held(activity, part) for activity, part in nominal.items()}
    own = amount - sum(nominal.values(), ZERO)
    return {activity: part for activity, part in parts.items() if part}, _at_most_held(invoice.activity, own)


def give_back(invoice: Invoice, amount: Decimal, *, lost: Decimal, key: str, on: datetime.date, by: Actor) -> None:
    """Of a claim that revives: what comes back to the activities goes to each by what they had lost and not got back yet.

    `lost` is what all of them together had still lost before this.
    """
    losses = _still_lost(invoice)
    if not losses or amount <= 0:
        return
    own = max(lost - sum(losses.values(), ZERO), ZERO)
    _own, *parts = split(amount, [own, *losses.values()])
    _move(invoice, dict(zip(losses, parts, strict=True)), event=f"{REVIVED}{key}", on=on, by=by)


def credited_to(invoice: Invoice) -> Parts:
    """What the issue of the invoice moved to each co-worker. One query, and one for their activities."""
    entries = _entries([invoice.pk]).filter(transaction__event=f"{CREDITED}{invoice.pk}")
    return _by_activity(entries, but=invoice.activity_id)


def shared_of(invoice: Invoice) -> Decimal:
    """What of an issued invoice's credit went to the others of a team. One query."""
    entries = _entries([invoice.pk]).filter(
        transaction__event=f"{CREDITED}{invoice.pk}", account__activity_id=invoice.activity_id
    )
    found: Decimal = entries.aggregate(total=Sum("amount"))["total"] or ZERO
    return found


def moved_by_invoice(activity: Activity) -> Mapping[int, Decimal]:
    """By invoice, what an activity got (below zero: gave) because of a team. One query."""
    entries = LedgerEntry.objects.filter(
        account__code=ledger.AVAILABLE, account__activity=activity, transaction__kind=ledger.Kind.TEAM
    )
    rows = entries.order_by().values_list("transaction__subject_id").annotate(total=Sum("amount"))
    return {pk: -total for pk, total in rows}


def moved_for(mission: Mission) -> Decimal:
    """What the activity of a mission got (below zero: gave) of its order's invoices because of a team. One query."""
    invoices = Invoice.objects.filter(mission_id=mission.carrier_id).exclude(kind=InvoiceKind.CREDIT_NOTE)
    entries = _entries(invoices.values("pk")).filter(account__activity_id=mission.activity_id)
    return -(entries.aggregate(total=Sum("amount"))["total"] or ZERO)


def has_team(mission: Mission) -> bool:
    """Whether the price is shared: the mission is a part, or its leader's. One query for the latter."""
    return mission.part_of_id is not None or TeamShare.objects.standing().filter(mission_id=mission.pk).exists()


def _shares(invoice: Invoice) -> list[TeamShare]:
    rows = TeamShare.objects.filter(
        mission_id=invoice.mission_id, state=ShareState.CONSENTED, part__isnull=False
    ).select_related("activity__membership__user")
    return list(rows.order_by("pk"))


def _parts_of_issue(invoice: Invoice, shares: list[TeamShare]) -> Parts:
    """Each one's part of all that was credited for the mission so far, less what they got: a deposit loses nobody a cent."""
    assert invoice.mission is not None, "a team has a mission"
    weights = [own_price(invoice.mission) or ZERO, *(share.amount for share in shares)]
    activities = [share.activity for share in shares]
    earlier = Invoice.objects.issued().filter(mission_id=invoice.mission_id).exclude(kind=InvoiceKind.CREDIT_NOTE)
    before = {each.pk: each.credited for each in earlier.exclude(pk=invoice.pk)}
    given = [split(credited, weights) for credited in before.values()]
    _own, *whole = split(sum(before.values(), invoice.credited), weights)
    due = [part - sum((each[place] for each in given), ZERO) for place, part in enumerate(whole, start=1)]
    if any(part < 0 for part in due):  # a cent of an invoice over almost nothing
        _own, *due = split(invoice.credited, weights)
    return {activity: part for activity, part in zip(activities, due, strict=True) if activity is not None}


def _nominal(invoice: Invoice, theirs: Parts, amount: Decimal) -> Parts:
    """Each co-worker's part of what is taken back now, whoever bore the parts before. One query for a team."""
    if not theirs or amount <= 0:
        return {}
    left = [invoice.credited - sum(theirs.values(), ZERO), *theirs.values()]
    earlier = Invoice.objects.issued().filter(corrects=invoice).order_by("pk").values_list("credited", flat=True)
    for taken in [*earlier, amount]:
        parts = split(taken, left)
        left = [one - part for one, part in zip(left, parts, strict=True)]
    return dict(zip(theirs, parts[1:], strict=True))


def _at_most_held(activity: Activity, amount: Decimal) -> Decimal:
    return max(min(amount, -ledger.account_balance(ledger.AVAILABLE, activity)), ZERO)


def _still_lost(invoice: Invoice) -> Parts:
    """What each co-worker bore of a claim given up, less what came back. One query, and one for their activities."""
    entries = _entries([invoice.pk])
    lost = entries.filter(transaction__event__startswith=LOST) | entries.filter(transaction__event__startswith=REVIVED)
    return {activity: -moved for activity, moved in _by_activity(lost, but=invoice.activity_id).items() if moved < 0}


def _entries(invoice_ids: Iterable[Any]) -> QuerySet[Any]:
    """The postings of teams about these invoices, on what activities have available."""
    return LedgerEntry.objects.filter(
        account__code=ledger.AVAILABLE,
        transaction__kind=ledger.Kind.TEAM,
        transaction__subject_table=Invoice._meta.db_table,
        transaction__subject_id__in=invoice_ids,
    )


def _by_activity(entries: QuerySet[Any], *, but: int) -> Parts:
    rows = dict(entries.order_by().values_list("account__activity_id").annotate(total=Sum("amount")))
    rows.pop(but, None)
    found = Activity.objects.filter(pk__in=rows).select_related("membership__user").order_by("pk")
    return {activity: -rows[activity.pk] for activity in found}


def _move(invoice: Invoice, parts: Parts, *, event: str, on: datetime.date, by: Actor) -> None:
    """One balanced posting: from the leader's activity to the others, or back where a part is below zero."""
    if not any(parts.values()):
        return
    entries = [ledger.Entry(ledger.AVAILABLE, activity, -part) for activity, part in parts.items()]
    entries.append(ledger.Entry(ledger.AVAILABLE, invoice.activity, sum(parts.values(), ZERO)))
    ledger.post(
        event=event, kind=ledger.Kind.TEAM, on=on, entries=entries, subject=invoice, by=by, label=f"{invoice.mission}"
    )
