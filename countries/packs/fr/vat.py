"""French VAT of what the cooperative sells (CGI)."""

from __future__ import annotations

from countries.contract import Params, VatDecision, VatFacts, gettext_noop
from countries.packs.places import ServiceRule, VatTable, decide

STANDARD = ServiceRule(key="vat.standard", source="CGI art. 278")

TABLE = VatTable(
    country="FR",
    services={
        "general": STANDARD,
        "performance": STANDARD,
        "show_sale": ServiceRule(
            source="CGI art. 279 b bis, 278-0 bis F; BOFiP",
            setting="show_sale_vat",
            choices={"producer": "vat.reduced", "consumption": "vat.standard"},
            question=gettext_noop(
                "In France the sale of a show is taxed at 5.5 %% when the cooperative is its licensed producer, at "
                "20 %% when eating and drinking during the show is usual. Enter the setting “show_sale_vat” "
                "(producer or consumption)."
            ),
        ),
        "copyright": ServiceRule(key="vat.intermediate", source="CGI art. 279 g"),
        "teaching": ServiceRule(
            question=gettext_noop(
                "Teaching in France is taxed at 20 %% or exempt (CGI art. 261-4): staff must say which."
            )
        ),
        "design": STANDARD,
        "technique": STANDARD,
        "goods": STANDARD,
        "digital": STANDARD,
        "admission": ServiceRule(
            question=gettext_noop("The rate of admission to a show depends on the show and its first 140 performances.")
        ),
    },
    reverse_charge={
        "fr": "Autoliquidation, art. 283-2 et 259-1° du CGI, art. 196 directive 2006/112/CE",
        "en": "Reverse charge, articles 283-2 and 259-1° of the French tax code, article 196 of directive 2006/112/EC",
    },
    outside_scope={
        "fr": "TVA non applicable, art. 259-1° du CGI",
        "en": "Not subject to French VAT, article 259-1° of the French tax code",
    },
)


def vat(facts: VatFacts, params: Params) -> VatDecision:
    """Decide the VAT of one supply."""
    return decide(facts, params, TABLE)
