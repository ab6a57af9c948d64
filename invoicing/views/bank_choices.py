"""What a waiting entry may be, beside the invoices suggested: the forms and the likely files and payments of its page."""

from decimal import Decimal
from typing import Any

from countries.models import Country
from invoicing.forms_bank import DivideForm, ForeignForm, KeepForm, ShareForm, TakeBackForm
from invoicing.models import BankEntry, BankMatch
from invoicing.queries.bank import Suggestion
from invoicing.rules import bank_entries, bank_outgoing, bank_returns


def choices_of(entry: BankEntry, suggestions: list[Suggestion], left: Decimal, *, country: Country) -> dict[str, Any]:
    """Money that arrived: several invoices, a share, kept for a client, another currency, a payment of ours that came back.

    Money that left: a file of ours, a payment taken back, a cost of the bank.
    """
    return _left(entry) if entry.amount < 0 else _arrived(entry, suggestions, left, country=country)


def _arrived(entry: BankEntry, suggestions: list[Suggestion], left: Decimal, *, country: Country) -> dict[str, Any]:
    named = [each for each in suggestions if each.by_reference]
    lines = [(each.invoice.number, each.open) for each in named]
    currency = entry.statement.currency
    context: dict[str, Any] = {
        "is_arrived": True,
        "divide_form": DivideForm(lines=lines if len(lines) > 1 else [], currency=currency),
        "keep_form": KeepForm(prefix="keep", initial={"client": _likely_client(entry, suggestions)}),
        "share_form": ShareForm(prefix="share"),
        "payout": bank_returns.payout_of(entry),
        "foreign_form": None,
    }
    if bank_entries.is_foreign(entry, country):
        best = suggestions[0] if suggestions else None
        same = currency == country.currency
        initial = {"number": best.invoice.number, "closes": best.open} if best else {}
        form = ForeignForm(prefix="foreign", initial=initial | ({"booked": left} if same else {}))
        for name in ("booked", "closes"):
            form.fields[name].currency = country.currency  # type: ignore[attr-defined]
        context["foreign_form"] = form
    return context


def _left(entry: BankEntry) -> dict[str, Any]:
    return {
        "is_arrived": False,
        "files": bank_outgoing.files_like(entry),
        "item": bank_outgoing.item_of(entry),
        "originals": bank_returns.payments_like(entry),
        "back_form": TakeBackForm(prefix="back"),
    }


def _likely_client(entry: BankEntry, suggestions: list[Suggestion]) -> str:
    """The client it already paid for, else the likeliest one, else nobody."""
    matched = BankMatch.objects.filter(entry=entry).select_related("invoice__client").first()
    if matched is not None:
        return str(matched.invoice.client.name)
    return str(suggestions[0].invoice.client.name) if suggestions else ""
