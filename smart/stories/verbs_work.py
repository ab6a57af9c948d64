"""The work: activities, clients, missions, orders, contracts, declarations, signatures."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django.utils import timezone

from activities.models import Declaration, Order
from activities.rules import (
    activities,
    clients,
    contracts,
    counter_offers,
    declarations,
    late,
    missions,
    order_lines,
    orders,
    repeating,
    signatures,
)
from activities.states import DeclarationState
from smart.foundation.actors import Actor
from smart.stories.people import IP
from smart.stories.world import World

Facts = dict[str, Any]
STEPS = {
    1: ("title", "description", "client", "work_setting"),
    2: ("place", "city", "starts_on", "ends_on", "start_time", "days", "hours_per_day"),
    3: ("function", "service_kind", "is_artistic", "has_risks", "risk_note"),
    4: ("contract_kind", "amount", "contact_name", "contact_email", "valid_until", "purchase_order"),
}


def open_activity(world: World, by: Actor, facts: Facts) -> None:
    membership = world.cast.memberships[by.label]
    world.activity = activities.open_activity(membership, name=facts["name"], by=by)


def add_client(world: World, by: Actor, facts: Facts) -> None:
    complete = {"vat_number": "", "company_number": "", **facts}
    world.clients[facts["name"]] = clients.add_client(by=by, **complete)


def declare_mission(world: World, by: Actor, facts: Facts) -> None:
    write_mission(world, by, facts)
    send_mission(world, by, {})


def send_mission(world: World, by: Actor, facts: Facts) -> None:
    missions.send_mission(world.need("mission"), by=by, now=timezone.now())


def write_mission(world: World, by: Actor, facts: Facts) -> None:
    mission = missions.start_mission(world.need("activity"), submission_id=uuid.uuid4(), by=by)
    world.mission = mission
    client = world.clients[facts.pop("client")]
    facts["contract_kind"] = facts.pop("kind")
    deposit = {name: facts.pop(name) for name in ("deposit", "deposit_share", "invoice_on") if name in facts}
    for line in facts.pop("lines", ()):
        order_lines.add_line(mission, by=by, **line | {"quantity": Decimal(line["quantity"])})
        facts["amount"] = None  # the sum of the lines
    usual = {
        "client": client,
        "work_setting": "agreed",
        "place": client.place.code,
        "city": client.city,
        "start_time": datetime.time(9),
        "hours_per_day": Decimal("7.60"),
        "service_kind": "general",
        "is_artistic": False,
        "has_risks": False,
        "risk_note": "",
        "contact_name": f"{client.name}, office",
        "contact_email": client.email,
        "valid_until": max(facts["starts_on"], world.where.today()),
        "purchase_order": "",
    }
    _write(world, by, {**usual, **facts}, **deposit)


def repeat_mission(world: World, by: Actor, facts: Facts) -> None:
    """“Like last time”: only the first day is said, and what differs."""
    again = repeating.repeat_with_days(world.need("mission"), submission_id=uuid.uuid4(), by=by, **facts)
    world.mission = missions.send_mission(again, by=by, now=timezone.now())


def declare_coming_days(world: World, by: Actor, facts: Facts) -> None:
    """Too late for the whole: the days gone by are stated, the others declared."""
    kept = late.declare_coming_days(world.need("mission"), words=facts["words"], by=by, now=timezone.now())
    world.mission = missions.send_mission(kept, by=by, now=timezone.now())


def take_over_offer(world: World, by: Actor, facts: Facts) -> None:
    world.mission = counter_offers.take_over(world.need("mission"), by=by)


def change_mission(world: World, by: Actor, facts: Facts) -> None:
    mission = world.need("mission")
    order = Order.objects.get(mission_id=mission.pk)
    known = {name: getattr(mission, name, None) for names in STEPS.values() for name in names}
    known |= {name: getattr(order, name) for name in ("contact_name", "contact_email", "valid_until", "purchase_order")}
    if "starts_on" in facts:
        known["valid_until"] = facts["starts_on"]
    known["place"] = mission.place.code
    _write(world, by, {**known, **facts})
    send_mission(world, by, {})


def _write(world: World, by: Actor, facts: Facts, **about_price: Any) -> None:
    """Write the four steps of the form; about the price also what is rarely asked."""
    mission = world.need("mission")
    for step, names in STEPS.items():
        values = {name: facts[name] for name in names} | (about_price if step == 4 else {})
        mission = missions.save_step(mission, step=step, values=values, by=by)
    world.mission = mission


def cancel_mission(world: World, by: Actor, facts: Facts) -> None:
    missions.cancel_mission(world.need("mission"), reason=facts["reason"], by=by)


def _order(world: World) -> Order:
    found: Order = Order.objects.get(mission_id=world.need("mission").pk)
    return found


def accept_order(world: World, by: Actor, facts: Facts) -> None:
    orders.accept_order(_order(world), name=facts["name"], ip=IP, by=by, now=timezone.now())


def ask_for_change(world: World, by: Actor, facts: Facts) -> None:
    order = _order(world)
    orders.ask_for_change(order, ip=IP, by=by, now=timezone.now(), **facts)


def reject_order(world: World, by: Actor, facts: Facts) -> None:
    order = _order(world)
    orders.reject_order(order, name=facts["name"], reason=facts["comment"], ip=IP, by=by, now=timezone.now())


def approve_mission(world: World, by: Actor, facts: Facts) -> None:
    missions.approve_mission(world.need("mission"), by=by)


def return_mission(world: World, by: Actor, facts: Facts) -> None:
    missions.return_mission(world.need("mission"), reason=facts["reason"], by=by)


def validate_contract(world: World, by: Actor, facts: Facts) -> None:
    contracts.validate_contract(world.need("contract"), by=by, now=timezone.now())


def return_contract(world: World, by: Actor, facts: Facts) -> None:
    contracts.return_contract(world.need("contract"), reason=facts["reason"], by=by)


def send_declaration(world: World, by: Actor, facts: Facts) -> None:
    prepared = Declaration.objects.filter(contract_id=world.need("contract").pk, state=DeclarationState.PREPARED)
    for declaration in prepared:
        declarations.mark_sent(declaration, reference=facts["reference"], by=by, now=timezone.now())


def sign_as_worker(world: World, by: Actor, facts: Facts) -> None:
    signatures.sign_contract(world.need("contract"), role="worker", name=by.label, ip=IP, by=by, now=timezone.now())


def sign_as_employer(world: World, by: Actor, facts: Facts) -> None:
    signatures.sign_contract(world.need("contract"), role="employer", name=by.label, ip=IP, by=by, now=timezone.now())
