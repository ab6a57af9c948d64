"""Who is told what of electronic invoices: accountants of what is to mend, members of a refusal. Without amounts."""

from django.utils.translation import gettext as _

from countries.addresses import country_url
from invoicing.models import ElectronicInvoice
from invoicing.rules import einvoices_findings
from members.models import User
from members.queries import staff_of
from members.rules.notices import in_language_of, notify
from members.states import Role


def tell_of_findings(electronic: ElectronicInvoice) -> None:
    """Tell the accountants, once an attempt, that the document is not valid and what is first to mend."""
    for person in _accountants(electronic):
        with in_language_of(person):
            title = _("The electronic invoice %(number)s cannot go out yet") % {"number": electronic.invoice.number}
            _notify(person, electronic, title=title, text=einvoices_findings.first_sentence(electronic.findings))


def tell_of_refusal(electronic: ElectronicInvoice, *, note: str) -> None:
    """Tell the accountants that the platform or the client refused the document."""
    for person in _accountants(electronic):
        with in_language_of(person):
            title = _("The electronic invoice %(number)s was refused") % {"number": electronic.invoice.number}
            _notify(person, electronic, title=title, text=note)


def _notify(person: User, electronic: ElectronicInvoice, *, title: str, text: str) -> None:
    notify(
        person,
        event="einvoice",
        key=f"einvoice-{electronic.pk}-{electronic.state}",
        title=title,
        text=text,
        url=country_url(electronic.invoice.country, "invoicing:einvoice", electronic.pk),
        mail=False,
    )


def _accountants(electronic: ElectronicInvoice) -> list[User]:
    return staff_of(electronic.invoice.country, Role.ACCOUNTING)
