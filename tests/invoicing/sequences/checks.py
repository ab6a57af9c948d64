"""What must be true after every step: each account is explained by its documents, and the books prove themselves."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from activities.models import Activity
from invoicing.models import (
    BankEntry,
    BankMatch,
    BankUse,
    ClientCredit,
    FundEndowment,
    Invoice,
    LedgerEntry,
    Payable,
    Payslip,
    SupplierInvoice,
    SupplierPart,
    TransferItem,
    WriteOff,
)
from invoicing.models.bank_use import UseKind
from invoicing.queries import guarantee_fund
from invoicing.queries.balances import FIGURES, activity_balance, ledger_lines
from invoicing.rules import client_credits, invariants, ledger, payments, written_off
from smart.foundation.money import ZERO
from tests.invoicing.conftest import TODAY
from tests.invoicing.sequences.world import World

PARTS = ("net", "vat", "total", "fee", "guarantee", "credited")
REVIVED = (ledger.VAT, ledger.GUARANTEE, ledger.AVAILABLE)
PAY = {
    "pay.social_payable": ("employee_total", "employer_total"),
    "pay.tax_payable": ("tax_total",),
    "pay.provisions": ("provisions",),
}


def check_step(world: World) -> None:
    """The quick part: everything balances, nothing is overdrawn, claims and what is kept are those of the documents."""
    accounts = check_ledger()
    assert all(amount >= 0 for amount in held(world))
    billed = list(Invoice.objects.issued().exclude(kind="credit_note"))
    assert accounts[ledger.RECEIVABLE] == sum(payments.open_amounts(billed).values(), ZERO)
    assert accounts[ledger.FEE] == -documents()["fee"]
    check_kept(accounts)


def check_books(world: World) -> None:
    """Everything that is true of the books whatever was done."""
    accounts = check_ledger()
    check_activities(world)
    check_claims(accounts)
    check_fund(accounts)
    check_losses()
    check_bank(world, accounts)
    check_kept(accounts)
    check_purchases(accounts)
    check_pay(accounts)
    assert not broken()


def check_ledger() -> Counter[str]:
    """Every transaction balances, so everything together is zero. The balance of each account, debit positive."""
    per_event: dict[int, Decimal] = defaultdict(lambda: ZERO)
    accounts: Counter[str] = Counter()
    for event, code, amount in LedgerEntry.objects.values_list("transaction_id", "account__code", "amount"):
        per_event[event] += amount
        accounts[code] += amount
    assert set(per_event.values()) <= {ZERO}
    assert sum(accounts.values(), ZERO) == ZERO
    return accounts


def check_activities(world: World) -> None:
    """Nothing is overdrawn, the figures of a balance add up, and each opens lines that sum to it."""
    for activity in world.activities:
        balance = activity_balance(activity)
        assert balance.available >= 0
        assert balance.reserved >= 0
        assert balance.credited + balance.moved == balance.available + balance.reserved + balance.spent
        for figure in FIGURES:
            assert sum((line.amount for line in ledger_lines(activity, figure)), ZERO) == getattr(balance, figure)
        assert balance.available + balance.reserved == left_by_documents(activity)


def held(world: World) -> list[Decimal]:
    """What is available and what is reserved, of each activity."""
    rows = LedgerEntry.objects.filter(account__activity__in=world.activities).order_by()
    sums = rows.values_list("account__activity_id", "account__code").annotate(total=Sum("amount"))
    return [-amount for _activity, _code, amount in sums]


def left_by_documents(activity: Activity) -> Decimal:
    """What the activity must have left: its documents, less what it lost, paid as wages or bore as costs of a bank."""
    billed = documents(activity=activity)["credited"] + borne_by_fund(activity=activity)
    lost = total(WriteOff.objects.done().filter(invoice__activity=activity), "from_activity")
    back = -of_kind(ledger.AVAILABLE, ledger.Kind.REVIVED, account__activity=activity)
    paid = total(Payslip.objects.filter(line__posted_at__isnull=False, contract__activity=activity), "employer_cost")
    short = of_kind(ledger.AVAILABLE, ledger.Kind.BANK_FEES, account__activity=activity)
    moved = total(activity.moves_in.filter(state="approved"), "amount")
    moved -= total(activity.moves_out.filter(state="approved"), "amount")
    bought = SupplierPart.objects.filter(activity=activity, invoice__booked_on__isnull=False)
    charged = total(bought.filter(invoice__kind="invoice"), "charged")
    charged -= total(bought.exclude(invoice__kind="invoice"), "charged")
    return billed - lost + back - paid - short + moved - charged


def check_claims(accounts: Counter[str]) -> None:
    """Claims are the sum of what is open; tax and fee are those of the documents; nothing lost is counted twice."""
    billed = list(Invoice.objects.issued().exclude(kind="credit_note"))
    left = payments.open_amounts(billed)
    assert left == {each.pk: payments.open_amount(each) for each in billed}
    assert accounts[ledger.RECEIVABLE] == sum(left.values(), ZERO)
    paid = sum((payments.paid_amount(each) for each in billed), ZERO)
    lost = sum((written_off.recoverable(each) for each in billed), ZERO)
    short = -of_kind(ledger.RECEIVABLE, ledger.Kind.BANK_FEES)
    kept = total(ClientCredit.objects.filter(entry__isnull=True), "amount")
    assert sum(left.values(), ZERO) == documents()["total"] - paid - lost - short + kept
    assert accounts[ledger.FEE] == -documents()["fee"]
    tax_lost = total(WriteOff.objects.done(), "vat") + of_kind(ledger.VAT, ledger.Kind.REVIVED)
    assert accounts[ledger.VAT] == -documents()["vat"] + tax_lost


def check_fund(accounts: Counter[str]) -> None:
    """The guarantee fund is its shares and endowments, less losses and what credits after pay asked of it."""
    fed = documents()["guarantee"] + total(FundEndowment.objects.filter(state="done"), "amount")
    lost = total(WriteOff.objects.done(), "from_fund") + of_kind(ledger.GUARANTEE, ledger.Kind.REVIVED)
    expected = fed - lost - borne_by_fund()
    assert -accounts[ledger.GUARANTEE] == expected
    assert guarantee_fund.fund(on=TODAY).balance == expected
    assert sum((row for year in guarantee_fund.by_year() for row in year["kinds"].values()), ZERO) == expected
    assert -accounts[ledger.RESERVES] == -total(FundEndowment.objects.filter(state="done"), "amount")


def check_losses() -> None:
    """What came back went to who bore it: never more than they lost, exactly that after the last cent."""
    for invoice in Invoice.objects.filter(write_offs__state="done").distinct():
        loss, about = written_off.loss_of(invoice), {"transaction__subject_id": invoice.pk}
        back = [-of_kind(code, ledger.Kind.REVIVED, **about) for code in REVIVED]
        assert all(ZERO <= given <= borne for given, borne in zip(back, loss, strict=True)), (loss, back)
        if written_off.recoverable(invoice) == 0:
            assert back == list(loss)


def check_bank(world: World, accounts: Counter[str]) -> None:
    """Every euro of the bank is on a statement, or was entered by a person; the rest is costs and exchange."""
    on_statements = total(BankMatch.objects.all(), "amount")
    for kind, sign, amount in BankUse.objects.values_list("kind", "entry__amount", "amount"):
        if kind != UseKind.CANCELLED_OUT:
            on_statements += amount if sign > 0 else -amount
    assert accounts[ledger.BANK] == on_statements + world.cash + world.interest
    assert accounts[ledger.LATE_INTEREST] == -world.interest
    assert accounts[ledger.EXCHANGE] == sum(world.exchange.values(), ZERO)
    short = of_kind(ledger.BANK_FEES, ledger.Kind.BANK_FEES, transaction__subject_table="invoicing_invoice")
    assert accounts[ledger.BANK_FEES] == total(BankUse.objects.filter(kind=UseKind.FEE), "amount") + short
    used: Counter[int] = Counter()
    for model in (BankMatch, BankUse):
        for entry_id, amount in model.objects.values_list("entry_id", "amount"):
            used[entry_id] += amount
    assert all(used[entry.pk] == abs(entry.amount) for entry in BankEntry.objects.filter(state="matched"))


def check_kept(accounts: Counter[str]) -> None:
    """What is kept for clients is what is left of their credits and what is on its way back to them."""
    rows = list(ClientCredit.objects.all())
    left = client_credits.left_of(rows)
    assert all(amount >= 0 for amount in left.values())
    refunds = Payable.objects.filter(kind="client_refund")
    on_its_way = total(refunds.exclude(state__in=["paid", "cancelled"]), "amount")
    assert -accounts[ledger.ON_ACCOUNT] == sum(left.values(), ZERO) + on_its_way


def check_purchases(accounts: Counter[str]) -> None:
    """Suppliers are owed what was booked and has not left the bank; the VAT of it is what was recovered."""
    due = vat = ZERO
    for bought in SupplierInvoice.objects.filter(booked_on__isnull=False):
        sign = -1 if bought.is_credit else 1
        due, vat = due + sign * bought.due, vat + sign * bought.vat_deducted
    gone = TransferItem.objects.filter(payable__kind="supplier", is_cancelled=False, booked_on__isnull=False)
    assert -accounts[ledger.SUPPLIERS] == due - total(gone, "amount")
    assert accounts[ledger.VAT_DEDUCTIBLE] == vat


def check_pay(accounts: Counter[str]) -> None:
    """What is owed for work is that of the payslips, less what has left the bank and not come back."""
    slips = Payslip.objects.filter(line__posted_at__isnull=False)
    gone = TransferItem.objects.filter(payslip__isnull=False, is_cancelled=False, booked_on__isnull=False)
    assert -accounts["pay.net_payable"] == total(slips, "net") - total(gone, "amount")
    for code, parts in PAY.items():
        assert -accounts[code] == sum((total(slips, part) for part in parts), ZERO)


def documents(**about: Any) -> dict[str, Decimal]:
    """Invoices less credit notes, part by part."""
    rows = Invoice.objects.issued().filter(**about)
    sums = dict.fromkeys(PARTS, ZERO)
    for kind, *amounts in rows.values_list("kind", *PARTS):
        for part, amount in zip(PARTS, amounts, strict=True):
            sums[part] += -amount if kind == "credit_note" else amount
    return sums


def borne_by_fund(**about: Any) -> Decimal:
    """What credit notes took back that the activity no longer had."""
    found = ZERO
    for note in Invoice.objects.issued().filter(kind="credit_note", **about):
        taken = of_kind(ledger.AVAILABLE, ledger.Kind.CREDIT_NOTE, transaction__subject_id=note.pk)
        assert ZERO <= taken <= note.credited
        found += note.credited - taken
    return found


def of_kind(code: str, kind: str, **about: Any) -> Decimal:
    return total(LedgerEntry.objects.filter(account__code=code, transaction__kind=kind, **about), "amount")


def total(rows: Any, field: str) -> Decimal:
    return rows.aggregate(total=Sum(F(field)))["total"] or ZERO


def broken() -> list[str]:
    """What the file of invariants says; without I5, since nobody does the work list here."""
    return [fault for fault in invariants.broken_in_country() if not fault.startswith("I5")]
