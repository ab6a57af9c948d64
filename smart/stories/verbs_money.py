"""The books: turning income into a contract, credit notes, payments."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from activities.models import Mission
from invoicing.models import Dispute, Invoice
from invoicing.rules import conversion, credit_notes, disputes, invoices, payments
from smart.foundation.actors import Actor
from smart.stories.world import World

Facts = dict[str, Any]


def convert(world: World, by: Actor, facts: Facts) -> None:
    mission: Mission = world.need("mission")
    days = _weekdays(mission, hours=Decimal(str(facts["hours_a_day"])))
    skipped = int(facts.get("skip_days", 0))
    days = days[skipped : skipped + int(facts.get("days", len(days)))]
    world.contract = conversion.convert_income(
        world.need("activity"),
        mission=mission,
        kind=mission.contract_kind,
        days=days,
        budget=Decimal(facts["budget"]),
        gross=Decimal(facts["gross"]) if "gross" in facts and not world.where.has_payroll else None,
        start_time=mission.start_time or datetime.time(9),
        function=mission.function,
        place=f"{mission.city}, {mission.place.name}",
        now=timezone.now(),
        by=by,
    )


def _weekdays(mission: Mission, *, hours: Decimal) -> list[tuple[datetime.date, Decimal]]:
    """Monday to Friday within the mission; every day of it when it has no weekday."""
    assert mission.starts_on is not None
    assert mission.ends_on is not None
    span = (mission.ends_on - mission.starts_on).days + 1
    every = [mission.starts_on + datetime.timedelta(days=n) for n in range(span)]
    chosen = [day for day in every if day.weekday() < 5] if mission.days != span else every
    return [(day, hours) for day in chosen]


def credit(world: World, by: Actor, facts: Facts) -> None:
    invoice = _invoice(world)
    amount = Decimal(facts["amount"]) if "amount" in facts else None
    world.credit_note = credit_notes.credit_invoice(
        invoice, amount=amount, reason=facts["reason"], on=world.where.today(), by=by
    )


def record_payment(world: World, by: Actor, facts: Facts) -> None:
    payments.record_payment(
        _invoice(world, kind=facts.get("of", "invoice")),
        amount=Decimal(facts["amount"]),
        on=world.where.today(),
        key=facts["reference"],
        by=by,
    )


def send_draft(world: World, by: Actor, facts: Facts) -> None:
    invoices.issue_invoice(_invoice(world), on=world.where.today(), by=by)


def dispute(world: World, by: Actor, facts: Facts) -> None:
    disputes.open_dispute(
        _invoice(world),
        code=facts["reason"],
        words=facts["words"],
        who=facts.get("name", by.label),
        on=world.where.today(),
        now=timezone.now(),
        by=by,
    )


def answer_dispute(world: World, by: Actor, facts: Facts) -> None:
    said = Dispute.objects.open().get(invoice=_invoice(world))
    disputes.resolve_dispute(said, outcome=facts["outcome"], on=world.where.today(), now=timezone.now(), by=by)


def _invoice(world: World, *, kind: str = "invoice") -> Invoice:
    found: Invoice = Invoice.objects.get(mission_id=world.need("mission").pk, kind=kind)
    return found
