"""What Belgian payslip lines are called, in the languages of the country and in English."""

from countries.contract import Text


def _text(en: str, fr: str, nl: str, de: str) -> Text:
    return {"en": en, "fr": fr, "nl": nl, "de": de}


LINES: dict[str, Text] = {
    "gross": _text("Gross pay", "Rémunération brute", "Brutoloon", "Bruttolohn"),
    "social_security": _text(
        "Social security 13.07 %", "Cotisation ONSS 13,07 %", "RSZ-bijdrage 13,07 %", "LSS-Beitrag 13,07 %"
    ),
    "work_bonus_a": _text(
        "Work bonus, part A", "Bonus à l'emploi, volet A", "Werkbonus, luik A", "Beschäftigungsbonus, Teil A"
    ),
    "work_bonus_b": _text(
        "Work bonus, part B", "Bonus à l'emploi, volet B", "Werkbonus, luik B", "Beschäftigungsbonus, Teil B"
    ),
    "taxable": _text("Taxable pay", "Rémunération imposable", "Belastbaar loon", "Steuerpflichtiger Lohn"),
    "withholding": _text("Withholding tax", "Précompte professionnel", "Bedrijfsvoorheffing", "Berufssteuervorabzug"),
    "withholding_artists": _text(
        "Withholding tax, artists 11.11 %",
        "Précompte professionnel artistes 11,11 %",
        "Bedrijfsvoorheffing artiesten 11,11 %",
        "Berufssteuervorabzug Künstler 11,11 %",
    ),
    "fiscal_work_bonus": _text(
        "Fiscal work bonus", "Bonus à l'emploi fiscal", "Fiscale werkbonus", "Steuerlicher Beschäftigungsbonus"
    ),
    "special_contribution": _text(
        "Special social security contribution",
        "Cotisation spéciale de sécurité sociale",
        "Bijzondere bijdrage sociale zekerheid",
        "Sonderbeitrag zur sozialen Sicherheit",
    ),
    "student_employee": _text(
        "Student solidarity contribution",
        "Cotisation de solidarité étudiant",
        "Solidariteitsbijdrage student",
        "Solidaritätsbeitrag Studierende",
    ),
    "student_employer": _text(
        "Student solidarity contribution, employer",
        "Cotisation de solidarité étudiant, employeur",
        "Solidariteitsbijdrage student, werkgever",
        "Solidaritätsbeitrag Studierende, Arbeitgeber",
    ),
    "employer_base": _text(
        "Employer contribution with wage moderation",
        "Cotisation patronale et modération salariale",
        "Werkgeversbijdrage en loonmatiging",
        "Arbeitgeberbeitrag mit Lohnmäßigung",
    ),
    "temporary_unemployment": _text(
        "Temporary unemployment", "Chômage temporaire", "Tijdelijke werkloosheid", "Zeitweilige Arbeitslosigkeit"
    ),
    "work_accident_special": _text(
        "Special work accident contribution",
        "Cotisation spéciale accidents du travail",
        "Bijzondere bijdrage arbeidsongevallen",
        "Sonderbeitrag Arbeitsunfälle",
    ),
    "asbestos": _text("Asbestos fund", "Fonds amiante", "Asbestfonds", "Asbestfonds"),
    "closure_special": _text(
        "Closure fund, special",
        "Fonds de fermeture, spécial",
        "Sluitingsfonds, bijzonder",
        "Schließungsfonds, besonders",
    ),
    "closure_classic.below_20": _text("Closure fund", "Fonds de fermeture", "Sluitingsfonds", "Schließungsfonds"),
    "closure_classic.from_20": _text("Closure fund", "Fonds de fermeture", "Sluitingsfonds", "Schließungsfonds"),
    "closure_non_commercial": _text(
        "Closure fund, non-commercial",
        "Fonds de fermeture, non marchand",
        "Sluitingsfonds, non-profit",
        "Schließungsfonds, nicht kommerziell",
    ),
    "unemployment_160": _text("Contribution 1.60 %", "Cotisation 1,60 %", "Bijdrage 1,60 %", "Beitrag 1,60 %"),
    "social_fund_200": _text(
        "Social fund, joint committee 200", "Fonds social CP 200", "Sociaal fonds PC 200", "Sozialfonds PK 200"
    ),
    "risk_groups": _text("Risk groups", "Groupes à risque", "Risicogroepen", "Risikogruppen"),
    "holiday_quarter": _text(
        "Annual holidays, quarterly part",
        "Vacances annuelles, part trimestrielle",
        "Jaarlijkse vakantie, kwartaal",
        "Jahresurlaub, Quartal",
    ),
    "holiday_debit_note": _text(
        "Annual holidays, debit note set aside",
        "Vacances annuelles, avis de débit provisionné",
        "Jaarlijkse vakantie, provisie debetbericht",
        "Jahresurlaub, Rückstellung Lastschrift",
    ),
    "accident_insurance": _text(
        "Work accident insurance",
        "Assurance accidents du travail",
        "Arbeidsongevallenverzekering",
        "Arbeitsunfallversicherung",
    ),
    "structural_reduction": _text(
        "Structural reduction (estimate)",
        "Réduction structurelle (estimation)",
        "Structurele vermindering (raming)",
        "Strukturelle Ermäßigung (Schätzung)",
    ),
    "holiday_simple": _text(
        "Single holiday pay set aside",
        "Simple pécule de vacances provisionné",
        "Provisie enkel vakantiegeld",
        "Rückstellung einfaches Urlaubsgeld",
    ),
    "holiday_double": _text(
        "Double holiday pay set aside",
        "Double pécule de vacances provisionné",
        "Provisie dubbel vakantiegeld",
        "Rückstellung doppeltes Urlaubsgeld",
    ),
    "holiday_contribution": _text(
        "Employer contribution on holiday pay set aside",
        "Cotisation patronale sur le pécule provisionné",
        "Provisie werkgeversbijdrage op vakantiegeld",
        "Rückstellung Arbeitgeberbeitrag auf Urlaubsgeld",
    ),
}
