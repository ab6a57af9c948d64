"""What a late payer owes: interest half-year by half-year, and the fixed sum. Pure; every line names its source.

Interest runs from the day after the due day to the day asked, on what was open at the end of the day before, for the
actual days of a year of 365. Directive 2011/7/EU art. 3(3): the reference rate of 1 January serves until 30 June, that of
1 July until 31 December. A half-year whose rate nobody has published to us is refused, never guessed.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from countries.late_payment_law import DebtorRule, LatePaymentLaw, ReferenceRate
from smart.foundation.money import ZERO, round_to

YEAR: Final = Decimal(365)
ONE_DAY: Final = datetime.timedelta(days=1)
FREE_DAYS: Final = 14
"""Code of economic law (BE) art. XIX.2: a consumer has fourteen days after the first reminder, which is free."""


class LateRateMissing(Exception):
    """No published reference rate for a half-year; `since` is its first day."""

    def __init__(self, reference: str, since: datetime.date) -> None:
        self.reference, self.since = reference, since
        super().__init__(f"{reference}: no rate for the half-year from {since}.")


@dataclass(frozen=True, slots=True)
class Step:
    """What was open after a day had ended."""

    after: datetime.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """An unpaid invoice. `steps` begin with the due day; `free_from` is the first of a consumer's fourteen free days.

    `has_clause`: the terms the debtor accepted provide for charges.
    """

    debtor: str
    due_on: datetime.date
    steps: tuple[Step, ...]
    has_clause: bool = False
    free_from: datetime.date | None = None

    def open_on(self, day: datetime.date) -> Decimal:
        """What was open when the day began."""
        before = [step.amount for step in self.steps if step.after < day]
        return before[-1] if before else ZERO


@dataclass(frozen=True, slots=True)
class InterestLine:
    """Interest of consecutive days with one rate and one open amount, rounded to the cent."""

    first: datetime.date
    last: datetime.date
    days: int
    amount: Decimal
    rate: Decimal
    interest: Decimal
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LateCharges:
    """The charges of one day; `none_because` is a code when the law gives nothing, and empty otherwise."""

    lines: tuple[InterestLine, ...] = ()
    compensation: Decimal = ZERO
    source: str = ""
    confidence: str = ""
    none_because: str = ""

    @property
    def interest(self) -> Decimal:
        return sum((line.interest for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        return self.interest + self.compensation


def compute_late_charges(
    claim: Claim, *, law: LatePaymentLaw, on: datetime.date, entered: Sequence[ReferenceRate] = ()
) -> LateCharges:
    """What the law adds to the claim on the day; `entered` are rates an administrator entered, used where ours end.

    Raises LateRateMissing for a half-year without a rate.
    """
    rule = law.rule_for(claim.debtor, on=on)
    if rule is None or (rule.kind == "none" and not rule.compensation):
        return LateCharges(none_because="no_interest", source=rule.source if rule else "")
    if rule.needs_clause and not claim.has_clause:
        return LateCharges(none_because="no_clause", source=rule.source)
    begins = claim.due_on + ONE_DAY
    if rule.consumer == "be":
        if claim.free_from is None or on < claim.free_from + datetime.timedelta(days=FREE_DAYS):
            return LateCharges(none_because="free_reminder", source=rule.source)
        begins = max(begins, claim.free_from + datetime.timedelta(days=FREE_DAYS))
    if on < begins:
        return LateCharges(none_because="not_late", source=rule.source)
    rates = {row.since: row for row in (*entered, *law.rates)}  # ours stand last, so ours win
    return LateCharges(
        lines=tuple(_lines(claim, rule, begins, on, rates=rates, reference=law.reference)),
        compensation=_compensation(rule, claim.open_on(on)),
        source=rule.source,
        confidence=rule.confidence,
    )


def half_year_of(day: datetime.date) -> datetime.date:
    """The first day of the day's half-year."""
    return datetime.date(day.year, 1 if day.month < 7 else 7, 1)


def consumer_maximum_be(open_amount: Decimal) -> Decimal:
    """The most a Belgian consumer can be charged beside interest (Code of economic law art. XIX.4)."""
    if open_amount <= 150:
        return Decimal("20.00")
    if open_amount <= 500:
        return round_to(Decimal("30.00") + Decimal("0.10") * (open_amount - 150))
    return min(round_to(Decimal("65.00") + Decimal("0.05") * (open_amount - 500)), Decimal("2000.00"))


def _compensation(rule: DebtorRule, open_amount: Decimal) -> Decimal:
    if open_amount <= 0:
        return ZERO
    return consumer_maximum_be(open_amount) if rule.consumer == "be" else rule.compensation


def _lines(
    claim: Claim,
    rule: DebtorRule,
    begins: datetime.date,
    on: datetime.date,
    *,
    rates: dict[datetime.date, ReferenceRate],
    reference: str,
) -> Iterator[InterestLine]:
    if rule.kind == "none":
        return
    for first, last in _spans(claim, begins, on):
        amount, days = claim.open_on(first), (last - first).days + 1
        if amount <= 0:
            continue
        rate, source, confidence = _rate(rule, half_year_of(first), rates=rates, reference=reference)
        interest = round_to(amount * rate * days / YEAR)
        yield InterestLine(first, last, days, amount, rate, interest, source, confidence)


def _spans(claim: Claim, begins: datetime.date, on: datetime.date) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Consecutive days between changes of the open amount and of the half-year."""
    starts = {begins} | {step.after + ONE_DAY for step in claim.steps}
    starts |= {datetime.date(year, month, 1) for year in range(begins.year, on.year + 1) for month in (1, 7)}
    inside = sorted(day for day in starts if begins <= day <= on)
    for position, first in enumerate(inside):
        following = inside[position + 1] if position + 1 < len(inside) else on + ONE_DAY
        yield first, following - ONE_DAY


def _rate(
    rule: DebtorRule, half_year: datetime.date, *, rates: dict[datetime.date, ReferenceRate], reference: str
) -> tuple[Decimal, str, str]:
    if rule.kind == "fixed":
        return rule.points, rule.source, rule.confidence
    found = rates.get(half_year)
    if found is None:
        raise LateRateMissing(reference, half_year)
    rate = found.rate + rule.points
    if rule.step:  # Act of 2 August 2002 (BE) art. 5: rounded up to the next half point
        rate = round_to(rate, step=rule.step, rounding=ROUND_CEILING)
    sure = "memory" if "memory" in {rule.confidence, found.confidence} else "verified"
    return rate, f"{rule.source}; {found.source}", sure
