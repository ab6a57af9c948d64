"""Addresses of a client's space, which the session opens, and of staff about what clients owe."""

from django.urls import path

from invoicing.views import client_door, client_invoices, client_space, client_statements, client_wishes, staff_exposure

urlpatterns = [
    path("client/", client_space.client_space, name="client_space"),
    path("client/link/", client_door.client_link, name="client_link"),
    path("client/open/<str:token>/", client_door.client_door, name="client_door"),
    path("client/language/", client_door.client_language, name="client_language"),
    path("client/leave/", client_door.client_leave, name="client_leave"),
    path("client/orders/", client_space.client_orders, name="client_orders"),
    path("client/invoices/", client_space.client_invoice_list, name="client_invoice_list"),
    path("client/facts/", client_wishes.client_facts, name="client_facts"),
    path("client/ask/", client_wishes.client_ask, name="client_ask"),
    path("client/account/<slug:span>/", client_statements.client_account, name="client_account"),
    path("client/account/<slug:span>/csv/", client_statements.client_account_csv, name="client_account_csv"),
    path("client/account/<slug:span>/make/", client_statements.client_account_make, name="client_account_make"),
    path("client/account/<slug:span>/pdf/", client_statements.client_account_pdf, name="client_account_pdf"),
    path("invoices/<str:token>/xml/", client_invoices.client_invoice_xml, name="client_invoice_xml"),
    path("clients/<int:pk>/standing/", staff_exposure.client_standing, name="client_standing"),
    path("staff/clients/exposure/", staff_exposure.client_exposure_list, name="client_exposure_list"),
]
