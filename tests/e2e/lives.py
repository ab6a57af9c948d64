"""The people whose month the browser tests live: what they type, in which country, and what they are paid.

The amounts are worked out by hand in tests/scenarios: be_mural.yaml and de_buehne.yaml. In December, with 23 working days,
808.44 for five of them is 3718.82 for the month, past the end of the employment bonus: 808.44 - 105.66 = 702.78.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

EMPTY: Final[dict[str, Any]] = {}


@dataclass(frozen=True, kw_only=True)
class Life:
    """One member: whoever they are, their client, their work as typed into the wizard, and its money in their language."""

    country: str
    country_name: str
    language: str
    first_name: str
    last_name: str
    address: dict[str, str]
    identity: dict[str, str]
    papers: tuple[str, ...]
    iban: str
    tax: dict[str, str]
    client: dict[str, str]
    mission: dict[str, str]
    place: dict[str, str]
    work: dict[str, str]
    amount: str
    budget: str
    hours: str
    engagement: dict[str, str] = field(default_factory=dict)
    days: str
    begins: date
    first_day: date
    second_day: date
    pay_after: int
    declaration: str
    price: str
    net: str
    question: str
    answer: str
    staff: tuple[str, str, str]
    has_scripts: bool = True

    @property
    def email(self) -> str:
        return f"{self.first_name.lower()}@leben.example"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def story(self) -> str:
        return f"{self.country}-{self.language}{'' if self.has_scripts else '-without-scripts'}"


BORN: Final = {"birth_date_0": "17", "birth_date_1": "5", "birth_date_2": "1990"}
ECOLE: Final = {
    "kind": "company",
    "street": "Rue des Écoles 12",
    "postal_code": "1030",
    "city": "Schaerbeek",
    "place": "BE",
    "language": "fr",
}
MURAL: Final = {"description": "Peinture d’une fresque de 12 mètres sous le préau.", "work_setting": "agreed"}
BELGIAN: Final[dict[str, Any]] = {
    "country": "be",
    "country_name": "Belgique",
    "language": "fr",
    "address": {"street": "Rue du Pinceau 3", "postal_code": "1050", "city": "Ixelles", "residence": "BE"},
    "papers": ("identity", "account"),
    "tax": {"family": "single"},
    "place": {"city": "Schaerbeek", "place": "BE"},
    "work": {"function": "Muraliste", "service_kind": "general", "is_artistic": "yes", "has_risks": "no"},
    "amount": "1250,00",
    "budget": "1168,75",
    "hours": "7.6",
    "days": "5",
    "declaration": "Dimona",
    "price": "1 250,00 €",
    "question": "Pourquoi aucun impôt n’est-il retenu ?",
    "answer": "À ce montant, le barème du mois ne retient rien.",
    "staff": ("Omar Claes", "Petra Willems", "Paul Dumont"),
}
CLAIRE: Final = Life(
    **BELGIAN,
    first_name="Claire",
    last_name="Exemplaire",
    identity={**BORN, "national_number": "90051700255"},
    iban="BE17 9991 2345 6721",
    client={**ECOLE, "name": "École du Préau ASBL", "email": "direction@preau.example", "vat_number": "BE0999990321"},
    mission={**MURAL, "title": "Fresque du préau"},
    net="703,31 €",
    begins=date(2026, 11, 2),
    first_day=date(2026, 11, 4),
    second_day=date(2026, 11, 16),
    pay_after=21,
)
BASILE: Final = Life(
    **BELGIAN,
    first_name="Basile",
    last_name="Modèle",
    identity={**BORN, "national_number": "90051700354"},
    iban="BE06 9991 2345 6822",
    client={**ECOLE, "name": "École du Marronnier ASBL", "email": "ecole@marron.example", "vat_number": "BE0999990420"},
    mission={**MURAL, "title": "Fresque de la cantine"},
    net="702,78 €",
    begins=date(2026, 11, 30),
    first_day=date(2026, 12, 2),
    second_day=date(2026, 12, 14),
    pay_after=21,
    has_scripts=False,
)
GRETA: Final = Life(
    country="de",
    country_name="Deutschland",
    language="de",
    first_name="Greta",
    last_name="Musterfrau",
    address={"street": "Beispielweg 7", "postal_code": "13357", "city": "Berlin", "residence": "DE"},
    identity={**BORN, "national_number": "36574261809"},
    papers=("identity", "account", "social_security"),
    iban="DE97 9999 9999 0000 0001 23",
    tax={"tax_class": "6"},
    client={
        "kind": "company",
        "name": "Theater am Kanal GmbH",
        "email": "buehne@kanal.example",
        "vat_number": "DE999990019",
        "street": "Uferstraße 9",
        "postal_code": "13357",
        "city": "Berlin",
        "place": "DE",
        "language": "de",
    },
    mission={
        "title": "Bühnenbild Winterstück",
        "description": "Entwurf und Bau des Bühnenbilds.",
        "work_setting": "agreed",
    },
    place={"city": "Berlin", "place": "DE"},
    work={"function": "Bühnenbildnerin", "service_kind": "general", "is_artistic": "yes", "has_risks": "no"},
    amount="4000,00",
    budget="3640,00",
    hours="8",
    days="14",
    begins=date(2026, 11, 2),
    first_day=date(2026, 12, 1),
    second_day=date(2026, 12, 1),
    pay_after=49,
    declaration="DEÜV",
    price="4.000,00 €",
    net="1.536,83 €",
    question="Warum ist die Lohnsteuer so hoch?",
    answer="Weil noch keine Steuerklasse eingetragen ist.",
    staff=("Katrin Vogel", "Lena Schuster", "Uwe Brandt"),
)
LIVES: Final = (CLAIRE, GRETA, BASILE)
