"""Entries of a Belgian statement, made without a file."""

import itertools
from decimal import Decimal
from typing import Any

from activities.rules.clients import fold
from countries.models import BankAccount
from invoicing.models import BankEntry, BankStatement
from smart.foundation.crypto import blind_index
from tests.invoicing.conftest import NOON, TODAY

CLIENTS = "BE49999000000171"
SALARIES = "BE38999000000272"
_counter = itertools.count(1)


def make_entry(amount: str, *, account: str = CLIENTS, **facts: Any) -> BankEntry:
    """A waiting entry of today on its own statement."""
    number = next(_counter)
    said = Decimal(amount)
    statement = BankStatement.objects.create(
        account=BankAccount.objects.get(iban_index=blind_index(account, purpose="iban")),
        key=f"S-{number}",
        number=str(number),
        format="camt.053",
        digest=f"{number:064}",
        currency=facts.pop("currency", "EUR"),
        opening_on=TODAY,
        opening=Decimal("0.00"),
        closing_on=TODAY,
        closing=said,
        entry_count=1,
        imported_at=NOON,
    )
    facts = {"booked_on": TODAY, "value_on": TODAY, **facts}
    return BankEntry.objects.create(
        statement=statement,
        key=f"E-{number}",
        position=1,
        amount=said,
        folded_name=fold(facts.get("name", "")),
        **facts,
    )
