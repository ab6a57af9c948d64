"""A member's calendar: a list on the phone, a month on the desk, and a private address for their own program."""

import calendar
import datetime
import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.rules import calendar_feeds
from countries.addresses import country_address
from members.access import actor_of, member_page, unlisted_page
from members.states import MembershipState
from smart import calendar_days
from smart.calendar_file import calendar_file

BACK, AHEAD = datetime.timedelta(days=90), datetime.timedelta(days=366)
"""How far the feed reaches."""


@require_safe
@member_page
def month(request: HttpRequest) -> HttpResponse:
    """One month, this one unless another is asked for."""
    today = request.country.today()
    first = _month_asked(request, today)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    since, until = weeks[0][0], weeks[-1][-1]
    entries = calendar_days.days_of(request.membership, since=since, until=until)
    days = calendar_days.by_day(entries, since=since, until=until)
    feed = calendar_feeds.feed_of(request.membership)
    context: dict[str, Any] = {
        "month": first,
        "today": today,
        "before": (first - datetime.timedelta(days=1)).replace(day=1),
        "after": (first + datetime.timedelta(days=31)).replace(day=1),
        "weeks": [[_cell(day, days, month=first, today=today) for day in week] for week in weeks],
        "names": weeks[0],
        "agenda": [{"day": day, "entries": found} for day, found in sorted(days.items()) if day.month == first.month],
        "feed": country_address(request.country, "calendar_feed", calendar_feeds.feed_token(feed)) if feed else "",
    }
    context["webcal"] = "webcal://" + context["feed"].split("://", 1)[1] if feed else ""
    return render(request, "smart/calendar.html", context)


@require_POST
@member_page
def renew(request: HttpRequest) -> HttpResponse:
    """Make the private address, or a new one in its place."""
    calendar_feeds.renew_feed(request.membership, by=actor_of(request))
    messages.success(request, _("The address is ready. An earlier one no longer works."))
    return redirect("calendar")


@require_POST
@member_page
def stop(request: HttpRequest) -> HttpResponse:
    calendar_feeds.stop_feed(request.membership, by=actor_of(request))
    messages.success(request, _("The address no longer works."))
    return redirect("calendar")


@require_safe
@unlisted_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar as a file, for whoever has the address; unchanged, it is not sent again."""
    found = calendar_feeds.read_feed(token)
    if found is None or found.membership.state not in {MembershipState.ACTIVE, MembershipState.SUSPENDED}:
        raise Http404
    where, today = found.membership.country, request.country.today()
    with translation.override(found.membership.user.language):
        entries = calendar_days.days_of(found.membership, since=today - BACK, until=today + AHEAD)
        name = _("Smart %(country)s") % {"country": where}
    site = settings.SITE_URL
    file = calendar_file(
        entries, name=name, host=urlsplit(site).hostname or "localhost", site=site, made_at=found.made_at
    )
    tag = f'"{hashlib.sha256(file).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag})
    headers = {"ETag": tag, "Content-Disposition": 'inline; filename="calendar.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


def _month_asked(request: HttpRequest, today: datetime.date) -> datetime.date:
    """The first day of the month in the address; anything that is no month of this century is this month."""
    asked = str(request.GET.get("month", ""))
    try:
        found = datetime.date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year < 2100 else today.replace(day=1)


def _cell(
    day: datetime.date,
    days: dict[datetime.date, list[calendar_days.Entry]],
    *,
    month: datetime.date,
    today: datetime.date,
) -> dict[str, Any]:
    return {"day": day, "entries": days.get(day, []), "is_other": day.month != month.month, "is_today": day == today}
