"""Runs that correct posted payslips of a month: each line says which payslip, what an officer corrected, and why."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from countries import registry
from countries.contract import LawError
from countries.guards import require_open
from countries.models import Country
from invoicing.models import PayrollRun, Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import corrections, later_pay, pay_difference, payroll, payslips
from invoicing.rules.pay_difference import Change
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.tenancy import active_country_id

log = structlog.get_logger(__name__)
ONE_AT_A_TIME = "invoicing_runline_one_correction_at_a_time"


@dataclass(frozen=True, slots=True)
class Correction:
    """What an officer corrects of one payslip: any of gross, days and hours; without them the facts of today count."""

    payslip: Payslip
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would change, or why it cannot be computed."""

    changes: tuple[Change, ...]
    net: Decimal
    cost: Decimal
    refusal: str = ""


def open_correction_run(month: datetime.date, *, wanted: Sequence[Correction], by: Actor) -> PayrollRun:
    """Open a run with the corrections of payslips of one month.

    Raises RuleBroken: "payroll_not_open", "nothing_chosen", "reason_missing", "not_posted", "is_correction",
    "other_month"; Conflict "correction_waits" when one of them has a correction that is not posted yet.
    """
    payroll.require_payroll(by)
    country = Country.objects.select_for_update(of=("self",), no_key=True).get(pk=active_country_id())
    require_open(country)
    payroll.require_open_payroll(country)
    first = month.replace(day=1)
    if not wanted:
        raise RuleBroken("nothing_chosen", _("Choose at least one payslip to correct."), field="payslips")
    for each in wanted:
        _check(each, month=first)
    try:
        with transaction.atomic():
            run = payroll.make_run(
                country, month=first, kind=RunKind.CORRECTION, pay_on=payroll.pay_day(country, ()), by=by
            )
            RunLine.objects.bulk_create([_line(run, each, country) for each in wanted])
    except IntegrityError as clash:
        if ONE_AT_A_TIME not in str(clash):
            raise
        raise Conflict(
            "correction_waits",
            _("One of these payslips has a correction that is not booked yet. Finish that one first."),
        ) from clash
    log.info("correction_run_opened", run=run.pk, lines=len(wanted))
    return run


def preview(correction: Correction) -> Preview:
    """What the correction would change by the rules of today; nothing is written. About eight queries."""
    country = Country.objects.get(pk=active_country_id())
    slip = correction.payslip
    line = _line(PayrollRun(month=slip.month), correction, country)
    facts = payslips.read_facts(country, [line])
    versions = corrections.versions_of(slip)
    known = {each.pk for each in versions}
    others = Payslip.objects.filter(month=slip.month, membership_id=slip.membership_id).order_by("id")
    inputs = corrections.corrected_inputs(line, facts, earlier=[each for each in others if each.pk not in known])
    code = country.code.code
    try:
        result = registry.pack_for(code).payslip(inputs)
    except LawError as refused:
        return Preview((), ZERO, ZERO, _(refused.msgid) % refused.params)
    before = [payslips.result_of(each, country=code) for each in versions]
    delta = pay_difference.difference(result, before)
    changes = pay_difference.changes_of(result.lines, [row for each in before for row in each.lines])
    return Preview(tuple(changes), delta.net, delta.employer_cost)


def _check(correction: Correction, *, month: datetime.date) -> None:
    slip = correction.payslip
    if not correction.reason.strip():
        raise RuleBroken("reason_missing", _("Say what is corrected and why; the payslip shows it."), field="reason")
    if slip.line.kind == RunKind.CORRECTION:
        raise RuleBroken(
            "is_correction",
            _(
                "%(payslip)s is itself a correction. Correct the first payslip again: it counts what was corrected since."
            )
            % {"payslip": slip},
        )
    if not slip.is_approved or slip.line.posted_at is None:
        raise RuleBroken(
            "not_posted",
            _("%(payslip)s is not booked yet: change its facts and compute the run again instead.") % {"payslip": slip},
        )
    if slip.line.facts.get("is_beside_pay") or slip.line.facts.get("answer"):
        raise RuleBroken(
            "one_off_beside",
            _("%(payslip)s was computed beside the ordinary pay. Correct the ordinary payslip of the contract instead.")
            % {"payslip": slip},
        )
    if slip.month != month:
        raise RuleBroken(
            "other_month",
            _("%(payslip)s is of another month. Open one run for each month.") % {"payslip": slip},
        )


def _line(run: PayrollRun, correction: Correction, country: Country) -> RunLine:
    slip = correction.payslip
    facts, provisioned = dict(correction.facts), ZERO
    if slip.line.kind == RunKind.ONE_OFF:
        facts, provisioned = _one_off(slip, facts, country)
    return RunLine(
        run=run,
        contract=slip.contract,
        month=slip.month,
        kind=RunKind.CORRECTION,
        due_kind=slip.line.due_kind,
        corrects=slip,
        provisioned=provisioned,
        facts=facts,
        reason=correction.reason.strip(),
    )


def _one_off(slip: Payslip, facts: dict[str, Any], country: Country) -> tuple[dict[str, Any], Decimal]:
    """What is due of it today, after corrections of the ordinary pay, and what these set aside meanwhile."""
    dues = later_pay.dues_of(country, [slip.contract], on=payslips.law_day(slip.month))
    due = next((each for each in dues if each.pay.kind == slip.line.due_kind), None)
    if due is None:
        return facts, ZERO
    used = [slip.line, *(each.line for each in corrections.versions_of(slip)[1:])]
    more = due.provisioned - sum((line.provisioned for line in used), ZERO)
    return {"one_off": str(due.pay.amount), "engagement": dict(due.pay.engagement), **facts}, more
