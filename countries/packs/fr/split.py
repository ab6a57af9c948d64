"""What a gross is made of: the base pay and what French law pays on top of it.

The gross of a contract is all that is paid before contributions. A fixed term owes 10 % at its end and 10 % for leave, each
on all before it (C. trav. art. L1243-8, L1242-16): both are found inside the gross, rounded up in the employee's favour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from countries.contract import ParameterRef, PayInputs
from countries.packs.fr.law import ONE, Law
from countries.packs.fr.regimes import Treatment
from smart.foundation.money import CENT, round_to

RATES = {
    "business_bonus": "portage.business_bonus",
    "end_of_contract_bonus": "fixed_term.end_bonus",
    "paid_leave_indemnity": "fixed_term.paid_leave",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part paid on top: its rate on everything before it."""

    code: str
    ref: ParameterRef


def parts_of(inputs: PayInputs, treatment: Treatment, law: Law) -> tuple[Part, ...]:
    """The parts due for the contract, in order; the engagement says when a fixed term owes none."""
    engagement = inputs.engagement
    off = set()
    if not engagement.get("end_bonus", True):
        off.add("end_of_contract_bonus")
    if not engagement.get("leave_paid_out", True):
        off.add("paid_leave_indemnity")
    return tuple(Part(code, law.rates[RATES[code]]) for code in treatment.pays if code not in off)


def split_gross(gross: Decimal, parts: Sequence[Part]) -> tuple[Decimal, dict[str, Decimal]]:
    """Return the base pay and the parts by code; they sum to the gross to the cent."""
    rest, amounts = gross, {}
    for part in reversed(parts):
        amount = round_to(rest * part.ref.value / (ONE + part.ref.value), step=CENT, rounding=ROUND_CEILING)
        amounts[part.code] = amount
        rest -= amount
    return rest, amounts


def gross_for_base(base: Decimal, parts: Sequence[Part]) -> Decimal:
    """Return the lowest gross whose base pay reaches `base`."""
    factor = ONE
    for part in parts:
        factor *= ONE + part.ref.value
    gross = round_to(base * factor, step=CENT, rounding=ROUND_CEILING)
    while split_gross(gross, parts)[0] < base:
        gross += CENT
    return gross
