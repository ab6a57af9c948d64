"""Pay that was set aside and is now due: what each ended contract is owed, what was booked for it, and its payslip.

Nothing here writes. The pack says what the law makes due; the books say what was set aside; the activity bears or keeps
the difference, which the posting of the line shows.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from activities.models import Contract
from countries import registry
from countries.contract import Group, LaterPay, LaterPayFacts, PayInputs, PayResult
from countries.models import Country
from invoicing.models import Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import ledger, pay_history, payslips
from invoicing.rules.payslips import LineFacts
from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

TIME = ("full_time", "full_month", "possible_days", "full_time_hours")


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of later pay of one contract, with what its payslips set aside for it."""

    contract: Contract
    pay: LaterPay
    provisioned: Decimal

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.contract.pk}:{self.pay.kind}"


def dues_of(country: Country, contracts: Sequence[Contract], *, on: datetime.date) -> list[Due]:
    """What the contracts' ends make due by the law of a day, refused kinds too. One query. Raises LawError."""
    slips = Payslip.objects.approved().filter(contract__in=contracts, line__posted_at__isnull=False)
    mine: dict[int, list[Payslip]] = {}
    for slip in slips.select_related("line").order_by("id"):
        mine.setdefault(slip.contract_id, []).append(slip)
    return [due for contract in contracts for due in _dues(country, contract, mine.get(contract.pk, []), on=on)]


def compute_later_pay(line: RunLine, facts: LineFacts, *, earlier: Sequence[Payslip] = ()) -> Payslip:
    """Compute the unsaved payslip of a line of one-off pay.

    Raises LawError, RuleBroken "pack_changed", and "not_enough_available" when the activity cannot bear what the pay
    costs beyond what was set aside.
    """
    assert line.due_amount is not None, "a line of one-off pay has its amount"
    inputs = one_off_inputs(
        line.contract, facts, month=line.month, amount=line.due_amount, engagement=line.facts, earlier=earlier
    )
    result = registry.pack_for(facts.country.code.code).payslip(inputs)
    payslips.refuse_other_rules(line, result)
    refuse_unaffordable(line.contract, result.employer_cost - used_provision(line, result), currency=result.currency)
    return payslips.payslip_row(line, inputs, result)


def one_off_inputs(
    contract: Contract,
    facts: LineFacts,
    *,
    month: datetime.date,
    amount: Decimal,
    engagement: Mapping[str, Any],
    earlier: Sequence[Payslip],
) -> PayInputs:
    """The facts of one-off pay alone. It has no time of its own: the month keeps that of its other pays."""
    known = facts.of(contract.membership_id)
    return PayInputs(
        country=facts.country.code.code,
        on=payslips.law_day(month),
        kind=contract.kind,
        one_off=amount,
        birth_date=known.birth_date,
        tax_file=known.tax_file,
        employer=known.employer,
        engagement={**contract.engagement, **engagement},
        so_far=pay_history.sum_payslips(earlier),
        year_so_far=dict(facts.years.get(contract.membership_id, {})),
        **_no_time(earlier, facts.country),
    )


def used_provision(line: RunLine, result: PayResult) -> Decimal:
    """What the books take from the provisions besides what the pack itself released in the pay's lines."""
    released = sum((each.amount for each in result.lines if each.group == Group.PROVISION and each.amount < 0), ZERO)
    return line.provisioned + released


def refuse_unaffordable(contract: Contract, wanted: Decimal, *, currency: str) -> None:
    """Raise RuleBroken("not_enough_available") when the activity has less available than the pay takes from it."""
    held = -ledger.account_balance(ledger.AVAILABLE, contract.activity)
    if wanted > held:
        raise RuleBroken(
            "not_enough_available",
            _(
                "This pay costs %(wanted)s more than was set aside, and activity %(activity)s has %(held)s available. Leave"
                " it out of the run, or move money to the activity and try again."
            )
            % {
                "wanted": formats.money(wanted, currency),
                "activity": contract.activity.code,
                "held": formats.money(held, currency),
            },
        )


def _dues(country: Country, contract: Contract, slips: Sequence[Payslip], *, on: datetime.date) -> Sequence[Due]:
    ordinary = next((slip for slip in slips if slip.line.kind == RunKind.ORDINARY), None)
    if ordinary is None:
        return ()
    code, lines = country.code.code, pay_history.sum_payslips(slips)
    paid = payslips.inputs_of(ordinary, country=code)
    found = registry.pack_for(code).later_pay(LaterPayFacts(country=code, on=on, paid=paid, lines=lines))
    sums = [sum((lines.get(name, ZERO) for name in pay.provisions), ZERO) for pay in found]
    return [Due(contract, pay, amount) for pay, amount in zip(found, sums, strict=True)]


def _no_time(earlier: Sequence[Payslip], country: Country) -> dict[str, Any]:
    """The time of the month's other pays without any of its own; of a whole month when there is none."""
    last = next((slip for slip in reversed(earlier) if slip.inputs.get("hours")), None)
    if last is None:
        return {}
    same = payslips.inputs_of(last, country=country.code.code)
    time: dict[str, Any] = {name: getattr(same, name) for name in TIME}
    return time | {"hours": ZERO, "paid_days": None if same.paid_days is None else ZERO}
