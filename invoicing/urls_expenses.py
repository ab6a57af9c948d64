"""Addresses of claims for expenses: the member's, and the staff's desk."""

from django.urls import path

from invoicing.views import expense_claims, staff_expense, staff_expenses

urlpatterns = [
    path("expenses/file/", expense_claims.expense_csv, name="expense_csv"),
    path("expenses/claims/<int:pk>/", expense_claims.expense_claim, name="expense_claim"),
    path("expenses/claims/<int:pk>/send/", expense_claims.expense_send, name="expense_send"),
    path("expenses/claims/<int:pk>/withdraw/", expense_claims.expense_withdraw, name="expense_withdraw"),
    path("expenses/claims/<int:pk>/give-up/", expense_claims.expense_give_up, name="expense_give_up"),
    path("staff/expenses/", staff_expenses.staff_expense_list, name="staff_expense_list"),
    path("staff/expenses/file/", staff_expenses.staff_expense_csv, name="staff_expense_csv"),
    path("staff/expenses/<int:pk>/", staff_expense.staff_expense, name="staff_expense"),
    path("staff/expenses/<int:pk>/approve/", staff_expense.staff_expense_approve, name="staff_expense_approve"),
    path("staff/expenses/<int:pk>/return/", staff_expense.staff_expense_return, name="staff_expense_return"),
    path("staff/expenses/lines/<int:pk>/vat/", staff_expense.staff_line_vat, name="staff_line_vat"),
    path("staff/expenses/lines/<int:pk>/refuse/", staff_expense.staff_line_refuse, name="staff_line_refuse"),
    path("staff/expenses/lines/<int:pk>/pay/", staff_expense.staff_line_pay, name="staff_line_pay"),
    path("staff/expenses/lines/<int:pk>/photo/", staff_expense.staff_line_photo, name="staff_line_photo"),
]
