"""Decide the VAT of one supply by the country's table. Pure: same facts, same law, same answer.

A customer in a territory with its own VAT, a service or a day the table does not know, and every row that asks go to
staff with the question to settle; nothing is decided by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from countries.contract import ParameterUnknown, Params, Text, VatDecision, VatFacts, VatRow
from countries.vat_loading import questions, territories
from countries.vat_table import CUSTOMERS, PLACES, VatRule, VatTable, case_of, indexed

NO_TAX: Final = Decimal(0)
SUREST_FIRST: Final = ("verified", "secondary", "memory")
ENTERED: Final = "entered."
ENTERED_CUSTOMERS: Final[Mapping[str, tuple[str, ...]]] = {
    "domestic": CUSTOMERS[:3],
    "eu_business": ("eu_business",),
    "eu_consumer": ("eu_consumer",),
    "outside_eu": CUSTOMERS[5:],
}


def decide(facts: VatFacts, params: Params, table: VatTable) -> VatDecision:
    """Return rate, category, exemption code and mention with the row they come from, or what staff must settle."""
    for territory in territories():
        if territory.holds(facts):
            return ask(territory.question, facts, rule=territory.as_rule())
    if not any(facts.service in rule.services for rule in table.rules):
        return ask(questions()["unknown_service"], facts)
    if facts.on < table.since:
        return ask(questions()["before_table"], facts, first=table.since.isoformat())
    (rule,) = table.matching(case_of(facts, table.settings), on=facts.on)
    return _answer(rule, facts, params)


def decide_entered(facts: VatFacts, params: Params) -> VatDecision:
    """Take the one row the country entered for this service, customer and day; ask staff when there is none or two."""
    for territory in territories():
        if territory.holds(facts):
            return ask(territory.question, facts, rule=territory.as_rule())
    table = entered_table(facts.country, facts.rows)
    rules = table.matching(case_of(facts, {}), on=facts.on)
    if len(rules) != 1:
        return ask(questions()["several_rows" if rules else "no_row"], facts)
    if rules[0].category == "AE" and not facts.customer_vat_number:
        return ask(questions()["no_number_for_row"], facts, rule=rules[0])
    return _answer(rules[0], facts, params)


def entered_table(country: str, rows: tuple[VatRow, ...]) -> VatTable:
    """The rows of a country without its own pack as a table; nothing says that it is complete."""
    names = [_name(row) for row in rows]
    rules = tuple(
        _entered(row, name if names.index(name) == position else f"{name}.{position + 1}")
        for position, (row, name) in enumerate(zip(rows, names, strict=True))
    )
    first = min((rule.since for rule in rules), default=date.min)
    return VatTable(country, first, rules, {}, indexed(rules))


def _name(row: VatRow) -> str:
    """A name made of what the row is about; the kind of service is free text, the name is part of an address."""
    service = "".join(sign if sign.isalnum() else "_" for sign in row.service)[:40]
    return f"{ENTERED}{service}.{row.customer}.{row.since}"


def _entered(row: VatRow, name: str) -> VatRule:
    return VatRule(
        id=name,
        since=row.since,
        until=row.until,
        services=(row.service,),
        customers=ENTERED_CUSTOMERS[row.customer],
        places=PLACES,
        category=row.category,
        rate=row.rate,
        exemption_code=row.exemption_code,
        mention=row.mention,
        source=row.source,
        confidence="secondary",
    )


def _answer(rule: VatRule, facts: VatFacts, params: Params) -> VatDecision:
    if rule.is_ask:
        return ask(rule.question, facts, rule=rule)
    rate, source, confidence = rule.rate or NO_TAX, rule.source, rule.confidence
    if rule.rate_key:
        try:
            ref = params.ref(rule.rate_key)
        except ParameterUnknown:  # past the day it was to be looked at again: a person decides until it is renewed
            return ask(questions()["rate_to_review"], facts, rule=rule)
        rate, source = ref.value, f"{rule.source}; {ref.source}"
        confidence = max(rule.confidence, ref.confidence, key=SUREST_FIRST.index)
    return VatDecision(
        category=rule.category,
        rate=rate,
        source=source,
        exemption_code=rule.exemption_code,
        mention=rule.mention,
        confidence=confidence,
        row=rule.id,
        row_since=rule.since,
        row_until=rule.until,
    )


def ask(question: Text, facts: VatFacts, *, rule: VatRule | None = None, first: str = "") -> VatDecision:
    """Decide nothing: staff must settle the question and enter the answer."""
    params = {
        "service": facts.service,
        "country": facts.country,
        "customer": facts.customer_country,
        "place": facts.place_country or "-",
        "day": facts.on.isoformat(),
        "first": first,
        "rate": rule.rate_key if rule else "",
    }
    return VatDecision(
        category="",
        rate=None,
        source="",
        needs_staff=True,
        reason=question["en"],
        questions=question,
        params=params,
        row=rule.id if rule else "",
        row_since=rule.since if rule else None,
        row_until=rule.until if rule else None,
    )
