"""Swedish VAT of what the cooperative sells. Only the artist's own performance is exempt; re-selling it takes 25 %."""

from __future__ import annotations

from countries.contract import Params, VatDecision, VatFacts, gettext_noop
from countries.packs.places import ServiceRule, VatTable, decide

STANDARD = ServiceRule(key="vat.standard", source="mervärdesskattelagen (2023:200) 9 kap. 2 §")
RESOLD = ServiceRule(
    key="vat.standard",
    source="mervärdesskattelagen 9 kap. 2 §; Skatteverket: 10 kap. exempts the artist's own invoice only",
)

TABLE = VatTable(
    country="SE",
    services={
        "general": STANDARD,
        "performance": RESOLD,
        "show_sale": RESOLD,
        "copyright": ServiceRule(key="vat.reduced", source="mervärdesskattelagen 9 kap.; Skatteverket"),
        "teaching": ServiceRule(
            question=gettext_noop("Teaching in Sweden is taxed at 25 %% or exempt: staff must say which.")
        ),
        "design": STANDARD,
        "technique": STANDARD,
        "goods": STANDARD,
        "digital": STANDARD,
        "admission": ServiceRule(question=gettext_noop("The rate of admission to an event depends on the event.")),
    },
    reverse_charge={
        "sv": "Omvänd betalningsskyldighet, artikel 196 i direktiv 2006/112/EG",
        "en": "Reverse charge, article 196 of directive 2006/112/EC",
    },
    outside_scope={
        "sv": "Tjänst omsatt utomlands, 6 kap. mervärdesskattelagen",
        "en": "Service supplied outside Sweden, chapter 6 of the Swedish VAT Act",
    },
)


def vat(facts: VatFacts, params: Params) -> VatDecision:
    """Decide the VAT of one supply."""
    return decide(facts, params, TABLE)
