"""Importing a bank's file: every statement kept as it was said, and what is beyond doubt booked as paid."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from activities.rules.clients import fold
from countries.guards import require_awake
from countries.models import BankAccount, Country
from invoicing import perms
from invoicing.bank.detect import read_statements
from invoicing.bank.statement import Entry, Statement
from invoicing.models import BankEntry, BankMatch, BankStatement, Invoice
from invoicing.rules import bank_matching, bank_settling, bank_uses, client_accounts, payments
from invoicing.states import EntryState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.crypto import blind_index
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import active_country_id


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one statement. `gap` is what is missing between the statement before and this one.

    `matches` paid invoices; `settled` are entries that were something else beyond doubt (a file of ours, money back).
    """

    statement: BankStatement
    is_new: bool
    matches: tuple[BankMatch, ...]
    waiting: tuple[BankEntry, ...]
    settled: tuple[BankEntry, ...] = ()
    gap: Decimal | None = None


@transaction.atomic
def import_statement(content: bytes, *, file_name: str, by: Actor, now: datetime) -> list[Imported]:
    """Keep every statement of the file and book what matches exactly; all of the file or nothing of it.

    A statement that is already there is left as it is. Raises NotAllowed, the refusals of `read_statements`, and
    RuleBroken: unknown_account, wrong_currency, statement_differs.
    """
    country: Country = Country.objects.get(pk=active_country_id())
    require_awake(country)
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may import bank statements."))
    found = read_statements(content)
    return [_imported(each, country=country, file_name=file_name, by=by, now=now) for each in found]


def preview_statement(content: bytes, *, file_name: str, by: Actor, now: datetime) -> list[Imported]:
    """What `import_statement` would do: it is done, looked at, and taken back. Raises the same."""
    with transaction.atomic():
        found = import_statement(content, file_name=file_name, by=by, now=now)
        transaction.set_rollback(True)
    return found


def account_of(statement: Statement) -> BankAccount:
    """The country's own account the statement is of, held until the transaction ends.

    Raises RuleBroken("unknown_account") and RuleBroken("wrong_currency").
    """
    rows = BankAccount.objects.filter(iban_index=blind_index(statement.account, purpose="iban"))
    account: BankAccount | None = rows.select_for_update(of=("self",), no_key=True).first()
    if account is None:
        raise RuleBroken(
            "unknown_account",
            _(
                "Account %(account)s is none of this country's. Import the file in the country it belongs to,"
                " or let an administrator add the account to its legal entity."
            )
            % {"account": statement.account},
        )
    if account.currency != statement.currency:
        raise RuleBroken(
            "wrong_currency",
            _(
                "Account %(account)s is kept in %(expected)s, statement %(number)s is in %(found)s. Nothing was imported."
            )
            % {
                "account": statement.account,
                "expected": account.currency,
                "number": statement.number,
                "found": statement.currency,
            },
        )
    return account


def _imported(statement: Statement, *, country: Country, file_name: str, by: Actor, now: datetime) -> Imported:
    account = account_of(statement)
    known = _known(account, statement)
    if known is not None:
        return Imported(known, is_new=False, matches=(), waiting=())
    in_books = statement.currency == country.currency
    decisions = bank_matching.decide(statement.entries, entity=account.entity, in_books=in_books)
    gap = _gap(account, statement)
    kept = _kept(account, statement, file_name=file_name, by=by, now=now)
    entries = [
        _entry(kept, told, position=position, reason=decision.reason)
        for position, (told, decision) in enumerate(zip(statement.entries, decisions, strict=True), 1)
    ]
    BankEntry.objects.bulk_create(entries)
    matches = [
        match
        for entry, decision in zip(entries, decisions, strict=True)
        for match in _paid(entry, decision, by=by, now=now)
    ]
    settled = [
        entry
        for entry, decision in zip(entries, decisions, strict=True)
        if not decision.pays and in_books and bank_settling.settle_entry(entry, by=by, now=now)
    ]
    done = {match.entry_id for match in matches} | {entry.pk for entry in settled}
    waiting = tuple(entry for entry in entries if entry.pk not in done and _still_waits(entry))
    return Imported(kept, is_new=True, matches=tuple(matches), waiting=waiting, settled=tuple(settled), gap=gap)


def _paid(entry: BankEntry, decision: bank_matching.Decision, *, by: Actor, now: datetime) -> list[BankMatch]:
    made = [record_match(entry, invoice=invoice, amount=amount, by=by, now=now) for invoice, amount in decision.pays]
    bank_uses.finish(entry, by=by)
    return made


def _still_waits(entry: BankEntry) -> bool:
    """An entry may have been cancelled out by a later one of the same statement."""
    entry.refresh_from_db(fields=["state"])
    return entry.state == EntryState.WAITING


def record_match(entry: BankEntry, *, invoice: Invoice, amount: Decimal, by: Actor, now: datetime) -> BankMatch:
    """Book an amount of the entry as a payment of the invoice; the caller holds the invoice's activity and the entry."""
    posted = payments.record_payment(invoice, amount=amount, on=entry.booked_on, key=f"bank-entry-{entry.pk}", by=by)
    made: BankMatch = BankMatch.objects.create(
        entry=entry, invoice=invoice, transaction=posted, amount=amount, at=now, by_id=by.user_id, by_label=by.label
    )
    client_accounts.learn_account(entry, client_id=invoice.client_id, now=now)
    return made


def _known(account: BankAccount, statement: Statement) -> BankStatement | None:
    """The statement as imported before. Raises RuleBroken when it had the same name but said something else."""
    rows = BankStatement.objects.filter(account=account)
    same: BankStatement | None = rows.filter(digest=statement.digest).first()
    if same is None and rows.filter(key=statement.key[:100]).exists():
        raise RuleBroken(
            "statement_differs",
            _(
                "Statement %(number)s of %(day)s was already imported with other entries. Nothing was changed;"
                " compare both with the bank."
            )
            % {"number": statement.number, "day": formats.day(statement.closing_on)},
        )
    return same


def _gap(account: BankAccount, statement: Statement) -> Decimal | None:
    """What lies between the closing balance of the statement before and this opening; nothing for the first one."""
    before = BankStatement.objects.filter(account=account, closing_on__lte=statement.closing_on)
    last = before.order_by("-closing_on", "-pk").first()
    missing = statement.opening - last.closing if last else None
    return missing or None


def _kept(account: BankAccount, said: Statement, *, file_name: str, by: Actor, now: datetime) -> BankStatement:
    made: BankStatement = BankStatement.objects.create(
        account=account,
        key=said.key[:100],
        number=said.number[:40],
        format=said.format,
        file_name=file_name[:120],
        digest=said.digest,
        currency=said.currency,
        opening_on=said.opening_on,
        opening=said.opening,
        closing_on=said.closing_on,
        closing=said.closing,
        entry_count=len(said.entries),
        imported_at=now,
        imported_by_id=by.user_id,
        imported_by_label=by.label,
    )
    return made


def _entry(statement: BankStatement, told: Entry, *, position: int, reason: str) -> BankEntry:
    return BankEntry(
        statement=statement,
        key=told.key,
        position=position,
        booked_on=told.booked_on,
        value_on=told.value_on,
        amount=told.amount,
        end_to_end=told.end_to_end[:70],
        structured=told.structured[:140],
        text=told.text,
        name=told.name[:140],
        folded_name=fold(told.name),
        iban=told.iban,
        is_reversal=told.is_reversal,
        is_fee=told.is_fee,
        reason_code=told.reason_code,
        batch=told.batch[:70],
        batch_count=told.batch_count,
        fees=told.fees,
        foreign_amount=told.foreign_amount,
        foreign_currency=told.foreign_currency[:3],
        wait_reason=reason,
    )
