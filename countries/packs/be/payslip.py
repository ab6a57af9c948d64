"""The Belgian payslip of one contract and month.

Several contracts of one person in a month are computed on the month's total; what
earlier payslips of the month already took (`so_far`, by line code) is deducted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import (
    ZERO,
    Group,
    InvalidInput,
    NotCovered,
    Note,
    ParameterRef,
    Params,
    PayInputs,
    PayLine,
    PayResult,
    Side,
    gettext_noop,
)
from countries.packs.be import contributions, employer, withholding
from countries.packs.be.contributions import WorkTime
from countries.packs.be.kinds import KINDS
from countries.packs.be.labels import LINES
from countries.packs.be.law import (
    EmployeeLaw,
    EmployerLaw,
    Refs,
    WithholdingLaw,
    employee_law,
    employer_law,
    rounded,
    withholding_law,
)

VERSION = "2026.11"
STATUS = {kind.code: kind.status for kind in KINDS if kind.has_payroll}
WEEKS = Decimal(13)
DAYS_PER_WEEK = Decimal(5)


@dataclass(frozen=True, slots=True)
class EmployeeSide:
    """The worker's side of one month, each amount positive and rounded."""

    due: Decimal
    part_a: Decimal
    part_b: Decimal
    taxable: Decimal
    withholding: Decimal
    fiscal_bonus: Decimal
    special: Decimal

    @property
    def net(self) -> Decimal:
        return self.taxable - self.withholding + self.fiscal_bonus - self.special


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the month for one contract. Raises `NotCovered` or `InvalidInput` with a sentence."""
    gross = _checked_gross(inputs)
    status = status_of(inputs)
    if status == "student":
        return _student(inputs, gross, params)
    law = params.compiled(employee_law)
    cost_law = params.compiled(employer_law)
    _check_ceiling(gross, cost_law)
    lines = _employee_lines(inputs, gross, status, law, params)
    lines += _employer_lines(inputs, gross, status, law, cost_law)
    return _result(inputs, gross, tuple(lines))


def work_time(inputs: PayInputs) -> WorkTime | None:
    """Return the paid share of a full-time month, None when all of it is paid. Counts the month's earlier contracts."""
    earlier = inputs.so_far
    if not inputs.full_time:
        paid, whole = _both(inputs.hours, inputs.full_time_hours, "hours", "full_time_hours")
        return WorkTime(paid + earlier.get("hours", 0), whole)
    if not inputs.full_month:
        paid, whole = _both(inputs.paid_days, inputs.possible_days, "paid_days", "possible_days")
        return WorkTime(paid + earlier.get("paid_days", 0), whole)
    return None


def employee_side(
    gross: Decimal,
    *,
    status: str,
    time: WorkTime | None,
    tax_file: Mapping[str, object],
    law: EmployeeLaw,
    tax_law: WithholdingLaw,
) -> EmployeeSide:
    """Compute the worker's side by the key formula. Pure; `gross` is the month's total."""
    due = contributions.contribution_due(gross, status, law)
    part_a, part_b = contributions.work_bonus(gross, status=status, time=time, due=due, law=law)
    taxable = gross - due + part_a + part_b
    tax = withholding.key_formula(taxable, tax_file, tax_law)
    bonus = withholding.fiscal_bonus(part_a, part_b, law.fiscal)
    family = str(tax_file.get("family", "single"))
    special = contributions.special_contribution(gross, status=status, family=family, law=law)
    return EmployeeSide(due, part_a, part_b, taxable, tax, min(bonus, tax), special)


def _checked_gross(inputs: PayInputs) -> Decimal:
    if inputs.gross is None or inputs.gross <= 0 or inputs.gross != rounded(inputs.gross):
        raise InvalidInput(
            "gross",
            gettext_noop("The gross is %(found)s; expected an amount above zero in whole cents, such as 2500.00."),
            found=inputs.gross,
        )
    return inputs.gross


def status_of(inputs: PayInputs) -> str:
    status = STATUS.get(inputs.kind)
    if status is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Belgium: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(STATUS),
        )
    if status == "student" and not inputs.tax_file.get("within_quota", True):
        return "white_collar"
    return status


def _check_ceiling(gross: Decimal, law: EmployerLaw) -> None:
    if law.ceiling is not None and gross > law.ceiling:
        raise NotCovered(
            "above_wage_ceiling",
            gettext_noop(
                "A gross of %(gross)s is above the quarter's ceiling of %(ceiling)s for employer contributions, "
                "which is not covered. Compute this pay outside the portal."
            ),
            gross=gross,
            ceiling=law.ceiling,
        )


def _both(paid: Decimal | None, whole: Decimal | None, *names: str) -> tuple[Decimal, Decimal]:
    if paid is None or whole is None:
        raise InvalidInput(
            "work_time_missing",
            gettext_noop("Part of a month needs both “%(paid)s” and “%(whole)s”. Give the two numbers."),
            paid=names[0],
            whole=names[1],
        )
    return paid, whole


def _employee_lines(inputs: PayInputs, gross: Decimal, status: str, law: EmployeeLaw, params: Params) -> list[PayLine]:
    tax_law = params.compiled(withholding_law)
    earlier = inputs.so_far
    total = gross + earlier.get("gross", ZERO)
    side = employee_side(
        total, status=status, time=work_time(inputs), tax_file=inputs.tax_file, law=law, tax_law=tax_law
    )
    base = rounded(gross * law.factors[status])
    security = -side.due - earlier.get("social_security", ZERO)
    part_a = side.part_a - earlier.get("work_bonus_a", ZERO)
    part_b = side.part_b - earlier.get("work_bonus_b", ZERO)
    lines = [
        _line("gross", Group.GROSS, gross),
        _line("social_security", Group.EMPLOYEE, security, base, law.rate, law.rate_refs),
        _line("work_bonus_a", Group.EMPLOYEE, part_a, None, None, law.bonus_refs),
        _line("work_bonus_b", Group.EMPLOYEE, part_b, None, None, law.bonus_refs),
    ]
    taxable = gross + security + part_a + part_b
    lines.append(PayLine("taxable", LINES["taxable"], Side.INFO, Group.INFO, None, None, taxable))
    lines += _tax_lines(inputs, side, taxable, law, tax_law, params)
    special = -side.special - earlier.get("special_contribution", ZERO)
    lines.append(_line("special_contribution", Group.EMPLOYEE, special, base, None, law.special_refs))
    return [line for line in lines if line.amount or line.code in ("gross", "social_security", "taxable")]


def _tax_lines(
    inputs: PayInputs,
    side: EmployeeSide,
    taxable: Decimal,
    law: EmployeeLaw,
    tax_law: WithholdingLaw,
    params: Params,
) -> list[PayLine]:
    """The key formula with the fiscal bonus, or the artists' flat rate without any reduction (Annexe III, point 80)."""
    if (ref := flat_rate(inputs, params)) is not None:
        tax = rounded(max(taxable, ZERO) * ref.value)
        return [_line("withholding_artists", Group.TAX, -tax, taxable, ref.value, (ref,))]
    tax = -side.withholding - inputs.so_far.get("withholding", ZERO)
    bonus = side.fiscal_bonus - inputs.so_far.get("fiscal_work_bonus", ZERO)
    return [
        _line("withholding", Group.TAX, tax, taxable, None, tax_law.refs),
        _line("fiscal_work_bonus", Group.TAX, bonus, None, None, law.fiscal_refs),
    ]


def flat_rate(inputs: PayInputs, params: Params) -> ParameterRef | None:
    """Return the flat rate when the cooperative decided that the person's tax file has it, None otherwise."""
    is_flat = inputs.tax_file.get("withholding", "key_formula") == "artists_flat"
    return params.ref("withholding.artists") if is_flat else None


def _line(
    code: str,
    group: Group,
    amount: Decimal,
    base: Decimal | None = None,
    rate: Decimal | None = None,
    refs: Refs = (),
) -> PayLine:
    return PayLine(code, LINES[code], Side.EMPLOYEE, group, base, rate, amount, refs)


def _employer_lines(
    inputs: PayInputs, gross: Decimal, status: str, law: EmployeeLaw, cost_law: EmployerLaw
) -> list[PayLine]:
    due = employer.charges(status, inputs.employer, law, cost_law)
    lines = [_charge_line(charge, gross) for charge in due]
    reduction = structural(inputs, due, cost_law)
    if reduction and (amount := reduction(gross)):
        label, refs = LINES["structural_reduction"], cost_law.structural_refs
        lines.append(PayLine("structural_reduction", label, Side.EMPLOYER, Group.EMPLOYER, None, None, -amount, refs))
    return lines


def _charge_line(charge: employer.Charge, gross: Decimal) -> PayLine:
    base, amount = rounded(gross * charge.factor), charge.amount(gross)
    return PayLine(charge.code, LINES[charge.code], Side.EMPLOYER, charge.group, base, charge.rate, amount, charge.refs)


def structural(
    inputs: PayInputs, due: tuple[employer.Charge, ...], law: EmployerLaw
) -> Callable[[Decimal], Decimal] | None:
    """Return the monthly estimate as a function of gross, or None when the cooperative books it at quarter end only."""
    if inputs.employer.get("structural_reduction", "none") != "estimate":
        return None
    time, factor = work_time(inputs), quarter_factor(inputs)

    def estimate(gross: Decimal) -> Decimal:
        return employer.structural_month_estimate(
            gross, time=time, quarter_factor=factor, contributions=due[0].amount(gross), law=law
        )

    return estimate


def quarter_factor(inputs: PayInputs) -> Decimal:
    """Return what turns the month's pay into a quarter's: 13U/H for part time, 13D/J for days, 3 for a whole month."""
    time = work_time(inputs)
    if inputs.full_time and inputs.paid_days is not None:
        return rounded(WEEKS * DAYS_PER_WEEK / inputs.paid_days)
    return (
        employer.MONTHS_PER_QUARTER if time is None else rounded(employer.MONTHS_PER_QUARTER * time.whole / time.paid)
    )


def charges_of_student(inputs: PayInputs, params: Params) -> tuple[employer.Charge, ...]:
    ref = params.ref("student.employer")
    return employer.student_charges(ref.value, (ref,), inputs.employer)


def _student(inputs: PayInputs, gross: Decimal, params: Params) -> PayResult:
    """Within the quota: the solidarity contribution and nothing else, no tax (AR 28/11/1969 art. 17bis)."""
    ref = params.ref("student.employee")
    own = -rounded(gross * ref.value)
    lines = [
        _line("gross", Group.GROSS, gross),
        _line("student_employee", Group.EMPLOYEE, own, gross, ref.value, (ref,)),
        PayLine("taxable", LINES["taxable"], Side.INFO, Group.INFO, None, None, gross + own),
    ]
    lines += [_charge_line(charge, gross) for charge in charges_of_student(inputs, params)]
    return _result(inputs, gross, tuple(lines))


def _result(inputs: PayInputs, gross: Decimal, lines: tuple[PayLine, ...]) -> PayResult:
    sums = dict.fromkeys(Group, ZERO)
    for line in lines:
        sums[line.group] += line.amount
    net = gross + sums[Group.EMPLOYEE] + sums[Group.TAX]
    return PayResult(
        country="BE",
        currency="EUR",
        on=inputs.on,
        kind=inputs.kind,
        pack_version=VERSION,
        gross=gross,
        employee_total=-sums[Group.EMPLOYEE],
        tax_total=-sums[Group.TAX],
        net=net,
        employer_total=sums[Group.EMPLOYER],
        provisions=sums[Group.PROVISION],
        employer_cost=gross + sums[Group.EMPLOYER] + sums[Group.PROVISION],
        lines=lines,
        notes=_notes(inputs),
    )


NO_INSURANCE_RATE = Note(
    "no_accident_insurance_rate",
    gettext_noop("No work accident insurance rate was given, so its cost is not in this result."),
)
STRUCTURAL_LATER = Note(
    "structural_reduction_later",
    gettext_noop("The structural reduction is not in this result; it is computed at the end of the quarter."),
)


def _notes(inputs: PayInputs) -> tuple[Note, ...]:
    notes = []
    if not inputs.employer.get("accident_insurance_rate"):
        notes.append(NO_INSURANCE_RATE)
    if inputs.employer.get("structural_reduction", "none") == "none" and STATUS[inputs.kind] != "student":
        notes.append(STRUCTURAL_LATER)
    return tuple(notes)
