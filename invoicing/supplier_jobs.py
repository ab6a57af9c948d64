"""Background work of invoices of suppliers: their originals are checked by our rules and the official ones."""

from collections.abc import Callable, Iterable

from django.utils import timezone

from invoicing.models import SupplierInvoice
from invoicing.rules.supplier_checks import check_original
from smart.foundation.jobs import Job


def check_supplier_invoice(job: Job) -> Iterable[Callable[[], None]]:
    """Check one original; what is found is shown beside it and stops nothing by itself."""
    invoice_id = job.payload["invoice"]

    def check() -> None:
        check_original(SupplierInvoice.objects.get(pk=invoice_id), now=timezone.now())

    return [check]
