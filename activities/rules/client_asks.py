"""A client asks a member they have worked with for new work: it becomes a draft of the member's, who decides about it."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Activity, Client, ClientAccess, ClientAsk, Mission, Order
from activities.place import entered_country
from activities.rules import missions, tellings
from activities.rules.clients import require_standing_client, require_usable_client
from activities.states import MissionState
from countries.guards import require_open
from members.states import MembershipState
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO

AGREED = (MissionState.CONFIRMED, MissionState.CLOSED)


def known_activities(client: Client) -> list[Activity]:
    """The open activities of active members that have worked for the client, by name. Two queries."""
    worked = Mission.objects.filter(client__in=client.family_ids(), state__in=AGREED).values("activity")
    rows = Activity.objects.open().filter(pk__in=worked, membership__state=MembershipState.ACTIVE)
    return list(rows.select_related("membership__user").order_by("membership__user__last_name", "name", "id"))


@transaction.atomic
def ask_for_work(
    access: ClientAccess,
    *,
    activity: Activity,
    submission_id: uuid.UUID,
    by: Actor,
    on: date,
    now: datetime,
    **asked: Any,
) -> ClientAsk:
    """Ask for new work. Asked: asked_by, title, words, starts_on, ends_on, budget (the last three may be None).

    The same submission asks once. Raises RuleBroken: member_unknown, day_past, days_turned, budget, client_blocked.
    """
    if not perms.is_client(by):
        raise NotAllowed(_("Only the client may ask, from their own space."))
    require_open(entered_country())
    known: ClientAsk | None = ClientAsk.objects.filter(submission_id=submission_id).first()
    if known is not None:
        return known
    client: Client = Client.objects.get(pk=access.client_id)
    require_standing_client(client)
    require_usable_client(client)
    if activity.pk not in {each.pk for each in known_activities(client)}:
        raise RuleBroken("member_unknown", _("Choose somebody who has already worked for you."), field="activity")
    _check(asked, on=on)
    mission = _draft(client, access, activity=activity, submission_id=submission_id, asked=asked)
    ask: ClientAsk = ClientAsk.objects.create(
        client=client,
        access=access,
        activity=activity,
        submission_id=submission_id,
        draft_id=mission.pk,
        asked_at=now,
        **asked,
    )
    tellings.tell_member(mission, event="client_asks", words=lambda: _words(ask))
    return ask


def _check(asked: dict[str, Any], *, on: date) -> None:
    first, last, budget = asked["starts_on"], asked["ends_on"], asked["budget"]
    if first is not None and first < on:
        raise RuleBroken("day_past", _("The first day is over. Choose a day from today on."), field="starts_on")
    if last is not None and (first is None or last < first):
        raise RuleBroken("days_turned", _("The last day comes before the first one."), field="ends_on")
    if budget is not None and budget <= ZERO:
        raise RuleBroken("budget", _("Write an amount above zero, or leave it empty."), field="budget")


def _draft(
    client: Client, access: ClientAccess, *, activity: Activity, submission_id: uuid.UUID, asked: dict[str, Any]
) -> Mission:
    """The member's draft with what the client said; everything else is the member's to write."""
    mission = missions.start_mission(activity, submission_id=submission_id, by=PORTAL)
    mission.client, mission.title, mission.description = client, asked["title"], asked["words"]
    mission.starts_on, mission.ends_on = asked["starts_on"], asked["ends_on"] or asked["starts_on"]
    budget: Decimal | None = asked["budget"]
    mission.amount = budget
    mission.save(update_fields=["client", "title", "description", "starts_on", "ends_on", "amount"])
    Order.objects.filter(mission=mission).update(contact_name=asked["asked_by"], contact_email=access.email)
    return mission


def _words(ask: ClientAsk) -> tuple[str, str]:
    facts = {"client": ask.client, "who": ask.asked_by, "title": ask.title}
    return (
        _("%(client)s asks you for new work: %(title)s") % facts,
        _("%(who)s wrote it in the client's space. It is a draft of yours: complete and send it, or throw it away.")
        % facts,
    )
