"""Money kept for a client: it came too much or too early, and pays another invoice or goes back. Every euro has a name."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from activities.models import Client
from countries.models import Country
from invoicing.models import BankEntry, ClientCredit, ClientCreditUse, Invoice, Payable
from invoicing.models.bank_use import UseKind
from invoicing.models.payable import PayableKind
from invoicing.rules import bank_uses, ledger, payables, payments
from invoicing.states import PayableState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.tenancy import active_country_id


def left_of(credits: Iterable[ClientCredit]) -> dict[int, Decimal]:
    """What is left of each credit by its id, in one query; a refund that was cancelled gives its part free."""
    found = list(credits)
    uses = ClientCreditUse.objects.filter(credit__in=found).exclude(payable__state=PayableState.CANCELLED)
    used = dict(uses.values_list("credit_id").annotate(total=Sum("amount")))
    return {credit.pk: credit.amount - used.get(credit.pk, ZERO) for credit in found}


def credits_of(client: Client) -> list[tuple[ClientCredit, Decimal]]:
    """The credits of a client with something left, the oldest first, and what is left. Two queries."""
    rows = list(ClientCredit.objects.filter(client=client).select_related("entry", "invoice").order_by("pk"))
    left = left_of(rows)
    return [(row, left[row.pk]) for row in rows if left[row.pk] > 0]


@transaction.atomic
def keep_on_account(
    entry: BankEntry, *, client: Client, by: Actor, now: datetime, amount: Decimal | None = None
) -> ClientCredit:
    """Keep an amount of an entry that brought money (all that is left by default) on the client's account.

    Raises NotAllowed and RuleBroken: entry_not_waiting, money_out, wrong_currency, more_than_left.
    """
    country = bank_uses.check_bookkeeper(by)
    held = bank_uses.held_entry(entry)
    if held.amount < 0:
        raise RuleBroken("money_out", _("The money left the account: nothing of it can be kept for a client."))
    bank_uses.check_in_books(held, country)
    kept = bank_uses.unused_amount(held) if amount is None else amount
    bank_uses.check_left(held, kept)
    earlier = ClientCredit.objects.filter(entry=held).count()
    posted = ledger.post(
        event=f"on-account:entry-{held.pk}:{earlier}",
        kind=ledger.Kind.ON_ACCOUNT,
        on=held.booked_on,
        entries=[(ledger.BANK, None, kept), (ledger.ON_ACCOUNT, None, -kept)],
        subject=held,
        by=by,
        label=client.name,
    )
    bank_uses.record_use(held, kind=UseKind.ON_ACCOUNT, amount=kept, by=by, now=now, client=client, transaction=posted)
    made: ClientCredit = ClientCredit.objects.create(
        client=client, entry=held, amount=kept, transaction=posted, at=now, by_id=by.user_id, by_label=by.label
    )
    return made


@transaction.atomic
def keep_credited(invoice: Invoice, *, on: date, by: Actor, now: datetime) -> ClientCredit:
    """Keep for the client what a credit note left over on an invoice that was paid. Raises RuleBroken("nothing_over")."""
    bank_uses.check_bookkeeper(by)
    ledger.lock_activities([invoice.activity_id])
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    over = -payments.open_amount(locked)
    if over <= 0:
        raise RuleBroken(
            "nothing_over", _("Nothing was paid too much on %(number)s: nothing can be kept.") % {"number": locked}
        )
    earlier = ClientCredit.objects.filter(invoice=locked, entry__isnull=True).count()
    posted = ledger.post(
        event=f"on-account:invoice-{locked.pk}:{earlier}",
        kind=ledger.Kind.ON_ACCOUNT,
        on=on,
        entries=[(ledger.RECEIVABLE, None, over), (ledger.ON_ACCOUNT, None, -over)],
        subject=locked,
        by=by,
        label=locked.number,
    )
    made: ClientCredit = ClientCredit.objects.create(
        client_id=locked.client_id,
        invoice=locked,
        amount=over,
        transaction=posted,
        at=now,
        by_id=by.user_id,
        by_label=by.label,
    )
    return made


@transaction.atomic
def apply_credit(credit: ClientCredit, *, invoice: Invoice, on: date, by: Actor, now: datetime) -> ClientCreditUse:
    """Let a credit pay an invoice of the same client: all that is open, or all that is left of the credit.

    Raises NotAllowed and RuleBroken: other_client, credit_used, not_payable.
    """
    bank_uses.check_bookkeeper(by)
    ledger.lock_activities([invoice.activity_id])
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    left = _held_left(credit)
    open_amount = payments.open_amount(locked)
    _check_application(credit, locked, open_amount)
    amount = min(left, open_amount)
    posted = ledger.post(
        event=f"credit-applied:{credit.pk}:{locked.pk}:{credit.uses.count()}",
        kind=ledger.Kind.APPLIED,
        on=on,
        entries=[(ledger.ON_ACCOUNT, None, amount), (ledger.RECEIVABLE, None, -amount)],
        subject=locked,
        by=by,
        label=locked.number,
    )
    made = _used(credit, amount, by=by, now=now, invoice=locked, transaction=posted)
    payments.settle_state(locked, by=by)
    return made


@transaction.atomic
def refund_credit(
    credit: ClientCredit, *, amount: Decimal, payee: payables.Payee, due_on: date, by: Actor, now: datetime
) -> Payable:
    """Owe an amount of the credit back to the client; it goes out with the next file of other payments.

    Raises NotAllowed and RuleBroken: credit_used (field amount), and the refusals of `create_payable`.
    """
    bank_uses.check_bookkeeper(by)
    left = _held_left(credit)
    if not ZERO < amount <= left:
        raise _used_up(credit, left)
    payable = payables.create_payable(
        credit,
        key=f"refund:{credit.pk}:{credit.uses.count()}",
        kind=PayableKind.CLIENT_REFUND,
        payee=payee,
        amount=amount,
        due_on=due_on,
        account=ledger.ON_ACCOUNT,
        by=by,
    )
    _used(credit, amount, by=by, now=now, payable=payable)
    return payable


@transaction.atomic
def take_back_credit(credit: ClientCredit, *, entry: BankEntry, amount: Decimal, by: Actor, now: datetime) -> None:
    """Book that the bank took back money that was kept: the entry is held and takes it. Raises RuleBroken("credit_used")."""
    left = _held_left(credit)
    if amount > left:
        raise _used_up(credit, left)
    posted = ledger.post(
        event=f"credit-returned:{credit.pk}:entry-{entry.pk}",
        kind=ledger.Kind.RETURNED,
        on=entry.booked_on,
        entries=[(ledger.ON_ACCOUNT, None, amount), (ledger.BANK, None, -amount)],
        subject=entry,
        by=by,
        label=credit.client.name,
    )
    _used(credit, amount, by=by, now=now, entry=entry, transaction=posted)
    bank_uses.record_use(
        entry, kind=UseKind.CREDIT_RETURNED, amount=amount, by=by, now=now, client=credit.client, transaction=posted
    )


def _held_left(credit: ClientCredit) -> Decimal:
    """What is left of the credit, its client held so that the same euro is never given twice. (Credits are append-only.)"""
    list(Client.objects.filter(pk=credit.client_id).select_for_update(of=("self",), no_key=True))
    left = left_of([credit])[credit.pk]
    if left <= 0:
        raise _used_up(credit, left)
    return left


def _used_up(credit: ClientCredit, left: Decimal) -> RuleBroken:
    return RuleBroken(
        "credit_used",
        _(
            "Of what is kept for %(client)s here, %(left)s is left. Take at most that, or cancel the refund that holds it."
        )
        % {"client": credit.client, "left": formats.money(left, _currency())},
        field="amount",
    )


def _check_application(credit: ClientCredit, invoice: Invoice, open_amount: Decimal) -> None:
    if credit.client_id != invoice.client_id:
        raise RuleBroken(
            "other_client",
            _("The money is kept for %(client)s; %(number)s is another client's.")
            % {"client": credit.client, "number": invoice},
        )
    if invoice.state not in payments.PAYABLE or open_amount <= 0:
        raise RuleBroken(
            "not_payable",
            _("%(number)s is “%(state)s”: no payment can be registered on it.")
            % {"number": invoice, "state": invoice.get_state_display()},
        )


def _used(credit: ClientCredit, amount: Decimal, *, by: Actor, now: datetime, **what: object) -> ClientCreditUse:
    made: ClientCreditUse = ClientCreditUse.objects.create(
        credit=credit, amount=amount, at=now, by_id=by.user_id, by_label=by.label, **what
    )
    return made


def _currency() -> str:
    currency: str = Country.objects.values_list("currency", flat=True).get(pk=active_country_id())
    return currency


def open_invoices_of(client: Client) -> QuerySet[Invoice]:
    """The client's invoices that take a payment, the oldest first."""
    return Invoice.objects.filter(client=client, state__in=payments.PAYABLE).order_by("issued_on", "pk")
