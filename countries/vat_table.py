"""The shape of a country's VAT table: dated rows of law, each for some services, customers and places.

A row of `packs/<country>/vat.yaml`:

    id, since, until      its name and the days it is in force (until: the last day, left out while it is in force)
    service               kinds of service, or `any`
    customer              where the customer is and what it is, or `any` (CUSTOMERS)
    place                 where the event takes place, seen from the seller, or `any` (PLACES)
    when                  conditions: `acts_as` (business or consumer for the place of supply, 2006/112/EC art. 43),
                          `vat_number` (none, own: of the customer's country, other), or a setting of the country
    category, rate        EN 16931 category and the key of the rate among the statutory values, or `none`
    exemption_code        VATEX code
    mention               key of the legal mention among the file's `mentions`
    ask                   key of the question instead: the row decides nothing and hands the case to staff
    source, confidence, note
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Final

from countries.contract import Text, VatFacts
from countries.identifiers import EU, EU_VAT_PREFIX

SERVICES: Final = (
    "general",
    "performance",
    "show_sale",
    "copyright",
    "teaching",
    "design",
    "technique",
    "admission",
    "digital",
    "goods",
)
CUSTOMERS: Final = (
    "domestic_business",
    "domestic_public",
    "domestic_consumer",
    "eu_business",
    "eu_consumer",
    "outside_business",
    "outside_consumer",
)
PLACES: Final = ("home", "eu", "outside", "unknown")
UNSET: Final = "unset"
"""The value of a setting nobody has entered."""
FACT_CONDITIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "acts_as": ("business", "consumer"),
    "vat_number": ("none", "own", "other"),
}
_CONSUMER: Final = ({"acts_as": "consumer", "vat_number": "none"},)
_BUSINESS: Final = tuple({"acts_as": "business", "vat_number": number} for number in FACT_CONDITIONS["vat_number"])
STANDINGS: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "domestic_business": _BUSINESS,
    "domestic_public": (*_CONSUMER, *_BUSINESS[1:]),
    "domestic_consumer": _CONSUMER,
    "eu_business": _BUSINESS,
    "eu_consumer": _CONSUMER,
    "outside_business": _BUSINESS,
    "outside_consumer": _CONSUMER,
}
"""What a customer of each kind may be: a public body acts as a business once it has a VAT number (art. 43)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRule:
    """One row. A row that asks has a question and no category. `rate` is set on rows a country entered itself."""

    id: str
    since: date
    until: date | None
    services: tuple[str, ...]
    customers: tuple[str, ...]
    places: tuple[str, ...]
    source: str
    confidence: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    category: str = ""
    rate_key: str = ""
    rate: Decimal | None = None
    exemption_code: str = ""
    mention: Text = field(default_factory=dict)
    question: Text = field(default_factory=dict)
    note: str = ""

    @property
    def is_ask(self) -> bool:
        return not self.category

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def fits(self, conditions: Mapping[str, str]) -> bool:
        return all(conditions.get(name, UNSET) in values for name, values in self.when.items())

    def content(self) -> dict[str, object]:
        """The row as plain data: what is reviewed, and what a later row is compared with."""
        return {
            "since": str(self.since),
            "until": str(self.until or ""),
            "services": list(self.services),
            "customers": list(self.customers),
            "places": list(self.places),
            "when": {name: list(values) for name, values in self.when.items()},
            "category": self.category,
            "rate": str(self.rate) if self.rate is not None else self.rate_key,
            "exemption_code": self.exemption_code,
            "mention": dict(self.mention),
            "question": dict(self.question),
            "source": self.source,
            "confidence": self.confidence,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VatSetting:
    """A choice the law leaves to the cooperative; rows depend on it, and it is entered like every setting."""

    key: str
    label: Text
    help: Text
    choices: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A place with a country's code and another VAT. No postal codes means the whole country."""

    id: str
    since: date
    country: str
    postal_codes: tuple[str, ...]
    services: tuple[str, ...]
    question: Text
    source: str
    confidence: str
    note: str = ""

    def holds(self, facts: VatFacts) -> bool:
        """Whether the customer of this supply is there, by the beginning of the postal code."""
        if facts.customer_country != self.country or facts.on < self.since or facts.service not in self.services:
            return False
        return not self.postal_codes or _compact(facts).startswith(self.postal_codes)

    def as_rule(self) -> VatRule:
        """The row staff see: whatever the customer and the place, it asks."""
        return VatRule(
            id=self.id,
            since=self.since,
            until=None,
            services=self.services,
            customers=CUSTOMERS,
            places=PLACES,
            source=self.source,
            confidence=self.confidence,
            question=self.question,
            note=" ".join(part for part in (f"{self.country} {' '.join(self.postal_codes)}.", self.note) if part),
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One supply as the table sees it."""

    service: str
    customer: str
    place: str
    conditions: Mapping[str, str]


Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class VatTable:
    """All rows of a country, and an index by service, customer and place. Immutable."""

    country: str
    since: date
    rules: tuple[VatRule, ...]
    settings: Mapping[str, VatSetting] = field(default_factory=dict)
    index: Mapping[Key, tuple[VatRule, ...]] = field(default_factory=dict)

    def matching(self, case: Case, *, on: date) -> list[VatRule]:
        """The rows of a case on a day: exactly one in a table that was read from a file."""
        candidates = self.index.get((case.service, case.customer, case.place), ())
        return [rule for rule in candidates if rule.holds_on(on) and rule.fits(case.conditions)]

    def find(self, rule_id: str) -> VatRule | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def indexed(rules: tuple[VatRule, ...]) -> dict[Key, tuple[VatRule, ...]]:
    """The rows by each service, customer and place they speak of."""
    found: dict[Key, tuple[VatRule, ...]] = {}
    for rule in rules:
        for key in product(rule.services, rule.customers, rule.places):
            found[key] = (*found.get(key, ()), rule)
    return found


def case_of(facts: VatFacts, settings: Mapping[str, VatSetting]) -> Case:
    """Read a supply as the table sees it; a setting with no value, or one that is no choice, is unset."""
    conditions = {
        "acts_as": "business" if facts.customer_is_business else "consumer",
        "vat_number": _number_of(facts) if facts.customer_is_business else "none",
    }
    for key, setting in settings.items():
        value = str(facts.settings.get(key, UNSET))
        conditions[key] = value if value in setting.choices else UNSET
    return Case(facts.service, _customer(facts), _area(facts.country, facts.place_country, home="home"), conditions)


def _customer(facts: VatFacts) -> str:
    area = _area(facts.country, facts.customer_country, home="domestic")
    if area == "domestic" and facts.customer_is_public:
        return "domestic_public"
    return f"{area}_{'business' if facts.customer_is_business else 'consumer'}"


def _area(seller: str, place: str, *, home: str) -> str:
    if not place:
        return "unknown"
    if place == seller:
        return home
    return "eu" if place in EU and seller in EU else "outside"


def _number_of(facts: VatFacts) -> str:
    """Whose VAT number it is, by its prefix; Greece writes EL."""
    number = facts.customer_vat_number.strip().upper()
    prefix = EU_VAT_PREFIX.get(facts.customer_country, facts.customer_country)
    return "none" if not number else "own" if number.startswith(prefix) else "other"


def _compact(facts: VatFacts) -> str:
    """The postal code without blanks, hyphens and the country's own letters in front."""
    code = "".join(sign for sign in facts.customer_postal_code.upper() if sign.isalnum())
    return code.removeprefix(facts.customer_country)


def hash_of(content: Mapping[str, object]) -> str:
    """One hash for the same content, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def combinations(settings: Mapping[str, VatSetting], names: frozenset[str]) -> Iterator[dict[str, str]]:
    """Every combination of values of the settings named, the unset one included."""
    keys = sorted(names & settings.keys())
    for values in product(*((*settings[key].choices, UNSET) for key in keys)):
        yield dict(zip(keys, values, strict=True))
