"""One reminder to a client who has not answered, two working days before the offer ends."""

from datetime import date
from typing import Final

from django.db import transaction

from activities.models import Order
from activities.place import entered_country
from activities.rules import order_mail, rows
from activities.rules.orders import order_link
from activities.states import MissionState, OrderState
from countries.calendars import WorkingCalendar, add_working_days
from countries.rules.settings import working_calendar
from smart.foundation.actors import Actor

WORKING_DAYS_BEFORE: Final = 2


def remind_clients(*, by: Actor, on: date) -> int:
    """Remind whoever has an order in hand that ends soon; once a version. Returns how many mails were written."""
    calendar = working_calendar(entered_country())
    horizon = add_working_days(on, WORKING_DAYS_BEFORE, calendar)
    ending = Order.objects.awaiting_client().filter(valid_until__gte=on, valid_until__lte=horizon)
    return sum(_remind(order, calendar=calendar, on=on) for order in ending.select_related("mission"))


@transaction.atomic
def _remind(order: Order, *, calendar: WorkingCalendar, on: date) -> bool:
    mission = rows.lock_mission(order.mission)
    locked = rows.lock_order(mission)
    if locked.state != OrderState.SENT or locked.valid_until is None or mission.state == MissionState.CANCELLED:
        return False
    asked_on = locked.country.local(locked.sent_at).date() if locked.sent_at else on
    if on < add_working_days(locked.valid_until, -WORKING_DAYS_BEFORE, calendar) or asked_on >= on:
        return False  # not yet; or asked only today: a reminder would be a second copy
    return order_mail.mail_reminder(locked, link=order_link(locked))
