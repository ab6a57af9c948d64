"""The client's way to an invoice without an account: a signed link that opens this one document, in this one country."""

from typing import Final

from django.core import signing

from countries.addresses import country_address
from countries.models import Country
from invoicing.models import Invoice
from smart.foundation.tenancy import active_country_id

PURPOSE: Final = "invoicing.client_link"


def invoice_token(invoice: Invoice) -> str:
    """The signed part of the link; it does not expire, because an invoice must be kept for years."""
    return signing.Signer(salt=f"{PURPOSE}.{invoice.country_id}").sign_object({"invoice": invoice.pk})


def invoice_address(invoice: Invoice, country: Country) -> str:
    """The full address, for mails."""
    return country_address(country, "invoicing:client_invoice", invoice_token(invoice))


def invoice_of_token(token: str) -> Invoice | None:
    """The invoice a link opens, if the link is ours and of the entered country; drafts are never shown. One query."""
    try:
        facts = signing.Signer(salt=f"{PURPOSE}.{active_country_id()}").unsign_object(token)
    except signing.BadSignature:
        return None
    found = (
        Invoice.objects.issued()
        .filter(pk=facts["invoice"])
        .select_related("client", "mission", "corrects", "country", "activity__membership__user")
    )
    return found.first()  # type: ignore[no-any-return]
