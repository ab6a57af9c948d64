"""`{% thread contract %}`: the conversation about a thing, on the page of the thing."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from members import perms
from members.access import actor_of
from members.forms.threads import MessageForm
from members.models import Thread
from members.views.threads_shown import ANCHOR, promise_now, promise_of, status_of, words_of

register = template.Library()


@register.inclusion_tag("members/_thread.html", takes_context=True)
def thread(context: template.Context, about: Any) -> dict[str, Any]:
    """The conversation with its form, or a closed field to begin one. Two queries (one more with files).

    The page has decided that its reader may see the thing; POSTs decide again. Shows nothing to other readers: strangers,
    staff looking at something of their own, another team's conversation.
    """
    request = context["request"]
    table = about._meta.db_table if about is not None else ""
    if table not in settings.THREAD_SUBJECTS:
        return {}
    is_staff = request.path_info.startswith("/staff/")
    found = _staffs(request, table, about.pk) if is_staff else _members(request, table, about.pk)
    if not found:
        return {}
    names = ("staff_thread_ask", "staff_thread") if is_staff else ("thread_ask", "thread_detail")
    known = found.get("thread")
    return {
        **found,
        "anchor": ANCHOR,
        "is_staff": is_staff,
        "form": MessageForm(),
        "csrf_token": context.get("csrf_token"),
        "url": reverse(f"members:{names[1]}", args=[known.pk])
        if known is not None
        else reverse(f"members:{names[0]}", args=[table, about.pk]),
    }


def _members(request: Any, table: str, pk: int) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    rows = Thread.objects.about(table, pk).of_member(membership.pk).with_news(request.user.pk)
    known = rows.select_related("owner", "membership").first()
    now = timezone.now()
    if known is None:
        return {"thread": None, "promise": promise_now(membership, now=now)}
    return {
        "thread": known,
        "words": words_of(known, viewer_id=request.user.pk, is_staff=False),
        "status": status_of(known, now=now, is_staff=False),
        "promise": promise_of(known, where=request.country, now=now),
        "read_url": reverse("members:thread_read", args=[known.pk]) if known.has_news else "",
        "close_url": reverse("members:thread_close", args=[known.pk]),
    }


def _staffs(request: Any, table: str, pk: int) -> dict[str, Any]:
    known = Thread.objects.about(table, pk).select_related("membership__user", "owner").first()
    if known is None:
        return {"thread": None}
    if not perms.may_handle_thread(actor_of(request), known):
        return {}
    return {
        "thread": known,
        "words": words_of(known, viewer_id=request.user.pk, is_staff=True),
        "status": status_of(known, now=timezone.now(), is_staff=True),
        "due_on": request.country.local(known.due_at).date() if known.due_at else None,
    }
