"""Every word of a conversation is told to the other side, with a way to answer by mail where the portal reads mail."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from countries.addresses import country_url
from countries.models import Country
from members.models import Message, Thread, User
from members.rules.notices import in_language_of, notify
from members.rules.threads_clock import readers_of

KEY_LENGTH = 32


def reply_address(thread: Thread, user: User, where: Country) -> str:
    """Where this person's answer by mail goes: `reply+be.<key>@…`; empty while the portal reads no mail.

    The key names the conversation and the person, so nobody can speak for somebody else with an address of their own.
    At most 64 signs before the @ (RFC 5321 section 4.5.3.1.1).
    """
    domain = settings.REPLY_DOMAIN
    return f"reply+{where.slug}.{reply_key(thread, user)}@{domain}" if domain else ""


def reply_key(thread: Thread, user: User) -> str:
    return f"{thread.reply_key}{_sign(thread.reply_key, user)}"


def is_key_of(key: str, user: User) -> bool:
    """Whether the key was made for this person."""
    return constant_time_compare(key[KEY_LENGTH:], _sign(key[:KEY_LENGTH], user))


def tell_staff(message: Message, thread: Thread, where: Country, *, is_question: bool) -> None:
    """Those who are to answer read what the member wrote."""
    url = country_url(where, "members:staff_thread", thread.pk)
    for user in readers_of(thread, where):
        with in_language_of(user):
            facts = {"who": message.author_label, "title": thread.heading}
            title = _("%(who)s asks: %(title)s") % facts if is_question else _("%(who)s writes: %(title)s") % facts
            _tell(user, message, thread, title=title, url=url, where=where)


def tell_member(message: Message, thread: Thread, where: Country, *, is_answer: bool) -> None:
    """The member reads what was written to them."""
    user = thread.membership.user
    with in_language_of(user):
        facts = {"who": message.author_label, "title": thread.heading}
        title = _("%(who)s answers: %(title)s") % facts if is_answer else _("%(who)s writes: %(title)s") % facts
        url = country_url(where, "members:thread_detail", thread.pk)
        _tell(user, message, thread, title=title, url=url, where=where)


def tell_colleague(user: User, thread: Thread, *, note: Message, where: Country) -> None:
    """Whoever is given a conversation learns by whom and why."""
    url = country_url(where, "members:staff_thread", thread.pk)
    with in_language_of(user):
        title = _("%(who)s gives you a question: %(title)s") % {"who": note.author_label, "title": thread.heading}
        notify(user, event="thread", key=f"thread:{note.pk}", title=title, text=note.words, url=url)


def _tell(user: User, message: Message, thread: Thread, *, title: str, url: str, where: Country) -> None:
    back = reply_address(thread, user, where)
    notify(
        user,
        event="thread",
        key=f"thread:{message.pk}",
        title=title,
        text=message.words,
        url=url,
        reply_to=back,
        references=_goes_on_from(thread, user) if back else "",
    )


def _goes_on_from(thread: Thread, user: User) -> str:
    """The Message-IDs by which mail programs show one conversation: its own, and the person's last mail in it."""
    domain = settings.REPLY_DOMAIN
    first = f"<conversation.{thread.country_id}.{thread.pk}@{domain}>"
    last = Message.objects.filter(thread=thread, author_id=user.pk).exclude(mail_id="").order_by("-pk").first()
    return f"{first} {last.mail_id}" if last is not None else first


def _sign(thread_key: str, user: User) -> str:
    return salted_hmac("members.thread.reply", f"{thread_key}:{user.pk}", algorithm="sha256").hexdigest()[:16]
