"""What the books do when there is news from the work: they only enqueue, and give back a cancelled contract's budget."""

from typing import Any

from django.dispatch import receiver

from activities.models import Contract, Mission
from activities.signals import contract_cancelled, mission_confirmed
from invoicing.rules import conversion, guarantee, invoices, promises
from smart.foundation.actors import PORTAL


@receiver(mission_confirmed, dispatch_uid="invoicing.mission_confirmed")
def enqueue_invoice_of_mission(*, id: int, **_facts: Any) -> None:
    mission = Mission.objects.select_related("country").get(pk=id)
    invoices.enqueue_invoice(id, on=mission.country.today())


@receiver(mission_confirmed, dispatch_uid="invoicing.promise_of_mission")
def enqueue_promise_of_mission(*, id: int, **_facts: Any) -> None:
    promises.enqueue_promise(id)
    guarantee.enqueue_decision(id, because="confirmed")


@receiver(contract_cancelled, dispatch_uid="invoicing.contract_cancelled")
def release_budget_of_contract(*, id: int, **_facts: Any) -> None:
    """In the same transaction as the cancellation: no euro stays reserved for a contract that does not exist."""
    contract = Contract.objects.select_related("country", "activity").get(pk=id)
    conversion.release_reservation(contract, on=contract.country.today(), by=PORTAL)
