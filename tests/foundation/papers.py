"""Invented documents for the tests of paper: the dictionaries that templates/pdf describe, short and long."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from smart.foundation.waterfall import Staircase, Step, build_staircase

ISSUED_AT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
EMPLOYER: dict[str, Any] = {
    "name": "Chantier Modèle SC",
    "lines": ["rue du Chantier 12", "1000 Bruxelles"],
    "vat_number": "TVA BE 0999.999.922",
    "registration": "RPM Bruxelles, entreprise inventée",
    "email": "compta@chantier.example",
    "phone": "+32 2 555 01 42",
    "social_number": "ONSS 999-9999999-22",
    "represented_by": "Marek Novotny, conseiller",
}
WORKER: dict[str, Any] = {
    "name": "Lina Verhaegen",
    "lines": ["quai des Tanneurs 8", "5000 Namur"],
    "born_on": date(1990, 3, 12),
}


def stairs(german: bool = False) -> Staircase:
    """1 250,00 € of the client become 703,17 €: − 81.25 − 12.50 − 4.17 − 242.08 = 910; − 118.94 − 87.89 (by hand)."""

    def say(short: str, long: str) -> str:
        return long if german else short

    return build_staircase(
        [
            Step("client", say("Le client paie", "Rechnungsbetrag ohne Umsatzsteuer"), Decimal("1250.00"), note="5"),
            Step("cooperative", say("Coopérative", "Genossenschaftsbeitrag"), Decimal("81.25"), note="6,5 %"),
            Step(
                "guarantee", say("Part de garantie", "Garantiefondsanteil der Mitglieder"), Decimal("12.50"), note="1 %"
            ),
            Step("activity", say("Reste dans mon activité", "Verbleibt in meiner Tätigkeit"), Decimal("4.17")),
            Step(
                "employer",
                say("Cotisations employeur", "Arbeitgeberanteile zur Sozialversicherung"),
                Decimal("242.08"),
                note=say("sécurité sociale", "Kranken-, Renten-, Arbeitslosen- und Pflegeversicherung"),
            ),
            Step("gross", say("Salaire brut", "Bruttoarbeitsentgelt laut Arbeitsvertrag"), Decimal("910.00")),
            Step(
                "personal",
                say("Cotisations personnelles", "Arbeitnehmeranteile zur Sozialversicherung"),
                Decimal("118.94"),
            ),
            Step("tax", say("Impôt retenu", "Lohnsteuer und Solidaritätszuschlag"), Decimal("87.89"), note="11,11 %"),
            Step("net", say("Pour vous", "Für Sie"), Decimal("703.17"), note="27.11.2026"),
        ],
        currency="EUR",
    )


def invoice(lines: int = 1, **changes: Any) -> dict[str, Any]:
    line = {
        "description": "Fresque peinte sur le mur du préau, avec deux classes",
        "detail": "16 au 20 novembre 2026, par Lina Verhaegen, peintre",
        "quantity": Decimal("5"),
        "unit": "jours",
        "unit_price": Decimal("250.00"),
        "vat_rate": Decimal("0.21"),
        "net": Decimal("1250.00"),
    }
    return {
        "country": "BE",
        "currency": "EUR",
        "copy": "Exemplaire client",
        "kind": "invoice",
        "number": "BE-2026-00931",
        "title": "Fresque du préau",
        "issued_on": date(2026, 11, 23),
        "due_on": date(2026, 12, 23),
        "supply_from": date(2026, 11, 16),
        "supply_to": date(2026, 11, 20),
        "corrects": None,
        "seller": EMPLOYER,
        "buyer": {
            "name": "École des Tilleuls",
            "attention": "À l’attention de Mme A. Delcourt",
            "lines": ["rue des Tilleuls 31", "5000 Namur"],
            "vat_number": "",
        },
        "lines": [line] * lines,
        "vat_rows": [
            {
                "category": "S",
                "rate": Decimal("0.21"),
                "base": Decimal("1250.00"),
                "amount": Decimal("262.50"),
                "mention": "",
            }
        ],
        "totals": {
            "net": Decimal("1250.00"),
            "vat": Decimal("262.50"),
            "gross": Decimal("1512.50"),
            "paid": Decimal(0),
            "due": Decimal("1512.50"),
        },
        "references": [
            {"label": "Commande", "value": "2026-ART-07"},
            {"label": "Mission", "value": "2026-1187, confirmée le 9 novembre 2026"},
        ],
        "notes": [
            {
                "heading": "Qui emploie qui",
                "text": "Lina Verhaegen est salariée de la coopérative pour ce travail. Salaire, assurances et "
                "cotisations sont compris dans le prix : vous n’avez rien d’autre à déclarer.",
            }
        ],
        "mentions": ["Retard de paiement : intérêt légal et 40 € de frais (loi du 2 août 2002)."],
        "payment": {
            "iban": "BE71 0961 2345 6769",
            "bic": "GKCCBEBB",
            "reference": "+++093/1202/61189+++",
            "account_name": "Chantier Modèle SC",
            "qr_text": "BCD\n002\n1\nSCT\nGKCCBEBB\nChantier Modele SC\nBE71096123456769\nEUR1512.50\n\n093120261189",
        },
        **changes,
    }


def contract(german: bool = False, **changes: Any) -> dict[str, Any]:
    days = [{"on": date(2026, 11, d), "hours": Decimal("7.6"), "from": "09:00", "to": "17:06"} for d in range(16, 21)]
    return {
        "country": "DE" if german else "BE",
        "currency": "EUR",
        "copy": "Exemplar für das Mitglied" if german else "Exemplaire membre",
        "number": "BE-2026-C-000412",
        "title": "Wandmalerei Schulhofüberdachung" if german else "Fresque du préau",
        "kind_label": "Befristeter Arbeitsvertrag für Kurzzeitbeschäftigte"
        if german
        else "Contrat de travail d’employée à durée déterminée",
        "issued_on": date(2026, 11, 13),
        "starts_on": date(2026, 11, 16),
        "ends_on": date(2026, 11, 20),
        "period_label": "16.–20. November 2026" if german else "du 16 au 20 novembre 2026",
        "employer": EMPLOYER,
        "worker": WORKER,
        "facts": [
            {"label": "Arbeitsaufgabenbeschreibung" if german else "Fonction", "value": "Peintre, arts plastiques"},
            {"label": "Lieu", "value": "École des Tilleuls, rue des Tilleuls 31, 5000 Namur"},
            {"label": "Commission paritaire", "value": "CP 304, spectacle"},
            {"label": "Horaire", "value": "fixe, 38 heures par semaine"},
            {"label": "Paiement", "value": "par virement, une fois par mois"},
        ],
        "days": days,
        "days_total": Decimal(5),
        "hours_total": Decimal(38),
        "gross": Decimal("910.00"),
        "gross_note": "182,00 € par jour",
        "clauses": [
            {"heading": "Objet", "paragraphs": ["La travailleuse peint une fresque sur le mur du préau."]},
            {
                "heading": "Durée",
                "paragraphs": [
                    (
                        "Le contrat commence le 16 novembre 2026 et finit de plein droit le 20 novembre 2026. "
                        "Il peut être rompu pendant la première moitié de sa durée, dans la limite de six mois, "
                        "avec le préavis de la loi du 3 juillet 1978, article 40."
                    )
                ],
            },
            {"heading": "Frais", "paragraphs": ["Les pigments sont remboursés sur présentation du ticket."]},
        ],
        "waterfall": stairs(german),
        "waterfall_note": "Estimation au jour de la signature, règles belges 2026-07.",
        "mentions": ["Informations de la loi du 7 octobre 2022 : le règlement de travail est dans le portail."],
        "signatures": [
            {
                "role": "Employeur",
                "name": "Marek Novotny",
                "at": datetime(2026, 11, 13, 9, 12, tzinfo=UTC),
                "ip": "192.0.2.14",
                "document_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
            {"role": "Travailleuse", "name": "Lina Verhaegen", "at": None, "ip": "", "document_sha256": ""},
        ],
        **changes,
    }


def payslip(german: bool = False, **changes: Any) -> dict[str, Any]:
    def line(label: str, amount: str, base: str | None = None, rate: str | None = None, **more: Any) -> dict[str, Any]:
        return {
            "label": label,
            "base": None if base is None else Decimal(base),
            "rate": None if rate is None else Decimal(rate),
            "quantity": "",
            "note": "",
            "amount": Decimal(amount),
            **more,
        }

    return {
        "country": "DE" if german else "BE",
        "currency": "EUR",
        "copy": "Exemplar für das Mitglied" if german else "Exemplaire membre",
        "number": "2026-11-004217",
        "title": "November, Wandmalerei" if german else "Novembre, fresque du préau",
        "issued_on": date(2026, 11, 25),
        "period_label": "16.–20. November 2026" if german else "16 au 20 novembre 2026",
        "month": date(2026, 11, 1),
        "employer": EMPLOYER,
        "worker": WORKER,
        "facts": [
            {"label": "Personalnummer" if german else "Matricule", "value": "004217"},
            {"label": "Tätigkeitsbezeichnung" if german else "Fonction", "value": "Peintre, arts plastiques"},
            {"label": "Commission", "value": "CP 304, spectacle"},
            {"label": "Travail", "value": "5 jours, 38 heures"},
        ],
        "groups": [
            {
                "heading": "Steuer- und sozialversicherungspflichtiges Entgelt" if german else "Brut",
                "lines": [line("Salaire de base", "910.00", "182.00", quantity="5 j", note="contrat BE-2026-C-000412")],
                "total": {"label": "Total brut", "amount": Decimal("910.00")},
            },
            {
                "heading": "Sécurité sociale",
                "lines": [
                    line(
                        "Arbeitnehmeranteil zur Rentenversicherung" if german else "Cotisations personnelles ONSS",
                        "-118.94",
                        "910.00",
                        "0.1307",
                    ),
                    line("Non soumis à l’ONSS", "0.00"),
                ],
                "total": {"label": "Imposable", "amount": Decimal("791.06")},
            },
            {
                "heading": "Impôt",
                "lines": [line("Précompte professionnel", "-87.89", "791.06", "0.1111")],
                "total": None,
            },
            {
                "heading": "Non imposable",
                "lines": [line("Frais de pigments", "42.60", note="ticket du 12 novembre")],
                "total": {"label": "Net", "amount": Decimal("745.77")},
            },
            {"heading": "Retenues", "lines": [line("Acompte du 18 novembre", "-42.60")], "total": None},
        ],
        "net_paid": Decimal("703.17"),
        "net_label": "Auszahlungsbetrag" if german else "Net à payer",
        "promised_on": date(2026, 11, 27),
        "paid_on": None,
        "pay_to": "BE•• •••• •••• 4471",
        "promise_note": "Cette date est tenue par le fonds de garantie, que le client ait payé ou non.",
        "waterfall": stairs(german),
        "waterfall_note": "",
        "year_label": "Seit Januar 2026" if german else "Depuis janvier 2026",
        "year_totals": [
            {"label": "Brut", "amount": Decimal("16384.00"), "total": False},
            {"label": "Cotisations personnelles", "amount": Decimal("-2141.39"), "total": False},
            {"label": "Précompte professionnel", "amount": Decimal("-1582.35"), "total": False},
            {"label": "Net", "amount": Decimal("12660.26"), "total": True},
        ],
        "rights": [{"label": "Chômage", "value": "5 jours, 87 sur 12 mois"}],
        "employer_side": [],
        "rules_note": "Règles belges 2026-07. Chaque ligne s’explique sur la page « Paie ».",
        "unsure": ["cotisation spéciale de sécurité sociale, barème 2026"],
        "mentions": ["Entreprise et personnes inventées."],
        **changes,
    }
