"""Addresses of invoices of suppliers: the staff's desk, and the members' purchases."""

from django.urls import path

from invoicing.views import purchases, staff_supplier, staff_suppliers

urlpatterns = [
    path("purchases/", purchases.purchase_list, name="purchase_list"),
    path("purchases/file/", purchases.purchase_file, name="purchase_file"),
    path("purchases/hand-in/", purchases.purchase_hand_in, name="purchase_hand_in"),
    path("purchases/<int:pk>/", purchases.purchase, name="purchase"),
    path("purchases/<int:pk>/original/", purchases.purchase_original, name="purchase_original"),
    path("purchases/<int:pk>/facts/", purchases.purchase_facts, name="purchase_facts"),
    path("purchases/<int:pk>/answer/<int:activity>/", purchases.purchase_answer, name="purchase_answer"),
    path("staff/suppliers/", staff_suppliers.supplier_list, name="supplier_list"),
    path("staff/suppliers/file/", staff_suppliers.supplier_file, name="supplier_file"),
    path("staff/suppliers/receive/", staff_suppliers.supplier_receive, name="supplier_receive"),
    path("staff/suppliers/statuses/", staff_suppliers.supplier_statuses, name="supplier_statuses"),
    path("staff/suppliers/<int:pk>/", staff_supplier.supplier, name="supplier"),
    path("staff/suppliers/<int:pk>/original/", staff_supplier.supplier_original, name="supplier_original"),
    path("staff/suppliers/<int:pk>/facts/", staff_supplier.supplier_facts, name="supplier_facts"),
    path("staff/suppliers/<int:pk>/route/", staff_supplier.supplier_route, name="supplier_route"),
    path("staff/suppliers/<int:pk>/take-back/", staff_supplier.supplier_take_back, name="supplier_take_back"),
    path("staff/suppliers/<int:pk>/approve/", staff_supplier.supplier_approve, name="supplier_approve"),
    path("staff/suppliers/<int:pk>/<slug:step>/", staff_supplier.supplier_decide, name="supplier_decide"),
]
