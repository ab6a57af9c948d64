"""Addresses of drafts and disputes; the client's come by token, after the numbered ones."""

from django.urls import path

from invoicing.urls_clients import urlpatterns as client_patterns
from invoicing.views import client_invoices, invoices, staff_disputes, staff_drafts, staff_invoices

urlpatterns = [
    *client_patterns,
    path("invoices/<int:pk>/send/", invoices.invoice_send, name="invoice_send"),
    path("invoices/<int:pk>/change/", invoices.invoice_change, name="invoice_change"),
    path("invoices/<int:pk>/dispute/", invoices.invoice_dispute, name="invoice_dispute"),
    path("invoices/<int:pk>/withdraw/", invoices.invoice_withdraw, name="invoice_withdraw"),
    path("invoices/<str:token>/", client_invoices.client_invoice, name="client_invoice"),
    path("invoices/<str:token>/pdf/", client_invoices.client_invoice_pdf, name="client_invoice_pdf"),
    path("invoices/<str:token>/dispute/", client_invoices.client_dispute, name="client_dispute"),
    path("invoices/<str:token>/withdraw/", client_invoices.client_withdraw, name="client_withdraw"),
    path("staff/invoices/export/", staff_invoices.staff_invoice_export, name="staff_invoice_export"),
    path("staff/invoices/<int:pk>/draft/", staff_drafts.draft_edit, name="draft_edit"),
    path("staff/invoices/<int:pk>/release/", staff_drafts.draft_release, name="draft_release"),
    path("staff/invoices/<int:pk>/dispute/", staff_disputes.staff_dispute_open, name="staff_dispute_open"),
    path("staff/disputes/<int:pk>/", staff_disputes.dispute_answer, name="dispute_answer"),
    path("staff/disputes/<int:pk>/take/", staff_disputes.dispute_take, name="dispute_take"),
]
