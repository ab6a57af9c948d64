"""What waits in the demo about money: drafts, an electronic invoice to mend, the bank, what is unpaid, a debt of ours."""

import datetime
from dataclasses import replace
from decimal import Decimal

from smart.stories.story import Step, Story
from smart.stories.telling import (
    EMMA,
    LINA,
    RIK,
    Day,
    adds_client,
    begins,
    declares,
    is_confirmed,
    step,
    story,
    weekday_before,
)

BOOKSHOP, LIBRARY, SCHOOL = "Librairie du Coin", "Bibliothèque de l’Exemple", "École du Modèle"


def money_stories(today: Day) -> list[Story]:
    """The stories around a day, in the order in which they must be played."""
    return [_unpaid(today), _bank(today), _planned(today), _to_mend(today)]


def _unpaid(today: Day) -> Story:
    """One invoice whose client says nothing, and one whose client does not agree."""
    worked = weekday_before(today - datetime.timedelta(days=50))
    steps = [
        *begins(worked - datetime.timedelta(days=8), "Lina Verhaegen", "Lettres peintes"),
        _one_day("Lina Verhaegen", "Lettrage d’une porte", worked, "620.00"),
        *is_confirmed(),
        adds_client("Lina Verhaegen", BOOKSHOP),
        _one_day("Lina Verhaegen", "Lettrage d’une vitrine", worked, "480.00", client=BOOKSHOP),
        *is_confirmed(),
        _at(
            today - datetime.timedelta(days=1),
            "the client",
            "disputes the invoice",
            reason="amount",
            words="Le devis disait 400 euros.",
            name="Claire Exemple",
        ),
        _at(today, "the portal", "looks for unpaid invoices"),
    ]
    return story(
        "present_unpaid", "This week: a reminder to send and a dispute to answer", steps, {"Lina Verhaegen": LINA}
    )


def _bank(today: Day) -> Story:
    """A statement with a payment that fits, one that is short, one too much, one nobody knows; and money to pay back."""
    worked = weekday_before(today - datetime.timedelta(days=12))
    emma = "Emma Janssens"
    steps = [
        *begins(worked - datetime.timedelta(days=6), emma, "Podcasts"),
        _one_day(emma, "Podcast over de wijk", worked, "350.00"),
        *is_confirmed(),
        adds_client(emma, LIBRARY),
        _one_day(emma, "Voorleesuur, opname", worked, "200.00", client=LIBRARY),
        *is_confirmed(),
        adds_client(emma, SCHOOL),
        _one_day(emma, "Radio in de klas", worked, "300.00", client=SCHOOL),
        *is_confirmed(),
        # 350.00, 200.00 and 300.00 with 21 %: 423.50, 242.00, 363.00
        _at(today - datetime.timedelta(days=1), "Rik Bogaert", "reads a bank statement", entries=_entries()),
        step(
            "Rik Bogaert",
            "pays back what came too much",
            of="Maison des arts, Podcasts",
            amount=Decimal("423.50"),
            iban="BE44999012345645",
        ),
    ]
    return story("present_bank", "This week: what the bank said", steps, {emma: EMMA, "Rik Bogaert": RIK})


def _entries() -> list[dict[str, str]]:
    podcast = "Maison des arts, Podcasts"
    return [
        {"amount": "423.50", "name": podcast, "of": podcast},
        {"amount": "423.50", "name": podcast, "of": podcast},  # by mistake a second time
        {"amount": "200.00", "name": LIBRARY, "of": LIBRARY},  # the VAT forgotten
        {"amount": "365.00", "name": SCHOOL, "of": SCHOOL},
        {"amount": "150.00", "name": "M. Personne", "says": "Merci pour tout"},
    ]


def _planned(today: Day) -> Story:
    """Work confirmed with a day for its invoice: the member sees the draft beforehand."""
    worked, day = weekday_before(today - datetime.timedelta(days=1)), today + datetime.timedelta(days=3)
    confirmed = is_confirmed()
    confirmed[-1] = replace(confirmed[-1], expect={"invoice": {"state": "draft", "planned_on": day}})
    steps = [
        *begins(worked - datetime.timedelta(days=1), "Lina Verhaegen", "Décors"),
        _one_day("Lina Verhaegen", "Décor d’une lecture", worked, "540.00", invoice_on=day),
        *confirmed,
    ]
    return story("present_planned", "Next week: a draft to send or change", steps, {"Lina Verhaegen": LINA})


def _to_mend(today: Day) -> Story:
    """A public body must get its invoice electronically, and nobody wrote down under which address."""
    worked = weekday_before(today - datetime.timedelta(days=4))
    town = "Commune de Modèle-sur-Senne"
    steps = [
        *begins(worked - datetime.timedelta(days=6), "Lina Verhaegen", "Signalétique"),
        adds_client("Lina Verhaegen", town, kind="public"),
        _one_day("Lina Verhaegen", "Panneaux du parc", worked, "760.00", client=town),
        *is_confirmed(),
    ]
    return story("present_to_mend", "This week: an electronic invoice to mend", steps, {"Lina Verhaegen": LINA})


def _one_day(who: str, title: str, day: Day, amount: str, **more: object) -> Step:
    return declares(who, title=title, first=day, last=day, days=1, amount=amount, **more)


def _at(day: Day, who: str, does: str, **facts: object) -> Step:
    return step(who, does, at=datetime.datetime.combine(day, datetime.time(8)), **facts)
