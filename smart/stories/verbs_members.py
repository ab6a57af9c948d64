"""Members and their cooperative: shares that are paid later, leaving, and being forgotten."""

import datetime
from typing import Any

from members.models import Erasure, Leaving, Membership
from members.rules import erasure, leaving, legal_holds, share_calendar
from smart.foundation.actors import Actor
from smart.stories.world import World

Facts = dict[str, Any]


def ask_to_leave(world: World, by: Actor, facts: Facts) -> None:
    member = Membership.objects.select_related("user", "country", "adviser").get(user=by.user_id, country=world.where)
    today = world.where.today()
    day = today + datetime.timedelta(days=int(facts.get("days", 0)))
    words = facts.get("words", "")
    leaving.ask_to_leave(member, reason=facts["reason"], words=words, leaves_on=day, by=by, on=today)


def note_interview(world: World, by: Actor, facts: Facts) -> None:
    request = Leaving.objects.open().select_related("membership__country", "membership__user").latest("pk")
    leaving.note_interview(request, words=facts["words"], by=by)


def end_membership(world: World, by: Actor, facts: Facts) -> None:
    request = Leaving.objects.open().select_related("membership__country", "membership__user").latest("pk")
    leaving.end_membership(request, by=by, on=world.where.today())


def ask_to_be_forgotten(world: World, by: Actor, facts: Facts) -> None:
    member = Membership.objects.select_related("user", "country", "adviser").get(user=by.user_id, country=world.where)
    erasure.request_erasure(member, words=facts.get("words", ""), by=by, on=world.where.today())


def let_be_forgotten(world: World, by: Actor, facts: Facts) -> None:
    asked = Erasure.objects.open().select_related("membership__country", "membership__user").latest("pk")
    erasure.confirm_erasure(asked, by=by)


def hold_for_a_case(world: World, by: Actor, facts: Facts) -> None:
    today = world.where.today()
    legal_holds.place_hold(
        world.cast.memberships[facts["of"]],
        classes=facts["classes"].split(),
        reference=facts["case"],
        reason=facts["words"],
        review_on=today + datetime.timedelta(days=180),
        by=by,
        on=today,
    )


def remind_of_shares(world: World, by: Actor, facts: Facts) -> None:
    share_calendar.remind_unpaid_shares(on=world.where.today())
