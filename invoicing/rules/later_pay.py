"""Pay that was set aside and is now due: what each ended contract is owed, what was booked for it, and its payslip.

Nothing here writes. The pack says what the law makes due; the books say what was set aside; the activity bears or keeps
the difference, which the posting of the line shows.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from activities.models import Contract
from countries import registry
from countries.contract import LaterPay, LaterPayFacts, PayInputs, PayResult
from countries.models import Country
from invoicing.models import Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import ledger, pay_difference, pay_history, payslips
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
    paid = pay_of(line.contract, facts, month=line.month, amount=line.due_amount, frozen=line.facts, earlier=earlier)
    result = paid.result
    payslips.refuse_other_rules(line, result)
    refuse_unaffordable(line.contract, result.employer_cost - used_provision(line, result), currency=result.currency)
    row = payslips.payslip_row(line, paid.inputs, result)
    if paid.is_beside_pay:
        row.inputs[payslips.CHANGED_TIME] = dict.fromkeys(pay_history.TIME, "0")
    return row


@dataclass(frozen=True, slots=True)
class LaterPaid:
    """One-off pay as computed. Beside the ordinary pay, the inputs hold both and the result what the one-off adds."""

    inputs: PayInputs
    result: PayResult
    is_beside_pay: bool


def frozen_facts(pay: LaterPay) -> dict[str, Any]:
    """What a line keeps of what the pack said, so that it is computed the same way whenever it is."""
    return {"engagement": dict(pay.engagement), "is_beside_pay": pay.is_beside_pay, "answer": pay.answer}


def pay_of(
    contract: Contract,
    facts: LineFacts,
    *,
    month: datetime.date,
    amount: Decimal,
    frozen: Mapping[str, Any],
    earlier: Sequence[Payslip],
) -> LaterPaid:
    """Compute one-off pay the way its pack does: alone, or as what it adds to the contract's own pay."""
    pack = registry.pack_for(facts.country.code.code)
    if frozen.get("is_beside_pay"):
        return _beside_pay(contract, facts, amount=amount, frozen=frozen, earlier=earlier)
    inputs = _alone(contract, facts, month=month, amount=amount, frozen=frozen, earlier=earlier)
    return LaterPaid(inputs, pack.payslip(inputs), is_beside_pay=False)


def _alone(
    contract: Contract,
    facts: LineFacts,
    *,
    month: datetime.date,
    amount: Decimal,
    frozen: Mapping[str, Any],
    earlier: Sequence[Payslip],
) -> PayInputs:
    """The facts of one-off pay alone. It has no time of its own: the month keeps that of its other pays."""
    known, answer = facts.of(contract.membership_id), frozen.get("answer")
    answers = {**contract.engagement, **frozen.get("engagement", {})}
    return PayInputs(
        country=facts.country.code.code,
        on=payslips.law_day(month),
        kind=contract.kind,
        gross=ZERO,
        one_off=None if answer else amount,
        birth_date=known.birth_date,
        tax_file=known.tax_file,
        employer=known.employer,
        engagement={**answers, answer: str(amount)} if answer else answers,
        so_far=pay_history.sum_payslips(earlier),
        year_so_far=dict(facts.years.get(contract.membership_id, {})),
        **_no_time(earlier, facts.country),
    )


def _beside_pay(
    contract: Contract, facts: LineFacts, *, amount: Decimal, frozen: Mapping[str, Any], earlier: Sequence[Payslip]
) -> LaterPaid:
    """What the one-off pay adds: the contract's pay as last computed with it, less that pay. No other fact is renewed."""
    code = facts.country.code.code
    own = [slip for slip in earlier if slip.contract_id == contract.pk and slip.line.kind != RunKind.ONE_OFF]
    others = [slip for slip in earlier if slip not in own]
    last = payslips.inputs_of(own[-1], country=code)
    inputs = replace(
        last,
        one_off=amount,
        engagement={**last.engagement, **frozen.get("engagement", {})},
        so_far=pay_history.sum_payslips(others),
        year_so_far=dict(facts.years.get(contract.membership_id, {})),
    )
    whole = registry.pack_for(code).payslip(inputs)
    added = pay_difference.difference(whole, [payslips.result_of(slip, country=code) for slip in own])
    return LaterPaid(inputs, added, is_beside_pay=True)


def used_provision(line: RunLine, result: PayResult) -> Decimal:
    """What the books take from the provisions besides what the pack itself released in the pay's lines."""
    return line.provisioned + (result.provisions if line.facts.get("answer") else ZERO)


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
