"""The worker's side of one month: what is taken from a gross, line by line, and what is left.

The month's pays are computed together; what earlier payslips already took is deducted, so this payslip bears the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from countries.contract import ZERO, ParameterRef, Params, PayInputs
from countries.packs.be import contributions, withholding
from countries.packs.be.contributions import WorkTime
from countries.packs.be.law import EmployeeLaw, WithholdingLaw, employee_law, rounded, withholding_law
from countries.packs.be.month import Earlier, earlier_of, work_time
from countries.packs.be.one_off import NO_ONE_OFF, OneOff, one_off_of
from countries.packs.be.withholding import Household

FLAT_TESTS = ("show_main_work", "show_not_permanent", "show_not_side_job")


class Side(NamedTuple):
    """What this payslip takes and gives, each amount rounded; `taxable` is of the running pay alone."""

    security: Decimal
    part_a: Decimal
    part_b: Decimal
    taxable: Decimal
    tax: Decimal
    fiscal_bonus: Decimal
    special: Decimal

    @property
    def net(self) -> Decimal:
        return self.taxable - self.tax + self.fiscal_bonus - self.special


@dataclass(frozen=True, slots=True)
class Worker:
    """Everything about the worker's side that does not depend on the gross."""

    factor: Decimal
    column: Mapping[str, Decimal]
    bands: Sequence[Mapping[str, Any]]
    time: WorkTime | None
    family: Household
    flat: ParameterRef | None
    earlier: Earlier
    one_off: OneOff
    law: EmployeeLaw
    tax_law: WithholdingLaw

    def side(self, gross: Decimal) -> Side:
        """Compute the worker's side for a gross of this payslip (zero when only one-off pay is paid)."""
        law, earlier = self.law, self.earlier
        total, base = gross + earlier.gross, gross * self.factor + earlier.base
        due = contributions.contribution_due(base, law)
        part_a, part_b = contributions.work_bonus(total, column=self.column, time=self.time, due=due, law=law)
        declared = base + earlier.one_off_base + self.one_off.declared
        special = contributions.special_contribution(declared, self.bands) - earlier.special
        taxable = gross - due + earlier.security + part_a - earlier.part_a + part_b - earlier.part_b
        tax, fiscal_bonus = self._tax(taxable, total - due + part_a + part_b, part_a, part_b)
        return Side(
            due - earlier.security,
            part_a - earlier.part_a,
            part_b - earlier.part_b,
            taxable,
            tax,
            fiscal_bonus,
            special,
        )

    def _tax(self, taxable: Decimal, month: Decimal, part_a: Decimal, part_b: Decimal) -> tuple[Decimal, Decimal]:
        """The key formula on the month's taxable pay with the fiscal bonus, or the flat rate of point 80 without."""
        if self.flat is not None:
            return rounded(max(taxable, ZERO) * self.flat.value), ZERO
        earlier = self.earlier
        tax = withholding.key_formula(month - earlier.flat_taxable, self.family, self.tax_law)
        if earlier.flat_taxable:  # the flat rate knows no reduction: its share of the work bonus brings none
            part_a, part_b = part_a - earlier.part_a, part_b - earlier.part_b
        bonus = min(max(withholding.fiscal_bonus(part_a, part_b, self.law.fiscal), ZERO), tax)
        return tax - earlier.withholding, bonus - earlier.fiscal_bonus


def worker_of(inputs: PayInputs, params: Params, status: str) -> Worker:
    """Gather what the worker's side of these inputs depends on."""
    law, tax_law = params.compiled(employee_law), params.compiled(withholding_law)
    tax_file, factor = inputs.tax_file, law.factors[status]
    one_off = one_off_of(inputs, params, status) if inputs.one_off else NO_ONE_OFF
    return Worker(
        factor=factor,
        column=contributions.bonus_column(status, law),
        bands=contributions.special_bands(str(tax_file.get("family", "single")), law),
        time=work_time(inputs),
        family=withholding.household(tax_file, tax_law),
        flat=flat_rate(inputs, params, status),
        earlier=earlier_of(inputs, factor),
        one_off=one_off,
        law=law,
        tax_law=tax_law,
    )


def flat_rate(inputs: PayInputs, params: Params, status: str) -> ParameterRef | None:
    """Return the flat rate when the tax file has it and nothing speaks against it, None otherwise (point 80).

    Not for other kinds than artists', not when one of the three questions was answered no, and not when the
    cooperative decided never to apply it. Questions nobody answered leave the decision to the cooperative.
    """
    if not asks_flat_rate(inputs) or status != "artist" or failed_tests(inputs):
        return None
    return params.ref("withholding.artists")


def asks_flat_rate(inputs: PayInputs) -> bool:
    if inputs.tax_file.get("withholding") != "artists_flat":
        return False
    return inputs.employer.get("artists_flat_rate") != "never"


def failed_tests(inputs: PayInputs) -> tuple[str, ...]:
    """Return the questions of point 80 that were answered no."""
    return tuple(name for name in FLAT_TESTS if inputs.tax_file.get(name) is False)
