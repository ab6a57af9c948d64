"""What a Belgian pay is measured against: the worker's status, the time of the month, the month's earlier payslips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, InvalidInput, NotCovered, PayInputs, gettext_noop
from countries.packs.be.contributions import WorkTime
from countries.packs.be.kinds import KINDS

STATUS = {kind.code: kind.status for kind in KINDS if kind.has_payroll}
QUARTER = 3
ROUNDING_OF_BASES = Decimal("0.05")
"""Bases of earlier payslips were rounded one by one; further apart than this, another status was among them."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the month's earlier payslips hold of ordinary pay, taken amounts positive. Students' pay stands apart."""

    gross: Decimal = ZERO
    base: Decimal = ZERO
    one_off_base: Decimal = ZERO
    security: Decimal = ZERO
    part_a: Decimal = ZERO
    part_b: Decimal = ZERO
    flat_taxable: Decimal = ZERO
    withholding: Decimal = ZERO
    fiscal_bonus: Decimal = ZERO
    special: Decimal = ZERO


NOTHING = Earlier()


def status_of(inputs: PayInputs) -> str:
    """Return the worker status the law gives to this pay. Raises `NotCovered` for a kind without pay."""
    status = STATUS.get(inputs.kind)
    if status is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Belgium: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(STATUS),
        )
    if status == "student":
        return _student_status(inputs)
    return status


def _student_status(inputs: PayInputs) -> str:
    if not inputs.tax_file.get("within_quota", True):
        return "white_collar"
    left = inputs.engagement.get("student_hours_left")
    if left is None or inputs.hours is None or inputs.hours <= left:
        return "student"
    raise NotCovered(
        "student_partly_over_quota",
        gettext_noop(
            "%(hours)s hours are more than the %(left)s left of the student's quota; pay that is partly above it is "
            "not covered. Declare fewer hours, or answer that the student is outside the quota."
        ),
        hours=inputs.hours,
        left=left,
    )


def earlier_of(inputs: PayInputs, factor: Decimal) -> Earlier:
    """Return the month's earlier ordinary pay. `factor` turns its gross into a base when only the gross is known."""
    so_far = inputs.so_far
    if not so_far:
        return NOTHING
    gross = so_far.get("gross", ZERO) - so_far.get("student_base", ZERO)
    base = so_far.get("social_base", gross * factor)
    if abs(base - gross * factor) <= ROUNDING_OF_BASES:
        base = gross * factor
    return Earlier(
        gross=gross,
        base=base,
        one_off_base=so_far.get("one_off_base", ZERO),
        security=-so_far.get("social_security", ZERO),
        part_a=so_far.get("work_bonus_a", ZERO),
        part_b=so_far.get("work_bonus_b", ZERO),
        flat_taxable=so_far.get("taxable_flat", ZERO),
        withholding=-so_far.get("withholding", ZERO),
        fiscal_bonus=so_far.get("fiscal_work_bonus", ZERO),
        special=-so_far.get("special_contribution", ZERO),
    )


def work_time(inputs: PayInputs) -> WorkTime | None:
    """Return the paid share of a full-time month, None when all of it is paid. Counts the month's earlier contracts.

    Contracts that together exceed a full-time month count as one.
    """
    if not inputs.full_time:
        paid, whole = _both(inputs.hours, inputs.full_time_hours, "hours", "full_time_hours")
        return _with_earlier(paid, whole, inputs.so_far, "hours")
    if not inputs.full_month:
        paid, whole = _both(inputs.paid_days, inputs.possible_days, "paid_days", "possible_days")
        return _with_earlier(paid, whole, inputs.so_far, "paid_days")
    return None


def _with_earlier(paid: Decimal, whole: Decimal, so_far: Mapping[str, Decimal], name: str) -> WorkTime:
    earlier = so_far.get(name)
    if not paid and earlier:  # one-off pay has no time of its own: the month keeps that of its other pays
        return WorkTime(min(earlier, whole), whole)
    time = WorkTime(paid, whole)
    return WorkTime(min(paid + earlier, whole), whole) if earlier else time


def own_time(inputs: PayInputs) -> WorkTime | None:
    """Return the time of this contract alone."""
    if not inputs.full_time:
        return WorkTime(*_both(inputs.hours, inputs.full_time_hours, "hours", "full_time_hours"))
    if not inputs.full_month:
        return WorkTime(*_both(inputs.paid_days, inputs.possible_days, "paid_days", "possible_days"))
    return None


def _both(paid: Decimal | None, whole: Decimal | None, *names: str) -> tuple[Decimal, Decimal]:
    if paid is None or whole is None:
        raise InvalidInput(
            "work_time_missing",
            gettext_noop("Part of a month needs both “%(paid)s” and “%(whole)s”. Give the two numbers."),
            paid=names[0],
            whole=names[1],
        )
    return paid, whole


def quarter_so_far(inputs: PayInputs) -> Decimal | None:
    """Return the gross of the quarter's earlier months, None when the year's total does not tell it.

    The year before this month is the quarter before this month in January to March; a quarter's first month has none.
    """
    if inputs.on.month % QUARTER == 1:
        return ZERO
    year = inputs.year_so_far.get("gross", ZERO)
    return year if inputs.on.month <= QUARTER or not year else None
