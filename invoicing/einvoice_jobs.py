"""Background work of electronic invoices: a mended one is made and checked again, a ready one is handed to its way."""

from collections.abc import Callable, Iterable

from django.utils import timezone

from invoicing import jobs as papers
from invoicing.models import ElectronicInvoice
from invoicing.rules import einvoices, einvoices_sending, einvoices_statuses
from invoicing.states import EInvoiceState
from smart.foundation.actors import PORTAL
from smart.foundation.jobs import Job


def prepare_einvoice(job: Job) -> Iterable[Callable[[], None]]:
    """Write and check a new attempt; once it is valid, the paper that waited for it goes to the client."""
    electronic_id = job.payload["electronic"]
    return [
        lambda: _check(electronic_id),
        lambda: _paper(electronic_id, papers.make_paper),
        lambda: _paper(electronic_id, papers.send_paper),
    ]


def send_einvoice(job: Job) -> Iterable[Callable[[], None]]:
    """Hand one document to its adapter: the only step that may reach a network."""
    electronic_id = job.payload["electronic"]
    return [lambda: _send(electronic_id)]


def ask_einvoice(job: Job) -> Iterable[Callable[[], None]]:
    """Ask the access point what became of one document."""
    electronic_id = job.payload["electronic"]
    return [lambda: _ask(electronic_id)]


def _check(electronic_id: int) -> None:
    electronic = ElectronicInvoice.objects.get(pk=electronic_id)
    checked = einvoices.write_and_check(electronic, by=PORTAL, now=timezone.now())
    einvoices_sending.send_if_automatic(checked, by=PORTAL)


def _paper(electronic_id: int, step: Callable[[int], None]) -> None:
    electronic = ElectronicInvoice.objects.get(pk=electronic_id)
    if electronic.is_current and electronic.state not in {EInvoiceState.INVALID, EInvoiceState.WAITING}:
        step(electronic.invoice_id)


def _send(electronic_id: int) -> None:
    einvoices_sending.send_now(electronic_id, by=PORTAL, now=timezone.now())


def _ask(electronic_id: int) -> None:
    electronic = ElectronicInvoice.objects.get(pk=electronic_id)
    einvoices_statuses.ask_access_point(electronic, by=PORTAL, now=timezone.now())
