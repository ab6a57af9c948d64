"""The clock of a conversation: it runs while the last word is the member's, and what nobody answers climbs.

After the country's promise (`thread.answer_promise`) whoever should have answered is told once more; after as long again
the country's administrators are.
"""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from countries.addresses import country_url
from countries.calendars import review_deadline
from countries.models import Country
from countries.rules.settings import setting_value, working_calendar
from members.models import Thread, User
from members.queries import roles_of, staff_of
from members.rules.notices import in_language_of, notify
from members.states import Role
from smart.foundation import formats
from smart.foundation.tenancy import active_country_id

HOUSE_PROMISE: Final = {"kind": "working_days", "days": 2}
"""Stands in until the country decides: two working days."""


def answer_by(where: Country, now: datetime) -> datetime:
    """The instant by which a question asked now is answered."""
    local = where.local(now)
    promise: dict[str, Any] = setting_value(where, "thread.answer_promise", on=local.date(), default=HOUSE_PROMISE)
    return review_deadline(promise, sent_at=local, calendar=working_calendar(where))


def start_clock(thread: Thread, *, where: Country, now: datetime) -> None:
    """Begin to count with the first word nobody has answered; more words of the member do not move the day."""
    if thread.due_at is None:
        thread.due_at = thread.climbs_at = answer_by(where, now)


def stop_clock(thread: Thread) -> None:
    thread.due_at = thread.climbs_at = thread.climbed_at = None
    thread.climbs = 0


def climb_threads(*, now: datetime) -> int:
    """Let every question climb that nobody answered in time, one step each; return how many."""
    where = Country.objects.get(pk=active_country_id())
    rows = Thread.objects.to_climb(now).select_related("owner", "membership__user")
    late = list(rows.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk"))
    for thread in late:
        _climb(thread, where=where, now=now)
    return len(late)


def readers_of(thread: Thread, where: Country) -> list[User]:
    """Who is told what the member writes: the owner while they work here, else whoever holds the role, else administrators.

    Never the member themselves: somebody of the staff may ask too.
    """
    if thread.owner is not None and thread.owner.is_active and roles_of(thread.owner, where):
        return [thread.owner]
    for role in (thread.role, Role.ADVISER, Role.COUNTRY_ADMIN):
        found = [user for user in staff_of(where, role) if user.pk != thread.membership.user_id]
        if found:
            return found
    return []


def _climb(thread: Thread, *, where: Country, now: datetime) -> None:
    assert thread.due_at is not None  # what climbs has a clock
    readers = readers_of(thread, where)
    if thread.climbs == 0:
        thread.climbs_at = answer_by(where, thread.due_at)
    else:
        thread.climbs_at = None
        readers = [user for user in staff_of(where, Role.COUNTRY_ADMIN) if user.pk != thread.membership.user_id]
    thread.climbs, thread.climbed_at = thread.climbs + 1, now
    thread.save(update_fields=["climbs", "climbed_at", "climbs_at"])
    for user in readers:
        _warn(user, thread, where=where)


def _warn(user: User, thread: Thread, *, where: Country) -> None:
    assert thread.due_at is not None
    with in_language_of(user):
        facts = {"title": thread.heading, "person": thread.membership.user.full_name}
        facts["day"] = formats.day(where.local(thread.due_at).date())
        title = _("Not answered in time: %(title)s") % facts
        text = _("%(person)s was promised an answer by %(day)s. Answer, or give the question to a colleague.") % facts
    url = country_url(where, "members:staff_thread", thread.pk)
    key = f"thread-late:{thread.pk}:{int(thread.due_at.timestamp())}:{thread.climbs}"
    notify(user, event="thread_late", key=key, title=title, text=text, url=url)
