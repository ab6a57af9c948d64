"""Addresses of the books. Signed client links come after the numbered ones, so that a number is never read as a token."""

from django.urls import path

from invoicing.urls_accounting import urlpatterns as accounting_patterns
from invoicing.urls_bank import urlpatterns as bank_patterns
from invoicing.urls_einvoices import urlpatterns as einvoice_patterns
from invoicing.urls_expenses import urlpatterns as expense_patterns
from invoicing.urls_invoices import urlpatterns as invoice_patterns
from invoicing.urls_payroll import urlpatterns as payroll_patterns
from invoicing.urls_reminders import urlpatterns as reminder_patterns
from invoicing.urls_suppliers import urlpatterns as supplier_patterns
from invoicing.urls_vat import urlpatterns as vat_patterns
from invoicing.views import balances, conversion, invoices, simulator, staff_invoices, staff_vat, staff_work

app_name = "invoicing"

urlpatterns = [
    *reminder_patterns,
    path("simulator/", simulator.simulator, name="simulator"),
    path("invoices/", invoices.invoice_list, name="invoice_list"),
    path("invoices/<int:pk>/", invoices.invoice_detail, name="invoice_detail"),
    path("activities/<int:pk>/money/", balances.activity_balance, name="activity_balance"),
    path("activities/<int:pk>/money/<slug:figure>/", balances.activity_lines, name="activity_lines"),
    path("activities/<int:pk>/money/<slug:figure>/file/", balances.activity_lines_file, name="activity_lines_file"),
    path("activities/<int:pk>/convert/", conversion.conversion_start, name="conversion_start"),
    path("staff/invoices/", staff_invoices.staff_invoice_list, name="staff_invoice_list"),
    path("staff/invoices/pull/", staff_invoices.pull_invoices, name="pull_invoices"),
    path("staff/invoices/vat/", staff_vat.vat_queue, name="vat_queue"),
    path("staff/invoices/<int:pk>/", staff_invoices.staff_invoice_detail, name="staff_invoice_detail"),
    path("staff/invoices/<int:pk>/issue/", staff_invoices.staff_invoice_issue, name="staff_invoice_issue"),
    path("staff/invoices/<int:pk>/pay/", staff_invoices.staff_invoice_pay, name="staff_invoice_pay"),
    path("staff/invoices/<int:pk>/credit/", staff_invoices.staff_invoice_credit, name="staff_invoice_credit"),
    path("staff/invoices/<int:pk>/vat/", staff_vat.vat_decide, name="vat_decide"),
    path("staff/missions/<int:pk>/invoice/", staff_invoices.mission_invoice, name="mission_invoice"),
    path("staff/activities/<int:pk>/money/", balances.staff_activity_balance, name="staff_activity_balance"),
    path("staff/activities/<int:pk>/money/<slug:figure>/", balances.staff_activity_lines, name="staff_activity_lines"),
    path(
        "staff/activities/<int:pk>/money/<slug:figure>/file/",
        balances.staff_activity_lines_file,
        name="staff_activity_lines_file",
    ),
    path("staff/activities/<int:pk>/convert/", conversion.staff_conversion_start, name="staff_conversion_start"),
    path("staff/contracts/<int:pk>/work/", staff_work.staff_contract_work, name="staff_contract_work"),
    *accounting_patterns,
    *bank_patterns,
    *einvoice_patterns,
    *expense_patterns,
    *invoice_patterns,
    *payroll_patterns,
    *supplier_patterns,
    *vat_patterns,
]
