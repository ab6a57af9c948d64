"""The ledger: one balanced transaction per business event; balances are sums of its entries and nothing else.

A debit is positive, a credit negative. What an activity may spend lies on `activity.available`, what is promised to a
contract on `activity.reserved`; both are liabilities, and neither may be overdrawn.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity
from countries.models import Country
from invoicing.models import LedgerAccount, LedgerEntry, LedgerTransaction
from invoicing.models.ledger import AccountKind
from invoicing.rules import closed_months
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.money import CENT, ZERO
from smart.foundation.tenancy import active_country_id

RECEIVABLE: Final = "clients.receivable"
BANK: Final = "bank"
VAT: Final = "vat.payable"
FEE: Final = "fee.income"
GUARANTEE: Final = "guarantee.fund"
AVAILABLE: Final = "activity.available"
RESERVED: Final = "activity.reserved"
ON_ACCOUNT: Final = "clients.on_account"
SUPPLIERS: Final = "suppliers.payable"
VAT_DEDUCTIBLE: Final = "vat.deductible"
EXPENSES: Final = "expenses.payable"
IN_TRANSIT: Final = "bank.in_transit"
BANK_FEES: Final = "bank.fees"
EXCHANGE: Final = "exchange.differences"
LATE_INTEREST: Final = "late.interest"
RIGHTS: Final = "rights.payable"
RESERVES: Final = "equity.reserves"
PAY_CLAIMS: Final = "pay.claims"
SHARES: Final = "equity.shares"

CHART: Final[dict[str, AccountKind]] = {
    RECEIVABLE: AccountKind.ASSET,
    BANK: AccountKind.ASSET,
    VAT: AccountKind.LIABILITY,
    GUARANTEE: AccountKind.LIABILITY,
    AVAILABLE: AccountKind.LIABILITY,
    RESERVED: AccountKind.LIABILITY,
    "pay.net_payable": AccountKind.LIABILITY,
    "pay.social_payable": AccountKind.LIABILITY,
    "pay.tax_payable": AccountKind.LIABILITY,
    "pay.provisions": AccountKind.LIABILITY,
    "pay.other_amounts": AccountKind.ASSET,
    PAY_CLAIMS: AccountKind.ASSET,  # what members owe back after a correction
    ON_ACCOUNT: AccountKind.LIABILITY,  # clients paid too much, or before the invoice
    SUPPLIERS: AccountKind.LIABILITY,
    VAT_DEDUCTIBLE: AccountKind.ASSET,
    EXPENSES: AccountKind.LIABILITY,  # approved claims the members have not been paid yet
    IN_TRANSIT: AccountKind.ASSET,  # released to the bank and not yet on a statement
    RIGHTS: AccountKind.LIABILITY,  # authors' rights and other income that is not pay
    RESERVES: AccountKind.LIABILITY,  # the cooperative's own means, from which the guarantee fund is endowed
    SHARES: AccountKind.LIABILITY,  # what members have paid in as shares of the cooperative
    BANK_FEES: AccountKind.COST,
    EXCHANGE: AccountKind.COST,
    LATE_INTEREST: AccountKind.INCOME,
    FEE: AccountKind.INCOME,
}
OF_ACTIVITY: Final = frozenset({AVAILABLE, RESERVED})


class Kind:
    """The kinds of business events the books know."""

    INVOICE_ISSUED: Final = "invoice_issued"
    CREDIT_NOTE: Final = "credit_note"
    CLIENT_PAID: Final = "client_paid"
    RESERVED: Final = "reserved"
    RELEASED: Final = "released"
    PAYROLL: Final = "payroll"
    TRANSFER: Final = "transfer"
    ON_ACCOUNT: Final = "on_account"
    APPLIED: Final = "on_account_applied"
    RETURNED: Final = "payment_returned"
    BANK_FEES: Final = "bank_fees"
    EXCHANGE: Final = "exchange"
    WRITTEN_OFF: Final = "written_off"
    LATE_INTEREST: Final = "late_interest"
    REVIVED: Final = "claim_revived"
    VAT_RECLAIMED: Final = "vat_reclaimed"
    ENDOWED: Final = "fund_endowed"
    SUPPLIER: Final = "supplier_invoice"
    EXPENSE: Final = "expense"
    EXPENSE_HELD: Final = "expense_held"
    EXPENSE_RELEASED: Final = "expense_released"
    MOVED: Final = "moved_between_activities"
    TEAM: Final = "team_share"
    RIGHTS: Final = "rights"
    RETURNED_PAY: Final = "pay_returned"
    RECOVERED: Final = "pay_recovered"
    SHARE: Final = "share_paid"


class Entry(NamedTuple):
    """One side of a posting: an account, the activity it belongs to if it does, a signed amount in whole cents."""

    code: str
    activity: Activity | None
    amount: Decimal


class Place(NamedTuple):
    """An account by its code and its activity's id."""

    code: str
    activity_id: int | None


def post(
    *,
    event: str,
    kind: str,
    on: datetime.date,
    entries: Iterable[tuple[str, Activity | None, Decimal]],
    subject: Any,
    by: Actor,
    label: str,
) -> LedgerTransaction:
    """Post one business event; posting the identical event again returns the first transaction and changes nothing.

    Entries of one account are added up and zeros dropped. Locks the activities concerned, in the order of their ids.
    Raises ValueError when the entries do not balance, Conflict("event_differs") when the event was posted with other
    facts, RuleBroken("month_closed") on a day of a closed month, and RuleBroken("not_enough_available" /
    "not_enough_reserved") when an activity would be overdrawn.
    """
    amounts = _added_up(entries)
    lock_activities({place.activity_id for place in amounts if place.activity_id is not None})
    earlier = LedgerTransaction.objects.filter(event=event).first()
    if earlier is not None:
        return _same_or_refused(earlier, amounts, kind=kind, subject=subject)
    closed_months.refuse_closed_month(on)
    currency = Country.objects.values_list("currency", flat=True).get(pk=active_country_id())
    _refuse_overdraft(amounts, currency=currency)
    made = LedgerTransaction(
        event=event,
        kind=kind,
        on=on,
        at=timezone.now(),
        by_id=by.user_id,
        label=label[:200],
        subject_table=subject._meta.db_table,
        subject_id=subject.pk,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:  # another thread posted the same event between our look and our write
        if closed_months.CONSTRAINT in str(clash):  # closed between our look and our write
            raise closed_months.closed(on, closed_months.first_open_day(on)) from clash
        if "invoicing_ledgertransaction_event" not in str(clash):
            raise
        first = LedgerTransaction.objects.get(event=event)
        return _same_or_refused(first, amounts, kind=kind, subject=subject)
    _write(made, amounts, currency=currency)
    return made


def lock_activities(ids: Iterable[int]) -> None:
    """Hold the activities until the transaction ends, so that what is read about their money stays true."""
    wanted = sorted(set(ids))
    if wanted:
        list(Activity.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",), no_key=True))


def account_balance(code: str, activity: Activity | None = None) -> Decimal:
    """The sum of an account's entries: positive means debit. One query."""
    return _balance(Place(code, None if activity is None else activity.pk))


def _added_up(entries: Iterable[tuple[str, Activity | None, Decimal]]) -> dict[Place, Decimal]:
    amounts: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    for code, activity, amount in entries:
        if code not in CHART:
            raise ValueError(f"Unknown account {code!r}; known: {', '.join(sorted(CHART))}.")
        if (code in OF_ACTIVITY) != (activity is not None):
            raise ValueError(f"Account {code!r} must {'' if code in OF_ACTIVITY else 'not '}name an activity.")
        if amount != amount.quantize(CENT):
            raise ValueError(f"Account {code!r}: {amount} is not in whole cents.")
        amounts[Place(code, None if activity is None else activity.pk)] += amount
    # In one order for everybody, so that two postings which open the same accounts never wait for each other in a ring.
    kept = {
        place: amounts[place] for place in sorted(amounts, key=lambda p: (p.code, p.activity_id or 0)) if amounts[place]
    }
    if sum(kept.values(), ZERO) != 0 or len(kept) < 2:
        raise ValueError(f"A posting needs two entries or more that sum to zero; found {dict(kept)}.")
    return kept


def _same_or_refused(
    earlier: LedgerTransaction, amounts: dict[Place, Decimal], *, kind: str, subject: Any
) -> LedgerTransaction:
    """The event was posted before: it must have been the same in every fact that matters."""
    rows = LedgerEntry.objects.filter(transaction=earlier).values_list(
        "account__code", "account__activity_id", "amount"
    )
    posted = {Place(code, activity_id): amount for code, activity_id, amount in rows}
    facts = (earlier.kind, earlier.subject_table, earlier.subject_id)
    if posted != amounts or facts != (kind, subject._meta.db_table, subject.pk):
        raise Conflict(
            "event_differs",
            _("“%(label)s” was already booked with other amounts. Nothing was changed; look at it again.")
            % {"label": earlier.label},
            event=earlier.event,
        )
    return earlier


def _refuse_overdraft(amounts: dict[Place, Decimal], *, currency: str) -> None:
    for place, amount in amounts.items():
        if place.code not in OF_ACTIVITY or amount <= 0:
            continue
        held = -_balance(place)
        if held < amount:
            raise _overdrawn(place.code, held=held, wanted=amount, currency=currency)


def _overdrawn(code: str, *, held: Decimal, wanted: Decimal, currency: str) -> RuleBroken:
    facts = {"held": formats.money(held, currency), "wanted": formats.money(wanted, currency)}
    if code == AVAILABLE:
        return RuleBroken(
            "not_enough_available",
            _(
                "The activity has %(held)s available and %(wanted)s is asked for."
                " Ask for less, or wait for the next invoice."
            )
            % facts,
            field="budget",
            **facts,
        )
    return RuleBroken(
        "not_enough_reserved",
        _(
            "The activity has %(held)s reserved and %(wanted)s is to be taken from it."
            " Look at the reservation of the contract."
        )
        % facts,
        **facts,
    )


def _balance(place: Place) -> Decimal:
    entries = LedgerEntry.objects.filter(account__code=place.code, account__activity_id=place.activity_id)
    return entries.aggregate(total=Sum("amount"))["total"] or ZERO


def _write(made: LedgerTransaction, amounts: dict[Place, Decimal], *, currency: str) -> None:
    accounts = {place: _account(place, currency=currency) for place in amounts}
    lines: Sequence[LedgerEntry] = [
        LedgerEntry(transaction=made, account=accounts[place], amount=amount) for place, amount in amounts.items()
    ]
    LedgerEntry.objects.bulk_create(lines)


def _account(place: Place, *, currency: str) -> LedgerAccount:
    account, _made = LedgerAccount.objects.get_or_create(
        code=place.code,
        activity_id=place.activity_id,
        defaults={"kind": CHART[place.code], "currency": currency},
    )
    return account
