"""What happens in the demo just now: work of last week to pay, and of next week to check, confirm and convert.

Golden stories keep their dates for ever; these are told around the day on which the demo is made, so that a newcomer
finds something that waits for each of the people they can be. They are played through the same rules.
"""

import datetime
from decimal import Decimal

from smart.stories.present_expenses import expense_stories
from smart.stories.present_members import member_stories
from smart.stories.present_money import money_stories
from smart.stories.present_talk import talk_stories
from smart.stories.present_team import team_stories
from smart.stories.story import Story
from smart.stories.telling import (
    EMMA,
    LINA,
    Day,
    begins,
    declares,
    is_confirmed,
    step,
    story,
    three_days_after,
    weekday_before,
)


def present_stories(today: Day) -> list[Story]:
    """The stories around a day, in the order in which they must be played."""
    return [
        _to_pay(today),
        _to_validate(today),
        _to_check(today),
        _to_convert(today),
        _begun(today),
        *money_stories(today),
        *member_stories(today),
        *talk_stories(today),
        *expense_stories(today),
        *team_stories(today),
    ]


def _to_pay(today: Day) -> Story:
    """A signed contract whose work is over: the month's payroll can be run."""
    worked = weekday_before(today - datetime.timedelta(days=2))
    steps = [
        *begins(worked - datetime.timedelta(days=8), "Emma Janssens", "Geluid en licht"),
        declares("Emma Janssens", title="Geluid voor een lezing", first=worked, last=worked, days=1, amount="400.00"),
        *is_confirmed(),
        # 400.00 less 6.5 % (26.00)
        step("Emma Janssens", "turns income into a contract", budget=Decimal("374.00"), hours_a_day=Decimal("7.6")),
        step("Omar Claes", "validates the contract"),
        step("Omar Claes", "sends the declaration", reference="DIMONA-EXAMPLE-2"),
        step("Emma Janssens", "signs the contract"),
        step("Omar Claes", "signs for the cooperative"),
    ]
    return story("present_to_pay", "This month: a signed contract to pay", steps, {"Emma Janssens": EMMA})


def _to_validate(today: Day) -> Story:
    """A contract that an adviser may validate."""
    first, last = three_days_after(today + datetime.timedelta(days=9))
    steps = [
        *begins(today - datetime.timedelta(days=2), "Emma Janssens", "Klankinstallaties"),
        declares("Emma Janssens", title="Klankwandeling in het park", first=first, last=last, days=3, amount="960.00"),
        *is_confirmed(),
        # 960.00 less 6.5 % (62.40)
        step("Emma Janssens", "turns income into a contract", budget=Decimal("897.60"), hours_a_day=Decimal("7.6")),
    ]
    return story("present_to_validate", "Next week: a contract to validate", steps, {"Emma Janssens": EMMA})


def _to_check(today: Day) -> Story:
    """A mission that its client has accepted and an adviser may approve."""
    first, last = three_days_after(today + datetime.timedelta(days=16))
    steps = [
        *begins(today - datetime.timedelta(days=1), "Emma Janssens", "Workshops"),
        declares("Emma Janssens", title="Workshop radio maken", first=first, last=last, days=3, amount="840.00"),
        step("the client", "accepts the order", name="Jan Voorbeeld"),
    ]
    return story("present_to_check", "Next week: a mission to check", steps, {"Emma Janssens": EMMA})


def _to_convert(today: Day) -> Story:
    """Money of a confirmed mission that its member may turn into a contract, and a draft to go on with."""
    first, last = three_days_after(today + datetime.timedelta(days=9))
    later = three_days_after(today + datetime.timedelta(days=23))
    steps = [
        *begins(today - datetime.timedelta(days=1), "Lina Verhaegen", "Enseignes peintes"),
        declares("Lina Verhaegen", title="Enseigne d’une librairie", first=first, last=last, days=3, amount="1100.00"),
        *is_confirmed(),
        declares(
            "Lina Verhaegen",
            title="Vitrine d’hiver",
            first=later[0],
            last=later[1],
            days=3,
            amount="780.00",
            draft=True,
        ),
    ]
    return story("present_to_convert", "Next week: income to convert", steps, {"Lina Verhaegen": LINA})


def _begun(today: Day) -> Story:
    """A draft forgotten until the work had begun: what is still possible is shown, and no date becomes false."""
    first = today - datetime.timedelta(days=1)
    month_over = (first.replace(day=1) + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    last = min(today + datetime.timedelta(days=2), month_over)
    days = (last - first).days + 1
    steps = [
        *begins(today - datetime.timedelta(days=3), "Emma Janssens", "Luisterreeksen"),
        declares(
            "Emma Janssens", title="Podcast in de bib", first=first, last=last, days=days, amount="640.00", draft=True
        ),
    ]
    return story("present_begun", "This week: a draft whose work has begun", steps, {"Emma Janssens": EMMA})
