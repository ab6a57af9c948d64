"""What happens in the demo just now: work of last week to pay, and of next week to check, confirm and convert.

Golden stories keep their dates for ever; these are told around the day on which the demo is made, so that a newcomer
finds something that waits for each of the people they can be. They are played through the same rules.
"""

import datetime
from decimal import Decimal
from typing import Any

from smart.stories.story import Step, Story

Day = datetime.date
OMAR = {"is": "adviser", "email": "omar@demo.example", "language": "nl"}
LINA = {"is": "member", "email": "lina@demo.example", "language": "fr"}
EMMA = {"is": "member", "email": "emma@demo.example", "language": "nl"}


def present_stories(today: Day) -> list[Story]:
    """The stories around a day, in the order in which they must be played."""
    return [_to_pay(today), _to_validate(today), _to_check(today), _to_convert(today)]


def _to_pay(today: Day) -> Story:
    """A signed contract whose work is over: the month's payroll can be run."""
    worked = _weekday_before(today - datetime.timedelta(days=2))
    steps = [
        *_begins(worked - datetime.timedelta(days=8), "Emma Janssens", "Geluid en licht"),
        _declares("Emma Janssens", title="Geluid voor een lezing", first=worked, last=worked, days=1, amount="400.00"),
        *_is_confirmed(),
        # 400.00 less 6.5 % (26.00)
        _step("Emma Janssens", "turns income into a contract", budget=Decimal("374.00"), hours_a_day=Decimal("7.6")),
        _step("Omar Claes", "validates the contract"),
        _step("Omar Claes", "sends the declaration", reference="DIMONA-EXAMPLE-2"),
        _step("Emma Janssens", "signs the contract"),
        _step("Omar Claes", "signs for the cooperative"),
    ]
    return _story("present_to_pay", "This month: a signed contract to pay", steps, {"Emma Janssens": EMMA})


def _to_validate(today: Day) -> Story:
    """A contract that an adviser may validate."""
    first, last = three_days_after(today + datetime.timedelta(days=9))
    steps = [
        *_begins(today - datetime.timedelta(days=2), "Emma Janssens", "Klankinstallaties"),
        _declares("Emma Janssens", title="Klankwandeling in het park", first=first, last=last, days=3, amount="960.00"),
        *_is_confirmed(),
        # 960.00 less 6.5 % (62.40)
        _step("Emma Janssens", "turns income into a contract", budget=Decimal("897.60"), hours_a_day=Decimal("7.6")),
    ]
    return _story("present_to_validate", "Next week: a contract to validate", steps, {"Emma Janssens": EMMA})


def _to_check(today: Day) -> Story:
    """A mission that its client has accepted and an adviser may approve."""
    first, last = three_days_after(today + datetime.timedelta(days=16))
    steps = [
        *_begins(today - datetime.timedelta(days=1), "Emma Janssens", "Workshops"),
        _declares("Emma Janssens", title="Workshop radio maken", first=first, last=last, days=3, amount="840.00"),
        _step("the client", "accepts the order", name="Jan Voorbeeld"),
    ]
    return _story("present_to_check", "Next week: a mission to check", steps, {"Emma Janssens": EMMA})


def _to_convert(today: Day) -> Story:
    """Money of a confirmed mission that its member may turn into a contract, and a draft to go on with."""
    first, last = three_days_after(today + datetime.timedelta(days=9))
    later = three_days_after(today + datetime.timedelta(days=23))
    steps = [
        *_begins(today - datetime.timedelta(days=1), "Lina Verhaegen", "Enseignes peintes"),
        _declares("Lina Verhaegen", title="Enseigne d’une librairie", first=first, last=last, days=3, amount="1100.00"),
        *_is_confirmed(),
        _declares(
            "Lina Verhaegen",
            title="Vitrine d’hiver",
            first=later[0],
            last=later[1],
            days=3,
            amount="780.00",
            draft=True,
        ),
    ]
    return _story("present_to_convert", "Next week: income to convert", steps, {"Lina Verhaegen": LINA})


def three_days_after(day: Day) -> tuple[Day, Day]:
    """Monday to Wednesday, from a day on, within one month."""
    monday = day + datetime.timedelta(days=-day.weekday() % 7)
    while (monday + datetime.timedelta(days=2)).month != monday.month:
        monday += datetime.timedelta(days=7)
    return monday, monday + datetime.timedelta(days=2)


def _weekday_before(day: Day) -> Day:
    return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def _begins(day: Day, who: str, activity: str) -> list[Step]:
    """The member opens an activity on that day and has a client."""
    client = {
        "name": f"Maison des arts, {activity}",
        "kind": "exempt",
        "street": "Rue de l’Exemple 8",
        "postal_code": "1080",
        "city": "Molenbeek",
        "place": "BE",
        "email": "bureau@maison.example",
        "language": "fr",
    }
    at = datetime.datetime.combine(day, datetime.time(9))
    opened = Step(number=1, at=at, who=who, does="opens an activity", facts={"name": activity})
    return [opened, _step(who, "adds a client", **client)]


def _declares(who: str, *, title: str, first: Day, last: Day, days: int, amount: str, draft: bool = False) -> Step:
    facts = {
        "title": title,
        "description": f"{title}, avec préparation et rangement.",
        "starts_on": first,
        "ends_on": last,
        "days": Decimal(days),
        "function": title,
        "kind": "fixed_term",
        "amount": Decimal(amount),
    }
    return _step(who, "writes a mission" if draft else "declares a mission", **facts)


def _is_confirmed() -> list[Step]:
    accepted = _step("the client", "accepts the order", name="Jan Voorbeeld")
    return [accepted, _step("Omar Claes", "approves the mission")]


def _step(who: str, does: str, **facts: Any) -> Step:
    return Step(number=0, at=None, who=who, does=does, facts=facts)


def _story(name: str, title: str, steps: list[Step], people: dict[str, dict[str, Any]]) -> Story:
    client = next(step.facts["name"] for step in steps if step.does == "adds a client")
    told = []
    for number, step in enumerate(steps, start=1):
        facts = (
            {**step.facts, "client": client} if step.does in {"writes a mission", "declares a mission"} else step.facts
        )
        told.append(Step(number=number, at=step.at, who=step.who, does=step.does, facts=facts))
    return Story(name=name, title=title, country="BE", people=people | {"Omar Claes": OMAR}, steps=tuple(told))
