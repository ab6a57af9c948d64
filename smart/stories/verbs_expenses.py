"""What members spend: receipts photographed, trips noted, claims sent, decided."""

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from activities.models import Activity
from activities.rules.expense_claims import gather_claim
from activities.rules.expense_files import keep_file
from activities.rules.expense_receipts import Told, save_receipt
from invoicing.rules import expense_claims
from smart.foundation.actors import Actor
from smart.foundation.uploads import make_safe
from smart.stories.world import World

Facts = dict[str, Any]
PAPER, INK, LINE = "#fbfaf4", "#2b2b2b", 46


def photograph_receipt(world: World, by: Actor, facts: Facts) -> None:
    """Keep the photo of a receipt and what is on it."""
    activity: Activity = world.need("activity")
    now, day = timezone.now(), facts.get("day", world.where.today())
    amount, vat = Decimal(facts["amount"]), Decimal(facts.get("vat", 0))
    words = [facts["supplier"], f"{day:%d/%m/%Y}", "", facts["note"], f"TOTAL {amount} {world.where.currency}"]
    safe = make_safe(receipt_picture([*words, f"TVA / BTW {vat}" if vat else "-"]), name="receipt.jpg")
    told = Told(
        category=facts["category"],
        day=day,
        gross=amount,
        vat=vat,
        supplier=facts["supplier"],
        note=facts["note"],
        file=keep_file(activity.membership, given=safe, by=by, now=now),
    )
    save_receipt(activity, told=told, by=by, now=now)


def note_trip(world: World, by: Actor, facts: Facts) -> None:
    """Kilometres with an own vehicle, at the tariff."""
    told = Told(
        category="mileage",
        day=facts.get("day", world.where.today()),
        note=facts.get("note", ""),
        quantity=Decimal(facts["km"]) * (2 if facts.get("round_trip") else 1),
        facts={
            "start": facts["start"],
            "end": facts["end"],
            "km": str(facts["km"]),
            "is_round_trip": bool(facts.get("round_trip")),
        },
        answers=facts.get("answers", {}),
    )
    save_receipt(world.need("activity"), told=told, by=by, now=timezone.now())


def claim_expenses(world: World, by: Actor, facts: Facts) -> None:
    """Gather what the drawer has of a month and send it."""
    month: datetime.date = facts.get("month", world.where.today())
    claim = gather_claim(world.need("activity"), month=month, by=by, now=timezone.now())
    world.claim = expense_claims.send_claim(claim, by=by, now=timezone.now())


def return_claim(world: World, by: Actor, facts: Facts) -> None:
    expense_claims.return_claim(world.need("claim"), reason=facts["reason"], by=by, on=world.where.today())


def send_again(world: World, by: Actor, facts: Facts) -> None:
    expense_claims.send_claim(world.need("claim"), by=by, now=timezone.now())


def approve_claim(world: World, by: Actor, facts: Facts) -> None:
    expense_claims.approve_claim(world.need("claim"), by=by, on=world.where.today())


def receipt_picture(lines: Sequence[str]) -> bytes:
    """An invented receipt as a photo: what a till would print, and nothing else."""
    font = ImageFont.load_default(size=30)
    picture = Image.new("RGB", (620, 120 + LINE * len(lines)), PAPER)
    drawn = ImageDraw.Draw(picture)
    for place, line in enumerate(lines):
        drawn.text((50, 60 + place * LINE), line, fill=INK, font=font)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
