"""What people are told when the work moves on: in the portal and by mail, without amounts."""

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from activities.models import Contract, Mission, Order
from countries.addresses import country_url
from members.models import User
from members.rules.notices import notify
from smart.foundation.states import history

Words = Callable[[], tuple[str, str]]


def tell_member(mission: Mission, *, event: str, words: Words) -> None:
    """Tell the member of a mission, in their language; told again only when the mission moved in between."""
    _tell(mission.activity.membership.user, mission, event=event, page="activities:mission_detail", words=words)


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


def _tell(user: User, obj: Any, *, event: str, page: str, words: Words, mail: bool = True) -> None:
    moves = history(obj).count()
    with translation.override(user.language):
        title, text = words()
    url = country_url(obj.country, page, obj.pk)
    notify(user, event=event, key=f"{event}:{obj.pk}:{moves}", title=title, text=text, url=url, mail=mail)
