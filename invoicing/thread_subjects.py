"""What members ask about in the books (members.thread_subjects): invoices, payslips, invoices of suppliers, expenses."""

from django.utils.translation import gettext_noop

from activities.models import ExpenseClaim
from countries.addresses import country_url
from invoicing.models import Invoice, Payslip, SupplierInvoice
from members.states import Role
from members.thread_subjects import Subject
from smart.foundation.said import Said, month_of


def invoice(pk: int) -> Subject | None:
    """An invoice or its draft, with its reminders and disputes."""
    people = ("activity__membership__user", "activity__membership__country", "activity__membership__adviser")
    row = Invoice.objects.select_related("mission", *people).filter(pk=pk).first()
    if row is None:
        return None
    member = row.activity.membership
    return Subject(
        table=Invoice._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Invoice %(number)s"), {"number": row.number or str(row.mission or row.activity)}),
        membership=member,
        member_url=country_url(member.country, "invoicing:invoice_detail", row.pk),
        staff_url=country_url(member.country, "invoicing:staff_invoice_detail", row.pk),
        role=Role.ACCOUNTING,
    )


def payslip(pk: int) -> Subject | None:
    people = ("membership__user", "membership__country", "membership__adviser")
    row = Payslip.objects.select_related(*people).filter(pk=pk, is_approved=True).first()
    if row is None:
        return None
    where = row.membership.country
    return Subject(
        table=Payslip._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Payslip of %(month)s"), {"month": month_of(row.month)}),
        membership=row.membership,
        member_url=country_url(where, "invoicing:payslip_detail", row.pk),
        staff_url=country_url(where, "invoicing:staff_payslip", row.pk),
        role=Role.PAYROLL,
    )


def purchase(pk: int) -> Subject | None:
    """An invoice of a supplier that a member handed in."""
    people = ("membership__user", "membership__country", "membership__adviser")
    row = SupplierInvoice.objects.select_related(*people).filter(pk=pk).first()
    if row is None or row.membership is None:
        return None
    where = row.membership.country
    return Subject(
        table=SupplierInvoice._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Invoice of %(supplier)s"), {"supplier": row.supplier_name or row.file_name}),
        membership=row.membership,
        member_url=country_url(where, "invoicing:purchase", row.pk),
        staff_url=country_url(where, "invoicing:supplier", row.pk),
        role=Role.ACCOUNTING,
    )


def expense_claim(pk: int) -> Subject | None:
    people = ("activity__membership__user", "activity__membership__country", "activity__membership__adviser")
    row = ExpenseClaim.objects.select_related(*people).filter(pk=pk).first()
    if row is None:
        return None
    member = row.activity.membership
    return Subject(
        table=ExpenseClaim._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("Expenses %(reference)s"), {"reference": row.reference}),
        membership=member,
        member_url=country_url(member.country, "invoicing:expense_claim", row.pk),
        staff_url=country_url(member.country, "invoicing:staff_expense", row.pk),
        role=Role.ACCOUNTING,
    )
