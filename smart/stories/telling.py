"""The words in which stories of the present are told: who is there, how work begins, how it is confirmed."""

import datetime
from decimal import Decimal
from typing import Any

from smart.stories.story import Step, Story

Day = datetime.date
OMAR = {"is": "adviser", "email": "omar@demo.example", "language": "nl"}
RIK = {"is": "accountant", "email": "rik@demo.example", "language": "nl"}
LINA = {"is": "member", "email": "lina@demo.example", "language": "fr"}
EMMA = {"is": "member", "email": "emma@demo.example", "language": "nl"}


def three_days_after(day: Day) -> tuple[Day, Day]:
    """Monday to Wednesday, from a day on, within one month."""
    monday = day + datetime.timedelta(days=-day.weekday() % 7)
    while (monday + datetime.timedelta(days=2)).month != monday.month:
        monday += datetime.timedelta(days=7)
    return monday, monday + datetime.timedelta(days=2)


def weekday_before(day: Day) -> Day:
    return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def begins(day: Day, who: str, activity: str) -> list[Step]:
    """The member opens an activity on that day and has a client."""
    at = datetime.datetime.combine(day, datetime.time(9))
    opened = step(who, "opens an activity", at=at, name=activity)
    return [opened, adds_client(who, f"Maison des arts, {activity}")]


def adds_client(who: str, name: str, *, kind: str = "exempt") -> Step:
    client = {
        "name": name,
        "kind": kind,
        "street": "Rue de l’Exemple 8",
        "postal_code": "1080",
        "city": "Molenbeek",
        "place": "BE",
        "email": "bureau@maison.example",
        "language": "fr",
    }
    return step(who, "adds a client", **client)


def declares(
    who: str, *, title: str, first: Day, last: Day, days: int, amount: str, draft: bool = False, **more: Any
) -> Step:
    facts = {
        "title": title,
        "description": f"{title}, avec préparation et rangement.",
        "starts_on": first,
        "ends_on": last,
        "days": Decimal(days),
        "function": title,
        "kind": "fixed_term",
        "amount": Decimal(amount),
        **more,
    }
    return step(who, "writes a mission" if draft else "declares a mission", **facts)


def is_confirmed() -> list[Step]:
    accepted = step("the client", "accepts the order", name="Jan Voorbeeld")
    return [accepted, step("Omar Claes", "approves the mission")]


def step(who: str, does: str, *, at: datetime.datetime | None = None, **facts: Any) -> Step:
    return Step(number=0, at=at, who=who, does=does, facts=facts)


def story(name: str, title: str, steps: list[Step], people: dict[str, dict[str, Any]]) -> Story:
    """Number the steps; work is done for the story's first client where the step names no other."""
    client = next(each.facts["name"] for each in steps if each.does == "adds a client")
    told = []
    for number, each in enumerate(steps, start=1):
        is_work = each.does in {"writes a mission", "declares a mission"}
        facts = {"client": client, **each.facts} if is_work else each.facts
        told.append(Step(number=number, at=each.at, who=each.who, does=each.does, facts=facts))
    return Story(name=name, title=title, country="BE", people=people | {"Omar Claes": OMAR}, steps=tuple(told))
