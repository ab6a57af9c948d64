"""Payroll: the month's run, its approval by a second person, the transfer file."""

import io
from typing import Any

from PIL import Image, ImageDraw

from activities.rules.expected_documents import hand_over
from invoicing.rules import payroll, transfers
from smart.foundation.actors import Actor
from smart.foundation.uploads import SafeFile, make_safe
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


def hand_over_paper(world: World, by: Actor, facts: Facts) -> None:
    hand_over(world.need("contract"), code=facts["code"], file=_sheet(facts["code"]), by=by, on=world.where.today())


def _sheet(words: str) -> SafeFile:
    """A sheet that is no real form."""
    picture = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(picture).multiline_text((60, 60), f"{words.upper()}\nSPECIMEN", fill="black", font_size=64)
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return make_safe(written.getvalue(), name="sheet.jpg")
