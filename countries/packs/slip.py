"""What payslips of every pack share: a line is described once, and totals follow from the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import (
    ZERO,
    Group,
    InvalidInput,
    Note,
    ParameterRef,
    PayInputs,
    PayLine,
    PayResult,
    Side,
    Text,
    gettext_noop,
)
from smart.foundation.money import CENT, round_to

SIDES = {
    Group.GROSS: Side.EMPLOYEE,
    Group.EMPLOYEE: Side.EMPLOYEE,
    Group.TAX: Side.EMPLOYEE,
    Group.NET: Side.EMPLOYEE,
    Group.EMPLOYER: Side.EMPLOYER,
    Group.PROVISION: Side.EMPLOYER,
    Group.INFO: Side.INFO,
}


@dataclass(frozen=True, slots=True)
class LineKind:
    """What a line is called, the step of the waterfall it belongs to, and the article or page it rests on."""

    code: str
    label: Text
    group: Group
    source: str

    def line(
        self,
        amount: Decimal,
        base: Decimal | None = None,
        rate: Decimal | None = None,
        refs: tuple[ParameterRef, ...] = (),
    ) -> PayLine:
        """Return the line. `amount` is signed as it moves its side's total, see `PayLine`."""
        return PayLine(self.code, self.label, SIDES[self.group], self.group, base, rate, amount, refs, self.source)


def line_kinds(texts: Mapping[str, Text], rows: Iterable[tuple[str, Group, str]]) -> dict[str, LineKind]:
    """Return the pack's lines by code from rows of (code, group, source); labels are its texts `line.CODE`."""
    return {code: LineKind(code, texts[f"line.{code}"], group, source) for code, group, source in rows}


def pay_result(
    inputs: PayInputs, lines: Sequence[PayLine], *, currency: str, version: str, notes: tuple[Note, ...] = ()
) -> PayResult:
    """Add the lines up into a result. Gross is the sum of the lines of that group, one-off pay included."""
    sums = dict.fromkeys(Group, ZERO)
    for line in lines:
        sums[line.group] += line.amount
    gross = sums[Group.GROSS]
    return PayResult(
        country=inputs.country,
        currency=currency,
        on=inputs.on,
        kind=inputs.kind,
        pack_version=version,
        gross=gross,
        employee_total=-sums[Group.EMPLOYEE],
        tax_total=-sums[Group.TAX],
        net=gross + sums[Group.EMPLOYEE] + sums[Group.TAX] + sums[Group.NET],
        employer_total=sums[Group.EMPLOYER],
        provisions=sums[Group.PROVISION],
        employer_cost=gross + sums[Group.EMPLOYER] + sums[Group.PROVISION],
        lines=tuple(lines),
        notes=notes,
    )


def checked_gross(inputs: PayInputs) -> Decimal:
    """Return the gross. Raises `InvalidInput` unless it is an amount above zero in whole cents."""
    if inputs.gross is None or inputs.gross <= 0 or inputs.gross != round_to(inputs.gross, step=CENT):
        raise InvalidInput(
            "gross",
            gettext_noop("The gross is %(found)s; expected an amount above zero in whole cents, such as 2500.00."),
            found=inputs.gross,
        )
    return inputs.gross
