"""Addresses of the accounts: the staff's books, money moved between activities, and statements."""

from django.urls import path

from invoicing.views import accounting, accounting_exports, accounting_months, annual, moves, staff_moves, statements

urlpatterns = [
    path("staff/books/", accounting.accounting_balance, name="accounting_balance"),
    path("staff/books/journal/", accounting.accounting_journal, name="accounting_journal"),
    path("staff/books/journal/<int:pk>/", accounting.accounting_event, name="accounting_event"),
    path("staff/books/chart/", accounting.accounting_chart, name="accounting_chart"),
    path("staff/books/exports/", accounting_exports.accounting_exports, name="accounting_exports"),
    path("staff/books/exports/<int:pk>/", accounting_exports.accounting_export_file, name="accounting_export_file"),
    path("staff/books/months/", accounting_months.accounting_months, name="accounting_months"),
    path("staff/books/months/<slug:code>/", accounting_months.accounting_month, name="accounting_month"),
    path("staff/books/months/<slug:code>/<slug:step>/", accounting_months.accounting_month_step, name="month_step"),
    path("staff/books/moves/", staff_moves.staff_move_list, name="staff_move_list"),
    path("staff/books/moves/<int:pk>/", staff_moves.staff_move_detail, name="staff_move_detail"),
    path("staff/books/moves/<int:pk>/approve/", staff_moves.staff_move_approve, name="staff_move_approve"),
    path("staff/books/moves/<int:pk>/refuse/", staff_moves.staff_move_refuse, name="staff_move_refuse"),
    path("moves/", moves.move_list, name="move_list"),
    path("moves/<int:pk>/", moves.move_detail, name="move_detail"),
    path("moves/<int:pk>/consent/", moves.move_consent, name="move_consent"),
    path("moves/<int:pk>/refuse/", moves.move_refuse, name="move_refuse"),
    path("moves/<int:pk>/withdraw/", moves.move_withdraw, name="move_withdraw"),
    path("activities/<int:pk>/move/", moves.move_start, name="move_start"),
    path("years/", annual.year_list, name="year_list"),
    path("years/<int:year>/", annual.year_detail, name="year_detail"),
    path("years/<int:year>/paper/", annual.year_paper, name="year_paper"),
    path("staff/members/<int:pk>/years/<int:year>/", annual.staff_year_detail, name="staff_year_detail"),
    path("staff/members/<int:pk>/years/<int:year>/paper/", annual.staff_year_paper, name="staff_year_paper"),
    path("statements/", statements.statement, name="statement"),
    path("statements/file/", statements.statement_file, name="statement_file"),
    path("statements/paper/", statements.statement_paper, name="statement_paper"),
    path("staff/statements/<int:pk>/", statements.staff_statement, name="staff_statement"),
    path("staff/statements/<int:pk>/file/", statements.staff_statement_file, name="staff_statement_file"),
    path("staff/statements/<int:pk>/paper/", statements.staff_statement_paper, name="staff_statement_paper"),
]
