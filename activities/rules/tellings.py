"""What people are told when the work moves on: in the portal and by mail, without amounts."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities import thread_subjects
from activities.models import Contract, Mission, Order
from countries.addresses import country_url
from members.models import User
from members.rules import threads
from members.rules.notices import notify
from smart.foundation.actors import Actor
from smart.foundation.said import Said
from smart.foundation.states import history

Words = Callable[[], tuple[str, str]]


def tell_member(mission: Mission, *, event: str, words: Words, about: int | None = None) -> None:
    """Tell the member of a mission, in their language; told again only when the mission moved in between.

    Several things can be said while it does not move: then `about` is the row of the one that is meant.
    """
    user = mission.activity.membership.user
    _tell(user, mission, event=event, page="activities:mission_detail", words=words, about=about)


def tell_member_of_contract(contract: Contract, *, event: str, words: Words) -> None:
    _tell(contract.membership.user, contract, event=event, page="activities:contract_detail", words=words)


def tell_advisers(mission: Mission) -> None:
    """Tell the member's own adviser that a mission waits; the queue shows it to the others."""
    adviser = mission.activity.membership.adviser
    if adviser is None:
        return

    def words() -> tuple[str, str]:
        return _("A mission waits for you: %(title)s") % {"title": mission.title}, ""

    _tell(adviser, mission, event="mission_sent", page="activities:staff_mission_review", words=words, mail=False)


def pass_on(mission: Mission, *, words: str | Said, by: Actor) -> None:
    """What the member writes about a mission reaches whoever answers for them."""
    subject = thread_subjects.mission(mission.pk)
    assert subject is not None
    threads.add_member_words(subject, text=words, by=by, now=timezone.now())


def ask(mission: Mission, *, words: str, by: Actor, now: datetime) -> None:
    """What the member asks about a mission, with a day for the answer."""
    subject = thread_subjects.mission(mission.pk)
    assert subject is not None
    threads.ask_question(subject.membership, subject=subject, text=words, submission_id=uuid.uuid4(), by=by, now=now)


def pass_on_of_contract(contract: Contract, *, words: str | Said, by: Actor) -> None:
    subject = thread_subjects.contract(contract.pk)
    assert subject is not None
    threads.add_member_words(subject, text=words, by=by, now=timezone.now())


def keep_client_words(mission: Mission, *, who: str, words: str) -> None:
    """What the client wrote stands in the conversation about the mission, where member and adviser read it."""
    with translation.override(mission.activity.membership.user.language):
        subject = thread_subjects.mission(mission.pk)
    assert subject is not None
    threads.add_client_words(subject, who=who, text=words, now=timezone.now())


def answer_words(order: Order) -> tuple[str, str]:
    """The client's answer as the member reads it."""
    facts = {"client": order.mission.client, "who": order.answered_by, "title": order.mission.title}
    if order.state == "accepted":
        return (
            _("%(client)s accepts “%(title)s”") % facts,
            _("%(who)s accepted the order for %(client)s.") % facts,
        )
    facts["comment"] = order.answer_comment
    if order.state == "rejected":
        return (
            _("%(client)s rejects “%(title)s”") % facts,
            _("%(who)s writes: %(comment)s The mission is back with you: change it, or cancel it.") % facts,
        )
    return (
        _("%(client)s asks for a change of “%(title)s”") % facts,
        _("%(who)s writes: %(comment)s The mission is back with you: change it and send it again.") % facts,
    )


def _tell(
    user: User, obj: Any, *, event: str, page: str, words: Words, mail: bool = True, about: int | None = None
) -> None:
    which = history(obj).count() if about is None else about
    with translation.override(user.language):
        title, text = words()
    url = country_url(obj.country, page, obj.pk)
    notify(user, event=event, key=f"{event}:{obj.pk}:{which}", title=title, text=text, url=url, mail=mail)
