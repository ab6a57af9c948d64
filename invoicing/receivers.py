"""What the books do when there is news from the work: they only enqueue, and give back a cancelled contract's budget."""

from typing import Any

from django.dispatch import receiver

from activities.models import Contract, Mission
from activities.signals import client_changed, contract_cancelled, mission_confirmed
from invoicing.rules import conversion, guarantee, invoices, promises
from smart.foundation.actors import PORTAL


@receiver(mission_confirmed, dispatch_uid="invoicing.mission_confirmed")
def enqueue_invoice_of_mission(*, id: int, **_facts: Any) -> None:
    mission = Mission.objects.select_related("country").get(pk=id)
    if mission.part_of_id is not None:  # a share of a team's mission: the whole is invoiced
        return
    invoices.enqueue_invoice(id, on=mission.country.today())


@receiver(mission_confirmed, dispatch_uid="invoicing.promise_of_mission")
def enqueue_promise_of_mission(*, id: int, **_facts: Any) -> None:
    promises.enqueue_promise(id)
    if Mission.objects.filter(pk=id, part_of__isnull=True).exists():
        guarantee.enqueue_decision(id, because="confirmed")


@receiver(client_changed, dispatch_uid="invoicing.guarantees_of_client")
def enqueue_guarantees_of_client(*, id: int, **_facts: Any) -> None:
    """Every order of the client whose money is still to come is decided again."""
    for mission_id in guarantee.at_risk().filter(client_id=id).values_list("pk", flat=True):
        guarantee.enqueue_decision(mission_id, because="client_changed")


@receiver(contract_cancelled, dispatch_uid="invoicing.contract_cancelled")
def release_budget_of_contract(*, id: int, **_facts: Any) -> None:
    """In the same transaction as the cancellation: no euro stays reserved for a contract that does not exist."""
    contract = Contract.objects.select_related("country", "activity").get(pk=id)
    conversion.release_reservation(contract, on=contract.country.today(), by=PORTAL)
