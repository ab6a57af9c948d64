"""Whom the portal tells what the bank did: a payment taken back, a salary that came back. Without amounts."""

from collections.abc import Callable, Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from countries.addresses import country_url
from countries.models import Country
from invoicing.bank_reasons import reason_in_words
from invoicing.models import Invoice, TransferItem
from members.models import User
from members.queries import staff_of
from members.rules.notices import notify
from members.states import Role
from smart.foundation.tenancy import active_country_id

Words = Callable[[], tuple[str, str]]


def tell_of_payment_taken_back(invoice: Invoice, *, entry_id: int) -> None:
    """The member and the accountants hear that the bank took a client's payment back; once per entry."""
    country: Country = Country.objects.get(pk=active_country_id())
    key = f"payment_taken_back:{invoice.pk}:{entry_id}"

    def words() -> tuple[str, str]:
        facts = {"number": invoice.number, "client": invoice.client}
        return (
            _("The bank took back the payment of %(number)s") % facts,
            _("%(client)s had paid %(number)s; the bank took the money back. The invoice is open again.") % facts,
        )

    member = invoice.activity.membership.user
    _tell([member], key=key, words=words, url=country_url(country, "invoicing:invoice_detail", invoice.pk))
    accountants = [user for user in staff_of(country, Role.ACCOUNTING) if user.pk != member.pk]
    _tell(accountants, key=key, words=words, url=country_url(country, "invoicing:staff_invoice_detail", invoice.pk))


def tell_of_payment_back(item: TransferItem, *, code: str, is_rejected: bool) -> None:
    """Payroll (of a salary) or accounting (of another payment) hears that it must be paid again; once per payment."""
    country: Country = Country.objects.get(pk=active_country_id())

    def words() -> tuple[str, str]:
        facts = {"reference": item.end_to_end, "reason": reason_in_words(code)}
        title = _("The bank rejected %(reference)s") if is_rejected else _("%(reference)s came back from the bank")
        text = _("%(reason)s Correct the account, then prepare a new file with this payment.")
        return title % facts, text % facts

    role = Role.ACCOUNTING if item.payslip_id is None else Role.PAYROLL
    page = ("invoicing:payable", item.payable_id) if item.payslip_id is None else ("invoicing:staff_run", _run_of(item))
    url = country_url(country, page[0], page[1])
    _tell(staff_of(country, role), key=f"payment_back:{item.pk}", words=words, url=url)


def _run_of(item: TransferItem) -> int | None:
    return item.transfer.run_id


def _tell(people: Iterable[User], *, key: str, words: Words, url: str) -> None:
    for person in people:
        with translation.override(person.language):
            title, text = words()
        notify(person, event=key.split(":")[0], key=key, title=title, text=text, url=url)
