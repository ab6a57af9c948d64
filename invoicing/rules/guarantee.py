"""Whether a mission is guaranteed: decided when it is confirmed and again whenever something changes, each time with reasons.

Guaranteed means: the member is paid even if the client never pays; the fund bears the loss. The decisions are kept, so that
anyone can read later what was known when.
"""

import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities import place
from activities.models import Mission, Order
from activities.states import MissionState
from countries.addresses import country_url
from countries.calendars import declaration_deadline
from countries.models import Country
from countries.rules import settings
from invoicing import perms
from invoicing.models import GuaranteeDecision, Invoice, WriteOff
from invoicing.queries.exposure import OWING, exposure_before
from invoicing.rules import guarantee_conditions, ledger
from members.rules.notices import notify
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.money import ZERO

BECAUSE: Final = frozenset({"confirmed", "daily", "asked", "client_changed"})


def latest_decision(mission: Mission) -> GuaranteeDecision | None:
    """The decision that counts. One query."""
    return GuaranteeDecision.objects.filter(mission_id=mission.carrier_id).order_by("-pk").first()  # type: ignore[no-any-return]


def evaluate_guarantee(mission: Mission, *, on: datetime.date) -> list[guarantee_conditions.Condition]:
    """Every condition of the country with its answer as things stand. Writes nothing. Up to nine queries.

    A share of a team's mission stands or falls with the whole.
    """
    mission = mission.part_of or mission
    country = mission.country
    rows = settings.setting_value(country, "guarantee.conditions", on=on, default=[])
    names = [row["condition"] for row in rows] or list(guarantee_conditions.ALL)
    found = guarantee_conditions.evaluate(names, facts_of(mission, country=country, names=names))
    earlier = latest_decision(mission)
    has_begun = mission.starts_on is not None and mission.starts_on <= on
    if earlier is not None and earlier.is_guaranteed and has_begun:
        return guarantee_conditions.keep_lasting(found, earlier.conditions)
    return found


def is_guaranteed(invoice: Invoice, *, on: datetime.date) -> bool:
    """Whether the invoice's mission is guaranteed: by the decision that counts, else as things stand."""
    if invoice.mission is None:
        return False
    decision = latest_decision(invoice.mission)
    if decision is not None:
        return bool(decision.is_guaranteed)
    return all(each["met"] for each in evaluate_guarantee(invoice.mission, on=on))


@transaction.atomic
def decide_guarantee(mission: Mission, *, because: str, on: datetime.date, by: Actor) -> GuaranteeDecision:
    """Decide again and keep the decision when anything changed; the member is told when the answer changed.

    Raises ValueError for an unknown `because` (confirmed, daily, asked, client_changed).
    """
    if because not in BECAUSE:
        raise ValueError(f"because: found {because!r}, expected one of {sorted(BECAUSE)}.")
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only advisers and accountants may decide about the guarantee."))
    ledger.lock_activities([mission.activity_id])
    fresh = Mission.objects.select_related("country", "client", "activity__membership__user").get(pk=mission.carrier_id)
    before = latest_decision(fresh)
    conditions = evaluate_guarantee(fresh, on=on)
    answer = all(each["met"] for each in conditions)
    if before is not None and (before.is_guaranteed, before.conditions) == (answer, conditions):
        return before
    made: GuaranteeDecision = GuaranteeDecision.objects.create(
        mission=fresh, is_guaranteed=answer, conditions=conditions, on=on, at=timezone.now(), because=because
    )
    if (before is None and not answer) or (before is not None and before.is_guaranteed != answer):
        _tell(fresh, made)
    return made


def decide_guarantees_again(*, on: datetime.date, by: Actor) -> int:
    """The day's work: every mission whose money is still to come. Returns how many answers changed."""
    changed = 0
    for mission in at_risk():
        before = latest_decision(mission)
        after = decide_guarantee(mission, because="daily", on=on, by=by)
        changed += before is not None and before.is_guaranteed != after.is_guaranteed
    return changed


def enqueue_decision(mission_id: int, *, because: str) -> None:
    """Put the decision on the work list; every call is a job of its own."""
    key = f"mission-{mission_id}-{because}-{timezone.now().isoformat()}"
    jobs.enqueue("evaluate_guarantee", key=key, payload={"mission": mission_id, "because": because})


def at_risk() -> QuerySet[Any]:
    """Confirmed missions that are not invoiced yet, or whose invoice the client still owes."""
    about = Invoice.objects.filter(mission=OuterRef("pk"))
    owing = Exists(about.filter(state__in=OWING))
    to_come = Q(state=MissionState.CONFIRMED) & ~Exists(about.issued())
    return Mission.objects.filter(owing | to_come, part_of__isnull=True).order_by("pk")


def facts_of(mission: Mission, *, country: Country, names: list[str]) -> guarantee_conditions.Facts:
    """What the conditions look at, read once; the exposure only where a limit makes it matter."""
    order = Order.objects.filter(mission=mission).first()
    client = mission.client
    sent = country.local(mission.submitted_at) if mission.submitted_at is not None else None
    limit = client.credit_limit if client is not None else None
    needs_exposure = "within_credit_limit" in names and limit is not None
    return guarantee_conditions.Facts(
        order_state=order.state if order is not None else "",
        answered_by=order.answered_by if order is not None else "",
        answered_on=country.local(order.answered_at).date() if order is not None and order.answered_at else None,
        client=client.name if client is not None else _("The client"),
        client_place=client.place.code if client is not None else "",
        sent_at=sent,
        begins_at=_begins_at(mission, country),
        last_day=_last_day(mission, country, sent),
        blocked_reason=client.blocked_reason if client is not None else "",
        exposure=exposure_before(mission) if needs_exposure else ZERO,
        limit=limit,
        currency=country.currency,
    )


def tell_written_off(write_off: WriteOff) -> None:
    """Tell the member what giving up the claim means for them, without amounts."""
    invoice = write_off.invoice
    user = invoice.activity.membership.user
    with translation.override(user.language):
        title = _("%(client)s will not pay invoice %(number)s") % {
            "client": invoice.buyer["name"],
            "number": invoice.number,
        }
        text = _("The guarantee fund bears the loss. Nothing is taken from your activity.")
        if write_off.from_activity:
            text = _("The order was not guaranteed: your activity bears a part of the loss. Look at the invoice.")
    notify(
        user,
        event="written_off",
        key=f"written-off-{write_off.pk}",
        title=title,
        text=text,
        url=country_url(invoice.country, "invoicing:invoice_reminders", invoice.pk),
    )


def _begins_at(mission: Mission, country: Country) -> datetime.datetime | None:
    if mission.starts_on is None or mission.start_time is None:
        return None
    return place.starts_at(country, mission.starts_on, mission.start_time)


def _last_day(mission: Mission, country: Country, sent: datetime.datetime | None) -> datetime.date | None:
    if mission.starts_on is None or sent is None:
        return None
    rule = settings.setting_value(country, "declaration.lead", on=sent.date(), default={"kind": "before_start"})
    return declaration_deadline(rule, work_starts_on=mission.starts_on, calendar=settings.working_calendar(country))


def _tell(mission: Mission, decision: GuaranteeDecision) -> None:
    user = mission.activity.membership.user
    with translation.override(user.language):
        if decision.is_guaranteed:
            title = _("“%(mission)s” is guaranteed") % {"mission": mission}
            text = _("You are paid for it even if the client never pays.")
        else:
            title = _("“%(mission)s” is not guaranteed") % {"mission": mission}
            text = _("Look at which condition is missing and what would mend it.")
    notify(
        user,
        event="guarantee_changed",
        key=f"guarantee-{decision.pk}",
        title=title,
        text=text,
        url=country_url(mission.country, "invoicing:mission_guarantee", mission.pk),
    )
