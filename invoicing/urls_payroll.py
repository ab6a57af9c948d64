"""Addresses of the payroll, the payslips and the files for the bank; part of invoicing.urls."""

from django.urls import URLPattern, path

from invoicing.views import (
    corrections,
    employer_returns,
    later_pay,
    payments,
    payroll,
    payslips,
    staff_payslips,
    transfers,
)

urlpatterns: list[URLPattern] = [
    path("payslips/", payslips.payslip_list, name="payslip_list"),
    path("payslips/<int:pk>/", payslips.payslip_detail, name="payslip_detail"),
    path("payments/", payments.payment_list, name="payment_list"),
    path("payments/pay/<int:pk>/", payments.payment_of_pay, name="payment_of_pay"),
    path("payments/other/<int:pk>/", payments.payment_of_payable, name="payment_of_payable"),
    path("staff/payments/pay/<int:pk>/", payments.staff_payment_of_pay, name="staff_payment_of_pay"),
    path("staff/payments/other/<int:pk>/", payments.staff_payment_of_payable, name="staff_payment_of_payable"),
    path("staff/payroll/", payroll.staff_run_list, name="staff_run_list"),
    path("staff/payroll/open/", payroll.staff_run_open, name="staff_run_open"),
    path("staff/payroll/waiting/", payroll.staff_payroll_waiting, name="staff_payroll_waiting"),
    path("staff/payroll/payslips/<int:pk>/", staff_payslips.staff_payslip, name="staff_payslip"),
    path("staff/payroll/payslips/<int:pk>/correct/", corrections.payslip_correct, name="payslip_correct"),
    path("staff/payroll/later-pay/", later_pay.later_pay, name="later_pay"),
    path("staff/payroll/claims/", corrections.pay_claims, name="pay_claims"),
    path("staff/payroll/claims/<int:pk>/", corrections.pay_claim, name="pay_claim"),
    path("staff/payroll/<int:pk>/", payroll.staff_run, name="staff_run"),
    path("staff/payroll/<int:pk>/progress/", payroll.staff_run_progress, name="staff_run_progress"),
    path("staff/payroll/<int:pk>/compute/", payroll.staff_run_start, name="staff_run_start"),
    path("staff/payroll/<int:pk>/approve/", payroll.staff_run_approve, name="staff_run_approve"),
    path("staff/payroll/<int:pk>/retry/", payroll.staff_run_retry, name="staff_run_retry"),
    path("staff/payroll/<int:pk>/transfer/", transfers.transfer_prepare, name="transfer_prepare"),
    path("staff/payroll/lines/<int:pk>/retry/", payroll.staff_line_retry, name="staff_line_retry"),
    path("staff/payroll/lines/<int:pk>/leave-out/", payroll.staff_line_exclude, name="staff_line_exclude"),
    path("staff/payroll/<int:pk>/return/", employer_returns.employer_return_prepare, name="employer_return_prepare"),
    path("staff/payroll/returns/<int:pk>/", employer_returns.employer_return, name="employer_return"),
    path("staff/payroll/returns/<int:pk>/send/", employer_returns.employer_return_send, name="employer_return_send"),
    path(
        "staff/payroll/returns/<int:pk>/acknowledge/",
        employer_returns.employer_return_acknowledge,
        name="employer_return_acknowledge",
    ),
    path(
        "staff/payroll/returns/<int:pk>/refuse/",
        employer_returns.employer_return_refuse,
        name="employer_return_refuse",
    ),
    path("staff/transfers/<int:pk>/", transfers.transfer_detail, name="transfer_detail"),
    path("staff/transfers/<int:pk>/release/", transfers.transfer_release, name="transfer_release"),
    path("staff/transfers/<int:pk>/cancel/", transfers.transfer_cancel, name="transfer_cancel"),
    path("staff/transfers/<int:pk>/executed/", transfers.transfer_executed, name="transfer_executed"),
    path("staff/transfers/<int:pk>/file/", transfers.transfer_download, name="transfer_download"),
]
