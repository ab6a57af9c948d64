"""A country's VAT rows as staff read and review them: those of its pack or its own, and the territories. Reads no database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from countries import registry
from countries.contract import VatRow
from countries.pay import Purpose
from countries.vat_deciding import entered_table
from countries.vat_loading import territories
from countries.vat_table import VatRule, hash_of


def rules_of(code: str, *, entered: tuple[VatRow, ...] = ()) -> tuple[VatRule, ...]:
    """Every row of the country through all days, in the order of its file; `entered` are those of `vat.rows`."""
    table = registry.vat_table(code) or entered_table(code, entered)
    return (*table.rules, *(territory.as_rule() for territory in territories()))


def find_rule(code: str, rule_id: str, *, entered: tuple[VatRow, ...] = ()) -> VatRule | None:
    """The row of this name, if the country has it."""
    return next((rule for rule in rules_of(code, entered=entered) if rule.id == rule_id), None)


def content_of(code: str, rule: VatRule) -> dict[str, object]:
    """What a reviewer reads: the row, and the rate with every day it changes while the row is in force."""
    return {**rule.content(), "rates": [[str(since), str(rate)] for since, rate in rates_of(code, rule)]}


def content_hash(code: str, rule: VatRule) -> str:
    """Tells whether a row still reads as it did."""
    return hash_of(content_of(code, rule))


def rates_of(code: str, rule: VatRule) -> Iterator[tuple[date, Decimal]]:
    """The rates of a row, each from its first day inside the row; none for a row without tax."""
    if rule.rate:
        yield rule.since, rule.rate
    parameter = registry.pack_for(code).parameters.get(rule.rate_key) if rule.rate_key else None
    for entry in parameter.entries if parameter is not None else ():
        if rule.until is None or entry.since <= rule.until:
            is_first = parameter is not None and entry is parameter.entry_on(rule.since, purpose=Purpose.PAYROLL)
            if is_first or entry.since > rule.since:
                yield max(entry.since, rule.since), entry.value


def rate_on(code: str, rule: VatRule, *, on: date) -> Decimal | None:
    """The rate of a row on a day of its own; None for a row without tax, or before its first rate."""
    known = [rate for since, rate in rates_of(code, rule) if since <= on]
    return known[-1] if known else None
