"""What a person's month and year already hold, which the law counts together with the next pay.

Contracts of one person and month are counted in the order they were made: the conversion, which reserves the money, and
the payroll, which pays, then give the same amounts to the cent.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from activities.models import Contract
from countries import registry
from countries.contract import PayInputs, PayResult, Purpose
from countries.models import Country
from invoicing.models import Payslip
from invoicing.rules import pay_facts
from invoicing.rules.pay_facts import KnownFacts
from smart.foundation.money import ZERO

TIME = ("hours", "paid_days")
"""Facts of the work that add up over the contracts of a month, beside the amounts of the lines."""

Totals = dict[str, Decimal]


def sum_payslips(payslips: Iterable[Payslip]) -> Totals:
    """Signed amounts by line code, hours and days of some payslips. Pure. A correction adds what it changes."""
    totals: Totals = {}
    for payslip in payslips:
        for line in payslip.lines:
            _add(totals, line["code"], Decimal(line["amount"]))
        time = payslip.inputs.get("changed_time", payslip.inputs)
        for name in TIME:
            _add(totals, name, time.get(name))
    return totals


def month_of(
    country: Country, membership_id: int, *, month: datetime.date, known: KnownFacts, before: int | None = None
) -> Totals:
    """What the person's living contracts that end in the month come to, each computed after the ones made before it.

    `before` is the number of a contract that is computed anew: only those made before it count. Nothing is read from
    payslips: a contract that payroll has not reached counts too. Three queries, whatever the number. Raises LawError when
    one of them cannot be computed.
    """
    rows = Contract.objects.alive().ending_in(month).filter(membership_id=membership_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    contracts = list(rows.order_by("id").prefetch_related("working_days"))
    if not contracts:
        return {}
    earlier = year_of([membership_id], month=month).get(membership_id, {})
    totals: Totals = {}
    for contract in contracts:
        inputs = pay_facts.pay_inputs(
            country,
            kind=contract.kind,
            days=[(row.day, row.hours) for row in contract.working_days.all()],
            on=pay_facts.month_end(month),
            gross=contract.gross,
            engagement=contract.engagement,
            so_far=totals,
            year_so_far=earlier,
            purpose=Purpose.SIMULATION,
            known=known,
        )
        _add_result(totals, inputs, registry.pack_for(country.code.code).payslip(inputs))
    return totals


def year_of(membership_ids: Sequence[int], *, month: datetime.date) -> Mapping[int, Totals]:
    """By membership, what the payslips of the calendar year before this month come to. One query."""
    rows = Payslip.objects.filter(
        membership_id__in=membership_ids, month__gte=month.replace(month=1, day=1), month__lt=month.replace(day=1)
    )
    found: dict[int, list[Payslip]] = {}
    for payslip in rows.only("membership_id", "lines", "inputs").order_by("month", "id"):
        found.setdefault(payslip.membership_id, []).append(payslip)
    return {membership_id: sum_payslips(payslips) for membership_id, payslips in found.items()}


def _add_result(totals: Totals, inputs: PayInputs, result: PayResult) -> None:
    for line in result.lines:
        _add(totals, line.code, line.amount)
    for name in TIME:
        _add(totals, name, getattr(inputs, name))


def _add(totals: Totals, code: str, amount: Decimal | str | None) -> None:
    if amount is not None:
        totals[code] = totals.get(code, ZERO) + Decimal(amount)
