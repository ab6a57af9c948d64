"""A member's year: what clients were invoiced, what became pay, what reached the account; every total held against the books."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from activities.models import Activity
from invoicing.models import LedgerEntry, Payslip
from invoicing.queries.statements import Item, Section, Statement, payslip_figures, statement_of
from invoicing.rules import ledger, posting
from invoicing.rules.statement_stairs import statement_stairs
from invoicing.spans import Span, read_span
from members.models import Membership, ShareMovement
from smart.foundation.money import ZERO
from smart.foundation.waterfall import Staircase


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Sums of payslips: of one contract, or of the year. cost = gross + employer + provisions; gross … net as on a payslip."""

    cost: Decimal = ZERO
    employer: Decimal = ZERO
    provisions: Decimal = ZERO
    gross: Decimal = ZERO
    contributions: Decimal = ZERO
    tax: Decimal = ZERO
    other: Decimal = ZERO
    net: Decimal = ZERO

    def __post_init__(self) -> None:
        if self.cost != self.gross + self.employer + self.provisions:
            raise ValueError(f"A cost of {self.cost} is not {self.gross} + {self.employer} + {self.provisions}.")
        if self.net != self.gross - self.contributions - self.tax + self.other:
            raise ValueError(f"A net of {self.net} does not follow from the gross {self.gross}.")


@dataclass(frozen=True, slots=True)
class ContractOfYear:
    """One contract paid in the year. `payslips` is how many payslips it had."""

    pk: int
    reference: str
    function: str
    starts_on: date
    ends_on: date
    budget: Decimal
    payslips: int
    pay: Pay


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualStatement:
    """invoiced − fee − guarantee = credited; `pay` is the sum of the contracts. `budget` is what was reserved for them.

    `expenses` is what the activities bore, `shares` what was paid in for shares of the cooperative (repaid: below zero).
    """

    year: int
    currency: str
    invoiced: Decimal
    fee: Decimal
    guarantee: Decimal
    credited: Decimal
    budget: Decimal
    pay: Pay
    expenses: Decimal
    shares: Decimal
    contracts: tuple[ContractOfYear, ...]
    fall: Staircase | None
    statement: Statement

    def __post_init__(self) -> None:
        if self.invoiced - self.fee - self.guarantee != self.credited:
            raise ValueError(f"{self.invoiced} − {self.fee} − {self.guarantee} is not {self.credited}.")
        if sum((each.pay.net for each in self.contracts), ZERO) != self.pay.net:
            raise ValueError("The contracts do not sum to the year.")


def annual_statement(membership: Membership, year: int, *, currency: str) -> AnnualStatement:
    """The year of a member. Pay belongs to the year of its day of payment. Ten queries.

    Raises ValueError when documents and books differ.
    """
    activities = list(Activity.objects.filter(membership=membership).select_related("entity").order_by("code"))
    span = read_span(str(year))
    slips = _payslips(membership, span)
    told = _with_all_pay(statement_of(activities, span, currency=currency), slips)
    income = told.section("income")
    contracts = tuple(_contracts(slips))
    pay = _pay(slips)
    _check_books(slips, pay)
    return AnnualStatement(
        year=year,
        currency=currency,
        invoiced=income.sum_of("net"),
        fee=income.sum_of("fee"),
        guarantee=income.sum_of("guarantee"),
        credited=income.total,
        budget=sum((each.budget for each in contracts), ZERO),
        pay=pay,
        expenses=-told.section("expenses").total,
        shares=_shares(membership, span),
        contracts=contracts,
        fall=statement_stairs(told),
        statement=told,
    )


def years_of(membership: Membership, *, today: date) -> list[int]:
    """The years a member may open, the newest first: from the first activity to today. One query."""
    opened = Activity.objects.filter(membership=membership).order_by("opened_on").values_list("opened_on", flat=True)
    first: date = opened.first() or today
    return list(range(today.year, min(first.year, today.year) - 1, -1))


def _payslips(membership: Membership, span: Span) -> list[Payslip]:
    rows = Payslip.objects.approved().filter(
        membership_id=membership.pk, line__posted_at__isnull=False, line__run__pay_on__range=(span.first, span.last)
    )
    return list(rows.select_related("contract", "line__run").order_by("line__run__pay_on", "pk"))


def _with_all_pay(told: Statement, slips: Sequence[Payslip]) -> Statement:
    """The statement with the pay that moved no activity too: one-off pay wholly out of what was set aside."""
    pay = told.section("pay")
    known = {item.subject for item in pay.items}
    missing = [slip for slip in slips if (Payslip._meta.db_table, slip.pk) not in known]
    if not missing:
        return told
    figures = payslip_figures([slip.pk for slip in missing])
    more = tuple(
        Item(
            transaction_id=0,
            on=slip.line.run.pay_on,
            kind=ledger.Kind.PAYROLL,
            label=slip.number,
            subject=(Payslip._meta.db_table, slip.pk),
            amount=ZERO,
            parts=figures[Payslip._meta.db_table, slip.pk],
        )
        for slip in missing
    )
    others = tuple(section for section in told.sections if section.name != "pay")
    return replace(told, sections=(*others, Section("pay", (*pay.items, *more))))


def _contracts(slips: Iterable[Payslip]) -> Iterable[ContractOfYear]:
    of_contract: dict[int, list[Payslip]] = {}
    for slip in slips:
        of_contract.setdefault(slip.contract_id, []).append(slip)
    for pk, own in of_contract.items():
        contract = own[0].contract
        yield ContractOfYear(
            pk=pk,
            reference=contract.reference,
            function=contract.function,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            budget=contract.budget,
            payslips=len(own),
            pay=_pay(own),
        )


def _pay(slips: Sequence[Payslip]) -> Pay:
    def total(name: str) -> Decimal:
        return sum((getattr(slip, name) for slip in slips), ZERO)

    gross, contributions, tax, net = (total(name) for name in ("gross", "employee_total", "tax_total", "net"))
    return Pay(
        cost=total("employer_cost"),
        employer=total("employer_total"),
        provisions=total("provisions"),
        gross=gross,
        contributions=contributions,
        tax=tax,
        other=net - gross + contributions + tax,
        net=net,
    )


def _check_books(slips: Sequence[Payslip], pay: Pay) -> None:
    """What the books owe for this pay: the net to the member, contributions and tax to others."""
    events = [f"payroll:{slip.line_id}" for slip in slips]
    rows: Any = LedgerEntry.objects.filter(transaction__event__in=events).order_by().values_list("account__code")
    booked = {code: -total for code, total in rows.annotate(total=Sum("amount"))}
    net = booked.get(posting.NET, ZERO) + booked.get(posting.CLAIMS, ZERO)
    expected = {"net": pay.net, "social": pay.contributions + pay.employer, "tax": pay.tax}
    found = {"net": net, "social": booked.get(posting.SOCIAL, ZERO), "tax": booked.get(posting.TAX, ZERO)}
    if found != expected:
        raise ValueError(f"The payslips say {expected}, the books {found}.")


def _shares(membership: Membership, span: Span) -> Decimal:
    rows = ShareMovement.objects.filter(membership=membership, on__range=(span.first, span.last))
    return rows.aggregate(paid=Sum("paid"))["paid"] or ZERO
