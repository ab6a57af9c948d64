"""Invented documents for the tests of paper: the dictionaries that templates/pdf describe, short and long."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from activities.rules.papers import ReadRow, ReadSection, Words
from invoicing.rules.payslip_lines import ReadGroup, ReadLine, ReadTotal
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


def words(german: bool, *names: str) -> dict[str, Words]:
    """Words of the template in French, or in German with French beside them."""
    return {name: Words(f"Lang {name}", name, "fr") if german else Words(name) for name in names}


def section(heading: str, *rows: tuple[str, str]) -> ReadSection:
    facts = tuple(ReadRow(path="x", label=Words(label), value=Words(value), source="loi") for label, value in rows)
    return ReadSection(Words(heading), facts, (), ())


def amounts(heading: str, *rows: tuple[str, str]) -> ReadSection:
    found = tuple(
        ReadRow(path="x", label=Words(label), value=Words(amount), source="loi", amount=Decimal(amount))
        for label, amount in rows
    )
    return ReadSection(Words(heading), (), found, ())


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
        "kind_label": Words("Befristeter Arbeitsvertrag für Kurzzeitbeschäftigte", "Contrat à durée déterminée", "fr")
        if german
        else Words("Contrat de travail d’employée à durée déterminée"),
        "also": "fr" if german else "",
        "words": words(german, "days", "day", "span", "hours", "gross", "whole", "translation"),
        "issued_on": date(2026, 11, 13),
        "employer_name": EMPLOYER["name"],
        "worker_name": WORKER["name"],
        "fact_pairs": [
            [
                section("Employeur", ("Nom", EMPLOYER["name"]), ("Adresse", ", ".join(EMPLOYER["lines"]))),
                section("Travailleuse", ("Nom", WORKER["name"]), ("Adresse", ", ".join(WORKER["lines"]))),
            ],
            [section("Travail", ("Arbeitsaufgabenbeschreibung" if german else "Fonction", "Peintre, arts plastiques"))],
        ],
        "days": days,
        "has_times": True,
        "days_total": Decimal(5),
        "hours_total": Decimal(38),
        "gross": Decimal("910.00"),
        "clauses": [
            ReadRow(
                path="text",
                label=Words("Objet"),
                value=Words("La travailleuse peint une fresque sur le mur du préau."),
                source="art. 2",
            ),
            ReadRow(
                path="text",
                label=Words("Durée"),
                value=Words(
                    "Le contrat commence le 16 novembre 2026 et finit de plein droit le 20 novembre 2026. "
                    "Il peut être rompu pendant la première moitié de sa durée, dans la limite de six mois.",
                    "Der Vertrag beginnt am 16. November 2026." if german else "",
                    "de",
                ),
                source="loi du 3 juillet 1978, article 40",
            ),
        ],
        "waterfall": stairs(german),
        "waterfall_note": "Estimation au jour de la signature, règles belges 2026-07.",
        "mentions": ["Informations de la loi du 7 octobre 2022 : le règlement de travail est dans le portail."],
        "signatures": [
            {
                "role": Words("Employeur"),
                "name": "Marek Novotny",
                "at": datetime(2026, 11, 13, 9, 12, tzinfo=UTC),
                "ip": "192.0.2.14",
                "document_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
            {"role": Words("Travailleuse"), "name": "Lina Verhaegen", "at": None, "ip": "", "document_sha256": ""},
        ],
        **changes,
    }


def payslip(german: bool = False, **changes: Any) -> dict[str, Any]:
    def line(label: str, amount: str, base: str | None = None, rate: str | None = None, law: str = "") -> ReadLine:
        return ReadLine(
            code="x",
            label=label,
            base=None if base is None else Decimal(base),
            rate=None if rate is None else Decimal(rate),
            amount=Decimal(amount),
            calculation="",
            values=(),
            law=law,
            also=f"{label}, traduit" if german else "",
            also_language="fr",
        )

    def group(heading: str, total: str, amount: str, *lines: ReadLine) -> ReadGroup:
        return ReadGroup(heading, lines, ReadTotal(total, Decimal(amount)))

    return {
        "country": "DE" if german else "BE",
        "currency": "EUR",
        "copy": "Exemplar für das Mitglied" if german else "Exemplaire membre",
        "number": "2026-11-004217",
        "title": "November, Wandmalerei" if german else "Novembre, fresque du préau",
        "issued_on": date(2026, 11, 25),
        "period_label": "16.–20. November 2026" if german else "16 au 20 novembre 2026",
        "month": date(2026, 11, 1),
        "also": "fr" if german else "",
        "words": words(
            german, "payslip", "lines", "line", "base", "rate", "amount", "law", "worker", "employer", "more"
        )
        | {"net": Words("Auszahlungsbetrag", "Net à payer", "fr") if german else Words("Net à payer")},
        "employer_name": EMPLOYER["name"],
        "worker_name": WORKER["name"],
        "fact_pairs": [
            [
                section("Employeur", ("Nom", EMPLOYER["name"]), ("Adresse", ", ".join(EMPLOYER["lines"]))),
                section("Travailleuse", ("Nom", WORKER["name"]), ("Adresse", ", ".join(WORKER["lines"]))),
            ],
            [
                section("Travail", ("Personalnummer" if german else "Matricule", "004217"), ("Commission", "CP 304")),
                section("Période", ("Période", "16 au 20 novembre 2026"), ("Travail", "5 jours, 38 heures")),
            ],
        ],
        "more_pairs": [],
        "amount_sections": [amounts("Depuis janvier 2026", ("Brut", "16384.00"), ("Net", "12660.26"))],
        "figures": [],
        "sentences": [],
        "groups": [
            group(
                "Steuer- und sozialversicherungspflichtiges Entgelt" if german else "Brut",
                "Total brut",
                "910.00",
                line("Salaire de base", "910.00", law="loi du 12 avril 1965, art. 15"),
            ),
            group(
                "Sécurité sociale",
                "Imposable",
                "791.06",
                line(
                    "Arbeitnehmeranteil zur Rentenversicherung" if german else "Cotisations personnelles ONSS",
                    "-118.94",
                    "910.00",
                    "0.1307",
                    law="loi du 27 juin 1969, art. 14",
                ),
                line("Non soumis à l’ONSS", "0.00"),
            ),
            group("Impôt", "Total", "-87.89", line("Précompte professionnel", "-87.89", "791.06", "0.1111")),
        ],
        "net_paid": Decimal("703.17"),
        "promised_on": date(2026, 11, 27),
        "paid_on": None,
        "pay_to": "BE•• •••• •••• 4471",
        "promise_note": "Cette date est tenue par le fonds de garantie, que le client ait payé ou non.",
        "waterfall": stairs(german),
        "waterfall_note": "",
        "waterfall_heading": "De l’euro du client au mien",
        "employer_side": [],
        "rules_note": "Règles belges 2026-07. Chaque ligne s’explique sur la page « Paie ».",
        "unsure_heading": "Non vérifié :",
        "unsure": ["cotisation spéciale de sécurité sociale, barème 2026"],
        "mentions": ["Entreprise et personnes inventées."],
        **changes,
    }
