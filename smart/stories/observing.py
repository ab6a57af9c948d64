"""What can be seen of the world after a step, in the words of the stories."""

from decimal import Decimal
from typing import Any, Final

from activities.models import Declaration, Order
from invoicing.models import GuaranteeDecision, Invoice, LedgerEntry, Payable, Payslip, Reminder, WriteOff
from invoicing.queries.balances import activity_balance
from invoicing.rules import ledger
from smart.foundation.money import ZERO
from smart.stories.world import World

Facts = dict[str, Any]
ACCOUNTS: Final = {
    "bank": ledger.BANK,
    "claims": ledger.RECEIVABLE,
    "kept_for_clients": ledger.ON_ACCOUNT,
    "guarantee_fund": ledger.GUARANTEE,
    "shares": ledger.SHARES,
}
"""Balances of the cooperative, debit positive: the fund is below zero while it has money. A story sees what it moved."""


def observe(world: World) -> dict[str, Facts]:
    """The last of each thing with its state and amounts; things that do not exist yet are absent."""
    seen: dict[str, Facts] = {}
    for thing in ("activity", "mission", "contract", "run", "transfer", "credit_note", "claim", "thread"):
        found = getattr(world, thing)
        if found is not None:
            found.refresh_from_db()
            seen[thing] = {field.name: getattr(found, field.attname) for field in found._meta.concrete_fields}
    if world.activity is not None:
        balance = activity_balance(world.activity)
        names = ("credited", "reserved", "spent", "available")
        seen["balance"] = {name: getattr(balance, name) for name in names}
    seen |= _about_mission(world) | _about_contract(world)
    seen["fund"] = {"borne": _borne(world)}
    seen |= _about_claim(world)
    seen["accounts"] = {name: held - world.began_with.get(name, ZERO) for name, held in balances().items()}
    seen["payroll"] = {"is_open": world.where.has_payroll}
    return seen


def balances() -> dict[str, Decimal]:
    """The accounts stories look at, of the whole country."""
    return {name: ledger.account_balance(code) for name, code in ACCOUNTS.items()}


def _facts(found: Any) -> Facts:
    return {field.name: getattr(found, field.attname) for field in found._meta.concrete_fields}


def _about_mission(world: World) -> dict[str, Facts]:
    if world.mission is None:
        return {}
    order = Order.objects.filter(mission_id=world.mission.pk).first()
    own = {invoice.kind: invoice for invoice in Invoice.objects.filter(mission_id=world.mission.pk, corrects=None)}
    things = {"order": order, "invoice": own.get("invoice"), "deposit": own.get("deposit")}
    return {name: _facts(found) for name, found in things.items() if found is not None}


def _about_claim(world: World) -> dict[str, Facts]:
    """What became of the mission's invoice: its last letter, what was given up of it, whether it is guaranteed."""
    if world.mission is None:
        return {}
    about = {"invoice__mission_id": world.mission.pk}
    things = {
        "reminder": Reminder.objects.filter(**about).order_by("-level").first(),
        "write_off": WriteOff.objects.filter(**about).order_by("-pk").first(),
        "guarantee": GuaranteeDecision.objects.filter(mission_id=world.mission.pk).order_by("-pk").first(),
        "refund": Payable.objects.order_by("-pk").first(),
    }
    return {name: _facts(found) for name, found in things.items() if found is not None}


def _about_contract(world: World) -> dict[str, Facts]:
    if world.contract is None:
        return {}
    declaration = Declaration.objects.filter(contract_id=world.contract.pk).first()
    slip = Payslip.objects.filter(contract_id=world.contract.pk).order_by("-id").first()
    return {
        name: _facts(found) for name, found in (("declaration", declaration), ("payslip", slip)) if found is not None
    }


def _borne(world: World) -> Any:
    """What the guarantee fund gave for the last credit note."""
    if world.credit_note is None:
        return ZERO
    entries = LedgerEntry.objects.filter(
        account__code="guarantee.fund",
        transaction__subject_table=world.credit_note._meta.db_table,
        transaction__subject_id=world.credit_note.pk,
    )
    return sum((entry.amount for entry in entries), ZERO)
