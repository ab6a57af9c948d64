"""What is asked just now: a contract explained by name, and a question that nobody answered in time."""

import datetime
from decimal import Decimal

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
)


def talk_stories(today: Day) -> list[Story]:
    """In the order in which they must be played."""
    return [_answered(today), _overdue(today)]


def _answered(today: Day) -> Story:
    """Emma asks on the page of a contract; Omar answers the same day."""
    first, last = three_days_after(today + datetime.timedelta(days=23))
    steps = [
        *begins(today - datetime.timedelta(days=2), "Emma Janssens", "Geluidsopnames"),
        declares("Emma Janssens", title="Opname van een koor", first=first, last=last, days=3, amount="720.00"),
        *is_confirmed(),
        # 720.00 less 6.5 % (46.80)
        step("Emma Janssens", "turns income into a contract", budget=Decimal("673.20"), hours_a_day=Decimal("7.6")),
        step(
            "Emma Janssens",
            "asks about the contract",
            text="De repetitie van dinsdag duurt maar vier uur. Moet ik de uren aanpassen?",
        ),
        step(
            "Omar Claes",
            "writes in the conversation",
            text="Ja, geef voor die dag vier uur op. Ik keur het contract goed zodra het gewijzigd is.",
        ),
    ]
    return story("present_answered", "This week: a question about a contract, answered", steps, {"Emma Janssens": EMMA})


def _overdue(today: Day) -> Story:
    """Lina asked nine days ago; Omar took it and the promised day has passed. Her mail from another address waits."""
    asked = today - datetime.timedelta(days=9)
    now = datetime.datetime.combine(today, datetime.time(7))
    steps = [
        *begins(asked, "Lina Verhaegen", "Affiches sérigraphiées"),
        step(
            "Lina Verhaegen",
            "asks a question",
            title="Travailler en Suède au printemps",
            text="On me propose dix jours à Malmö en avril. Que dois-je demander avant de partir, et à qui ?",
        ),
        step("Omar Claes", "takes the question over"),
        step("the portal", "lets late questions climb", at=now),
        step(
            "the portal",
            "takes in a mail",
            sender="lina.atelier@example.org",
            text="J’ai entre-temps les dates : du 12 au 21 avril.\n\nLina",
        ),
    ]
    return story("present_overdue", "Last week: a question nobody answered in time", steps, {"Lina Verhaegen": LINA})
