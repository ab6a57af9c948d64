"""Everything asked again: nothing changes, and other facts for the same event are refused."""

from collections import defaultdict
from contextlib import suppress
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction

from activities.models import Contract
from invoicing.models import (
    ActivityMove,
    BankEntry,
    BankMatch,
    BankUse,
    ClientCredit,
    ClientCreditUse,
    Dispute,
    FundEndowment,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    LedgerTransaction,
    Payable,
    Payslip,
    Period,
    Reminder,
    RunLine,
    SupplierInvoice,
    TransferFile,
    TransferItem,
    WriteOff,
)
from invoicing.rules import ledger
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.models import StateChange
from tests.invoicing.sequences.world import World

COUNTED = (
    *(LedgerTransaction, LedgerEntry, Invoice, InvoiceLine, BankEntry, BankMatch, BankUse, ClientCredit),
    *(ClientCreditUse, Payable, TransferFile, TransferItem, WriteOff, FundEndowment, ActivityMove, Reminder),
    *(Dispute, Period, Contract, RunLine, Payslip, SupplierInvoice, StateChange),
)


def rows() -> dict[str, int]:
    """How many rows there are of everything the books consist of."""
    return {model.__name__: model.objects.count() for model in COUNTED}


def replay(world: World) -> None:
    """Every call of a rule that is one business event, then every posting."""
    before = rows()
    for call in world.again:
        with suppress(RuleBroken, NotAllowed), transaction.atomic():
            call()
        assert rows() == before, call
    replay_postings()
    assert rows() == before


def replay_postings() -> None:
    """The same posting again gives the first transaction; with twice the amounts it is refused."""
    parts: dict[int, list[tuple]] = defaultdict(list)
    for entry in LedgerEntry.objects.select_related("account__activity"):
        parts[entry.transaction_id].append((entry.account.code, entry.account.activity, entry.amount))
    for posted in LedgerTransaction.objects.all():
        table = SimpleNamespace(db_table=posted.subject_table)
        facts = {
            "event": posted.event,
            "kind": posted.kind,
            "on": posted.on,
            "subject": SimpleNamespace(pk=posted.subject_id, _meta=table),
            "by": PORTAL,
            "label": posted.label,
        }
        assert ledger.post(entries=parts[posted.pk], **facts) == posted
        other = [(code, activity, amount * Decimal(2)) for code, activity, amount in parts[posted.pk]]
        with pytest.raises(Conflict), transaction.atomic():
            ledger.post(entries=other, **facts)
