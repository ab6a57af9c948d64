"""German VAT of what the cooperative sells (UStG). It engages artists in its own name, so performances take 19 %."""

from __future__ import annotations

from countries.contract import Params, VatDecision, VatFacts, gettext_noop
from countries.packs.places import ServiceRule, VatTable, decide

STANDARD = ServiceRule(key="vat.standard", source="UStG § 12 (1)")
RESOLD = ServiceRule(
    key="vat.standard", source="UStG § 12 (1); Abschn. 12.5 (5) UStAE: no 7 % for who re-sells artists in its own name"
)

TABLE = VatTable(
    country="DE",
    services={
        "general": STANDARD,
        "performance": RESOLD,
        "show_sale": RESOLD,
        "copyright": ServiceRule(
            key="vat.reduced", source="UStG § 12 (2) no. 7c, when the rights are the main content"
        ),
        "teaching": ServiceRule(
            question=gettext_noop(
                "Teaching in Germany is taxed at 19 %% or exempt (UStG § 4 no. 21): staff must say which."
            )
        ),
        "design": STANDARD,
        "technique": STANDARD,
        "goods": STANDARD,
        "digital": STANDARD,
        "admission": ServiceRule(question=gettext_noop("The rate of admission to an event depends on the event.")),
    },
    reverse_charge={
        "de": "Steuerschuldnerschaft des Leistungsempfängers (Art. 196 MwStSystRL)",
        "en": "Reverse charge (article 196 of directive 2006/112/EC)",
    },
    outside_scope={
        "de": "Nicht im Inland steuerbare Leistung, § 3a (2) UStG",
        "en": "Not taxable in Germany, § 3a (2) of the German VAT Act",
    },
)


def vat(facts: VatFacts, params: Params) -> VatDecision:
    """Decide the VAT of one supply."""
    return decide(facts, params, TABLE)
