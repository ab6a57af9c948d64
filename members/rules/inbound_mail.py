"""A mail that came in is kept first, then written into its conversation, held for a person, or left out as automatic."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.addresses import country_url
from countries.models import Country
from members import perms
from members.inbound.reading import GivenFile, ReadMail, Unreadable, facts_of, mail_id_of, read_mail
from members.models import InboundMail, Message, Thread, User
from members.rules import threads, threads_mail
from members.rules.documents import issue_document, latest_document, read_document
from members.rules.notices import in_language_of, notify
from members.rules.threads_clock import readers_of
from members.rules.threads_notices import KEY_LENGTH, is_key_of
from members.states import InboundState
from smart.foundation import jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said, said_by, stored
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id
from smart.foundation.uploads import SafeFile, make_safe

KIND: Final = "mail"
LONGEST_KEY: Final = 64


def thread_named(key: str) -> Thread | None:
    """The conversation of the entered country an address names."""
    found: Thread | None = Thread.objects.filter(reply_key=key[:KEY_LENGTH].lower()).first()
    return found


@transaction.atomic
def keep_mail(raw: bytes, *, key: str, envelope_from: str, now: datetime) -> InboundMail:
    """Keep a mail as it came, and put its reading on the work list; the same mail for the same address is kept once.

    Raises RuleBroken: reply_unknown.
    """
    thread = thread_named(key)
    if thread is None:
        raise RuleBroken("reply_unknown", _("No conversation has this address. Write in the portal instead."))
    sender, subject = facts_of(raw)
    mail, made = InboundMail.objects.get_or_create(
        reply_key=key.lower()[:LONGEST_KEY],
        mail_id=mail_id_of(raw),
        defaults={
            "thread": thread,
            "envelope_from": envelope_from.strip("<> ")[:254],
            "sender": sender,
            "subject": subject,
            "received_at": now,
        },
    )
    if made:
        issue_document(
            subject=mail,
            kind=KIND,
            title=subject[:80] or _("Mail"),
            content=raw,
            language="",
            retention_class="correspondence",
            by=PORTAL,
            membership=thread.membership,
            suffix=".eml",
            content_type="message/rfc822",
        )
        jobs.enqueue("read_mail", key=str(mail.pk), payload={"mail": mail.pk})
    return mail


@transaction.atomic
def place_mail(mail_id: int, *, now: datetime) -> InboundMail:
    """Write a kept mail into its conversation when the person the address was made for wrote it; once, and never an automatic one."""
    mail = _locked(mail_id)
    if mail.state != InboundState.RECEIVED:
        return mail
    try:
        read = _read(mail)
    except Unreadable:
        return _hold(mail, _damaged())
    if read.is_automatic:
        mail.reason_code = "automatic"
        mail.save(update_fields=["reason_code"])
        move(mail, to=InboundState.IGNORED, by=PORTAL)
        return mail
    safe, refused = _sorted(read.files)
    try:
        _check_new(mail)
        with transaction.atomic():
            threads_mail.receive_reply(
                key=mail.reply_key,
                sender_email=read.sender,
                text=_said(read, safe),
                mail_id=mail.mail_id,
                attachments=safe,
                at=now,
            )
    except RuleBroken as broken:
        return _hold(mail, broken)
    except NotAllowed as refusal:
        return _hold(mail, RuleBroken("not_allowed", refusal.words))
    _written(mail, refused=refused, by=PORTAL)
    sender = User.objects.filter(email=read.sender).first()
    if refused and sender is not None:
        _tell_refused(mail, sender, refused)
    return mail


@transaction.atomic
def place_held(mail: InboundMail, *, thread: Thread, by: Actor, now: datetime) -> InboundMail:
    """Write a held mail into a conversation of the same member as their word: the person of the staff vouches for it.

    Raises RuleBroken: other_member, what `write_message` raises; NotAllowed for who may not answer there.
    """
    locked = _locked(mail.pk)
    _check_handles(by, locked.thread)
    _check_handles(by, thread)
    if thread.membership_id != locked.thread.membership_id:
        raise RuleBroken("other_member", _("Choose a conversation of the same member."), field="thread")
    try:
        read = _read(locked)
    except Unreadable as broken:
        raise _damaged() from broken
    safe, refused = _sorted(read.files)
    _check_new(locked, thread)
    threads_mail.write_for_member(
        thread,
        text=_said(read, safe),
        mail_id=locked.mail_id,
        sender=read.sender or _("unknown sender"),
        by=by,
        at=now,
        files=safe,
    )
    _decide(locked, words="", by=by, now=now)
    _written(locked, refused=refused, by=by)
    return locked


@transaction.atomic
def discard_held(mail: InboundMail, *, words: str, by: Actor, now: datetime) -> InboundMail:
    """Leave a held mail out of every conversation, with a reason; its bytes stay in the vault."""
    locked = _locked(mail.pk)
    _check_handles(by, locked.thread)
    said = " ".join(words.split())
    if not said:
        raise RuleBroken("words_missing", _("Say why it is discarded."), field="words")
    _decide(locked, words=said, by=by, now=now)
    move(locked, to=InboundState.DISCARDED, by=by, reason=said[:200])
    return locked


def read_held(mail: InboundMail) -> ReadMail | None:
    """What a held mail says, for whoever decides; None when it cannot be taken apart."""
    try:
        return _read(mail)
    except Unreadable:
        return None


def _locked(pk: int) -> InboundMail:
    rows = InboundMail.objects.select_related(*(f"thread__{each}" for each in threads.PEOPLE))
    found: InboundMail = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    return found


def _read(mail: InboundMail) -> ReadMail:
    document = latest_document(mail, KIND)
    assert document is not None  # kept in the same transaction as the row
    return read_mail(read_document(document), envelope_from=mail.envelope_from)


def _check_new(mail: InboundMail, thread: Thread | None = None) -> None:
    """A Message-ID is written once in a country: the same mail to two conversations needs a person."""
    chosen = thread or mail.thread
    others = Message.objects.filter(mail_id=mail.mail_id)
    if others.exclude(thread_id=chosen.pk).exists() or (thread is not None and others.exists()):
        raise RuleBroken("mail_elsewhere", Said(gettext_noop("This mail is already in a conversation.")))


def _damaged() -> RuleBroken:
    return RuleBroken("mail_unreadable", Said(gettext_noop("The mail is damaged and cannot be taken apart.")))


def _check_handles(by: Actor, thread: Thread) -> None:
    if not perms.may_handle_thread(by, thread):
        raise NotAllowed(_("This question is another team’s. Ask them, or an adviser, to give it to you."))


def _sorted(given: Sequence[GivenFile]) -> tuple[list[SafeFile], Said | None]:
    """The files that may be kept, and a sentence for each other one."""
    safe: list[SafeFile] = []
    refused: list[tuple[str, str | Said]] = []
    for each in given:
        try:
            if len(safe) == threads.MOST_FILES:
                raise RuleBroken("too_many_files", said_by(_too_many))
            safe.append(make_safe(each.content, name=each.name if "." in each.name else ""))
        except RuleBroken as broken:
            refused.append((each.name[:80], broken.words))
    return safe, said_by(lambda: "\n".join(f"{name}: {words}" for name, words in refused)) if refused else None


def _too_many() -> str:
    return _("Only %(most)d files go with one message.") % {"most": threads.MOST_FILES}


def _said(read: ReadMail, files: Sequence[SafeFile]) -> str:
    """The words; of a mail that only carries files, their names."""
    return read.text or ", ".join(file.name or _("File") for file in files)


def _written(mail: InboundMail, *, refused: Said | None, by: Actor) -> None:
    if refused:
        _note(mail, "files_left_out", refused)
    move(mail, to=InboundState.WRITTEN, by=by)


def _note(mail: InboundMail, code: str, why: str | Said) -> None:
    mail.reason_code, mail.reason, mail.said = code[:40], str(why), stored(why)
    mail.save(update_fields=["reason_code", "reason", "said"])


def _decide(mail: InboundMail, *, words: str, by: Actor, now: datetime) -> None:
    mail.words, mail.decided_at, mail.decided_by_id, mail.decided_by_label = words, now, by.user_id, by.label
    mail.save(update_fields=["words", "decided_at", "decided_by_id", "decided_by_label"])


def _hold(mail: InboundMail, why: RuleBroken) -> InboundMail:
    """Let a person decide: those who answer the member are told; so is the person the address was made for, never the sender."""
    _note(mail, why.code, why.words)
    move(mail, to=InboundState.HELD, by=PORTAL)
    where = Country.objects.get(pk=active_country_id())
    url = country_url(where, "members:staff_mail", mail.pk)
    for user in readers_of(mail.thread, where):
        with in_language_of(user):
            title = _("A mail waits for you: %(title)s") % {"title": mail.thread.heading}
            text = _("It could not be placed in the conversation. Read it, then place it or discard it.")
        notify(user, event="mail_held", key=f"mail-held:{mail.pk}", title=title, text=text, url=url)
    member = mail.thread.membership.user
    if is_key_of(mail.reply_key, member):
        with in_language_of(member):
            title = _("A mail to the conversation “%(title)s” waits") % {"title": mail.thread.heading}
            text = _("We read it before it appears. If it is urgent, write in the portal.")
        url = country_url(where, "members:thread_detail", mail.thread_id)
        notify(member, event="mail_held", key=f"mail-held:{mail.pk}", title=title, text=text, url=url)
    return mail


def _tell_refused(mail: InboundMail, user: User, refused: Said) -> None:
    """Whoever wrote learns which files did not come through."""
    where = Country.objects.get(pk=active_country_id())
    is_member = user.pk == mail.thread.membership.user_id
    url = country_url(where, "members:thread_detail" if is_member else "members:staff_thread", mail.thread_id)
    with in_language_of(user):
        title, text = _("Not every file of your mail came through"), str(refused)
    notify(user, event="mail_files", key=f"mail-files:{mail.pk}", title=title, text=text, url=url)
