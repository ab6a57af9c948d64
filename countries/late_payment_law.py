"""The law of late payment as dated rows: who owes which interest and sum, and when the VAT of a lost claim comes back.

Read once from data/late_payment.yaml, strictly: a row without source, out of order or of an unknown kind is refused.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, Protocol, TypeVar

from countries.data.reading import FOLDER, DataFileError, check_keys, check_origin, read_data

DEBTORS: Final = frozenset({"company", "exempt", "public", "person"})
INTEREST: Final = frozenset({"reference_plus", "fixed", "none"})
BAD_DEBT: Final = frozenset({"when_lost", "after_procedure"})


@dataclass(frozen=True, slots=True)
class ReferenceRate:
    """A published rate (a fraction) from the first day of a half-year on."""

    since: datetime.date
    rate: Decimal
    source: str
    confidence: str = "verified"


@dataclass(frozen=True, slots=True)
class DebtorRule:
    """What a kind of debtor owes. `points` are added to the reference rate, or are the rate itself when it is fixed."""

    who: tuple[str, ...]
    since: datetime.date
    kind: str
    points: Decimal
    step: Decimal
    compensation: Decimal
    needs_clause: bool
    consumer: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class BadDebtRule:
    """When the VAT of a claim that is lost comes back: `when_lost` or `after_procedure`."""

    since: datetime.date
    kind: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LatePaymentLaw:
    """The rows of one country."""

    country: str
    currency: str
    reference: str
    rates: tuple[ReferenceRate, ...]
    debtors: tuple[DebtorRule, ...]
    bad_debts: tuple[BadDebtRule, ...]

    def rule_for(self, debtor: str, *, on: datetime.date) -> DebtorRule | None:
        """The row in force on the day for this kind of debtor."""
        return in_force([row for row in self.debtors if debtor in row.who], on=on)

    def bad_debt_on(self, day: datetime.date) -> BadDebtRule | None:
        return in_force(self.bad_debts, on=day)


class Dated(Protocol):
    @property
    def since(self) -> datetime.date: ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Sequence[Row], *, on: datetime.date) -> Row | None:
    """The last row that began on the day or before."""
    index = bisect_right(rows, on, key=lambda row: row.since) - 1
    return rows[index] if index >= 0 else None


@cache
def laws() -> Mapping[str, LatePaymentLaw]:
    """Every country's law by code."""
    return build_laws(read_data(FOLDER / "late_payment.yaml"))


def law_of(code: str) -> LatePaymentLaw | None:
    """A country's law; None where nobody has written it down yet."""
    return laws().get(code)


def build_laws(raw: Mapping[str, Any]) -> dict[str, LatePaymentLaw]:
    """Check the document and freeze it; raise DataFileError naming the place."""
    check_keys(raw, "late_payment.yaml", required={"references", "countries"})
    rates = {name: _rates(name, found) for name, found in raw["references"].items()}
    return {code: _law(code, found, rates) for code, found in raw["countries"].items()}


def _law(code: str, raw: Any, rates: Mapping[str, tuple[ReferenceRate, ...]]) -> LatePaymentLaw:
    where = f"late_payment.yaml {code}"
    check_keys(raw, where, required={"currency", "reference", "debtors", "bad_debt"})
    if raw["reference"] not in rates:
        raise DataFileError(f"{where}: reference “{raw['reference']}”, expected one of {sorted(rates)}.")
    debtors = tuple(_debtor(row, where) for row in raw["debtors"])
    for who in sorted(DEBTORS):
        _in_order([row for row in debtors if who in row.who], f"{where} {who}")
    bad_debts = tuple(_bad_debt(row, where) for row in raw["bad_debt"])
    _in_order(bad_debts, f"{where} bad_debt")
    return LatePaymentLaw(code, raw["currency"], raw["reference"], rates[raw["reference"]], debtors, bad_debts)


def _rates(name: str, raw: Any) -> tuple[ReferenceRate, ...]:
    check_keys(raw, name, required={"label", "rates"})
    rows = tuple(_rate(row, name) for row in raw["rates"])
    _in_order(rows, name)
    return rows


def _rate(raw: Any, where: str) -> ReferenceRate:
    check_keys(raw, where, required={"since", "rate", "source", "confidence"})
    check_origin(raw, where)
    if (raw["since"].month, raw["since"].day) not in {(1, 1), (7, 1)}:
        raise DataFileError(f"{where}: {raw['since']}, expected the first day of a half-year.")
    return ReferenceRate(raw["since"], Decimal(raw["rate"]), raw["source"], raw["confidence"])


def _debtor(raw: Any, where: str) -> DebtorRule:
    required = {"who", "since", "kind", "points", "compensation", "source", "confidence"}
    check_keys(raw, where, required=required, optional={"step", "needs_clause", "consumer", "note"})
    check_origin(raw, where)
    if set(raw["who"]) - DEBTORS or raw["kind"] not in INTEREST or raw.get("consumer", "") not in {"", "be"}:
        raise DataFileError(
            f"{where}: {raw['who']} “{raw['kind']}”, expected {sorted(DEBTORS)} and {sorted(INTEREST)}."
        )
    return DebtorRule(
        who=tuple(raw["who"]),
        since=raw["since"],
        kind=raw["kind"],
        points=Decimal(raw["points"]),
        step=Decimal(raw.get("step", 0)),
        compensation=Decimal(raw["compensation"]),
        needs_clause=bool(raw.get("needs_clause", False)),
        consumer=raw.get("consumer", ""),
        source=raw["source"],
        confidence=raw["confidence"],
    )


def _bad_debt(raw: Any, where: str) -> BadDebtRule:
    check_keys(raw, where, required={"since", "kind", "source", "confidence"})
    check_origin(raw, where)
    if raw["kind"] not in BAD_DEBT:
        raise DataFileError(f"{where}: bad_debt “{raw['kind']}”, expected one of {sorted(BAD_DEBT)}.")
    return BadDebtRule(raw["since"], raw["kind"], raw["source"], raw["confidence"])


def _in_order(rows: Iterable[Dated], where: str) -> None:
    days = [row.since for row in rows]
    if not days or days != sorted(set(days)):
        raise DataFileError(f"{where}: days {days}, expected at least one and each later than the one before.")
