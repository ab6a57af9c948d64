"""Work done by several in the demo: a team that waits for a last word, one that asks, and one whose share is credited."""

import datetime
from decimal import Decimal

from smart.stories.story import Step, Story
from smart.stories.telling import EMMA, LINA, Day, begins, declares, is_confirmed, step, story, three_days_after

EMMA_NAME, LINA_NAME, JULES_NAME = "Emma Janssens", "Lina Verhaegen", "Jules Renard"
JULES = {"is": "member", "email": "jules@demo.example", "language": "fr"}


def team_stories(today: Day) -> list[Story]:
    """The stories around a day, in the order in which they must be played."""
    return [_waiting(today), _confirmed(today)]


def _waiting(today: Day) -> Story:
    """Lina leads: Emma has consented, Jules has not answered yet."""
    first, last = three_days_after(today + datetime.timedelta(days=16))
    began = datetime.datetime.combine(today - datetime.timedelta(days=1), datetime.time(9))
    steps = [
        step(EMMA_NAME, "opens an activity", at=began, name="Geluid voor muren"),
        *begins(today - datetime.timedelta(days=1), LINA_NAME, "Murs sonores"),
        declares(LINA_NAME, title="Mur qui chante", first=first, last=last, days=3, amount="2400.00", draft=True),
        _shares(LINA_NAME, EMMA, role="Klankontwerper", days=2, amount="800.00"),
        _shares(LINA_NAME, JULES, role="Régisseur", days=1, amount="400.00"),
        step(EMMA_NAME, "consents to the share"),
    ]
    people = {LINA_NAME: LINA, EMMA_NAME: EMMA, JULES_NAME: JULES}
    return story("present_team", "In two weeks: a team that waits for a last word", steps, people)


def _confirmed(today: Day) -> Story:
    """Emma leads a confirmed mission whose invoice is divided, and asks Lina for the next one."""
    first, last = three_days_after(today + datetime.timedelta(days=9))
    later = three_days_after(today + datetime.timedelta(days=23))
    began = datetime.datetime.combine(today - datetime.timedelta(days=1), datetime.time(10))
    steps = [
        step(LINA_NAME, "opens an activity", at=began, name="Décors pour l’oreille"),
        *begins(today - datetime.timedelta(days=1), EMMA_NAME, "Luistertheater"),
        declares(EMMA_NAME, title="Luistertheater", first=first, last=last, days=3, amount="1800.00", draft=True),
        _shares(EMMA_NAME, LINA, role="Scénographe", days=2, amount="720.00"),
        step(LINA_NAME, "consents to the share"),
        step(EMMA_NAME, "sends the mission"),
        *is_confirmed(),
        declares(EMMA_NAME, title="Luisterwinkel", first=later[0], last=later[1], days=3, amount="1500.00", draft=True),
        _shares(EMMA_NAME, LINA, role="Scénographe", days=1, amount="450.00"),
    ]
    people = {EMMA_NAME: EMMA, LINA_NAME: LINA}
    return story("present_team_paid", "Next week: a share in the work of another", steps, people)


def _shares(who: str, whom: dict[str, str], *, role: str, days: int, amount: str) -> Step:
    facts = {"email": whom["email"], "role": role, "days": Decimal(days), "amount": Decimal(amount)}
    return step(who, "shares the work", **facts)
