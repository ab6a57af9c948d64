"""Addresses of bank statements and their entries, for accountants."""

from django.urls import path

from invoicing.views import bank_entries, bank_import

urlpatterns = [
    path("staff/bank/", bank_entries.bank_entry_list, name="bank_entry_list"),
    path("staff/bank/import/", bank_import.bank_import, name="bank_import"),
    path("staff/bank/statements/", bank_import.bank_statement_list, name="bank_statement_list"),
    path("staff/bank/entries/<int:pk>/", bank_entries.bank_entry, name="bank_entry"),
    path("staff/bank/entries/<int:pk>/match/", bank_entries.bank_entry_match, name="bank_entry_match"),
    path("staff/bank/entries/<int:pk>/set-aside/", bank_entries.bank_entry_set_aside, name="bank_entry_set_aside"),
    path("staff/bank/entries/<int:pk>/take-up/", bank_entries.bank_entry_take_up, name="bank_entry_take_up"),
]
