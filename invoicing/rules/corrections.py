"""The correction of a posted payslip: the same pay computed with the facts of today, of which the difference is paid.

Nothing here writes. The first payslip stays as it is; the delta payslip refers to it and holds, line by line, what is
less what was. Month and year totals count both, so they are the law's on the corrected facts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from countries import registry
from countries.contract import Group, PayInputs, PayResult
from invoicing.models import Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import later_pay, pay_difference, pay_facts, pay_history, payslips
from invoicing.rules.pay_difference import Change
from invoicing.rules.payslips import LineFacts, result_of
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO


def compute_correction(line: RunLine, facts: LineFacts, *, earlier: Sequence[Payslip] = ()) -> Payslip:
    """Compute the unsaved delta payslip of a line.

    Raises LawError, RuleBroken "pack_changed", "nothing_changes", and "not_enough_available".
    """
    assert line.corrects is not None, "a correction names its payslip"
    versions = versions_of(line.corrects)
    known = {slip.pk for slip in versions}
    inputs = corrected_inputs(line, facts, earlier=[slip for slip in earlier if slip.pk not in known])
    code = facts.country.code.code
    result = registry.pack_for(code).payslip(inputs)
    payslips.refuse_other_rules(line, result)
    delta = pay_difference.difference(result, [result_of(slip, country=code) for slip in versions])
    _refuse_nothing(delta)
    later_pay.refuse_unaffordable(line.contract, delta.employer_cost - line.provisioned, currency=delta.currency)
    row = payslips.payslip_row(line, inputs, delta)
    row.inputs[payslips.CHANGED_TIME] = _changed_time(inputs, versions)
    return row


def versions_of(payslip: Payslip) -> list[Payslip]:
    """The payslip and the approved corrections made of it so far: together they are what was paid. One query."""
    deltas = Payslip.objects.approved().filter(line__corrects=payslip).select_related("line", "country").order_by("id")
    return [payslip, *deltas]


def corrected_inputs(line: RunLine, facts: LineFacts, *, earlier: Sequence[Payslip]) -> PayInputs:
    """The first payslip's facts with today's knowledge of the person, the contract and what the officer corrected."""
    first = line.corrects
    assert first is not None
    was = payslips.inputs_of(first, country=facts.country.code.code)
    known, given = facts.of(first.membership_id), line.facts
    now = replace(
        was,
        gross=Decimal(given["gross"]) if "gross" in given else was.gross,
        one_off=Decimal(given["one_off"]) if "one_off" in given else was.one_off,
        birth_date=known.birth_date,
        tax_file=known.tax_file,
        employer=known.employer,
        engagement={
            **line.contract.engagement,
            **first.line.facts.get("engagement", {}),
            **given.get("engagement", {}),
        },
        so_far=pay_history.sum_payslips(earlier),
        year_so_far=dict(facts.years.get(first.membership_id, {})),
    )
    return replace(now, **_time(was, given, facts)) if first.line.kind == RunKind.ORDINARY else now


def explained(payslip: Payslip, *, country: str) -> list[Change]:
    """A delta payslip line by line: what the earlier ones add up to, what is now, the difference. Two queries."""
    assert payslip.line.corrects is not None
    before = [slip for slip in versions_of(payslip.line.corrects) if slip.pk != payslip.pk and slip.pk < payslip.pk]
    sums: dict[str, Decimal] = {}
    for slip in before:
        for row in slip.lines:
            sums[row["code"]] = sums.get(row["code"], ZERO) + Decimal(row["amount"])
    lines = result_of(payslip, country=country).lines
    return [Change(line, sums.get(line.code, ZERO), sums.get(line.code, ZERO) + line.amount) for line in lines]


def _time(was: PayInputs, given: Mapping[str, Any], facts: LineFacts) -> dict[str, Any]:
    """Days and hours as the officer corrected them, weighed against the month as a contract's are."""
    if "days" not in given and "hours" not in given:
        return {}
    first = was.period_start or was.on
    possible, full_day = Decimal(len(pay_facts.weekdays_of(first))), pay_facts.full_day_hours(facts.country)
    days = Decimal(given.get("days", was.paid_days if was.paid_days is not None else possible))
    hours = Decimal(given.get("hours", was.hours or ZERO))
    is_whole = days >= possible
    return {
        "full_time": hours >= days * full_day,
        "full_month": is_whole and hours >= days * full_day,
        "paid_days": None if is_whole else days,
        "possible_days": None if is_whole else possible,
        "hours": min(hours, possible * full_day),
        "full_time_hours": possible * full_day,
    }


def _changed_time(inputs: PayInputs, versions: Sequence[Payslip]) -> dict[str, str]:
    before = pay_history.sum_payslips(versions)
    found = {name: (getattr(inputs, name) or ZERO) - before.get(name, ZERO) for name in pay_history.TIME}
    return {name: str(amount) for name, amount in found.items()}


def _refuse_nothing(delta: PayResult) -> None:
    if any(line.group != Group.INFO for line in delta.lines):
        return
    raise RuleBroken(
        "nothing_changes",
        _("With the facts of today this pay is what was paid: there is nothing to correct. Leave it out of the run."),
    )
