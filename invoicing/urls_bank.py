"""Addresses of bank statements and their entries, for accountants."""

from django.urls import path

from invoicing.views import bank_decisions, bank_entries, bank_import, client_money, payables

urlpatterns = [
    path("staff/bank/", bank_entries.bank_entry_list, name="bank_entry_list"),
    path("staff/bank/import/", bank_import.bank_import, name="bank_import"),
    path("staff/bank/confirm/", bank_entries.bank_entry_confirm, name="bank_entry_confirm"),
    path("staff/bank/statements/", bank_import.bank_statement_list, name="bank_statement_list"),
    path("staff/bank/entries/<int:pk>/", bank_entries.bank_entry, name="bank_entry"),
    path("staff/bank/entries/<int:pk>/match/", bank_entries.bank_entry_match, name="bank_entry_match"),
    path("staff/bank/entries/<int:pk>/set-aside/", bank_entries.bank_entry_set_aside, name="bank_entry_set_aside"),
    path("staff/bank/entries/<int:pk>/take-up/", bank_entries.bank_entry_take_up, name="bank_entry_take_up"),
    path("staff/bank/entries/<int:pk>/divide/", bank_decisions.bank_entry_divide, name="bank_entry_divide"),
    path("staff/bank/entries/<int:pk>/keep/", bank_decisions.bank_entry_keep, name="bank_entry_keep"),
    path("staff/bank/entries/<int:pk>/share/", bank_decisions.bank_entry_share, name="bank_entry_share"),
    path("staff/bank/entries/<int:pk>/foreign/", bank_decisions.bank_entry_foreign, name="bank_entry_foreign"),
    path("staff/bank/entries/<int:pk>/take-back/", bank_decisions.bank_entry_take_back, name="bank_entry_take_back"),
    path("staff/bank/entries/<int:pk>/fee/", bank_decisions.bank_entry_fee, name="bank_entry_fee"),
    path("staff/bank/entries/<int:pk>/undo/<int:other>/", bank_decisions.bank_entry_undo, name="bank_entry_undo"),
    path("staff/bank/entries/<int:pk>/file/<int:other>/", bank_decisions.bank_entry_file, name="bank_entry_file"),
    path("staff/bank/entries/<int:pk>/item/<int:other>/", bank_decisions.bank_entry_item, name="bank_entry_item"),
    path("staff/bank/entries/<int:pk>/payout/<int:other>/", bank_decisions.bank_entry_payout, name="bank_entry_payout"),
    path("staff/clients/<int:pk>/money/", client_money.client_money, name="client_money"),
    path("staff/credits/<int:pk>/apply/", client_money.credit_apply, name="credit_apply"),
    path("staff/credits/<int:pk>/refund/", client_money.credit_refund, name="credit_refund"),
    path("staff/invoices/<int:pk>/close-short/", client_money.invoice_close_short, name="invoice_close_short"),
    path("staff/invoices/<int:pk>/keep/", client_money.invoice_keep_credited, name="invoice_keep_credited"),
    path("staff/payables/", payables.payable_list, name="payable_list"),
    path("staff/payables/files/", payables.transfer_list, name="transfer_list"),
    path("staff/payables/<int:pk>/", payables.payable, name="payable"),
    path("staff/payables/<int:pk>/payee/", payables.payable_payee, name="payable_payee"),
    path("staff/payables/<int:pk>/cancel/", payables.payable_cancel, name="payable_cancel"),
]
