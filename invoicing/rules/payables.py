"""What the cooperative owes one account: entered once by the rule that knows why, paid through a file, or cancelled.

Other rules call `create_payable` when something must be paid (a supplier's invoice approved, an expense claim approved).
They have credited the ledger account they name before; it is debited when the bank has paid. What became of it is the
payable's state; `payables_of` finds those of a document.
"""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum import luhn

from countries.guards import require_awake
from countries.identifiers import check_identifier
from countries.models import Country
from invoicing.models import Payable
from invoicing.rules import ledger
from invoicing.states import PayableState
from smart.foundation.actors import STAFF, SYSTEM, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.said import Said
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid where: an IBAN, or a Swedish Bankgiro number; `structured` is their own reference (RF, OGM, OCR)."""

    name: str
    iban: str = ""
    bankgiro: str = ""
    structured: str = ""
    remittance: str = ""


@transaction.atomic
def create_payable(
    subject: Any, *, key: str, kind: str, payee: Payee, amount: Decimal, due_on: datetime.date, account: str, by: Actor
) -> Payable:
    """Owe an amount in the books' currency to a payee, about a document; the same `key` again returns the first one.

    `kind` is a PayableKind, `account` the ledger account to debit when it is paid (of the chart, of no activity). The
    caller has checked who may owe this. Raises RuleBroken: payee_missing, account_unusable (field iban or bankgiro),
    amount_not_positive; and Conflict("payable_differs") for a known key with another amount or payee.
    """
    if not (by.is_(STAFF) or by.is_(SYSTEM)):
        raise NotAllowed(_("Only the country's staff may owe somebody money."))
    country: Country = Country.objects.get(pk=active_country_id())
    require_awake(country)
    if account not in ledger.CHART or account in ledger.OF_ACTIVITY:
        raise ValueError(f"Account {account!r} cannot be paid from: it must be in the chart and belong to no activity.")
    _check_payee(payee, amount)
    known = Payable.objects.filter(key=key).first()
    if known is not None:
        return _same_or_refused(known, payee, amount)
    made: Payable = Payable.objects.create(
        kind=kind,
        key=key,
        subject_table=subject._meta.db_table,
        subject_id=subject.pk,
        payee_name=payee.name.strip()[:140],
        iban=_compact(payee.iban),
        bankgiro=_digits(payee.bankgiro),
        amount=amount,
        currency=country.currency,
        due_on=due_on,
        remittance=payee.remittance.strip()[:140],
        structured=payee.structured.strip()[:40],
        ledger_account=account,
        created_at=timezone.now(),
        created_by_id=by.user_id,
        created_by_label=by.label,
    )
    return made


@transaction.atomic
def cancel_payable(payable: Payable, *, reason: str | Said, by: Actor) -> Payable:
    """Owe it no longer: nothing was paid. What the ledger says of the debt is for the rule that made it.

    Raises RuleBroken: reason_missing; no_such_move while it is in a file or after it was paid.
    """
    check_cashier(by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why it is not paid."), field="reason")
    locked: Payable = Payable.objects.select_for_update(of=("self",), no_key=True).get(pk=payable.pk)
    move(locked, to=PayableState.CANCELLED, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def correct_payee(payable: Payable, *, iban: str, bankgiro: str, by: Actor) -> Payable:
    """Pay to another account: before it is in a file, or after it came back. Raises RuleBroken("payable_fixed")."""
    check_cashier(by)
    locked: Payable = Payable.objects.select_for_update(of=("self",), no_key=True).get(pk=payable.pk)
    if locked.state not in {PayableState.OPEN, PayableState.RETURNED}:
        raise RuleBroken(
            "payable_fixed",
            _("%(reference)s is “%(state)s”: its account can be changed while it waits to be paid.")
            % {"reference": locked, "state": locked.get_state_display()},
        )
    _check_payee(Payee(name=locked.payee_name, iban=iban, bankgiro=bankgiro), locked.amount)
    locked.iban, locked.bankgiro = _compact(iban), _digits(bankgiro)
    locked.save(update_fields=["iban", "iban_index", "bankgiro"])
    return locked


def payables_of(subject: Any) -> QuerySet[Payable]:
    """The payables about a document, oldest first."""
    return Payable.objects.filter(subject_table=subject._meta.db_table, subject_id=subject.pk).order_by("pk")


def may_handle_payouts(by: Actor) -> bool:
    """Payroll, accounting and administrators of the country prepare, release and book what leaves the bank."""
    return by.is_(SYSTEM) or by.has_role("payroll", "accounting", "country_admin")


def check_cashier(by: Actor) -> None:
    if not may_handle_payouts(by):
        raise NotAllowed(_("Only payroll and accounting handle files for the bank."))


def _check_payee(payee: Payee, amount: Decimal) -> None:
    if not payee.name.strip():
        raise RuleBroken("payee_missing", _("Say who is paid."), field="payee_name")
    if amount <= ZERO:
        raise RuleBroken("amount_not_positive", _("The amount to pay must be above zero."), field="amount")
    if payee.bankgiro:
        _check_bankgiro(payee.bankgiro)
    elif not payee.iban or not check_identifier(payee.iban[:2].upper(), "iban", payee.iban).ok:
        raise RuleBroken(
            "account_unusable",
            _("%(name)s has no usable account: an IBAN with right check digits is expected.") % {"name": payee.name},
            field="iban",
        )


def _check_bankgiro(number: str) -> None:
    """Seven or eight digits, the last a Luhn check digit (bankgirot.se, number structure)."""
    digits = _digits(number)
    if len(digits) not in {7, 8} or not luhn.is_valid(digits):
        raise RuleBroken(
            "account_unusable",
            _("“%(number)s” is no Bankgiro number: seven or eight digits with a check digit are expected.")
            % {"number": number},
            field="bankgiro",
        )


def _same_or_refused(known: Payable, payee: Payee, amount: Decimal) -> Payable:
    if (known.amount, known.payee_name) != (amount, payee.name.strip()[:140]):
        raise Conflict(
            "payable_differs",
            _("%(reference)s was already entered with another amount or payee. Nothing was changed.")
            % {"reference": known},
        )
    return known


def _compact(iban: str) -> str:
    return "".join(iban.split()).upper()


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
