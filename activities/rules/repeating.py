"""The same work again: what is taken over from an earlier mission, so that only its new days have to be said."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from activities import perms
from activities.models import Mission, Order
from activities.place import entered_country
from activities.rules import mission_days, mission_facts, rows
from activities.rules.missions import LAST_STEP, repeat_mission, save_step
from countries.models import Country
from countries.rules.settings import working_calendar
from smart.foundation.actors import Actor


@transaction.atomic
def repeat_with_days(
    mission: Mission,
    *,
    submission_id: uuid.UUID,
    starts_on: date,
    by: Actor,
    ends_on: date | None = None,
    days: Decimal | None = None,
    amount: Decimal | None = None,
) -> Mission:
    """Make the draft of the same work on new days, complete and checked. The same submission id is the same mission.

    What is left open follows from the earlier mission: as long, for the same price. Raises RuleBroken at the field, and
    Conflict when the id was sent already with other answers.
    """
    country = entered_country()
    again = repeat_mission(mission, submission_id=submission_id, by=by)
    last, proposed = proposed_days(mission, starts_on=starts_on, ends_on=ends_on, days=days, country=country)
    if not perms.may_edit_mission(by, again):
        asked = (starts_on, last, proposed, amount if amount is not None else again.amount)
        if asked == (again.starts_on, again.ends_on, again.days, again.amount):
            return again
        raise rows.already_sent(again)
    save_step(again, step=2, values={"starts_on": starts_on, "ends_on": last, "days": proposed}, by=by)
    _save_price(again, amount=amount, starts_on=starts_on, by=by, on=country.today())
    locked = rows.lock_mission(again)
    order = rows.lock_order(locked)
    mission_facts.check_all(locked, order, country=country)
    locked.step, locked.kept_at = LAST_STEP, timezone.now()
    locked.save(update_fields=["step", "kept_at"])
    return locked


def proposed_days(
    mission: Mission, *, starts_on: date, country: Country, ends_on: date | None = None, days: Decimal | None = None
) -> tuple[date | None, Decimal | None]:
    """The last day and the number of days as typed; what is missing follows from what is there, else from last time."""
    if ends_on is None and days is None:
        return mission_days.same_length(mission, first=starts_on, calendar=working_calendar(country))
    twin = Mission(starts_on=starts_on, ends_on=ends_on, days=days)
    mission_days.fill_open_days(twin, country=country)
    return twin.ends_on, twin.days


def _save_price(again: Mission, *, amount: Decimal | None, starts_on: date, by: Actor, on: date) -> None:
    """The price of this time and the client's time to answer; who confirms it is as before."""
    order: Order = Order.objects.get(mission_id=again.pk)
    price = amount if amount is not None else again.amount
    values: dict[str, Any] = {
        "contract_kind": again.contract_kind,
        "valid_until": mission_facts.proposed_last_answer(starts_on, on=on),
        "deposit": min(order.deposit, price) if price is not None else order.deposit,
    }
    save_step(again, step=4, values=values | ({"amount": amount} if amount is not None else {}), by=by)
