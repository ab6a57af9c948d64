"""What a lower room asks of those above it, by dotted names, for it may not import them: a part of the settings."""

# What a country needs of the higher rooms before it opens: functions (country, day) → Task
COUNTRY_TASKS = ("members.country_tasks.staff_task",)

# What a conversation can be about: table → function (pk) → members.thread_subjects.Subject, or None
THREAD_SUBJECTS = {
    "members_membership": "members.thread_subjects.membership",
    "members_document": "members.thread_subjects.document",
    "activities_mission": "activities.thread_subjects.mission",
    "activities_contract": "activities.thread_subjects.contract",
    "activities_teamshare": "activities.thread_subjects.team_share",
    "activities_activity": "activities.thread_subjects.activity",
    "invoicing_invoice": "invoicing.thread_subjects.invoice",
    "invoicing_payslip": "invoicing.thread_subjects.payslip",
    "invoicing_supplierinvoice": "invoicing.thread_subjects.purchase",
    "activities_expenseclaim": "invoicing.thread_subjects.expense_claim",
}

# What hears of each line of the register of shares: functions (movement, by)
SHARE_BOOKINGS = ("invoicing.rules.share_booking.book_movement",)

# A member who leaves: functions (membership) → list of Clearance, and (leaving, by) in the order in which they settle
CLEARANCE_CHECKS = ("activities.rules.leaving.open_work", "invoicing.rules.share_repayment.open_money")
LEAVING_STEPS = ("activities.rules.leaving.close_activities", "invoicing.rules.share_repayment.owe_shares")

# Payments to a member that a file for the bank already holds: functions (membership) → list of accounts.PaymentUnderWay
PAYMENTS_UNDER_WAY = ("invoicing.queries.under_way.payments_under_way",)
