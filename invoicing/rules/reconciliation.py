"""One payment to a member from the client's euro to their account: stages whose figures sum, each with its document.

Nothing is computed afresh: figures come from invoices, contract, payslip and bank file, and are held against the ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from activities.models import Contract
from activities.states import ContractState
from invoicing.models import Invoice, LedgerEntry, Payslip, TransferItem
from invoicing.models.invoice import InvoiceKind
from invoicing.models.payroll import RunKind
from invoicing.rules import ledger, posting, team_money
from invoicing.rules.pay_withheld import owed_of
from smart.foundation import formats
from smart.foundation.money import ZERO


class Unreconciled(ValueError):
    """The documents and the books say different amounts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount as it moves its stage; `document` is the object that says it, None when a neighbour's figure does."""

    label: str
    amount: Decimal
    document: Any = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """Figures that sum to `total`, which is the first figure of the next stage."""

    heading: str
    figures: tuple[Figure, ...]
    total: Figure

    def __post_init__(self) -> None:
        told = sum((figure.amount for figure in self.figures), ZERO)
        if told != self.total.amount:
            raise Unreconciled(f"{self.heading}: {told} is not {self.total.amount}.")


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The stages of one payment in order, and how it left. `paid` is what the bank files hold, less what came back."""

    stages: tuple[Stage, ...]
    currency: str
    owed: Decimal
    paid: Decimal
    items: tuple[TransferItem, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.paid not in {ZERO, self.owed}:
            raise Unreconciled(f"The bank files hold {self.paid} of {self.owed}.")


def reconcile_pay(payslip: Payslip) -> Reconciliation:
    """The way to one payslip's payment; the payslip comes with its contract, mission and line. At most twelve queries.

    Raises Unreconciled when documents and books differ.
    """
    stages = [*_before_pay(payslip), *_inside_pay(payslip), _to_account(payslip)]
    _check_books(payslip)
    owed = stages[-1].total.amount
    items = tuple(payslip.transfer_items.select_related("transfer").order_by("pk"))
    paid = sum((item.amount for item in items if not item.is_cancelled), ZERO)
    return Reconciliation(tuple(stages), payslip.currency, owed, paid, items)


def _before_pay(payslip: Payslip) -> Iterable[Stage]:
    """From the client to the cost of the contract: what ordinary pay has before it."""
    if payslip.line.kind == RunKind.ORDINARY:
        yield from _from_clients(payslip.contract)
        yield _contract_cost(payslip)
    elif payslip.line.kind == RunKind.ONE_OFF:
        yield _later_cost(payslip)


def _from_clients(contract: Contract) -> Iterable[Stage]:
    """Nothing for a share of somebody else's mission: what their client pays is not this member's to read."""
    mission = contract.mission
    if mission is None or mission.activity_id != contract.activity_id:
        return
    rows = Invoice.objects.issued().filter(mission_id=mission.pk).select_related("client").order_by("pk")
    invoices = list(rows)
    if not invoices:
        return
    signed = [(row, -1 if row.kind == InvoiceKind.CREDIT_NOTE else 1) for row in invoices]
    net = sum((sign * row.net for row, sign in signed), ZERO)
    guaranteed = sum((sign * row.guarantee for row, sign in signed), ZERO)
    credited = sum((sign * row.credited for row, sign in signed), ZERO)
    borne = _borne_by_fund(invoices, guaranteed, credited)
    borne_figures = (Figure(_("Credited to the client, borne by the guarantee fund"), borne),) if borne else ()
    kept = credited + borne
    yield Stage(
        _("What the client is invoiced"),
        tuple(Figure(f"{row.number}, {row.client}", sign * row.net, row) for row, sign in signed),
        Figure(_("Before VAT"), net),
    )
    yield Stage(
        _("What the cooperative does for it"),
        (
            Figure(_("Before VAT"), net),
            Figure(_("The cooperative"), -sum((sign * row.fee for row, sign in signed), ZERO)),
            Figure(_("Guarantee fund"), -guaranteed),
            *borne_figures,
        ),
        Figure(_("Credited to my activity"), kept, contract.activity),
    )
    yield _to_contract(contract, kept, team=team_money.moved_for(mission))


def _to_contract(contract: Contract, credited: Decimal, *, team: Decimal) -> Stage:
    """The member's other contracts of the mission one by one; of others only what went to a team, or within what is left."""
    rows = Contract.objects.filter(mission_id=contract.mission_id).exclude(pk=contract.pk)
    alive = list(rows.exclude(state__in=[ContractState.CANCELLED, ContractState.DRAFT]).order_by("pk"))
    own = [row for row in alive if row.membership_id == contract.membership_id]
    figures = [Figure(_("Credited to my activity"), credited, contract.activity)]
    figures += [Figure(_("Other contract of the mission"), -row.budget, row, row.reference) for row in own]
    if team:
        figures.append(Figure(_("Shares of the team"), team, contract.activity))
    rest = credited + team - sum((row.budget for row in own), ZERO) - contract.budget
    if rest:
        figures.append(Figure(_rest_words(rest, is_shared=len(own) < len(alive)), -rest, contract.activity))
    return Stage(_("What becomes the contract"), tuple(figures), _budget(contract))


def _rest_words(rest: Decimal, *, is_shared: bool) -> str:
    if rest < 0:
        return _("From other income of my activity")
    return _("Shares of the others, and what stays in my activity") if is_shared else _("Stays in my activity")


def _budget(contract: Contract) -> Figure:
    return Figure(_("Budget of the contract"), contract.budget, contract, contract.reference)


def _contract_cost(payslip: Payslip) -> Stage:
    contract = payslip.contract
    left = contract.budget - payslip.employer_cost
    figures = [_budget(contract)]
    if left:
        figures.append(Figure(_("Given back to my activity"), -left, contract.activity))
    return Stage(_("What the contract costs"), tuple(figures), _cost(payslip))


def _later_cost(payslip: Payslip) -> Stage:
    """One-off pay: first what was set aside for it, then the activity."""
    cost, before = posting.cost_to_bear(payslip), payslip.line.provisioned
    figures = [Figure(_("Set aside before, paid now"), before)]
    if cost != payslip.employer_cost:
        figures.append(Figure(_("Set aside before, used in the pay itself"), payslip.employer_cost - cost))
    if cost != before:
        words = _("From my activity") if cost > before else _("Given back to my activity")
        figures.append(Figure(words, cost - before, payslip.contract.activity))
    return Stage(_("Where this pay comes from"), tuple(figures), _cost(payslip))


def _cost(payslip: Payslip) -> Figure:
    return Figure(_("Cost of the pay, all included"), payslip.employer_cost, payslip)


def _inside_pay(payslip: Payslip) -> Iterable[Stage]:
    """From the cost to the gross, and from the gross to the net, as the payslip says."""
    gross = Figure(_("Gross pay"), payslip.gross, payslip)
    provisions = [Figure(_("Set aside for later pay"), -payslip.provisions)] if payslip.provisions else []
    yield Stage(
        _("What the employer pays on top"),
        (_cost(payslip), Figure(_("Employer contributions"), -payslip.employer_total), *provisions),
        gross,
    )
    other = payslip.net - payslip.gross + payslip.employee_total + payslip.tax_total
    others = [Figure(_("Other amounts"), other)] if other else []
    yield Stage(
        _("What is taken from the gross"),
        (
            gross,
            Figure(_("Your contributions"), -payslip.employee_total),
            Figure(_("Tax withheld"), -payslip.tax_total),
            *others,
        ),
        Figure(_("Net pay"), payslip.net, payslip, payslip.number),
    )


def _to_account(payslip: Payslip) -> Stage:
    """What of the net goes to the account: pay owed back and parts of shares are withheld by decision or agreement."""
    figures = [Figure(_("Net pay"), payslip.net, payslip, payslip.number)]
    for part in payslip.withheld.select_related("claim").order_by("pk"):
        agreed = _("agreed on %(day)s") % {"day": formats.day(part.agreed_on)}
        figures.append(Figure(_("Withheld for pay that was too much"), -part.amount, part.claim, agreed))
    taken = payslip.share_instalments.order_by("pk").values_list("amount", flat=True)
    figures += [Figure(_("Share of the cooperative"), -amount) for amount in taken]
    owed = owed_of([payslip])[payslip.pk]
    words = _("To your account") if owed >= 0 else _("Owed back")
    return Stage(_("What goes to the account"), tuple(figures), Figure(words, owed))


def _borne_by_fund(invoices: Sequence[Invoice], guaranteed: Decimal, credited: Decimal) -> Decimal:
    """What credit notes took back and the activity no longer had, because it had become pay (decision 0007). One query.

    Raises Unreconciled when the documents and the books differ by anything else.
    """
    entries = LedgerEntry.objects.filter(
        transaction__subject_table=Invoice._meta.db_table,
        transaction__subject_id__in=[row.pk for row in invoices],
        transaction__kind__in=[ledger.Kind.INVOICE_ISSUED, ledger.Kind.CREDIT_NOTE],
    )
    sums = entries.aggregate(
        activity=Sum("amount", filter=Q(account__code__in=ledger.OF_ACTIVITY)),
        fund=Sum("amount", filter=Q(account__code=ledger.GUARANTEE)),
    )
    booked, borne = -(sums["activity"] or ZERO), (sums["fund"] or ZERO) + guaranteed
    if booked != credited + borne:
        raise Unreconciled(f"The invoices credit {credited}, the fund bears {borne}, the books say {booked}.")
    return borne


def _check_books(payslip: Payslip) -> None:
    """The net of the payslip is what the books owe for it. Nothing is said of pay that is not posted yet."""
    if payslip.line.posted_at is None:
        return
    entries = LedgerEntry.objects.filter(
        transaction__event=f"payroll:{payslip.line_id}", account__code__in=[posting.NET, posting.CLAIMS]
    )
    booked = -(entries.aggregate(sum=Sum("amount"))["sum"] or ZERO)
    if booked != payslip.net:
        raise Unreconciled(f"The payslip pays {payslip.net}, the books owe {booked}.")
