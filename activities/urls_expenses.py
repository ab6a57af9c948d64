"""Addresses of a member's expenses; claims, which need the books, are in invoicing.urls_expenses."""

from django.urls import path

from activities.views import expense_receipts, expenses

urlpatterns = [
    path("expenses/", expenses.expense_list, name="expense_list"),
    path("expenses/new/", expense_receipts.receipt_add, name="receipt_add"),
    path("expenses/new/<slug:category>/", expense_receipts.receipt_add_tariff, name="receipt_add_tariff"),
    path("expenses/gather/", expenses.expense_gather, name="expense_gather"),
    path("expenses/receipts/<int:pk>/", expense_receipts.receipt, name="receipt"),
    path("expenses/receipts/<int:pk>/delete/", expenses.receipt_delete, name="receipt_delete"),
    path("expenses/receipts/<int:pk>/take-out/", expenses.receipt_take_out, name="receipt_take_out"),
    path("expenses/photos/<int:pk>/", expense_receipts.receipt_file, name="receipt_file"),
]
