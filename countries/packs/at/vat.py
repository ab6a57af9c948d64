"""Austrian VAT of what the cooperative sells (UStG 1994). The 13 % of artists is not for a legal person."""

from __future__ import annotations

from countries.contract import Params, VatDecision, VatFacts, gettext_noop
from countries.packs.places import ServiceRule, VatTable, decide

STANDARD = ServiceRule(key="vat.standard", source="UStG 1994 § 10 (1)")
COMPANY = ServiceRule(key="vat.standard", source="UStG 1994 § 10 (1); UStR Rz 1386-1389: 13 % not for legal persons")

TABLE = VatTable(
    country="AT",
    services={
        "general": STANDARD,
        "performance": COMPANY,
        "show_sale": COMPANY,
        "copyright": ServiceRule(
            question=gettext_noop(
                "The rate of copyright sold by a company in Austria was not found: staff must decide."
            )
        ),
        "teaching": ServiceRule(
            question=gettext_noop(
                "Teaching in Austria is taxed at 20 %% or exempt (§ 6 (1) no. 11): staff must say which."
            )
        ),
        "design": STANDARD,
        "technique": STANDARD,
        "goods": STANDARD,
        "digital": STANDARD,
        "admission": ServiceRule(question=gettext_noop("The rate of admission to an event depends on the event.")),
    },
    reverse_charge={
        "de": "Übergang der Steuerschuld auf den Leistungsempfänger (Art. 196 MwStSystRL)",
        "en": "Reverse charge (article 196 of directive 2006/112/EC)",
    },
    outside_scope={
        "de": "Nicht im Inland steuerbare Leistung, § 3a (6) UStG 1994",
        "en": "Not taxable in Austria, § 3a (6) of the Austrian VAT Act",
    },
)


def vat(facts: VatFacts, params: Params) -> VatDecision:
    """Decide the VAT of one supply."""
    return decide(facts, params, TABLE)
