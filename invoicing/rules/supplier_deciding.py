"""The cooperative says no, or not yet: an invoice of a supplier is refused, disputed or suspended, with a reason that is told."""

import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from invoicing import perms, supplier_codes
from invoicing.models import SupplierInvoice
from invoicing.rules import supplier_routing, supplier_tellings
from invoicing.rules.supplier_receiving import held_invoice
from invoicing.states import SupplierState
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move

CODES: Final = {
    SupplierState.REFUSED: supplier_codes.REFUSED,
    SupplierState.DISPUTED: supplier_codes.DISPUTED,
    SupplierState.SUSPENDED: supplier_codes.SUSPENDED,
}


@transaction.atomic
def turn_down(
    invoice: SupplierInvoice, *, to: str, reason_code: str, words: str, by: Actor, now: datetime.datetime
) -> SupplierInvoice:
    """Refuse it for good, dispute it, or suspend it until something comes; `to` is the state. Members and supplier are told.

    Nothing was booked before, so nothing is booked back. Raises NotAllowed and RuleBroken: not_read, reason_missing,
    words_missing, no_such_move.
    """
    if not perms.may_handle_suppliers(by):
        raise NotAllowed(_("Only an adviser or an accountant decides about invoices of suppliers."))
    held = held_invoice(invoice)
    code = CODES[SupplierState(to)]
    if not held.is_read and to != SupplierState.REFUSED:
        raise RuleBroken("not_read", _("Write down first what is on the paper: number, day, supplier, amounts."))
    supplier_routing.check_reason(reason_code, words)
    held.reason_code = reason_code
    held.save(update_fields=["reason_code"])
    move(held, to=to, by=by, reason=_sentence(reason_code, words))
    supplier_tellings.add_status(held, code=code, reason_code=reason_code, note=words, by=by, now=now)
    if to != SupplierState.SUSPENDED:
        supplier_tellings.mail_supplier(held, is_refused=to == SupplierState.REFUSED, words=words, now=now)
    supplier_tellings.tell_decision(held)
    return held


def _sentence(reason_code: str, words: str) -> str:
    said = supplier_codes.reason_words(reason_code)
    return f"{said}: {words.strip()}" if words.strip() else said
