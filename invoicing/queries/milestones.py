"""What the books know of a mission for the line of its life: when it is invoiced, when its member is paid."""

from typing import Any

from activities.models import Mission
from invoicing.models import Invoice, PayPromise, Payslip
from invoicing.models.invoice import InvoiceKind
from invoicing.models.payroll import RunKind
from invoicing.queries.paid import paid_days


def mission_money(mission: Mission) -> dict[str, Any]:
    """`invoiced_on`, `invoice_planned_on`, `paid_on` (the last payslip, once all are paid), `pay_on` (promised). Four queries."""
    invoices = list(Invoice.objects.filter(mission_id=mission.carrier_id, kind=InvoiceKind.INVOICE).order_by("pk"))
    slips = list(Payslip.objects.filter(contract__mission=mission, is_approved=True, line__kind=RunKind.ORDINARY))
    days = paid_days(slips)
    promise = PayPromise.objects.filter(mission=mission).first()
    coming = [slip.pay_on for slip in slips if slip.pk not in days]
    return {
        "invoiced_on": next((invoice.issued_on for invoice in invoices if invoice.issued_on), None),
        "invoice_planned_on": next((invoice.planned_on for invoice in invoices if not invoice.issued_on), None),
        "paid_on": max(days.values()) if slips and not coming else None,
        "pay_on": min(coming, default=promise.promised_on if promise else None),
    }
