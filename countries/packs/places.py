"""VAT by place of supply, the part of the directive all member states share (2006/112/EC art. 44, 45, 53, 54, 59, 196).

A pack brings its own table of services; whatever is not clear is handed to staff with the question to settle, never
decided by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from countries.contract import Params, Text, VatDecision, VatFacts, gettext_noop

NO_TAX = Decimal(0)
# Member states for VAT since the withdrawal agreement ended (2021-01-01); Northern Ireland counts for goods only.
MEMBER_STATES = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)

AT_THE_EVENT = frozenset({"performance", "show_sale", "teaching", "technique"})
"""Services to consumers taxed where the event takes place (art. 54)."""
AT_THE_CUSTOMER = frozenset({"copyright", "design"})
"""Services to consumers outside the Union that may be taxed at their place (art. 59)."""


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """How a service is taxed at home: by a rate, exempt, or by a choice the cooperative must have entered.

    `setting` names a tenant setting; `choices` maps its values to a parameter key, or to "" for the exemption.
    """

    key: str = ""
    source: str = ""
    setting: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    question: str = ""
    exempt_mention: Text = field(default_factory=dict)
    exempt_code: str = ""


@dataclass(frozen=True, slots=True)
class VatTable:
    """A country's own part: its services and the mentions its invoices must carry."""

    country: str
    services: Mapping[str, ServiceRule]
    reverse_charge: Text
    outside_scope: Text


def decide(facts: VatFacts, params: Params, table: VatTable) -> VatDecision:
    """Return rate, category, exemption code and mention, or what staff must settle first."""
    if facts.service not in table.services:
        return ask(gettext_noop("The service “%(service)s” has no VAT rule in %(country)s."), facts)
    if facts.service in ("goods", "admission", "digital") and facts.customer_country != facts.country:
        return ask(
            gettext_noop("“%(service)s” for a customer in %(customer)s depends on more than the portal knows."), facts
        )
    if facts.service == "admission" and facts.place_country not in ("", facts.country):
        return ask(gettext_noop("Admission is taxed where the event takes place, in %(place)s."), facts)
    if facts.customer_country == facts.country:
        return _at_home(facts, params, table) if facts.customer_is_business else _consumer(facts, params, table)
    if not facts.customer_is_business:
        return _consumer(facts, params, table)
    return _business_abroad(facts, table)


def ask(question: str, facts: VatFacts) -> VatDecision:
    """Decide nothing: staff must settle the question and enter the answer."""
    params = {
        "service": facts.service,
        "country": facts.country,
        "customer": facts.customer_country,
        "place": facts.place_country or "-",
    }
    return VatDecision(category="", rate=None, source="", needs_staff=True, reason=question, params=params)


def _business_abroad(facts: VatFacts, table: VatTable) -> VatDecision:
    """Tax where the business is established (art. 44); in the Union it owes the tax itself (art. 196)."""
    if facts.customer_country in MEMBER_STATES:
        if not facts.customer_vat_number:
            return ask(
                gettext_noop(
                    "The business customer in %(customer)s has no VAT number: without it the tax is not reversed."
                ),
                facts,
            )
        return VatDecision(
            category="AE",
            rate=NO_TAX,
            source="directive 2006/112/EC art. 44 and 196",
            exemption_code="VATEX-EU-AE",
            mention=table.reverse_charge,
        )
    return VatDecision(
        category="O",
        rate=NO_TAX,
        source="directive 2006/112/EC art. 44",
        exemption_code="VATEX-EU-O",
        mention=table.outside_scope,
    )


def _consumer(facts: VatFacts, params: Params, table: VatTable) -> VatDecision:
    """Services to consumers: at the supplier's (art. 45), events where they take place (art. 54)."""
    if facts.service in AT_THE_EVENT:
        if not facts.place_country:
            return ask(
                gettext_noop("“%(service)s” for a private customer is taxed where it takes place; enter the country."),
                facts,
            )
        if facts.place_country != facts.country:
            return ask(
                gettext_noop("“%(service)s” for a private customer is taxed in %(place)s, where it takes place."), facts
            )
    elif facts.customer_country not in MEMBER_STATES and facts.service in AT_THE_CUSTOMER:
        return ask(
            gettext_noop("“%(service)s” for a private customer in %(customer)s may be taxed there (art. 59)."), facts
        )
    return _at_home(facts, params, table)


def _at_home(facts: VatFacts, params: Params, table: VatTable) -> VatDecision:
    rule = table.services[facts.service]
    key = rule.key
    if rule.setting:
        choice = str(facts.settings.get(rule.setting, ""))
        if choice not in rule.choices:
            return ask(rule.question, facts)
        key = rule.choices[choice]
        if not key:
            return VatDecision(
                category="E",
                rate=NO_TAX,
                source=rule.source,
                exemption_code=rule.exempt_code,
                mention=rule.exempt_mention,
            )
    if not key:
        return ask(rule.question, facts)
    ref = params.ref(key)
    source = f"{rule.source}; {ref.source}" if rule.source else ref.source
    return VatDecision(category="S", rate=ref.value, source=source, confidence=ref.confidence)
