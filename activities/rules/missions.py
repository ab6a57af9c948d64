"""A mission while it is the member's to write: started, filled in by steps, copied, thrown away."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities import perms
from activities.models import Activity, Mission, Order
from activities.place import entered_country
from activities.references import next_reference
from activities.rules import mission_days, mission_facts, order_lines, rows, usual
from activities.rules.activities import require_open_activity
from activities.rules.review import approve_mission, cancel_mission, return_mission
from activities.rules.sending import send_mission
from activities.rules.team_parts import dissolve
from activities.states import MissionState
from countries.guards import require_awake, require_open
from countries.models import Country
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.money import round_to
from smart.foundation.said import Said
from smart.foundation.states import move

__all__ = [
    "STEP_FIELDS",
    "approve_mission",
    "cancel_mission",
    "delete_draft",
    "keep_step",
    "repeat_mission",
    "return_mission",
    "save_step",
    "send_mission",
    "start_mission",
]

STEP_FIELDS: Final[dict[int, tuple[str, ...]]] = {
    1: ("title", "description", "client", "work_setting"),
    2: ("place", "city", "starts_on", "ends_on", "start_time", "days", "hours_per_day"),
    3: ("function", "service_kind", "is_artistic", "has_risks", "risk_note"),
    4: (
        "contract_kind",
        "amount",
        "contact_name",
        "contact_email",
        "valid_until",
        "purchase_order",
        "invoice_on",
        "deposit",
        "deposit_share",
    ),
}
"""`deposit_share` is a part of the price; what is kept is the deposit it comes to."""
STEP_OF_DAYS: Final = 2
LAST_STEP: Final = 5
OF_THE_ORDER: Final = frozenset(
    {"contact_name", "contact_email", "valid_until", "purchase_order", "invoice_on", "deposit"}
)
COPIED: Final = (
    "client",
    "title",
    "description",
    "work_setting",
    "start_time",
    "hours_per_day",
    "place",
    "city",
    "function",
    "is_artistic",
    "has_risks",
    "risk_note",
    "contract_kind",
    "service_kind",
    "amount",
)
"""What a repeated mission takes over: everything but the dates, which are new by nature."""


@transaction.atomic
def start_mission(
    activity: Activity, *, submission_id: uuid.UUID, by: Actor, copied_from: Mission | None = None
) -> Mission:
    """Begin a draft with its order; the same submission id gives the same mission, however often it is posted."""
    country = entered_country()
    if not perms.may_declare(by, activity):
        raise NotAllowed(_("Only the member may declare missions of their own activity."))
    known = _started(submission_id, by=by)
    if known is not None:
        return known
    require_open(country)
    rows.require_active_member(activity)
    require_open_activity(activity)
    number, reference = next_reference(Mission, country_code=country.code.code, on=country.today())
    facts = _first_facts(activity, copied_from=copied_from, country=country)
    try:
        with transaction.atomic():
            mission: Mission = Mission.objects.create(
                id=number,
                reference=reference,
                activity=activity,
                submission_id=submission_id,
                created_at=timezone.now(),
                copied_from_id=copied_from.pk if copied_from else None,
                **facts,
            )
    except IntegrityError as refused:
        if "activities_mission_submission" not in str(refused):
            raise
        again = _started(submission_id, by=by)
        assert again is not None
        return again
    _start_order(mission, copied_from=copied_from)
    return mission


@transaction.atomic
def save_step(mission: Mission, *, step: int, values: Mapping[str, Any], by: Actor) -> Mission:
    """Save one page of the wizard; facts that cannot be right are refused at their field and nothing is saved."""
    require_awake(entered_country())
    locked = rows.lock_mission(mission)
    if not perms.may_declare(by, locked.activity):
        raise NotAllowed(_("Only the member may change this mission."))
    if not perms.may_edit_mission(by, locked):
        raise rows.already_sent(locked)
    unknown = set(values) - set(STEP_FIELDS[step])
    if unknown:
        raise ValueError(f"Step {step} has no field {', '.join(sorted(unknown))}.")
    order = rows.lock_order(locked)
    written = _fill(locked, order, values)
    if step == STEP_OF_DAYS:
        mission_days.fill_open_days(locked, country=entered_country())
        written |= {"ends_on", "days"}
    mission_facts.check_step(step, locked, order, country=entered_country())
    locked.step = max(locked.step, min(step + 1, LAST_STEP))
    locked.kept_at = timezone.now()
    locked.save(update_fields=["step", "kept_at", *sorted(written - OF_THE_ORDER)])
    order.save(update_fields=sorted(OF_THE_ORDER))
    return locked


@transaction.atomic
def keep_step(mission: Mission, *, step: int, values: Mapping[str, Any], by: Actor) -> Mission:
    """Keep what is typed so far without asking whether it is complete: going back or away loses nothing."""
    require_awake(entered_country())
    locked = rows.lock_mission(mission)
    if not perms.may_edit_mission(by, locked):
        raise rows.already_sent(locked)
    order = rows.lock_order(locked)
    kept = {name: value for name, value in values.items() if name in STEP_FIELDS[step] and value is not None}
    written = _fill(locked, order, kept)
    locked.kept_at = timezone.now()
    locked.save(update_fields=["kept_at", *sorted(written - OF_THE_ORDER)])
    order.save(update_fields=sorted(written & OF_THE_ORDER))
    return locked


@transaction.atomic
def delete_draft(mission: Mission, *, by: Actor) -> None:
    """Throw a draft away that was never sent; one with a statement about late days, or a team, is cancelled: words are kept."""
    require_awake(entered_country())
    locked = rows.lock_mission(mission)
    if not perms.may_declare(by, locked.activity):
        raise NotAllowed(_("Only the member may throw this draft away."))
    if locked.state != "draft" or locked.submitted_at is not None:
        raise rows.already_sent(locked)
    if locked.late_statements.exists() or locked.team_shares.exists():
        reason = Said(gettext_noop("Thrown away by the member."))
        move(locked, to=MissionState.CANCELLED, by=by, reason=reason)
        dissolve(locked)
        return
    Order.objects.filter(mission=locked).delete()
    locked.delete()


def repeat_mission(mission: Mission, *, submission_id: uuid.UUID, by: Actor) -> Mission:
    """Begin a draft like an earlier mission: same work, client, contact, lines, price and deposit; the dates are asked anew."""
    if mission.client is not None and mission.client.merged_into is not None:
        mission.client = mission.client.merged_into
    if mission.client is not None and mission.client.blocked_reason:
        mission.client = None
    return start_mission(mission.activity, submission_id=submission_id, by=by, copied_from=mission)


def _first_facts(activity: Activity, *, copied_from: Mission | None, country: Country) -> dict[str, Any]:
    """What a new draft knows already: all but the dates of a copy, otherwise what the member usually answers."""
    if copied_from is not None:
        return {name: getattr(copied_from, name) for name in COPIED}
    return {"place": country.code.code, **usual.usual_facts(activity)}


def _started(submission_id: uuid.UUID, *, by: Actor) -> Mission | None:
    missions = Mission.objects.select_related("activity__membership__user", "client")
    known: Mission | None = missions.filter(submission_id=submission_id).first()
    if known is not None and not perms.may_declare(by, known.activity):
        raise NotAllowed(_("This form was already used by somebody else. Start a new mission."))
    return known


def _fill(mission: Mission, order: Order, values: Mapping[str, Any]) -> set[str]:
    """Put the values where they belong and return the names written. With lines the price is their sum, whatever is typed."""
    plain = {name: value for name, value in values.items() if name != "deposit_share"}
    total = order_lines.lines_total(order) if {"amount", "deposit_share"} & set(values) else None
    if total is not None:
        plain["amount"] = total
    for name, value in plain.items():
        setattr(order if name in OF_THE_ORDER else mission, name, value)
    share = values.get("deposit_share")
    if share is not None and mission.amount is not None:
        order.deposit = round_to(mission.amount * share)
        return set(plain) | {"deposit"}
    return set(plain)


def _start_order(mission: Mission, *, copied_from: Mission | None) -> Order:
    """The order of a new draft: of a copy with the contact, the lines and the deposit of the one before."""
    before = Order.objects.filter(mission=copied_from).first() if copied_from else None
    if before is None:
        return Order.objects.create(mission=mission)
    facts = {name: getattr(before, name) for name in ("contact_name", "contact_email", "deposit")}
    order: Order = Order.objects.create(mission=mission, **facts)
    order_lines.copy_lines(order, source=before)
    order_lines.keep_amount(mission, order)
    return order
