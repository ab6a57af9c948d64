"""Spanish VAT of what the cooperative sells (Ley 37/1992). The 10 % of artists is for natural persons only."""

from __future__ import annotations

from countries.contract import Params, VatDecision, VatFacts, gettext_noop
from countries.packs.places import ServiceRule, VatTable, decide

STANDARD = ServiceRule(key="vat.standard", source="Ley 37/1992 art. 90")
COMPANY = ServiceRule(
    key="vat.standard", source="Ley 37/1992 art. 90; art. 91.Uno.2.13º is for natural persons only (DGT)"
)

TABLE = VatTable(
    country="ES",
    services={
        "general": STANDARD,
        "performance": COMPANY,
        "show_sale": COMPANY,
        "copyright": COMPANY,
        "teaching": ServiceRule(
            question=gettext_noop(
                "Teaching in Spain is taxed at 21 %% or exempt (art. 20.Uno.9º): staff must say which."
            )
        ),
        "design": STANDARD,
        "technique": STANDARD,
        "goods": STANDARD,
        "digital": STANDARD,
        "admission": ServiceRule(question=gettext_noop("The rate of admission to an event depends on the event.")),
    },
    reverse_charge={
        "es": "Inversión del sujeto pasivo, art. 69.Uno.1º Ley 37/1992, art. 196 Directiva 2006/112/CE",
        "en": "Reverse charge, article 69.One.1 of the Spanish VAT Act, article 196 of directive 2006/112/EC",
    },
    outside_scope={
        "es": "Operación no sujeta, art. 69.Uno.1º Ley 37/1992",
        "en": "Not subject to Spanish VAT, article 69.One.1 of the Spanish VAT Act",
    },
)


def vat(facts: VatFacts, params: Params) -> VatDecision:
    """Decide the VAT of one supply. The Canary Islands, Ceuta and Melilla lie outside the VAT area: staff decide."""
    return decide(facts, params, TABLE)
