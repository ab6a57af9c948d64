"""An answer by mail lands in its conversation: once, and only from the person the address was made for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.models import Country
from members import perms
from members.models import Message, Thread, User
from members.queries import roles_of
from members.rules import threads
from members.rules.threads_notices import KEY_LENGTH, is_key_of
from smart.foundation.actors import MEMBER, STAFF, Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.said import Said
from smart.foundation.tenancy import active_country_id
from smart.foundation.uploads import SafeFile

LONGEST_MAIL_ID: Final = 255


@transaction.atomic
def receive_reply(
    *, key: str, sender_email: str, text: str, mail_id: str, attachments: Sequence[SafeFile] = (), at: datetime
) -> Thread:
    """Write a mail into the conversation its address names (`key`: what stands after the country in the address).

    `text` is the new part of the mail, without what it quotes. The same `mail_id` (Message-ID) is written once. Raises
    RuleBroken: mail_id_missing, reply_unknown (no such conversation), sender_unknown (not the person the address was made
    for, or no longer of the staff), and what `write_message` raises.
    """
    if not mail_id.strip():
        words = Said(gettext_noop("The mail has no Message-ID, so it could be written twice."))
        raise RuleBroken("mail_id_missing", words)
    thread = _thread_of(key)
    known = Message.objects.filter(mail_id=_short(mail_id)).first()
    if known is not None and known.thread_id == thread.pk:
        return thread
    by = _sender(thread, key=key, email=sender_email)
    return threads.say_by_mail(thread, text=text, mail_id=_short(mail_id), by=by, at=at, files=attachments)


def _thread_of(key: str) -> Thread:
    rows = Thread.objects.select_related(*threads.PEOPLE).select_for_update(of=("self",), no_key=True)
    found: Thread | None = rows.filter(reply_key=key[:KEY_LENGTH].lower()).first()
    if found is None:
        words = Said(gettext_noop("No conversation has this address. Write in the portal instead."))
        raise RuleBroken("reply_unknown", words)
    return found


def _sender(thread: Thread, *, key: str, email: str) -> Actor:
    """The member or the person of the staff, in the capacities they have today."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or not is_key_of(key.lower(), user):
        raise _unknown(email)
    if user.pk == thread.membership.user_id:
        return Actor(kinds=frozenset({MEMBER}), user_id=user.pk, label=user.full_name)
    roles = roles_of(user, Country.objects.get(pk=active_country_id()))
    by = Actor(kinds=frozenset({STAFF} if roles else ()), user_id=user.pk, label=user.full_name, roles=roles)
    if not perms.may_handle_thread(by, thread):
        raise _unknown(email)
    return by


def _unknown(email: str) -> RuleBroken:
    return RuleBroken(
        "sender_unknown",
        Said(
            gettext_noop(
                "%(email)s takes no part in this conversation. Answer from the address the message was sent to."
            ),
            {"email": email},
        ),
    )


def _short(mail_id: str) -> str:
    return mail_id.strip()[:LONGEST_MAIL_ID]


def write_for_member(
    thread: Thread, *, text: str, mail_id: str, sender: str, by: Actor, at: datetime, files: Sequence[SafeFile] = ()
) -> Thread:
    """Write a mail as the member's word that a person of the staff vouches for; both are named. The caller has checked rights."""
    label = _("%(sender)s (placed by %(who)s)") % {"sender": sender, "who": by.label}
    as_member = Actor(kinds=frozenset({MEMBER}), user_id=thread.membership.user_id, label=label)
    return threads.say_by_mail(thread, text=text, mail_id=_short(mail_id), by=as_member, at=at, files=files)
