"""The books: invoices, ledger, conversion of income, payroll runs, payslips, transfers."""
