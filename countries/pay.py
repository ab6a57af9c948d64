"""One pay computation: the facts it is told, the law it reads and the lines it answers.

Pure data, no Django. Amounts are `Decimal` in the country's currency, rates are fractions (0.1307).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from smart.foundation.money import CENT, round_to

Text = Mapping[str, str]
"""A text by ISO 639-1 language; "en" is always present."""
ZERO = Decimal("0.00")
T = TypeVar("T")


def gettext_noop(msgid: str) -> str:
    """Mark a msgid for the catalogues (`makemessages` knows this name) and return it unchanged."""
    return msgid


class LawError(Exception):
    """Refuse a computation with a sentence: `msgid` is for the catalogue, `params` fill its placeholders."""

    def __init__(self, code: str, msgid: str, **params: object) -> None:
        self.code, self.msgid, self.params = code, msgid, params
        super().__init__(msgid % params)


class NotCovered(LawError):
    """A case the pack does not compute, refused by its name and never guessed."""


class InvalidInput(LawError):
    """A fact that is missing, unknown or of the wrong shape."""


class ParameterUnknown(LawError):
    """A statutory value that is not known on the day asked for."""


class Side(StrEnum):
    """Whose money a line moves; `info` lines move none."""

    EMPLOYEE = "employee"
    EMPLOYER = "employer"
    INFO = "info"


class Group(StrEnum):
    """The step of the waterfall a line belongs to."""

    GROSS = "gross"
    EMPLOYER = "employer"
    PROVISION = "provision"
    EMPLOYEE = "employee"
    TAX = "tax"
    NET = "net"
    INFO = "info"


class Purpose(StrEnum):
    """Payroll refuses values that are only expected or past their review day; a simulation may use them."""

    PAYROLL = "payroll"
    SIMULATION = "simulation"


@dataclass(frozen=True, slots=True)
class Rounding:
    """One legal way to round: to a multiple of `step` by `mode`, as `source` prescribes."""

    step: Decimal = CENT
    mode: str = ROUND_HALF_UP
    source: str = ""

    def __call__(self, amount: Decimal) -> Decimal:
        return round_to(amount, step=self.step, rounding=self.mode)


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """One statutory value as it was read: enough to explain and recompute a payslip in ten years."""

    key: str
    since: date
    confidence: str
    value: Any
    source: str
    label: str = ""
    is_expected: bool = False


class Params(Protocol):
    """The statutory values of one country as of one day. Reading a key records it in `trace`."""

    country: str
    day: date

    def value(self, key: str) -> Any: ...
    def amount(self, key: str) -> Decimal: ...
    def ref(self, key: str) -> ParameterRef: ...
    def has(self, key: str) -> bool: ...
    def compiled(self, build: Callable[[Params], T]) -> T: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInputs:
    """The facts of one pay computation. `on` is the day whose law applies (the pay day, or the period's last day).

    `paid_days`/`possible_days` describe an incomplete month, `hours`/`full_time_hours` part time, both over the period.
    `so_far` holds what the same employer already computed for this person in the month, `year_so_far` in the calendar
    year before this month (running totals by line code, plus hours and days). `engagement` answers what the pack asks
    about the work itself (`Pack.engagement_inputs`). `one_off` is pay of this month beside the running pay (bonus,
    special payment); a pack that does not cover it refuses it by name.
    """

    country: str
    on: date
    kind: str
    gross: Decimal | None = None
    one_off: Decimal | None = None
    full_time: bool = True
    full_month: bool = True
    paid_days: Decimal | None = None
    possible_days: Decimal | None = None
    hours: Decimal | None = None
    full_time_hours: Decimal | None = None
    period_start: date | None = None
    period_end: date | None = None
    birth_date: date | None = None
    tax_file: Mapping[str, Any] = field(default_factory=dict)
    employer: Mapping[str, Any] = field(default_factory=dict)
    engagement: Mapping[str, Any] = field(default_factory=dict)
    so_far: Mapping[str, Decimal] = field(default_factory=dict)
    year_so_far: Mapping[str, Decimal] = field(default_factory=dict)
    scheme: Any = None  # generic pack only: the country's declarative payroll scheme, as data
    purpose: Purpose = Purpose.PAYROLL


@dataclass(frozen=True, slots=True)
class PayLine:
    """One line of a payslip. `amount` is signed as it moves its side's total.

    Employee side: contributions and tax are negative, bonuses positive, so gross + lines = net.
    Employer side: contributions and provisions are positive, reductions negative, so gross + lines = cost.
    """

    code: str
    label: Text
    side: Side
    group: Group
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal
    parameters: tuple[ParameterRef, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the reader of a result: something left out, estimated or to be regularised."""

    code: str
    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.msgid) % self.params


@dataclass(frozen=True, slots=True, kw_only=True)
class PayResult:
    """One computed pay. Cannot exist if its sums do not follow from its lines."""

    country: str
    currency: str
    on: date
    kind: str
    pack_version: str
    gross: Decimal
    employee_total: Decimal  # positive: what contributions take from gross
    tax_total: Decimal  # positive: what is withheld for tax
    net: Decimal
    employer_total: Decimal  # contributions less reductions, without provisions
    provisions: Decimal
    employer_cost: Decimal
    lines: tuple[PayLine, ...]
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        sums = dict.fromkeys(Group, ZERO)
        for line in self.lines:
            sums[line.group] += line.amount
        assert self.gross == sums[Group.GROSS], "gross is not the sum of its lines"
        assert self.employee_total == -sums[Group.EMPLOYEE], "employee total is not the sum of its lines"
        assert self.tax_total == -sums[Group.TAX], "tax total is not the sum of its lines"
        assert self.net == self.gross - self.employee_total - self.tax_total + sums[Group.NET], "net does not add up"
        assert self.employer_total == sums[Group.EMPLOYER], "employer total is not the sum of its lines"
        assert self.provisions == sums[Group.PROVISION], "provisions are not the sum of their lines"
        assert self.employer_cost == self.gross + self.employer_total + self.provisions, "employer cost does not add up"

    @property
    def parameters(self) -> tuple[ParameterRef, ...]:
        """Every statutory value the result rests on, once each, in reading order."""
        return tuple({ref.key: ref for line in self.lines for ref in line.parameters}.values())

    @property
    def unverified(self) -> tuple[ParameterRef, ...]:
        """The values used that nobody has verified; screens must show them."""
        return tuple(ref for ref in self.parameters if ref.confidence != "verified")

    def line(self, code: str) -> PayLine | None:
        return next((line for line in self.lines if line.code == code), None)


def month_so_far(results: Iterable[PayResult]) -> dict[str, Decimal]:
    """Return what earlier payslips of the same person and month add up to, by line code, for `PayInputs.so_far`.

    The caller adds "paid_days" or "hours" of those contracts when the month is incomplete or part time.
    """
    totals: dict[str, Decimal] = {}
    for result in results:
        for line in result.lines:
            totals[line.code] = totals.get(line.code, ZERO) + line.amount
    return totals


@dataclass(frozen=True, slots=True)
class Solution:
    """The pay found for a budget or a net; `remainder` is what stays on the member's account, to the cent."""

    result: PayResult
    target: Decimal
    remainder: Decimal
