"""What a VAT table must hold beyond its shape: names, days, rates, codes and the cover of every case.

Each check raises `DataFileError` naming the row or the case, what was found and what is expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Final

from countries import vat_codes
from countries.data.reading import LANGUAGES
from countries.data.reading import DataFileError as VatTableError
from countries.parameters import ParameterSet
from countries.pay import Purpose
from countries.vat_table import STANDINGS, Key, VatRule, VatSetting, combinations

FOR_BUSINESS: Final = frozenset({"AE", "K"})


def check_names(rules: tuple[VatRule, ...], since: date) -> None:
    """Each row has its own name and days inside the table's."""
    names = [rule.id for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise VatTableError(f"vat.yaml: {twice} stand twice. Give each row its own name.")
    for rule in rules:
        if rule.since < since or (rule.until is not None and rule.until < rule.since):
            raise VatTableError(f"{rule.id}: in force from {rule.since} to {rule.until}; the table begins {since}.")


def check_rate(rule: VatRule, parameters: ParameterSet) -> None:
    """The rate is known, as a number, on every day of the row."""
    if not rule.rate_key:
        return
    parameter = parameters.get(rule.rate_key)
    entry = parameter.entry_on(rule.since, purpose=Purpose.PAYROLL) if parameter else None
    if parameter is None or entry is None:
        raise VatTableError(f"{rule.id}: the rate “{rule.rate_key}” is not known on {rule.since}.")
    later = [e for e in parameter.entries if e.since > rule.since and (rule.until is None or e.since <= rule.until)]
    for each in (entry, *later):
        if not isinstance(each.value, Decimal):
            raise VatTableError(f"{rule.id}: the rate “{rule.rate_key}” has no number from {each.since} on.")


def check_codes(rule: VatRule, parameters: ParameterSet) -> None:
    """Category, rate, code and mention fit EN 16931 in every language."""
    if rule.is_ask:
        return
    rate = parameters.on(rule.since).amount(rule.rate_key) if rule.rate_key else Decimal(0)
    for language in LANGUAGES:
        mention = rule.mention.get(language, "")
        for fault in vat_codes.faults_of(rule.category, rate=rate, exemption_code=rule.exemption_code, mention=mention):
            raise VatTableError(f"{rule.id}, {fault.at}: {fault.sentence()}")
    if rule.category in vat_codes.OWN_CODES and not rule.exemption_code:
        raise VatTableError(f"{rule.id}: category {rule.category} needs its exemption code.")
    if rule.category in FOR_BUSINESS:
        _check_buyer(rule)


def _check_buyer(rule: VatRule) -> None:
    """Who owes the tax itself, or acquires goods, is a business with a number (BR-AE-02, BR-IC-02)."""
    private = [name for name in rule.customers if name.endswith("consumer")]
    if private or rule.when.get("vat_number") != ("own",):
        raise VatTableError(
            f"{rule.id}: category {rule.category} is for businesses when {{vat_number: own}}; found {private or rule.when}."
        )
    if rule.category == "K" and rule.services != ("goods",):
        raise VatTableError(f"{rule.id}: category K is for goods, found {list(rule.services)}.")


def check_cover(key: Key, rules: tuple[VatRule, ...], *, since: date, settings: Mapping[str, VatSetting]) -> None:
    """Exactly one row on every day for every standing of the customer and every value of the settings in play."""
    days = {since, *(rule.since for rule in rules)}
    days |= {rule.until + timedelta(days=1) for rule in rules if rule.until is not None}
    names = frozenset(name for rule in rules for name in rule.when)
    for day, conditions in product(sorted(days), _worlds(key[1], settings, names)):
        found = [rule.id for rule in rules if rule.holds_on(day) and rule.fits(conditions)]
        if len(found) != 1:
            raise VatTableError(
                f"{' × '.join(key)} on {day} with {conditions}: found {found or 'no row'}, expected exactly one."
            )


def _worlds(customer: str, settings: Mapping[str, VatSetting], names: frozenset[str]) -> Iterator[dict[str, str]]:
    for standing, chosen in product(STANDINGS[customer], list(combinations(settings, names))):
        yield {**standing, **chosen}
