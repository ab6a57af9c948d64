"""Clients who pay too much or not at all: entries decided, letters sent, claims given up, refunds put into a file."""

from typing import Any

from django.utils import timezone

from invoicing.models import BankEntry, Invoice, Payable, Reminder, WriteOff
from invoicing.models.reminder import NoteKind
from invoicing.rules import bank_entries, reminder_notes, reminders, transfers, write_offs
from smart.foundation.actors import Actor
from smart.stories.world import World

Facts = dict[str, Any]


def match_entry(world: World, by: Actor, facts: Facts) -> None:
    """Let the entry of a client that waits pay the invoice; what is too much keeps waiting."""
    entry = BankEntry.objects.waiting().get(name=facts["of"], amount=facts["amount"])
    bank_entries.match_entry(entry, invoice=_invoice(world), by=by, now=timezone.now())


def prepare_payments(world: World, by: Actor, facts: Facts) -> None:
    """Everything that waits to be paid goes into one file."""
    waiting = list(Payable.objects.to_pay().values_list("pk", flat=True))
    world.transfer = transfers.prepare_payables(waiting, on=world.where.today(), by=by)


def send_reminder(world: World, by: Actor, facts: Facts) -> None:
    """Send the letter that waits for the invoice."""
    letter = Reminder.objects.undecided().get(invoice=_invoice(world))
    reminders.send_reminder(letter, on=world.where.today(), by=by)


def note_talk(world: World, by: Actor, facts: Facts) -> None:
    reminder_notes.add_note(_invoice(world), kind=NoteKind.TALK, text=facts["said"], on=world.where.today(), by=by)


def give_up(world: World, by: Actor, facts: Facts) -> None:
    """Give the claim up, or propose it where two people decide."""
    write_offs.propose_write_off(
        _invoice(world),
        reason=facts["reason"],
        reclaims_vat=bool(facts.get("proof")),
        proof=facts.get("proof", ""),
        on=world.where.today(),
        by=by,
    )


def agree_to_give_up(world: World, by: Actor, facts: Facts) -> None:
    proposed = WriteOff.objects.waiting().get(invoice=_invoice(world))
    write_offs.approve_write_off(proposed, on=world.where.today(), by=by)


def _invoice(world: World) -> Invoice:
    found: Invoice = Invoice.objects.get(mission_id=world.need("mission").pk, kind="invoice")
    return found
