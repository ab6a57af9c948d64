"""Belgian VAT of what the cooperative sells: it re-sells its members' work as a legal person (Code TVA, AR 20)."""

from __future__ import annotations

from countries.contract import Params, VatDecision, VatFacts, gettext_noop
from countries.packs.places import ServiceRule, VatTable, decide

STANDARD = ServiceRule(key="vat.standard", source="Code TVA, AR 20 art. 1")
PERFORMANCE = ServiceRule(
    source="Code TVA art. 44 § 2, 8°; AR 20, table A, XXIX",
    setting="performance_vat",
    choices={"reduced": "vat.reduced", "exempt": ""},
    question=gettext_noop(
        "In Belgium a performance is taxed at 6 %% or exempt (art. 44 § 2, 8°), by the regime the cooperative chose. "
        "Enter the setting “performance_vat” (reduced or exempt) with its source."
    ),
    exempt_code="VATEX-EU-132-1N",
    exempt_mention={
        "fr": "Exempté de TVA, art. 44 § 2, 8° du Code TVA",
        "nl": "Vrijgesteld van btw, art. 44 § 2, 8° btw-wetboek",
        "de": "Mehrwertsteuerfrei, Art. 44 § 2 Nr. 8 MwStGB",
        "en": "Exempt from VAT, article 44 § 2, 8° of the Belgian VAT Code",
    },
)

TABLE = VatTable(
    country="BE",
    services={
        "general": STANDARD,
        "performance": PERFORMANCE,
        "show_sale": PERFORMANCE,
        "copyright": ServiceRule(key="vat.reduced", source="AR 20, table A, XXIX (not software, not advertising)"),
        "teaching": STANDARD,
        "design": STANDARD,
        "technique": STANDARD,
        "goods": STANDARD,
        "digital": STANDARD,
        "admission": ServiceRule(
            question=gettext_noop(
                "The rate of admission to an event depends on the event; enter the rate with its source."
            )
        ),
    },
    reverse_charge={
        "fr": "Autoliquidation, art. 21 § 2 Code TVA et art. 196 directive 2006/112/CE",
        "nl": "Btw verlegd, art. 21 § 2 btw-wetboek en art. 196 richtlijn 2006/112/EG",
        "de": "Steuerschuldnerschaft des Leistungsempfängers, Art. 21 § 2 MwStGB, Art. 196 Richtlinie 2006/112/EG",
        "en": "Reverse charge, article 21 § 2 of the Belgian VAT Code, article 196 of directive 2006/112/EC",
    },
    outside_scope={
        "fr": "Service non soumis à la TVA belge, art. 21 § 2 Code TVA",
        "nl": "Dienst niet onderworpen aan Belgische btw, art. 21 § 2 btw-wetboek",
        "de": "Leistung nicht der belgischen MwSt. unterliegend, Art. 21 § 2 MwStGB",
        "en": "Service not subject to Belgian VAT, article 21 § 2 of the Belgian VAT Code",
    },
)


def vat(facts: VatFacts, params: Params) -> VatDecision:
    """Decide the VAT of one supply."""
    return decide(facts, params, TABLE)
