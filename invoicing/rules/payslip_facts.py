"""The facts of one payslip by path, for what its country's law wants printed: lines, totals, the year, the person."""

import datetime
from decimal import Decimal
from typing import Any, Final

from activities.rules.paper_facts import answers, contract_facts
from activities.rules.papers import Fact
from countries import registry
from countries.contract import Group, PayLine, PayResult
from invoicing.models import Payslip
from members.models import Profile
from smart.foundation.money import ZERO

TOTALS: Final = ("gross", "employee_total", "tax_total", "net", "employer_total", "provisions", "employer_cost")
EMPLOYERS: Final = frozenset({Group.EMPLOYER, Group.PROVISION})
PRINTED: Final = frozenset(Group) - {Group.INFO}
"""Lines of these groups stand in the pay itself; the others only where the law asks for them."""


def payslip_facts(payslip: Payslip, result: PayResult, *, profile: Profile | None) -> dict[str, Fact]:
    """Everything a payslip may have to say. The sealed numbers are in it: for the paper only. Two queries."""
    country = payslip.country
    pack = registry.pack_for(country.code.code).pack
    facts = contract_facts(payslip.contract, country=country, profile=profile)
    facts |= answers("tax_file", pack.tax_file, payslip.inputs.get("tax_file", {}))
    facts |= answers("engagement", pack.engagement_inputs, payslip.inputs.get("engagement", {}))
    facts |= {f"line.{line.code}": line_fact(line, result.currency) for line in result.lines}
    facts |= _totals(result) | _inputs(payslip) | _year(payslip)
    return facts | {
        "pay.number": Fact(value=payslip.number),
        "pay.month": Fact(value=payslip.month, kind="month"),
        "pay.pay_on": Fact(value=payslip.pay_on, kind="day"),
    }


def line_fact(line: PayLine, currency: str) -> Fact:
    """One line of the pay as a fact that brings its own label, base and rate."""
    return Fact(
        value=line.amount,
        kind="money",
        currency=currency,
        label=line.label,
        base=line.base,
        rate=line.rate,
        is_printed=line.group in PRINTED,
        is_employers=line.group in EMPLOYERS,
    )


def _totals(result: PayResult) -> dict[str, Fact]:
    others = sum((line.amount for line in result.lines if line.group == Group.NET), ZERO)
    sums = {name: getattr(result, name) for name in TOTALS} | {"other": others}
    return {f"total.{name}": _money(amount, result.currency) for name, amount in sums.items()}


def _inputs(payslip: Payslip) -> dict[str, Fact]:
    given = payslip.inputs
    names = ("paid_days", "possible_days", "hours", "full_time_hours")
    facts = {f"inputs.{name}": Fact(value=_number(given.get(name)), kind="number") for name in names}
    first, last = (given.get(name) for name in ("period_start", "period_end"))
    period = tuple(datetime.date.fromisoformat(day) for day in (first, last) if day)
    facts["inputs.period"] = Fact(value=period if len(period) == len(("first", "last")) else None, kind="period")
    return facts | {"inputs.on": Fact(value=datetime.date.fromisoformat(given["on"]), kind="day")}


def _year(payslip: Payslip) -> dict[str, Fact]:
    """The person's approved payslips of the year up to this one, added up: totals, and every line by its code."""
    start = datetime.date(payslip.month.year, 1, 1)
    slips = Payslip.objects.approved().filter(
        membership_id=payslip.membership_id, month__gte=start, month__lte=payslip.month
    )
    rows = slips.exclude(month=payslip.month, pk__gt=payslip.pk).values("lines", *TOTALS)
    sums: dict[str, Decimal] = {}
    labels: dict[str, Any] = {}
    for row in rows:
        for name in TOTALS:
            sums[name] = sums.get(name, ZERO) + row[name]
        for line in row["lines"]:
            name = f"line.{line['code']}"
            sums[name] = sums.get(name, ZERO) + Decimal(line["amount"])
            labels[name] = line["label"]
    return {
        f"year.{name}": Fact(value=amount, kind="money", currency=payslip.currency, label=labels.get(name, {}))
        for name, amount in sums.items()
    }


def _money(amount: Decimal, currency: str) -> Fact:
    return Fact(value=amount, kind="money", currency=currency)


def _number(given: Any) -> Decimal | None:
    return None if given in (None, "") else Decimal(str(given))
