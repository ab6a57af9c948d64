"""Addresses of the outbox of electronic invoices, for accountants and advisers."""

from django.urls import path

from invoicing.views import staff_einvoice, staff_einvoices, staff_verifactu

urlpatterns = [
    path("staff/einvoices/", staff_einvoices.einvoice_list, name="einvoice_list"),
    path("staff/einvoices/export/", staff_einvoices.einvoice_export, name="einvoice_export"),
    path("staff/einvoices/sent/", staff_einvoices.einvoice_mark_sent, name="einvoice_mark_sent"),
    path("staff/einvoices/verifactu/", staff_verifactu.verifactu_list, name="verifactu_list"),
    path("staff/einvoices/verifactu/export/", staff_verifactu.verifactu_export, name="verifactu_export"),
    path("staff/einvoices/<int:pk>/", staff_einvoice.einvoice, name="einvoice"),
    path("staff/einvoices/<int:pk>/send/", staff_einvoice.einvoice_send, name="einvoice_send"),
    path("staff/einvoices/<int:pk>/sent/", staff_einvoice.einvoice_sent, name="einvoice_sent"),
    path("staff/einvoices/<int:pk>/again/", staff_einvoice.einvoice_again, name="einvoice_again"),
    path("staff/einvoices/<int:pk>/answer/", staff_einvoice.einvoice_answer, name="einvoice_answer"),
    path("staff/einvoices/<int:pk>/proof/", staff_einvoice.einvoice_proof, name="einvoice_proof"),
    path("staff/einvoices/<int:pk>/cancel/", staff_einvoice.einvoice_cancel, name="einvoice_cancel"),
]
