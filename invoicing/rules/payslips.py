"""One payslip: from the frozen line's contract to the pay its country's law computes, kept so that it can be explained.

Nothing here writes. Facts are read for many lines at once (`read_facts`), the pay is computed by the country's pack,
and the unsaved row carries inputs, lines and every statutory value used.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from activities.models import WorkingDay
from countries import registry
from countries.contract import Note, PayInputs, PayResult
from countries.models import Country
from countries.pay_documents import plain_value, read_inputs, read_lines, result_document
from invoicing.models import Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import pay_facts, pay_history
from invoicing.rules.pay_facts import KnownFacts, WorkedDays
from members.models import Profile, TaxFile
from smart.foundation import formats
from smart.foundation.errors import RuleBroken

DATES = ("on", "period_start", "period_end", "birth_date")
PLAIN = (
    "kind",
    "gross",
    "one_off",
    "full_time",
    "full_month",
    "paid_days",
    "possible_days",
    "hours",
    "full_time_hours",
    "purpose",
)
CHANGED_TIME = "changed_time"
"""In the facts of a correction: by how much it changes hours and days, for what the month adds up to."""
MAPPINGS = ("tax_file", "engagement", "employer", "so_far", "year_so_far")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is known about the work and the people of some lines; by contract id and by membership id.

    `years` is what each person was paid in the calendar year before the month, by line code."""

    country: Country
    days: Mapping[int, WorkedDays]
    births: Mapping[int, datetime.date | None]
    taxes: Mapping[int, Mapping[str, Any]]
    employer: Mapping[str, Any]
    years: Mapping[int, Mapping[str, Decimal]]

    def of(self, membership_id: int) -> KnownFacts:
        return KnownFacts(
            birth_date=self.births.get(membership_id),
            tax_file=self.taxes.get(membership_id, {}),
            employer=self.employer,
        )


def law_day(month: datetime.date) -> datetime.date:
    """The day whose law a month's pay follows: its last one."""
    return pay_facts.month_end(month)


def read_facts(country: Country, lines: Sequence[RunLine]) -> LineFacts:
    """Everything that lines of one month need, in five queries. The lines carry their contracts."""
    on = law_day(lines[0].month)
    people = {line.contract.membership_id for line in lines}
    days: dict[int, list[tuple[datetime.date, Decimal]]] = {line.contract_id: [] for line in lines}
    for contract_id, day, hours in (
        WorkingDay.objects.filter(contract_id__in=days).order_by("day").values_list("contract_id", "day", "hours")
    ):
        days[contract_id].append((day, hours))
    births = Profile.objects.filter(membership_id__in=people).values_list("membership_id", "birth_date")
    taxes = (
        TaxFile.objects.filter(membership_id__in=people, since__lte=on)
        .order_by("membership_id", "-since")
        .distinct("membership_id")
        .values_list("membership_id", "answers")
    )
    employer = pay_facts.employer_facts(country, on=on)
    return LineFacts(
        country=country,
        days=days,
        births=dict(births),
        taxes=dict(taxes),
        employer=employer,
        years=pay_history.year_of(list(people), month=lines[0].month),
    )


def compute_payslip(line: RunLine, facts: LineFacts, *, earlier: Sequence[Payslip] = ()) -> Payslip:
    """Compute the unsaved payslip of a line, whose run and contract are at hand. No query.

    `earlier` are the person's other payslips of the month, which the law counts together. Raises LawError, or RuleBroken
    with "pack_changed" (the rules are not those the run was opened with), "cost_over_budget" (the pay costs more than
    the contract reserved).
    """
    contract = line.contract
    inputs = pay_facts.pay_inputs(
        facts.country,
        kind=contract.kind,
        days=facts.days[contract.pk],
        on=law_day(line.month),
        gross=contract.gross,
        membership_id=contract.membership_id,
        engagement=contract.engagement,
        so_far=pay_history.sum_payslips(earlier),
        year_so_far=facts.years.get(contract.membership_id, {}),
        known=facts.of(contract.membership_id),
    )
    result = registry.pack_for(facts.country.code.code).payslip(inputs)
    _refuse(line, result)
    return payslip_row(line, inputs, result)


def payslip_row(line: RunLine, inputs: PayInputs, result: PayResult) -> Payslip:
    """The unsaved payslip of a computed pay: its facts, its lines and every statutory value used."""
    contract, document = line.contract, result_document(result)
    return Payslip(
        line=line,
        membership_id=contract.membership_id,
        contract=contract,
        month=line.month,
        currency=result.currency,
        gross=result.gross,
        employee_total=result.employee_total,
        tax_total=result.tax_total,
        net=result.net,
        employer_total=result.employer_total,
        provisions=result.provisions,
        employer_cost=result.employer_cost,
        inputs=inputs_document(inputs),
        lines=document["lines"],
        parameters=document["parameters"],
        notes=[{"code": n.code, "msgid": n.msgid, "params": plain_value(dict(n.params))} for n in result.notes],
        pack_version=result.pack_version,
        promised_on=contract.promised_on if line.kind == RunKind.ORDINARY else None,
        pay_on=line.run.pay_on,
    )


def inputs_document(inputs: PayInputs) -> dict[str, Any]:
    """The facts as JSON that `registry.read_inputs` reads back. Sealed values are no part of them."""
    document: dict[str, Any] = {name: plain_value(getattr(inputs, name)) for name in PLAIN}
    document |= {name: day.isoformat() for name in DATES if (day := getattr(inputs, name)) is not None}
    document |= {name: plain_value(dict(getattr(inputs, name))) for name in MAPPINGS}
    return document


def recompute(payslip: Payslip, *, country: str) -> PayResult:
    """The pay computed afresh from the facts the payslip keeps; equal to it as long as the pack is the same.

    Of a correction it is the whole corrected pay, of which the payslip has the difference.
    """
    return registry.pack_for(country).payslip(inputs_of(payslip, country=country))


def inputs_of(payslip: Payslip, *, country: str) -> PayInputs:
    """The facts the payslip was computed from."""
    kept = {name: value for name, value in payslip.inputs.items() if name != CHANGED_TIME}
    return read_inputs(country, kept)


def result_of(payslip: Payslip, *, country: str) -> PayResult:
    """The stored payslip as the value object whose sums are asserted, so that screens and papers share one source."""
    return PayResult(
        country=country,
        currency=payslip.currency,
        on=law_day(payslip.month),
        kind=payslip.inputs["kind"],
        pack_version=payslip.pack_version,
        gross=payslip.gross,
        employee_total=payslip.employee_total,
        tax_total=payslip.tax_total,
        net=payslip.net,
        employer_total=payslip.employer_total,
        provisions=payslip.provisions,
        employer_cost=payslip.employer_cost,
        lines=read_lines(payslip.lines, payslip.parameters),
        notes=tuple(Note(row["code"], row["msgid"], row["params"]) for row in payslip.notes),
    )


def refuse_other_rules(line: RunLine, result: PayResult) -> None:
    """Raise RuleBroken("pack_changed") when the pay was computed with other rules than the run was opened with."""
    if result.pack_version != line.run.pack_version:
        raise RuleBroken(
            "pack_changed",
            _("The run was opened with rules %(opened)s, the portal now has %(now)s. Compute the whole run again.")
            % {"opened": line.run.pack_version, "now": result.pack_version},
        )


def _refuse(line: RunLine, result: PayResult) -> None:
    refuse_other_rules(line, result)
    contract = line.contract
    if result.employer_cost > contract.budget:
        raise RuleBroken(
            "cost_over_budget",
            _(
                "Contract %(contract)s costs %(cost)s, more than the %(budget)s reserved for it. Leave it out of the run"
                " and have its budget raised, or correct the tax file if it is wrong."
            )
            % {
                "contract": contract.reference,
                "cost": formats.money(result.employer_cost, result.currency),
                "budget": formats.money(contract.budget, result.currency),
            },
        )
