"""Italian VAT of what the cooperative sells (DPR 633/1972)."""

from __future__ import annotations

from countries.contract import Params, VatDecision, VatFacts, gettext_noop
from countries.packs.places import ServiceRule, VatTable, decide

STANDARD = ServiceRule(key="vat.standard", source="DPR 633/1972 art. 16")
SHOW = ServiceRule(
    source="DPR 633/1972, table A part III n. 119; Ris. 393/E 2007; Cass. 26879/2021",
    setting="performance_vat",
    choices={"standard": "vat.standard", "reduced": "vat.reduced"},
    question=gettext_noop(
        "In Italy 10 %% applies to contracts of engagement of artists, and whether it reaches the cooperative's "
        "contracts is open. Ask the adviser and enter the setting “performance_vat” (standard or reduced)."
    ),
)

TABLE = VatTable(
    country="IT",
    services={
        "general": STANDARD,
        "performance": SHOW,
        "show_sale": SHOW,
        "copyright": ServiceRule(
            question=gettext_noop("Copyright in Italy may be out of VAT (DPR 633/1972 art. 3): staff must say which.")
        ),
        "teaching": ServiceRule(
            question=gettext_noop(
                "Teaching in Italy is taxed at 22 %% or exempt (art. 10 n. 20): staff must say which."
            )
        ),
        "design": STANDARD,
        "technique": STANDARD,
        "goods": STANDARD,
        "digital": STANDARD,
        "admission": ServiceRule(question=gettext_noop("The rate of admission to an event depends on the event.")),
    },
    reverse_charge={
        "it": "Inversione contabile, operazione non soggetta, art. 7-ter DPR 633/1972, art. 196 direttiva 2006/112/CE",
        "en": "Reverse charge, article 7-ter of DPR 633/1972, article 196 of directive 2006/112/EC",
    },
    outside_scope={
        "it": "Operazione non soggetta, art. 7-ter DPR 633/1972",
        "en": "Not subject to Italian VAT, article 7-ter of DPR 633/1972",
    },
)


def vat(facts: VatFacts, params: Params) -> VatDecision:
    """Decide the VAT of one supply."""
    return decide(facts, params, TABLE)
