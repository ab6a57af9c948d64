"""What waits in the demo about expenses: receipts in a drawer, a claim to check, one that comes back, one that is paid."""

import datetime
from decimal import Decimal

from smart.stories.story import Step, Story
from smart.stories.telling import EMMA, LINA, RIK, Day, begins, declares, is_confirmed, step, story, weekday_before

EMMA_NAME, LINA_NAME = "Emma Janssens", "Lina Verhaegen"


def expense_stories(today: Day) -> list[Story]:
    """The stories around a day, in the order in which they must be played."""
    return [_to_check(today), _returned(today)]


def _to_check(today: Day) -> Story:
    """A claim that staff may approve, with a photo and a trip, and receipts of today in the drawer."""
    bought = today - datetime.timedelta(days=3)
    steps = [
        *_paid_work(today, EMMA_NAME, "Geluidsdecors", "Geluidsdecor voor een museum"),
        # 24.20 of which 4.20 VAT at 21 %
        _receipt(EMMA_NAME, bought, "Elektro Voorbeeld", "Kabels", "24.20", "4.20", at=today),
        step(EMMA_NAME, "notes a trip", day=bought, start="Brussel", end="Gent", km=Decimal(55), round_trip=True),
        step(EMMA_NAME, "claims the expenses", month=bought),
        _receipt(EMMA_NAME, today, "Papierhandel Voorbeeld", "Programmaboekjes", "36.30", "6.30"),
    ]
    return story("present_expenses", "This week: expenses to check", steps, {EMMA_NAME: EMMA, "Rik Bogaert": RIK})


def _returned(today: Day) -> Story:
    """A claim that was approved and waits for the bank, and one that came back for a better photo."""
    bought = today - datetime.timedelta(days=2)
    steps = [
        *_paid_work(today, LINA_NAME, "Fresques", "Fresque d’une cour"),
        _receipt(LINA_NAME, bought, "Couleurs Exemple", "Peinture acrylique", "60.50", "10.50", at=today),
        step(LINA_NAME, "claims the expenses", month=bought),
        step("Rik Bogaert", "approves the claim"),
        _receipt(LINA_NAME, bought, "Quincaillerie Modèle", "Rouleaux et bâches", "18.15", "3.15"),
        step(LINA_NAME, "claims the expenses", month=bought),
        step("Omar Claes", "returns the claim", reason="La photo de la quincaillerie est floue : reprenez-la."),
    ]
    return story("present_returned", "This week: a claim that came back", steps, {LINA_NAME: LINA, "Rik Bogaert": RIK})


def _paid_work(today: Day, who: str, activity: str, title: str) -> list[Step]:
    """Work of 500.00 whose invoice of 605.00 the client has paid."""
    worked = weekday_before(today - datetime.timedelta(days=20))
    paid = datetime.datetime.combine(today - datetime.timedelta(days=4), datetime.time(8))
    return [
        *begins(worked - datetime.timedelta(days=6), who, activity),
        declares(who, title=title, first=worked, last=worked, days=1, amount="500.00"),
        *is_confirmed(),
        step(
            "Rik Bogaert", "records a payment", at=paid, amount=Decimal("605.00"), reference=f"PRESENT-{activity}"[:40]
        ),
    ]


def _receipt(who: str, day: Day, supplier: str, note: str, amount: str, vat: str, *, at: Day | None = None) -> Step:
    moment = datetime.datetime.combine(at, datetime.time(8)) if at else None
    facts = {"category": "materials", "supplier": supplier, "note": note, "day": day}
    return step(who, "photographs a receipt", at=moment, amount=Decimal(amount), vat=Decimal(vat), **facts)
