"""A conversation as its two sides see it: the words, whose turn it is, who answers until when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from countries.models import Country
from members.models import Document, Membership, Message, Thread, User
from members.models.thread import Channel, Side
from members.rules.threads_clock import answer_by
from members.states import Role, ThreadState
from smart.foundation import formats

ANCHOR: Final = "questions"


@dataclass(frozen=True, slots=True)
class Word:
    """One message. `tone` is whose it is: own, pen (the other side's), ok (the client's), warn (a note among the staff)."""

    pk: int
    who: str
    side: str
    tone: str
    at: datetime
    text: str
    by_mail: bool
    is_internal: bool
    papers: list[Document] = field(default_factory=list)


def who_answers(owner: User | None, role: str) -> str:
    """The person, or the kind of person while nobody has it."""
    if owner is not None:
        return owner.full_name
    words = {
        Role.ADVISER: _("An adviser"),
        Role.PAYROLL: _("A payroll officer"),
        Role.ACCOUNTING: _("An accountant"),
        Role.COUNTRY_ADMIN: _("An administrator"),
    }
    return words[Role(role)]


def promise_of(thread: Thread, *, where: Country, now: datetime) -> str:
    """Who answers until when, while the member waits; empty otherwise."""
    if thread.due_at is None or not thread.is_open:
        return ""
    facts = {"who": who_answers(thread.owner, thread.role), "day": _day(where, thread.due_at)}
    if thread.due_at > now:
        return _("%(who)s answers until %(day)s.") % facts
    if thread.climbs:
        return (
            _("%(who)s promised an answer until %(day)s. It is late: we have reminded those who must answer.") % facts
        )
    return _("%(who)s promised an answer until %(day)s. It is late.") % facts


def promise_now(membership: Membership, *, now: datetime) -> str:
    """Who would answer a question asked now, and until when (one query)."""
    where, adviser = membership.country, membership.adviser
    day = _day(where, answer_by(where, now))
    if adviser is None or adviser.pk == membership.user_id:
        return _("The cooperative answers until %(day)s.") % {"day": day}
    return _("%(who)s answers until %(day)s.") % {"who": adviser.full_name, "day": day}


def status_of(thread: Thread, *, now: datetime, is_staff: bool) -> dict[str, str]:
    """The state in a word with its tone, as each side says it."""
    if thread.is_open:
        is_late = thread.due_at is not None and thread.due_at <= now
        if is_staff:
            return {"tone": "bad" if is_late else "warn", "label": _("Past the promise") if is_late else _("To answer")}
        return {"tone": "warn" if is_late else "pen", "label": _("Waits for an answer")}
    if thread.state == ThreadState.CLOSED:
        return {"tone": "muted", "label": pgettext("question", "Closed")}
    if thread.last_side == Side.CLIENT:
        return {"tone": "pen", "label": _("The client wrote")}
    if thread.last_side == Side.MEMBER:
        return {"tone": "muted", "label": _("The cooperative was told")}
    return {"tone": "ok", "label": pgettext("question", "Answered")}


def words_of(thread: Thread, *, viewer_id: int | None, is_staff: bool) -> list[Word]:
    """Every message the viewer may read, the oldest first (one query; one more when there are files)."""
    rows = thread.messages.order_by("pk")
    found = list(rows if is_staff else rows.filter(is_internal=False))
    papers = _papers(found)
    return [
        Word(
            pk=each.pk,
            who=each.author_label,
            side=Side(each.side).label,
            tone=_tone(each, viewer_id=viewer_id, is_staff=is_staff),
            at=each.at,
            text=each.words,
            by_mail=each.channel == Channel.EMAIL,
            is_internal=each.is_internal,
            papers=papers[each.pk],
        )
        for each in found
    ]


def rows_of(threads: Iterable[Thread], *, where: Country, now: datetime, is_staff: bool) -> list[dict[str, Any]]:
    """The lines of a list with the beginning of the last message (one query)."""
    listed = list(threads)
    last = Message.objects.in_bulk([each.last_id for each in listed])
    page = "members:staff_thread" if is_staff else "members:thread_detail"
    return [
        {
            "thread": each,
            "url": reverse(page, args=[each.pk]),
            "status": status_of(each, now=now, is_staff=is_staff),
            "who": who_answers(each.owner, each.role),
            "person": each.membership.user.full_name if is_staff else "",
            "due_on": where.local(each.due_at).date() if each.due_at else None,
            "promise": "" if is_staff else promise_of(each, where=where, now=now),
            "begins": _beginning(last[each.last_id].words if each.last_id in last else ""),
            "is_new": getattr(each, "has_news", False),
        }
        for each in listed
    ]


def _day(where: Country, at: datetime) -> str:
    return formats.day(where.local(at).date(), form="weekday")


def _tone(message: Message, *, viewer_id: int | None, is_staff: bool) -> str:
    if message.is_internal:
        return "warn"
    if message.side == Side.CLIENT:
        return "ok"
    is_own = message.author_id == viewer_id or (is_staff and message.side == Side.STAFF)
    return "own" if is_own else "pen"


def _papers(messages: list[Message]) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = defaultdict(list)
    with_files = [each.pk for each in messages if each.files]
    if with_files:
        about = Document.objects.filter(subject_table=Message._meta.db_table, subject_id__in=with_files)
        for paper in about.order_by("pk"):
            found[paper.subject_id].append(paper)
    return found


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 140 else f"{line[:139]}…"
