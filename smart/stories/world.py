"""What the story has made so far: the last of each thing, which the next step is about."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from activities.models import Activity, Client, Contract, ExpenseClaim, Mission
from countries.models import Country
from invoicing.models import Invoice, PayrollRun, TransferFile
from members.models import Thread
from smart.stories.people import Cast


@dataclass(slots=True)
class World:
    where: Country
    cast: Cast
    activity: Activity | None = None
    mission: Mission | None = None
    contract: Contract | None = None
    run: PayrollRun | None = None
    transfer: TransferFile | None = None
    credit_note: Invoice | None = None
    thread: Thread | None = None
    claim: ExpenseClaim | None = None
    clients: dict[str, Client] = field(default_factory=dict)
    began_with: dict[str, Decimal] = field(default_factory=dict)  # the cooperative's accounts before the first step

    def need(self, thing: str) -> Any:
        """The last thing of a name; ValueError with a sentence when the story has none yet."""
        found = getattr(self, thing)
        if found is None:
            raise ValueError(f"The story speaks of a {thing} before there is one.")
        found.refresh_from_db()
        return found
