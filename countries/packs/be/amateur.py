"""The amateur arts allowance (IAA / AKV): no contributions and no tax within the day maximum (law of 16/12/2022).

Once a principal paid an artist more in a year than the threshold, 5 % is due on all of it. The amounts of a year that
is not known are not guessed: the allowance is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, InvalidInput, NotCovered, Params, PayInputs, PayLine, gettext_noop
from countries.packs.be.law import Refs, rounded
from countries.packs.be.lines import LINES

KEYS = ("amateur_arts.day_maximum", "amateur_arts.threshold")


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of a year, and what the year already holds from this principal."""

    maximum: Decimal
    threshold: Decimal
    rate: Decimal
    paid: Decimal
    contributed: Decimal
    refs: Refs

    def solidarity(self, gross: Decimal) -> Decimal:
        """Return the 5 % due on the year's total with this allowance, less what was already contributed."""
        total = self.paid + gross
        due = rounded(total * self.rate) if total > self.threshold else ZERO
        return due - self.contributed


def allowance_of(inputs: PayInputs, params: Params) -> Allowance:
    """Read the limits of the year. Raises `NotCovered` when they are not known, `InvalidInput` without days."""
    days = _days(inputs, params)
    maximum, threshold, rate = params.ref(KEYS[0]), params.ref(KEYS[1]), params.ref("amateur_arts.solidarity")
    return Allowance(
        maximum=maximum.value * days,
        threshold=threshold.value,
        rate=rate.value,
        paid=_year(inputs, "amateur_allowance"),
        contributed=_year(inputs, "amateur_solidarity"),
        refs=(maximum, threshold, rate),
    )


def _days(inputs: PayInputs, params: Params) -> Decimal:
    if unknown := [key for key in KEYS if not params.has(key)]:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop(
                "The amateur arts allowance (%(kind)s) is not covered on %(day)s: its amounts of the year are not known. "
                "Add %(keys)s with their source first."
            ),
            kind=inputs.kind,
            day=inputs.on,
            keys=", ".join(unknown),
        )
    if inputs.one_off:
        raise NotCovered(
            "amateur_one_off", gettext_noop("One-off pay beside an amateur arts allowance is not covered.")
        )
    if inputs.paid_days is None:
        raise InvalidInput(
            "amateur_days_missing",
            gettext_noop("The amateur arts allowance has a maximum for each day. Give the number of days (paid_days)."),
        )
    return inputs.paid_days


def _year(inputs: PayInputs, code: str) -> Decimal:
    return inputs.year_so_far.get(code, ZERO) + inputs.so_far.get(code, ZERO)


def lines(inputs: PayInputs, gross: Decimal, params: Params) -> list[PayLine]:
    """The allowance, and the solidarity contribution when the year's threshold is passed."""
    allowance = allowance_of(inputs, params)
    if gross > allowance.maximum:
        raise InvalidInput(
            "amateur_above_maximum",
            gettext_noop("The allowance is %(found)s; expected at most %(maximum)s for these days. Pay more as wages."),
            found=gross,
            maximum=allowance.maximum,
        )
    found = [LINES["amateur_allowance"].line(gross, None, None, allowance.refs)]
    if solidarity := allowance.solidarity(gross):
        base = allowance.paid + gross
        found.append(LINES["amateur_solidarity"].line(solidarity, base, allowance.rate, allowance.refs))
    return found
