"""The staircase from the client's euro to mine: geometry of a list of steps. Pure, no money is computed here.

What stays is anchored at the start edge, each cut falls off the end edge, the last step is the net. The rows always
come in the order of `KINDS`; a country may leave a row out or show several of one kind, never reorder. Positions are
percent attributes ("72.80%"), so that screens and paper stretch the bars without stretching the patterns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final, Literal

# kind: (role, ink, pattern). Sub-totals keep everything, cuts fall off, the net is mine.
KINDS: Final[dict[str, tuple[Literal["sub", "cut", "net"], str, str]]] = {
    "client": ("sub", "", ""),
    "cooperative": ("cut", "coop", "p-coop"),
    "guarantee": ("cut", "coop", "p-guar"),
    "activity": ("cut", "own", "p-stay"),
    "employer": ("cut", "care", "p-er"),
    "gross": ("sub", "", ""),
    "personal": ("cut", "care", "p-ee"),
    "tax": ("cut", "tax", "p-tax"),
    "deduction": ("cut", "own", "p-ded"),
    "net": ("net", "", ""),
}
SLIM: Final = 100  # hundredths of a percent
LONG: Final = Decimal("100000")
_ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Why:
    """What a row means when it is opened: plain words, base × rate = amount, who receives it, which rule since when."""

    text: str
    calculation: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One row as the books know it. Cuts are positive (what is taken away); a negative cut gives something back."""

    kind: str
    label: str
    amount: Decimal
    note: str = ""
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is drawn. `keep`, `x` and `width` are percents of the widest row, as text; `amount` is signed.

    A slim cut is there but under one percent wide: on a phone nobody would find it without a line that leads to it.
    """

    kind: str
    role: str
    ink: str
    pattern: str
    label: str
    note: str
    amount: Decimal
    why: Why | None
    keep: str
    x: str
    width: str
    edge: str
    gives_back: bool
    is_slim: bool = False


@dataclass(frozen=True, slots=True)
class Staircase:
    """The rows in order, and the two ends of the stairs."""

    rows: tuple[Row, ...]
    currency: str
    total: Decimal
    net: Decimal

    @property
    def cuts(self) -> tuple[Row, ...]:
        """The cuts only, for the one-line strip."""
        return tuple(row for row in self.rows if row.role == "cut")

    @property
    def is_long(self) -> bool:
        """Whether an amount needs more room than 99 999,99 does."""
        return any(abs(row.amount) >= LONG for row in self.rows)

    @property
    def net_row(self) -> Row:
        return self.rows[-1]

    @property
    def cents_per_unit(self) -> int:
        """Of one unit of money the client pays, how many hundredths are mine: rounded once, half up."""
        if not self.total:
            return 0
        return int((self.net * 100 / self.total).to_integral_value(rounding=ROUND_HALF_UP))


def build_staircase(steps: Sequence[Step], *, currency: str) -> Staircase:
    """Place each step under the one before; the rows always agree with each other to the cent.

    Raises ValueError, naming the row, when a kind is unknown or out of order, when the stairs do not begin with a
    sub-total and end with the net, or when a sub-total or the net differs from what the rows above leave.
    """
    _check_order(steps)
    levels = _levels(steps)
    widest = max(
        [
            steps[0].amount,
            *(before for before, _ in levels),
            *(after for _, after in levels),
        ]
    )
    rows = tuple(
        _row(step, before=before, after=after, widest=widest)
        for step, (before, after) in zip(steps, levels, strict=True)
    )
    return Staircase(rows=rows, currency=currency, total=steps[0].amount, net=steps[-1].amount)


def _check_order(steps: Sequence[Step]) -> None:
    unknown = [step.kind for step in steps if step.kind not in KINDS]
    if unknown:
        raise ValueError(f"Waterfall row kind {unknown[0]!r} is unknown; expected one of {', '.join(KINDS)}.")
    if len(steps) < 2 or KINDS[steps[0].kind][0] != "sub" or steps[-1].kind != "net":
        raise ValueError("A waterfall begins with the client's price or the gross pay and ends with the net.")
    for above, below in pairwise(steps):
        repeats = above.kind == below.kind and KINDS[above.kind][0] == "cut"
        if _ORDER[below.kind] <= _ORDER[above.kind] and not repeats:
            raise ValueError(
                f"Waterfall row {below.kind!r} cannot follow {above.kind!r}: the order is {', '.join(KINDS)}."
            )


def _levels(steps: Sequence[Step]) -> list[tuple[Decimal, Decimal]]:
    """What is left before and after each row."""
    left = steps[0].amount
    levels = []
    for step in steps:
        if KINDS[step.kind][0] == "cut":
            levels.append((left, left - step.amount))
            left -= step.amount
            continue
        if step.amount != left:
            raise ValueError(f"Waterfall row {step.kind!r} says {step.amount}, but the rows above it leave {left}.")
        levels.append((left, left))
    return levels


def _row(step: Step, *, before: Decimal, after: Decimal, widest: Decimal) -> Row:
    role, ink, pattern = KINDS[step.kind]
    low, high = sorted((_hundredths(before, widest), _hundredths(after, widest)))
    gives_back = role == "cut" and step.amount < 0
    return Row(
        kind=step.kind,
        role=role,
        ink=ink,
        pattern=pattern,
        label=step.label,
        note=step.note,
        amount=-step.amount if role == "cut" else step.amount,
        why=step.why,
        keep=_percent(low),
        x=_percent(low),
        width=_percent(high - low),
        edge=_percent(high),
        gives_back=gives_back,
        is_slim=role == "cut" and step.amount != 0 and high - low < SLIM,
    )


def _hundredths(amount: Decimal, widest: Decimal) -> int:
    """Position of an amount in hundredths of a percent; a negative rest is drawn at the start edge."""
    if widest <= 0 or amount <= 0:
        return 0
    return int((amount * 10000 / widest).to_integral_value(rounding=ROUND_HALF_UP))


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
