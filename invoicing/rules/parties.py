"""Seller and buyer as copied onto an invoice: the words and numbers of the day of issue, never looked up again."""

from typing import Any

from django.utils import translation

from activities.models import Client, Mission
from countries.models import BankAccount, LegalEntity

CLIENTS_ACCOUNT = "clients"
"""The name of the account clients pay to; without one, the entity's default account."""


def seller_of(entity: LegalEntity) -> dict[str, Any]:
    """The legal entity with its numbers and the account to pay to. Costs a query."""
    account = _account_of(entity)
    return {
        "name": entity.name,
        "legal_form": entity.legal_form,
        "lines": [line for line in (entity.street, f"{entity.postal_code} {entity.city}".strip()) if line],
        "street": entity.street,
        "postal_code": entity.postal_code,
        "city": entity.city,
        "country": entity.country.code.code,
        "vat_number": entity.vat_number,
        "company_number": entity.company_number,
        "register": entity.register,
        "email": entity.email,
        **sender_of(entity),
        "iban": account.iban if account else "",
        "bic": account.bic if account else "",
        "account_name": entity.name if account else "",
    }


def buyer_of(client: Client, mission: Mission, *, language: str) -> dict[str, Any]:
    """The client's copy, with the person who accepted the order if there is one. Costs two queries.

    The country stands in the address only when it is another one than the seller's, in the language of the invoice.
    """
    order = mission.orders.first()
    lines = [client.street, f"{client.postal_code} {client.city}".strip()]
    if client.place != client.country.code:
        with translation.override(language):
            lines.append(str(client.place.name))
    return {
        "name": client.name,
        "kind": client.kind,
        "lines": [line for line in lines if line],
        "street": client.street,
        "postal_code": client.postal_code,
        "city": client.city,
        "country": client.place.code,
        "vat_number": client.vat_number,
        "company_number": client.company_number,
        "email": client.billing_email or client.email,
        **receiver_of(client),
        "attention": order.contact_name if order else "",
    }


def sender_of(entity: LegalEntity) -> dict[str, Any]:
    """What electronic documents say of the seller beside the legal facts: where it is reached and by which numbers."""
    return {
        "endpoint_scheme": entity.endpoint_scheme,
        "endpoint_id": entity.endpoint_id,
        "phone": entity.phone,
        "establishment_number": entity.notes.get("establishment_number", ""),
    }


def receiver_of(client: Client) -> dict[str, Any]:
    """Where electronic documents reach the buyer, and what it wants to read on them."""
    return {
        "endpoint_scheme": client.endpoint_scheme,
        "endpoint_id": client.endpoint_id,
        "buyer_reference": client.buyer_reference,
        "routing": client.routing,
        "billing_email": client.billing_email,
    }


def purchase_order_of(mission: Mission) -> str:
    order = mission.orders.first()
    return order.purchase_order if order else ""


def grouped_iban(iban: str) -> str:
    """An IBAN as people read it, in groups of four."""
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def _account_of(entity: LegalEntity) -> BankAccount | None:
    accounts = {account.name: account for account in entity.bank_accounts.order_by("-is_default", "-pk")}
    return accounts.get(CLIENTS_ACCOUNT) or next(iter(accounts.values()), None)
