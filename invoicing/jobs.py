"""Background work of the books: issuing what was confirmed, and making and sending the papers. Each step may run again."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities.models import Mission
from countries.addresses import country_url
from countries.models import Country
from invoicing.einvoice.facturx_pdf import render_facturx_pdf
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import client_link, einvoices, einvoices_sending, invoices
from invoicing.rules.invoice_paper import paper_context
from invoicing.states import InvoiceState
from members.rules import documents, notices
from smart.foundation.actors import PORTAL
from smart.foundation.jobs import Job
from smart.foundation.pdf import render_pdf
from smart.foundation.states import move

PAPER = "invoice"
"""The kind under which the vault keeps invoices and credit notes."""


def issue_invoice(job: Job) -> Iterable[Callable[[], None]]:
    """Do what is due for a confirmed mission: its deposit, its draft, its invoice. What waits for staff stays a draft."""
    mission_id = job.payload["mission"]

    def issue() -> None:
        mission = Mission.objects.get(pk=mission_id)
        invoices.follow_plan(mission, on=mission.country.today(), by=PORTAL)

    return [issue]


def render_invoice(job: Job) -> Iterable[Callable[[], None]]:
    """Make the electronic document and the paper of an issued invoice, then send its link to the client and tell the member.

    Nothing is sent while the law asks for an electronic document that is not valid yet: mending it sends both.
    """
    invoice_id = job.payload["invoice"]
    return [
        lambda: _begin_electronic(invoice_id),
        lambda: _check_electronic(invoice_id),
        lambda: make_paper(invoice_id),
        lambda: send_paper(invoice_id),
    ]


def _begin_electronic(invoice_id: int) -> None:
    einvoices.begin(_invoice(invoice_id), by=PORTAL, now=timezone.now())


def _check_electronic(invoice_id: int) -> None:
    current = einvoices.current_of(_invoice(invoice_id))
    if current is not None:
        checked = einvoices.write_and_check(current, by=PORTAL, now=timezone.now())
        einvoices_sending.send_if_automatic(checked, by=PORTAL)


def make_paper(invoice_id: int) -> None:
    """Make the PDF, with the electronic document inside where the format is a PDF that carries it."""
    invoice = _invoice(invoice_id)
    xml = einvoices.xml_for_paper(invoice)
    if xml is None and documents.latest_document(invoice, PAPER) is not None:
        return
    assert invoice.issued_at is not None, "only issued invoices have a paper"
    context = paper_context(invoice, invoice.country)
    language, issued_at = invoice.language, invoice.issued_at
    if xml is None:
        content = render_pdf("pdf/invoice.html", context, language=language, issued_at=issued_at)
    else:
        content = render_facturx_pdf("pdf/invoice.html", context, language=language, issued_at=issued_at, xml=xml)
    documents.issue_document(
        subject=invoice,
        kind=PAPER,
        title=invoice.number,
        content=content,
        language=invoice.language,
        membership=invoice.activity.membership,
        visible_to="client",
        retention_class="invoice",
        by=PORTAL,
    )


def send_paper(invoice_id: int) -> None:
    """Mail the link to the client and tell the member, unless the invoice waits for its electronic document."""
    invoice = _invoice(invoice_id)
    if einvoices.holds_back(invoice):
        return
    _mail_client(invoice, invoice.country)
    if invoice.state == InvoiceState.ISSUED:
        move(invoice, to=InvoiceState.SENT, by=PORTAL)
    einvoices_sending.sent_with_mail(invoice, by=PORTAL, now=timezone.now())
    _tell_member(invoice, invoice.country)


def _mail_client(invoice: Invoice, country: Country) -> None:
    with translation.override(invoice.language):
        facts = {
            "invoice": invoice,
            "is_credit": invoice.kind == InvoiceKind.CREDIT_NOTE,
            "cancelled": _cancelled(invoice),
            "member": invoice.activity.membership.user.full_name,
            "address": client_link.invoice_address(invoice, country),
            "LANGUAGE_CODE": invoice.language,
        }
        subject = _("Credit note %(number)s") if facts["is_credit"] else _("Invoice %(number)s")
        notices.mail_to(
            invoice.buyer["email"],
            key=f"invoice-{invoice.pk}",
            language=invoice.language,
            subject=f"{subject % {'number': invoice.number}} · {invoice.seller['name']}",
            text=render_to_string("email/invoicing_invoice.txt", facts),
            html=render_to_string("email/invoicing_invoice.html", facts),
        )


def _tell_member(invoice: Invoice, country: Country) -> None:
    user = invoice.activity.membership.user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        if invoice.kind == InvoiceKind.CREDIT_NOTE:
            title = _("Credit note %(number)s was sent to %(client)s")
            text = _("Part or all of the invoice was taken back. Look at what it changes in your activity.")
        else:
            title = _("Invoice %(number)s was sent to %(client)s")
            text = _("Its money is in your activity now. You can turn it into a contract.")
        notices.notify(
            user,
            event="invoice_sent",
            key=f"invoice-{invoice.pk}",
            title=title % {"number": invoice.number, "client": invoice.buyer["name"]},
            text=text,
            url=country_url(country, "invoicing:invoice_detail", invoice.pk),
        )


def _cancelled(invoice: Invoice) -> str:
    """The number of the invoice that this credit note and those before it took back whole, else ""."""
    corrected = invoice.corrects
    return corrected.number if corrected is not None and corrected.state == InvoiceState.CREDITED else ""


def _invoice(invoice_id: int) -> Invoice:
    rows = Invoice.objects.select_related("country", "activity__membership__user", "mission", "corrects")
    return rows.get(pk=invoice_id)  # type: ignore[no-any-return]
