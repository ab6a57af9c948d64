"""Addresses that ask the database more than ten things of their own, with how many: the number may only sink.

Beside the session, the person, the country and the roles, which every page asks. When one asks less, write the new number.
"""

from typing import Final

HEAVY: Final[dict[str, int]] = {
    "activities:contract_detail": 18,
    "activities:mission_detail": 22,
    "activities:staff_contract_review": 16,
    "activities:staff_mission_review": 16,
    "calendar": 11,
    "costs": 11,
    "countries:country_list": 29,
    "home": 20,
    "invoicing:activity_balance": 12,
    "invoicing:bank_entry": 12,
    "invoicing:client_invoice": 11,
    "invoicing:expense_claim": 11,
    "invoicing:invoice_detail": 13,
    "invoicing:invoice_reminders": 13,
    "invoicing:later_pay": 12,
    "invoicing:mission_pay": 15,
    "invoicing:payment_of_pay": 14,
    "invoicing:payslip_detail": 18,
    "invoicing:purchase": 13,
    "invoicing:staff_expense": 12,
    "invoicing:staff_invoice_detail": 15,
    "invoicing:staff_invoice_list": 11,
    "invoicing:staff_invoice_reminders": 18,
    "invoicing:staff_payment_of_pay": 12,
    "invoicing:staff_run": 12,
    "invoicing:staff_year_detail": 13,
    "invoicing:supplier": 13,
    "invoicing:team_share_pay": 15,
    "invoicing:year_detail": 14,
    "members:leave": 18,
    "members:share_list": 11,
    "members:staff_leaving": 16,
    "members:staff_member": 21,
    "members:staff_share_account": 11,
    "personal_data:erase": 19,
    "personal_data:erasure_detail": 24,
}
