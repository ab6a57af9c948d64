"""Members ask and staff answer: each question with a name and a day."""

import uuid
from email.message import EmailMessage
from typing import Any

from django.utils import timezone

from activities import thread_subjects
from members.rules import inbound_mail, threads, threads_clock
from members.rules.threads_notices import reply_key
from smart.foundation.actors import Actor
from smart.stories.world import World

Facts = dict[str, Any]


def ask(world: World, by: Actor, facts: Facts) -> None:
    """Ask the adviser something that belongs to nothing in particular."""
    world.thread = threads.ask_question(
        world.cast.memberships[by.label],
        title=facts["title"],
        text=facts["text"],
        submission_id=uuid.uuid4(),
        by=by,
        now=timezone.now(),
    )


def ask_about_contract(world: World, by: Actor, facts: Facts) -> None:
    """Ask about the last contract, on its page."""
    subject = thread_subjects.contract(world.need("contract").pk)
    assert subject is not None
    world.thread = threads.ask_question(
        subject.membership,
        subject=subject,
        text=facts["text"],
        submission_id=uuid.uuid4(),
        by=by,
        now=timezone.now(),
    )


def write(world: World, by: Actor, facts: Facts) -> None:
    """Go on with the last question: staff answer, the member writes again."""
    threads.write_message(
        world.need("thread"), text=facts["text"], submission_id=uuid.uuid4(), by=by, now=timezone.now()
    )


def take_over(world: World, by: Actor, facts: Facts) -> None:
    threads.take_over(world.need("thread"), by=by, now=timezone.now())


def climb(world: World, by: Actor, facts: Facts) -> None:
    """What the portal does every hour."""
    threads_clock.climb_threads(now=timezone.now())


def mail_comes(world: World, by: Actor, facts: Facts) -> None:
    """An answer by mail to the address the member of the last question was given; from elsewhere it waits for a person."""
    thread = world.need("thread")
    message = EmailMessage()
    message["From"], message["Subject"] = facts["sender"], f"Re: {thread.title}"
    message["Message-ID"] = f"<{thread.pk}.{uuid.uuid4().hex}@mail.example>"
    message.set_content(facts["text"])
    kept = inbound_mail.keep_mail(
        message.as_bytes(),
        key=reply_key(thread, thread.membership.user),
        envelope_from=facts["sender"],
        now=timezone.now(),
    )
    inbound_mail.place_mail(kept.pk, now=timezone.now())
