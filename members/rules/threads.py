"""Conversations: a member asks, somebody with a name answers by a promised day. Who wrote last says whose turn it is."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.guards import require_awake
from countries.models import Country
from members import perms
from members.models import Membership, Message, Thread, ThreadRead, User
from members.models.document import Visibility
from members.models.thread import Channel, Side
from members.queries import roles_of
from members.rules import threads_clock, threads_notices
from members.rules.documents import issue_document
from members.states import Role, ThreadState
from members.thread_subjects import Subject
from smart.foundation.actors import MEMBER, STAFF, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said, said_by, stored
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id
from smart.foundation.uploads import SafeFile

LONGEST: Final = 10_000
MOST_FILES: Final = 5
PEOPLE: Final = ("membership__user", "membership__adviser", "owner")


@transaction.atomic
def ask_question(
    membership: Membership,
    *,
    text: str | Said,
    title: str = "",
    subject: Subject | None = None,
    submission_id: uuid.UUID,
    by: Actor,
    now: datetime,
    files: Sequence[SafeFile] = (),
) -> Thread:
    """Begin a conversation with a member, or go on with the one about the same thing. The same submission asks once.

    The member asks; or a person of the staff writes to them. Raises RuleBroken: title_missing, text_missing, text_too_long.
    """
    where = _awake()
    is_own = by.user_id == membership.user_id
    if not (is_own or (by.is_(STAFF) and by.roles)):
        raise NotAllowed(_("Only the member and the cooperative talk about this."))
    said = _checked(text)
    name = subject.name if subject else " ".join(title.split())
    if not name:
        raise RuleBroken("title_missing", _("Say in a few words what it is about."), field="title")
    # two taps at once wait for one another here: the second finds what the first has written
    Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    known = Message.objects.filter(submission_id=submission_id, thread__membership_id=membership.pk).first()
    if known is not None:
        return _locked(known.thread_id)
    role = subject.role if subject else Role.ADVISER
    thread = _begun(membership, subject=subject, title=name, role=role, where=where, now=now)
    return _say(thread, text=said, where=where, by=by, now=now, submission_id=submission_id, files=files)


@transaction.atomic
def write_message(
    thread: Thread, *, text: str, submission_id: uuid.UUID, by: Actor, now: datetime, files: Sequence[SafeFile] = ()
) -> Thread:
    """Go on with a conversation: the member's word opens it and starts the clock, the cooperative's answers it.

    Raises RuleBroken: text_missing, text_too_long.
    """
    where, said = _awake(), _checked(text)
    locked = _locked(thread.pk)
    if Message.objects.filter(submission_id=submission_id).exists():
        return locked
    return _say(locked, text=said, where=where, by=by, now=now, submission_id=submission_id, files=files)


@transaction.atomic
def write_note(thread: Thread, *, text: str, submission_id: uuid.UUID, by: Actor, now: datetime) -> Message:
    """Write to colleagues only; the member never reads it and the clock goes on."""
    _awake()
    said, locked = _checked(text), _locked(thread.pk)
    _check_handles(by, locked)
    known: Message | None = Message.objects.filter(submission_id=submission_id).first()
    return known or _note(locked, text=said, by=by, now=now, submission_id=submission_id)


@transaction.atomic
def assign_thread(thread: Thread, *, to: User, note: str, by: Actor, now: datetime) -> Thread:
    """Give a conversation to a colleague, who is told with the note. Raises RuleBroken about `to`: not_staff, own_question."""
    where, locked = _awake(), _locked(thread.pk)
    _check_handles(by, locked)
    if to.pk == locked.membership.user_id:
        raise RuleBroken("own_question", _("Nobody answers their own question. Choose a colleague."), field="to")
    if not (to.is_active and roles_of(to, where)):
        raise RuleBroken(
            "not_staff",
            _("%(person)s does not work for %(country)s. Choose somebody of the staff.")
            % {"person": to, "country": where},
            field="to",
        )
    if locked.owner_id == to.pk:
        return locked
    locked.owner = to
    locked.save(update_fields=["owner"])
    written = _note(locked, text=_given_words(to, note.strip()), by=by, now=now)
    if to.pk != by.user_id:
        threads_notices.tell_colleague(to, locked, note=written, where=where)
    return locked


@transaction.atomic
def take_over(thread: Thread, *, by: Actor, now: datetime) -> Thread:
    """Become the one who answers."""
    colleague = User.objects.filter(pk=by.user_id).first()
    if colleague is None:
        raise NotAllowed(_("Only a person can answer a question."))
    return assign_thread(thread, to=colleague, note="", by=by, now=now)


@transaction.atomic
def close_thread(thread: Thread, *, by: Actor) -> Thread:
    """End a conversation, by either side; whoever writes again takes it up again."""
    _awake()
    locked = _locked(thread.pk)
    if not perms.may_read_thread(by, locked):
        raise NotAllowed(_("Only the member and the cooperative talk about this."))
    if locked.state != ThreadState.CLOSED:
        threads_clock.stop_clock(locked)
        locked.save(update_fields=["due_at", "climbs_at", "climbed_at", "climbs"])
        move(locked, to=ThreadState.CLOSED, by=_in_side(by, locked))
    return locked


@transaction.atomic
def mark_read(thread: Thread, *, by: Actor) -> None:
    """Remember that the person has read everything there is."""
    if not perms.may_read_thread(by, thread) or by.user_id is None:
        raise NotAllowed(_("Only the member and the cooperative talk about this."))
    ThreadRead.objects.update_or_create(thread=thread, user_id=by.user_id, defaults={"up_to": thread.last_id})


@transaction.atomic
def add_client_words(subject: Subject, *, who: str, text: str, now: datetime) -> Thread:
    """Put what a client wrote by their link into the conversation about the thing, where both sides read it.

    Nobody is told a second time and no clock starts: the answer to the client has its own rule, owner and day.
    """
    return _add_words(subject, side=Side.CLIENT, label=who, author_id=None, text=text, now=now)[0]


@transaction.atomic
def add_member_words(subject: Subject, *, text: str | Said, by: Actor, now: datetime) -> Thread:
    """Put what a member wrote elsewhere (why they cancel, what they know) before whoever answers for them.

    They are told; no clock starts, for nothing was asked. Raises NotAllowed for anybody but the member.
    """
    if by.user_id != subject.membership.user_id:
        raise NotAllowed(_("Only the member and the cooperative talk about this."))
    thread, message = _add_words(subject, side=Side.MEMBER, label=by.label, author_id=by.user_id, text=text, now=now)
    where = Country.objects.get(pk=active_country_id())
    threads_notices.tell_staff(message, thread, where, is_question=False)
    return thread


def say_by_mail(
    thread: Thread, *, text: str, mail_id: str, by: Actor, at: datetime, files: Sequence[SafeFile]
) -> Thread:
    """Write what came by mail; members.rules.threads_mail has proved who wrote it. The caller is in a transaction."""
    where = _awake()
    return _say(_locked(thread.pk), text=_checked(text), where=where, by=by, now=at, mail_id=mail_id, files=files)


def _begun(
    membership: Membership, *, subject: Subject | None, title: str | Said, role: str, where: Country, now: datetime
) -> Thread:
    """The conversation about a thing, locked; a new one begins answered, for nobody waits before the first word."""
    facts = {
        "title": " ".join(str(title).split())[:160],
        "said": stored(title),
        "role": role,
        "owner": _first_owner(membership, where),
        "state": ThreadState.ANSWERED,
        "opened_at": now,
        "last_at": now,
        "last_side": Side.PORTAL,
    }
    if subject is None:
        return _locked(Thread.objects.create(membership=membership, **facts).pk)
    named = {"membership": membership, "subject_table": subject.table, "subject_id": subject.pk}
    thread, _made = Thread.objects.get_or_create(**named, defaults=facts)
    return _locked(thread.pk)


def _add_words(
    subject: Subject, *, side: Side, label: str, author_id: int | None, text: str | Said, now: datetime
) -> tuple[Thread, Message]:
    """A word that leaves the turn where it is."""
    where = Country.objects.get(pk=active_country_id())
    thread = _begun(subject.membership, subject=subject, title=subject.name, role=subject.role, where=where, now=now)
    message = _written(thread, side=side, label=label, author_id=author_id, text=text.strip(), now=now)
    _set_last(thread, message)
    thread.save(update_fields=["last_id", "last_at", "last_side"])
    return thread, message


def _first_owner(membership: Membership, where: Country) -> User | None:
    """The member's adviser, while they work here and are not the member."""
    adviser = membership.adviser
    if adviser is None or adviser.pk == membership.user_id or not adviser.is_active:
        return None
    return adviser if roles_of(adviser, where) else None


def _say(
    thread: Thread,
    *,
    text: str | Said,
    where: Country,
    by: Actor,
    now: datetime,
    submission_id: uuid.UUID | None = None,
    mail_id: str = "",
    files: Sequence[SafeFile] = (),
) -> Thread:
    """One word of a side that may speak, on a locked conversation, told to the other side."""
    is_member = by.user_id == thread.membership.user_id
    if not is_member:
        _check_handles(by, thread)
    message = _written(
        thread,
        side=Side.MEMBER if is_member else Side.STAFF,
        label=by.label,
        author_id=by.user_id,
        text=text,
        now=now,
        submission_id=submission_id,
        mail_id=mail_id,
        files=len(files),
    )
    _keep_files(message, thread, files=files, by=by)
    _set_last(thread, message)
    was_open = thread.is_open
    _turn(thread, is_member=is_member, where=where, by=by, now=now)
    if is_member:
        threads_notices.tell_staff(message, thread, where, is_question=True)
    else:
        threads_notices.tell_member(message, thread, where, is_answer=was_open)
    return thread


def _turn(thread: Thread, *, is_member: bool, where: Country, by: Actor, now: datetime) -> None:
    """Whose turn it is now: the clock, the owner, the state; and the writer has read what came before."""
    if is_member:
        threads_clock.start_clock(thread, where=where, now=now)
    else:
        threads_clock.stop_clock(thread)
        thread.owner_id = thread.owner_id or by.user_id
    thread.save(
        update_fields=["last_id", "last_at", "last_side", "due_at", "climbs_at", "climbed_at", "climbs", "owner"]
    )
    to = ThreadState.OPEN if is_member else ThreadState.ANSWERED
    if thread.state != to:
        move(thread, to=to, by=_in_side(by, thread))
    mark_read(thread, by=by)


def _in_side(by: Actor, thread: Thread) -> Actor:
    """The actor as the side they speak for: a member who has left still asks as the member."""
    return replace(by, kinds=frozenset({MEMBER if by.user_id == thread.membership.user_id else STAFF}))


def _given_words(to: User, note: str) -> Said:
    facts = {"person": to.full_name}
    if not note:
        return Said(gettext_noop("Given to %(person)s."), facts)
    return Said(gettext_noop("Given to %(person)s. %(note)s"), facts | {"note": note[:LONGEST]})


def _note(
    thread: Thread, *, text: str | Said, by: Actor, now: datetime, submission_id: uuid.UUID | None = None
) -> Message:
    return _written(
        thread,
        side=Side.STAFF,
        label=by.label,
        author_id=by.user_id,
        text=text,
        now=now,
        submission_id=submission_id,
        is_internal=True,
    )


def _written(
    thread: Thread,
    *,
    side: Side,
    label: str,
    author_id: int | None,
    text: str | Said,
    now: datetime,
    submission_id: uuid.UUID | None = None,
    mail_id: str = "",
    files: int = 0,
    is_internal: bool = False,
) -> Message:
    message = Message(
        thread=thread,
        side=side,
        author_id=author_id,
        author_label=label[:200],
        text=str(text)[:LONGEST],
        said=stored(text),
        channel=Channel.EMAIL if mail_id else Channel.PORTAL,
        at=now,
        submission_id=submission_id,
        mail_id=mail_id,
        files=files,
        is_internal=is_internal,
    )
    message.save(force_insert=True)
    return message


def _keep_files(message: Message, thread: Thread, *, files: Sequence[SafeFile], by: Actor) -> None:
    if len(files) > MOST_FILES:
        raise RuleBroken(
            "too_many_files",
            _("%(found)d files are too many; %(most)d at most go with one message.")
            % {"found": len(files), "most": MOST_FILES},
            field="file",
        )
    for number, file in enumerate(files, start=1):
        issue_document(
            subject=message,
            kind="message",
            title=file.name or _("File %(number)d") % {"number": number},
            content=file.content,
            language="",
            visible_to=Visibility.MEMBER,
            retention_class="correspondence",
            by=by,
            membership=thread.membership,
            suffix=file.suffix,
            content_type=file.content_type,
        )


def _set_last(thread: Thread, message: Message) -> None:
    thread.last_id, thread.last_at, thread.last_side = message.pk, message.at, message.side


def _locked(pk: int) -> Thread:
    rows = Thread.objects.select_related(*PEOPLE)
    locked: Thread = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    return locked


def _check_handles(by: Actor, thread: Thread) -> None:
    if by.user_id == thread.membership.user_id:
        raise NotAllowed(Said(gettext_noop("Nobody answers their own question. Ask a colleague.")))
    if not perms.may_handle_thread(by, thread):
        raise NotAllowed(
            Said(gettext_noop("This question is another team’s. Ask them, or an adviser, to give it to you."))
        )


def _checked(text: str | Said) -> str | Said:
    if isinstance(text, Said):
        return text
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise RuleBroken("text_missing", Said(gettext_noop("Write your message.")), field="text")
    if len(said) > LONGEST:
        facts = {"found": len(said), "most": LONGEST}
        words = said_by(lambda: _("The message has %(found)d characters; %(most)d at most fit.") % facts)
        raise RuleBroken("text_too_long", words, field="text")
    return said


def _awake() -> Country:
    where = Country.objects.get(pk=active_country_id())
    require_awake(where)
    return where
