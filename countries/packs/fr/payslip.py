"""The French payslip of one contract and month.

The gross of the inputs is all that is paid before contributions: what the law pays at the end of a fixed term is found
inside it (`split`). Ceilings and, for open-ended contracts, the general reduction are regularised with what came earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from countries.contract import ZERO, Params, PayInputs, PayLine, PayResult
from countries.packs.fr.amounts import (
    Bases,
    EmployeeSide,
    charged,
    employee_side,
    reduction_of,
    reserve_of,
    social_levy,
    welfare_of,
)
from countries.packs.fr.case import Case, open_case
from countries.packs.fr.law import Refs, rounded
from countries.packs.fr.lines import LINES
from countries.packs.fr.notes import notes_for
from countries.packs.fr.split import Part, parts_of, split_gross
from countries.packs.slip import checked_gross, pay_result

VERSION = "2026.12"


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the month for one contract. Raises `NotCovered` or `InvalidInput` with a sentence."""
    gross = checked_gross(inputs)
    case = open_case(inputs, params)
    one_off = inputs.one_off or ZERO
    return slip_of(case, gross, one_off)


def slip_of(case: Case, gross: Decimal, one_off: Decimal = ZERO) -> PayResult:
    """Compute the payslip of an opened case. One-off pay bears what other pay of the month bears."""
    bases = case.rules.of(gross + one_off)
    welfare = welfare_of(case, bases)
    side = employee_side(case, bases, welfare)
    lines = [
        *_gross_lines(case, gross, one_off),
        *_employee_lines(case, side),
        *_employer_lines(case, bases, welfare),
        *_info_lines(case, bases, side),
    ]
    return pay_result(case.inputs, lines, currency="EUR", version=VERSION, notes=notes_for(case))


def _gross_lines(case: Case, gross: Decimal, one_off: Decimal) -> Iterator[PayLine]:
    parts = parts_of(case.inputs, case.treatment, case.law)
    base, amounts = split_gross(gross, parts)
    yield LINES["base_pay"].line(base)
    if one_off:
        extra, more = split_gross(one_off, parts)
        yield LINES["one_off"].line(extra)
        amounts = {code: amount + more[code] for code, amount in amounts.items()}
        base += extra
    for part in parts:
        yield _part_line(part, base, amounts)


def _part_line(part: Part, base: Decimal, amounts: dict[str, Decimal]) -> PayLine:
    """A part paid on top, on the base pay and the parts before it."""
    codes = list(amounts)[::-1]  # split from the last part to the first
    before = base + sum((amounts[code] for code in codes[: codes.index(part.code)]), ZERO)
    return LINES[part.code].line(amounts[part.code], before, part.ref.value, (part.ref,))


def _employee_lines(case: Case, side: EmployeeSide) -> Iterator[PayLine]:
    if side.health_plan:
        yield LINES["health_plan"].line(-side.health_plan)
    for row in (*side.own, *side.csg):
        if row.amount:
            yield row.due.kind.line(-row.amount, row.base, row.rate, row.due.refs)
    tax, rule = side.tax, case.withholding
    code = "withholding_neutral" if rule.is_neutral else "withholding"
    yield LINES[code].line(-tax.amount, tax.base, tax.rate, rule.refs)


def _employer_lines(case: Case, bases: Bases, welfare: Decimal) -> Iterator[PayLine]:
    plan, pay, hours = case.plan, bases["base"], case.time.hours
    if case.health_plan[1]:
        yield LINES["employer_health_plan"].line(case.health_plan[1])
    for row in charged(plan.welfare, bases):
        yield row.due.kind.line(row.amount, row.base, row.rate, row.due.refs)
    total = ZERO
    for due in plan.employer:
        rate = due.rate_for(pay, hours)
        amount = rounded(bases[due.base] * rate)
        total += amount
        if amount:
            yield due.kind.line(amount, bases[due.base], rate, due.refs_for(rate))
    yield from _levies(case, bases, welfare, total)


def _levies(case: Case, bases: Bases, welfare: Decimal, total: Decimal) -> Iterator[PayLine]:
    """The forfait social, the general reduction and the portage reserve."""
    levy, plan = social_levy(case, welfare), case.plan
    if levy and plan.social_levy:
        yield plan.social_levy.kind.line(
            levy, welfare + case.health_plan[1], plan.social_levy.rate, plan.social_levy.refs
        )
    reduction = reduction_of(case, bases, total)
    if reduction:
        code = "general_reduction_year" if case.treatment.is_annual else "general_reduction"
        yield LINES[code].line(-reduction, bases["base"], None, case.law.reduction.refs)
    base, reserve = reserve_of(case, bases["gross"])
    if plan.reserve and reserve:
        yield plan.reserve.kind.line(reserve, base, plan.reserve.rate, plan.reserve.refs)


def _info_lines(case: Case, bases: Bases, side: EmployeeSide) -> Iterator[PayLine]:
    """The totals a payslip must show, and what later pays of the year are computed with."""
    yield LINES["net_social"].line(side.net_before_tax)
    yield LINES["net_before_tax"].line(side.net_before_tax)
    yield LINES["taxable"].line(side.taxable)
    if case.withholding.is_neutral:
        yield LINES["neutral_taxable"].line(side.taxable)
        if side.tax.abatement:
            yield LINES["short_abatement"].line(side.tax.abatement, refs=case.withholding.refs[1:])
    yield LINES["csg_base"].line(side.csg_base)
    yield from _ceiling_lines(case, bases)
    if case.reduction is not None:
        smic = rounded(case.reduction.smic)
        if case.treatment.is_annual:
            yield LINES["reduction_smic_year"].line(smic)
            yield LINES["reduction_gross_year"].line(bases["base"])
        else:
            yield LINES["reduction_smic"].line(smic)


def _ceiling_lines(case: Case, bases: Bases) -> Iterator[PayLine]:
    rules, base, refs = case.rules, bases["base"], (case.law.ceiling,)
    if base != bases["gross"] and case.deduction_ref:
        yield LINES["flat_deduction"].line(bases["gross"] - base, bases["gross"], None, (case.deduction_ref,))
    if rules.pension is not rules.bands:
        yield LINES["complementary_ceiling"].line(rules.bands.ceiling, refs=refs)
        yield LINES["complementary_base"].line(base)
    if case.is_daily:
        daily: Refs = (case.law.hour_ceiling, case.law.daily_ceiling)
        yield LINES["daily_ceiling"].line(rules.pension.ceiling, refs=daily)
        return
    yield LINES["social_ceiling"].line(rules.pension.ceiling, refs=refs)
    yield LINES["contribution_base"].line(base)
