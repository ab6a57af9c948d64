"""Settings in words: what a value means, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from countries.data.catalogue import SettingKind, in_language
from smart.foundation import formats

GROUP_LABELS: Final[Mapping[str, Promise]] = {
    "money": _("Fee and guarantee"),
    "membership": _("Membership and shares"),
    "pay": _("Pay"),
    "work": _("Work"),
    "invoicing": _("Invoicing"),
    "papers": _("Papers"),
    "employer": _("The employer"),
}
SETTING_HELP: Final[Mapping[str, Promise]] = {
    "fee.rate": _("Share of the amount without VAT that the cooperative keeps. The guarantee share comes on top."),
    "fee.basis": _("The same rate for every member, or a rate agreed with each member."),
    "fee.employment_margin": _("Share of the employment budget that is pooled, shown to the member on its own line."),
    "bank.fee_limit": _(
        "A cost the bank names as its own is booked without a person up to this amount, and a payment that arrives short"
        " of no more than this may be closed, at the cooperative's or the activity's expense."
    ),
    "fee.keeps_reductions": _(
        "Where the law lets an employer pay less: whether the difference pays for common services."
    ),
    "fee.pooled_total": _(
        "Fee, margin and reductions together, as a share of the turnover; shown on the page of prices."
    ),
    "guarantee.rate": _(
        "Share of the amount without VAT that feeds the guarantee fund, on top of the fee. Zero when the fee feeds it."
    ),
    "guarantee.conditions": _("What must be true for the member to be paid even if the client does not pay."),
    "write_off.two_people_above": _(
        "An unpaid claim above this amount is given up only when a second accountant agrees. Empty: always two people."
    ),
    "share.price": _("Nominal value of one share, in the currency of the country."),
    "share.rule": _(
        "Once, every year, taken out of pay in instalments, or spread over years. `count` is the number of shares."
    ),
    "share.grace_contracts": _("How many simple contracts a person may have before owning a share."),
    "share.payment_days": _("A share counts only once the money has arrived."),
    "share.categories": _("Categories (colleges) of the register of shares; a new member is in the first one."),
    "share.repayment_months": _("The longest time after leaving until shares are repaid."),
    "membership.meeting": _("Whether an information session or a consultation comes before membership."),
    "membership.answer_days": _("The promise made to a person who applies."),
    "membership.documents": _(
        "The checklist a new member sees, in this order. A permit is asked of nobody from the Union."
    ),
    "membership.documents_needed": _("Whether a membership may begin once the papers are handed in, or accepted."),
    "agreement.grace_days": _(
        "After a new use agreement is in force: until when members may go on without accepting it."
    ),
    "promise.rule": _("The day by which the member is paid, whether or not the client has paid."),
    "pay.cut_off_day": _("After this day, changes go to the next month's payroll."),
    "pay.sector_minimum": _(
        "At full time, of the lowest function the house employs in. Contracts below it for their time are refused."
    ),
    "declaration.lead": _("Before the work starts, some working days before, or in the month before."),
    "review.promise": _("What staff promise a member who sends a mission."),
    "thread.answer_promise": _("What staff promise a member who asks a question; after it, the question climbs."),
    "contract.minimum_monthly_income": _("The house does not employ below this amount a month."),
    "contract.first_duration_months": _("The shortest first employment."),
    "contract.start_day": _("Empty when a contract may start on any day."),
    "invoice.terms_days": _("The standard term printed on invoices; an order may agree another one within the law."),
    "invoice.draft_lead_days": _("The member sees the draft this many days before the planned invoice date."),
    "invoice.series": _(
        "Number formats with {year} and {number}, at most 20 characters of A-Z 0-9 / -."
        " One for invoices, one for credit notes."
    ),
    "chart.overrides": _(
        "Numbers your accountant uses instead of the country’s chart, by account of our ledger (“bank”, “fee.income”…),"
        " from a day on. {activity} stands for the code of the activity."
    ),
    "invoice.payment_reference": _(
        "ogm: Belgian structured communication; rf: ISO 11649 creditor reference; ocr: Swedish OCR number;"
        " number: the invoice number."
    ),
    "einvoice.size_class": _(
        "France: large means 250 people or the turnover of an ETI; Germany: a turnover above 800,000 euro the year before."
        " It decides from which day electronic invoices are compulsory."
    ),
    "verifactu.taxpayer": _(
        "Spain only. It decides from which day every invoice gets a chained record (VERI*FACTU). Not subject: who keeps its"
        " books at the tax agency’s site (SII), or invoices under TicketBAI in the Basque provinces and Navarre."
    ),
    "verifactu.sends": _(
        "Only then may invoices bear the legend VERI*FACTU. Say yes on the day from which an operator’s client sends every"
        " record at once; otherwise Spanish law asks for signed records, which the portal does not make."
    ),
    "invoice.mentions": _(
        "Sentences printed at the foot, by language."
        " The reason of a VAT decision is not here, it comes with the decision."
    ),
    "reminder.ladder": _(
        "Each level: how many days after the due day, how it is sent, in which tone, and whether it claims interest."
    ),
    "reminder.hold_days": _("The member is told first and can hold a reminder during these working days."),
    "expense.address_from": _(
        "Receipts from this amount on must be made out to the cooperative, so that its VAT comes back."
    ),
    "expense.inside_contract": _("Yes: a receipt of a day outside every contract of the member is not paid back."),
    "late.reference_rates": _(
        "Only for half-years that our data do not have yet: the first day of the half-year, the published rate, its source."
    ),
    "late.consumer_clause": _(
        "Where the law lets consumers be charged only when the terms they accepted say so. No: they are never charged."
    ),
    "vat.rows": _(
        "Rate by service and customer, each with its law. Only for a country whose law has no pack of its own yet."
    ),
    "vat.only_reviewed": _(
        "Yes: a row of the VAT table decides only once two accountants have reviewed it; until then an accountant decides"
        " each invoice."
    ),
    "papers.registrations": _(
        "What the law wants printed on payslips and contracts or told to the authorities about the employer."
    ),
    "retention.classes": _("Years by class of document, with the law. To be checked by counsel in each country."),
}
CONFIDENCE_LABELS: Final[Mapping[str, Promise]] = {
    "verified": _("Read in the source"),
    "secondary": _("From one other source, or derived"),
    "memory": _("Believed, not read in the source"),
    "unknown": _("Unknown: stands in until it is decided"),
}
CHOICE_LABELS: Final[Mapping[str, Promise]] = {
    "corporate_tax": _("Pays corporation tax"),
    "others": _("Pays income tax"),
    "not_subject": _("Keeps no such records"),
    "large": _("Large"),
    "small": _("Small or medium"),
    "employer_number": _("Employer number"),
    "contribution_account": _("Contribution account"),
    "inps_number": _("INPS number"),
    "inail_position": _("INAIL position"),
    "activity_code": _("Activity code"),
    "collective_agreement": _("Collective agreement"),
    "contribution_body": _("Body that collects contributions"),
    "pension_fund": _("Supplementary pension fund"),
    "provident_body": _("Provident body"),
    "health_insurer": _("Social insurer"),
    "severance_fund": _("Severance fund"),
    "accident_insurer": _("Work accident insurer"),
    "occupational_health_service": _("Occupational health service"),
    "tax_number": _("Tax number"),
    "contact_name": _("Contact for the authorities: name"),
    "contact_phone": _("Contact for the authorities: phone"),
    "contact_email": _("Contact for the authorities: e-mail"),
    "same_for_all": _("The same for every member"),
    "agreed_with_member": _("Agreed with each member"),
    "users": _("Users of the services"),
    "staff": _("Staff and partners"),
    "coordinators": _("Coordinators of activities"),
    "affiliates": _("Affiliated members"),
    "occasional": _("Occasional members"),
    "none": _("No meeting"),
    "advised": _("Advised"),
    "compulsory": _("Compulsory"),
    "ogm": _("Belgian structured communication (OGM)"),
    "rf": _("Creditor reference (RF, ISO 11649)"),
    "ocr": _("OCR number (Bankgirot)"),
    "number": _("The invoice number"),
    "client_confirmed": _("The client has confirmed the order"),
    "client_in_eu": _("The client is in the European Union"),
    "declared_before_start": _("The mission was declared before it started"),
    "not_waived": _("The client’s confirmation was not waived"),
    "client_not_blocked": _("The client is not blocked"),
    "within_credit_limit": _("The client is within its limit"),
    "email": _("E-mail"),
    "letter": _("Letter"),
    "friendly": _("Friendly"),
    "firm": _("Firm"),
    "formal": _("Formal notice"),
    "yes": _("Yes"),
    "no": _("No"),
    "invoice": _("Invoices"),
    "credit_note": _("Credit notes"),
    "payslip": _("Payslips"),
    "contract": _("Contracts"),
    "accounting": _("Accounting"),
    "identity": _("Identity papers"),
    "correspondence": _("Letters"),
    "issue": _("from the day it was issued"),
    "year_end": _("from the end of the year"),
    "contract_end": _("from the end of the contract"),
    "last_audit": _("from the last audit"),
    "membership_end": _("from the end of membership"),
    "domestic": _("Client in the country"),
    "eu_business": _("Business elsewhere in the EU"),
    "eu_consumer": _("Consumer elsewhere in the EU"),
    "outside_eu": _("Client outside the EU"),
    "late_payment": _("Late payment"),
    "seller_tax": _("Tax status of the seller"),
    "register": _("Register"),
    "other": _("Other"),
    "account": _("Proof of the bank account"),
    "right_to_work": _("Residence or work permit"),
    "social_security": _("Proof of social security"),
    "student": _("Student card"),
    "always": _("Always"),
    "outside_union": _("Of people from outside the Union"),
    "if_it_applies": _("If it applies"),
    "given": _("Handed in"),
    "accepted": _("Accepted by an adviser"),
    **CONFIDENCE_LABELS,
}
COLUMN_LABELS: Final[Mapping[str, Promise]] = {
    "name": _("What it is"),
    "value": _("Number or name"),
    "condition": _("Condition"),
    "level": _("Level"),
    "days": _("Days after the due day"),
    "channel": _("Sent by"),
    "tone": _("Tone"),
    "with_interest": _("With interest"),
    "code": _("Code"),
    "account": _("Account of our ledger"),
    "number": _("Number"),
    "document": _("Document"),
    "format": _("Number format"),
    "language": _("Language (two letters)"),
    "text": _("Text"),
    "service": _("Service"),
    "customer": _("Client"),
    "category": _("VAT category"),
    "college": _("Category of members"),
    "rate": _("Rate"),
    "since": pgettext_lazy("since", "From"),
    "source": _("Law or source"),
    "exemption_code": _("Reason code (VATEX)"),
    "mention": _("Mention on the invoice"),
    "class": _("Papers"),
    "paper": _("Paper"),
    "when": pgettext_lazy("paper", "Asked"),
    "years": _("Years"),
    "counted_from": _("Counted from"),
    "law": _("Law"),
    "confidence": _("How sure is it?"),
}
PARAMETER_LABELS: Final[Mapping[str, Promise]] = {
    "days": _("Number of working days"),
    "day": _("Day of the month"),
    "months": _("Number of months"),
    "hours": _("Number of hours"),
    "count": _("Number of shares"),
    "net_at_least": _("Taken when a contract pays at least (net)"),
    "within_years": _("Within how many years"),
    "years": _("Number of years"),
    "otherwise": _("When no term is agreed"),
}
RULE_LABELS: Final[Mapping[str, Promise]] = {
    "working_days_after_work": _("Some working days after the end of the work"),
    "working_days_after_invoice": _("Some working days after the invoice is sent"),
    "end_of_month": _("At the end of the month of the work"),
    "day_of_next_month": _("On a day of the next month"),
    "months_after_work": _("Some months after the end of the work"),
    "agreed_term": _("On a term agreed for the contract"),
    "before_start": _("Before the work starts"),
    "working_days_before": _("Some working days before the work starts"),
    "end_of_previous_month": _("By the end of the month before"),
    "working_days": _("Within some working days"),
    "weekday_hours": _("Within some hours on weekdays"),
    "once": _("Once"),
    "yearly": _("Every year"),
    "instalments": _("In instalments taken from pay"),
    "over_years": _("Spread over years"),
}
RULE_SENTENCES: Final[Mapping[str, Promise]] = {
    "working_days_after_work": ngettext_lazy(
        "%(days)s working day after the end of the work", "%(days)s working days after the end of the work", "days"
    ),
    "working_days_after_invoice": ngettext_lazy(
        "%(days)s working day after the invoice is sent", "%(days)s working days after the invoice is sent", "days"
    ),
    "end_of_month": _("at the end of the month of the work"),
    "day_of_next_month": _("on day %(day)s of the next month"),
    "months_after_work": ngettext_lazy(
        "%(months)s month after the end of the work", "%(months)s months after the end of the work", "months"
    ),
    "agreed_term": _("on the agreed term, otherwise at the end of the month"),
    "before_start": _("before the work starts"),
    "working_days_before": ngettext_lazy(
        "%(days)s working day before the work starts", "%(days)s working days before the work starts", "days"
    ),
    "end_of_previous_month": _("by the end of the month before"),
    "working_days": ngettext_lazy("%(days)s working day", "%(days)s working days", "days"),
    "weekday_hours": _("%(hours)s hours on weekdays"),
    "once": _("once, number of shares: %(count)s"),
    "yearly": _("every year, number of shares: %(count)s"),
    "instalments": _(
        "number of shares: %(count)s, one taken whenever a contract pays %(net_at_least)s net or more,"
        " within %(within_years)s years"
    ),
    "over_years": _("number of shares: %(count)s, paid over %(years)s years"),
}


def setting_lines(kind: SettingKind, value: Any, *, currency: str) -> list[str]:
    """A value as lines to read, one for a single value, one per row for rows."""
    if kind.kind == "rows":
        return [_row(kind, row) for row in value]
    if kind.kind == "rule":
        # a number of days or months decides between singular and plural, so it stays a number
        facts = {name: part if name in {"days", "months"} else _plain(part, currency) for name, part in value.items()}
        return [str(RULE_SENTENCES[value["kind"]] % facts)]
    if kind.kind == "rate":
        return [formats.percent(value)]
    if kind.kind == "amount":
        return [formats.money(value, currency)]
    if kind.kind == "flag":
        return [str(_("Yes") if value else _("No"))]
    return [choice_label(value, kind) if kind.kind == "choice" else str(value)]


def setting_help(kind: SettingKind) -> str:
    """What the setting means, in the reader's language."""
    return str(SETTING_HELP.get(kind.key) or in_language(kind.help, get_language()))


def choice_label(value: str, kind: SettingKind | None = None) -> str:
    """The words of a choice: those of the pack that asks, or ours."""
    if kind is not None and value in kind.choice_texts:
        return in_language(kind.choice_texts[value], get_language())
    return str(CHOICE_LABELS.get(value, value))


def _plain(part: Any, currency: str) -> str:
    return formats.money(part, currency) if isinstance(part, Decimal) else str(part)


def _row(kind: SettingKind, row: Mapping[str, Any]) -> str:
    columns = kind.columns or {}
    cells = [
        formats.percent(cell)
        if columns[name] == "rate"
        else choice_label(cell)
        if isinstance(columns[name], tuple) and not cell.isupper()
        else str(cell)
        for name, cell in row.items()
        if cell != ""
    ]
    return " · ".join(cells)
