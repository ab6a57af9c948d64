"""Payroll: the month's run, its approval by a second person, the transfer file."""

from typing import Any

from invoicing.rules import payroll, transfers
from smart.foundation.actors import Actor
from smart.stories.world import World

Facts = dict[str, Any]


def run_payroll(world: World, by: Actor, facts: Facts) -> None:
    world.run = payroll.open_run(month=facts["month"], by=by)
    payroll.start_computing(world.run, by=by)


def approve_payroll(world: World, by: Actor, facts: Facts) -> None:
    payroll.approve_run(world.need("run"), by=by)


def prepare_transfer(world: World, by: Actor, facts: Facts) -> None:
    world.transfer = transfers.prepare_transfer(world.need("run"), by=by)


def release_transfer(world: World, by: Actor, facts: Facts) -> None:
    transfers.release_transfer(world.need("transfer"), by=by)


def mark_executed(world: World, by: Actor, facts: Facts) -> None:
    transfers.mark_executed(world.need("transfer"), on=world.where.today(), by=by)
