"""The accounts clients pay from, learned from payments that were matched."""

from datetime import datetime

from invoicing.models import BankEntry, ClientAccount


def learn_account(entry: BankEntry, *, client_id: int, now: datetime) -> None:
    """Remember that the client paid from the entry's account; nothing when the bank told none, or it is known."""
    if not entry.iban:
        return
    known = ClientAccount.objects.filter(iban_index=entry.iban_index, client_id=client_id)
    if not known.exists():
        ClientAccount.objects.create(client_id=client_id, iban=entry.iban, learned_at=now)
