"""Pay that earlier payslips put money aside for: what is due once a contract has ended, as its country's law has it.

Pure data, no Django. A pack answers with one `LaterPay` per kind: an amount to pay, or the sentence why it pays none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from countries.pay import ZERO, PayInputs, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterPayFacts:
    """One contract that has ended. `paid` are the facts of its pay, `lines` what its payslips add up to by line code.

    `on` is the day whose law the later pay follows.
    """

    country: str
    on: date
    paid: PayInputs
    lines: Mapping[str, Decimal]

    def sum_of(self, *codes: str) -> Decimal:
        return sum((self.lines.get(code, ZERO) for code in codes), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterPay:
    """What is due of one kind. `amount` is the gross to pay as one-off pay, `engagement` what its payslip must be told.

    How it is computed: alone; or, where `is_beside_pay`, only together with the contract's own pay, of which the payslip then
    is what the one-off pay adds; or with the amount in the answer named `answer`, where the pack takes it so.
    `provisions` are the lines that put money aside for it. `refusal` says why the portal does not pay it; its amount is
    then nothing. `reason` is the sentence for the member and the officer; both are msgids filled by `params`.
    """

    kind: str
    label: Text
    reason: str
    source: str
    provisions: tuple[str, ...]
    amount: Decimal = ZERO
    engagement: Mapping[str, Any] = field(default_factory=dict)
    is_beside_pay: bool = False
    answer: str = ""
    refusal: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
