"""The Belgian payslip of one contract and month.

Several contracts of one person in a month are computed on the month's total; what earlier payslips of the month already
took (`so_far`, by line code) is deducted. Students within the quota and amateur arts allowances have lines of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, Params, PayInputs, PayLine, PayResult
from countries.packs.be import amateur, notes
from countries.packs.be.contributions import ONE
from countries.packs.be.employer import Ceiling, Charge, charge_book, student_charges
from countries.packs.be.law import EmployerLaw, employer_law, reduction_law, rounded
from countries.packs.be.lines import LINES
from countries.packs.be.month import quarter_so_far, status_of
from countries.packs.be.one_off import DEPARTURE, OneOff, one_off_of, one_off_tax
from countries.packs.be.reductions import Reductions, reductions_of
from countries.packs.be.worker import Side, Worker, worker_of
from countries.packs.slip import checked_gross, pay_result

VERSION = "2026.12"


@dataclass(frozen=True, slots=True)
class EmployerSide:
    """Everything about the employer's side that does not depend on the gross."""

    due: tuple[Charge, ...]
    ceiling: Ceiling | None
    reductions: Reductions | None
    law: EmployerLaw

    def contributions(self, gross: Decimal) -> tuple[Decimal, Decimal]:
        """Return the basic contribution of the gross, and what the ceiling takes off it."""
        base = self.due[0]
        excess = self.ceiling.excess(gross) if self.ceiling else ZERO
        return base.amount(gross), base.amount(excess) if excess else ZERO


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the month for one contract. Raises `NotCovered` or `InvalidInput` with a sentence."""
    status = status_of(inputs)
    gross = ZERO if inputs.one_off and not inputs.gross else checked_gross(inputs)
    if status == "student":
        return _student(inputs, gross, params)
    if status == "amateur":
        return pay_result(inputs, amateur.lines(inputs, gross, params), currency="EUR", version=VERSION)
    worker = worker_of(inputs, params, status)
    lines = _worker_lines(inputs, gross, worker, params)
    side = employer_side(inputs, params, status)
    lines += employer_lines(gross, worker.one_off, side)
    found = notes.of(inputs, status, side.ceiling, params)
    return pay_result(inputs, lines, currency="EUR", version=VERSION, notes=found)


def employer_side(inputs: PayInputs, params: Params, status: str) -> EmployerSide:
    """Gather the employer's contributions, the quarter's ceiling and the reductions that are estimated each month."""
    law = params.compiled(employer_law)
    ceiling = None
    if law.ceiling is not None:
        so_far = inputs.so_far.get("gross", ZERO) - inputs.so_far.get("student_base", ZERO)
        ceiling = Ceiling(law.ceiling, so_far + (quarter_so_far(inputs) or ZERO))
    due = params.compiled(charge_book).due(status, inputs.employer)
    return EmployerSide(due, ceiling, reductions_of(inputs, status, params.compiled(reduction_law)), law)


def _worker_lines(inputs: PayInputs, gross: Decimal, worker: Worker, params: Params) -> list[PayLine]:
    """Only lines with an amount, and those every payslip shows. The order is the payslip's."""
    law, side, one_off = worker.law, worker.side(gross), worker.one_off
    base = rounded(gross * worker.factor)
    lines = [LINES["gross"].line(gross)] if gross else []
    if one_off.kind:
        lines.append(LINES[one_off.kind].line(one_off.amount, None, None, one_off.refs))
    lines.append(LINES["social_security"].line(-side.security, base, law.rate, law.rate_refs))
    lines.append(LINES["social_base"].line(base, gross, worker.factor, law.base_refs))
    if side.part_a:
        lines.append(LINES["work_bonus_a"].line(side.part_a, None, None, law.bonus_refs))
    if side.part_b:
        lines.append(LINES["work_bonus_b"].line(side.part_b, None, None, law.bonus_refs))
    lines.append(LINES["taxable"].line(side.taxable))
    lines += _tax_lines(worker, side)
    if side.special:
        lines.append(LINES["special_contribution"].line(-side.special, base, None, law.special_refs))
    return [*lines, *_one_off_lines(inputs, gross, worker, params)] if one_off.kind else lines


def _tax_lines(worker: Worker, side: Side) -> list[PayLine]:
    """The key formula with the fiscal bonus, or the artists' flat rate without any reduction (Annexe III, point 80)."""
    if (flat := worker.flat) is not None:
        lines = [LINES["taxable_flat"].line(side.taxable)]
        if side.tax:
            lines.append(LINES["withholding_artists"].line(-side.tax, side.taxable, flat.value, (flat,)))
        return lines
    lines = []
    if side.tax:
        lines.append(LINES["withholding"].line(-side.tax, side.taxable, None, worker.tax_law.refs))
    if side.fiscal_bonus:
        lines.append(LINES["fiscal_work_bonus"].line(side.fiscal_bonus, None, None, worker.law.fiscal_refs))
    return lines


def _one_off_lines(inputs: PayInputs, gross: Decimal, worker: Worker, params: Params) -> list[PayLine]:
    one_off, law = worker.one_off, worker.law
    tax = one_off_tax(inputs, one_off, worker.family.children, params)
    rate, amount = tax.rate(gross), tax.amount(gross)
    lines = [
        LINES["one_off_base"].line(one_off.declared),
        LINES["one_off_security"].line(-one_off.security, one_off.declared, law.rate, law.rate_refs),
        LINES["holiday_retention"].line(-one_off.retention, one_off.retained_base, law.rate, one_off.refs),
        LINES["taxable_exceptional"].line(one_off.taxable),
        LINES["withholding_exceptional"].line(-amount, one_off.taxable, rate, tax.law.refs),
    ]
    return [line for line in lines if line.amount or line.code == "taxable_exceptional"]


def employer_lines(gross: Decimal, one_off: OneOff, side: EmployerSide) -> list[PayLine]:
    """The contributions on all pay that is subject, the ceiling on the running pay, then the reductions."""
    subject = gross + one_off.subject
    lines = [_charge_line(charge, subject) for charge in side.due] if subject else []
    contributions, above = side.contributions(gross)
    base = side.due[0]
    if above and side.ceiling:
        excess = rounded(side.ceiling.excess(gross) * base.factor)
        lines.append(LINES["wage_ceiling"].line(-above, excess, base.rate, side.law.ceiling_refs))
    if side.reductions and gross:
        lines += _reduction_lines(side.reductions, gross, contributions - above)
    if one_off.kind == DEPARTURE:
        amount = rounded(one_off.declared * base.rate)
        lines.append(LINES["one_off_employer"].line(amount, one_off.declared, base.rate, base.refs))
    return lines


def _charge_line(charge: Charge, gross: Decimal) -> PayLine:
    base = gross if charge.factor is ONE else rounded(gross * charge.factor)
    amount = rounded(gross * charge.factor * charge.rate)
    return LINES[charge.code].line(amount, base, charge.rate, charge.refs)


def _reduction_lines(reductions: Reductions, gross: Decimal, contributions: Decimal) -> list[PayLine]:
    structural, target = reductions.amounts(gross, contributions)
    lines = []
    if structural:
        refs = reductions.law.structural_refs
        lines.append(LINES["structural_reduction"].line(-structural, None, None, refs))
    if target:
        lines.append(LINES[reductions.target_code].line(-target, None, None, reductions.target_refs))
    return lines


def charges_of_student(inputs: PayInputs, params: Params) -> tuple[Charge, ...]:
    ref = params.ref("student.employer")
    return student_charges(ref.value, (ref,), inputs.employer)


def _student(inputs: PayInputs, gross: Decimal, params: Params) -> PayResult:
    """Within the quota: the solidarity contribution and nothing else, no tax (AR 28/11/1969 art. 17bis)."""
    if inputs.one_off:
        one_off_of(inputs, params, "student")
        raise notes.one_off_of_student()
    ref = params.ref("student.employee")
    own = rounded(gross * ref.value)
    lines = [
        LINES["gross"].line(gross),
        LINES["student_base"].line(gross),
        LINES["student_employee"].line(-own, gross, ref.value, (ref,)),
        LINES["taxable"].line(gross - own),
        *(_charge_line(charge, gross) for charge in charges_of_student(inputs, params)),
    ]
    return pay_result(inputs, lines, currency="EUR", version=VERSION, notes=notes.of_student(inputs))
