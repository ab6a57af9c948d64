"""What the Belgian payslip must know about the person (tax file) and about the cooperative (employer's settings)."""

from decimal import Decimal

from countries.contract import InputField, Text


def _text(en: str, fr: str, nl: str, de: str) -> Text:
    return {"en": en, "fr": fr, "nl": nl, "de": de}


NONE, MANY = Decimal(0), Decimal(20)

FAMILY = (
    ("single", _text("Single", "Isolé·e", "Alleenstaand", "Alleinstehend")),
    (
        "partner_with_income",
        _text("Partner with income", "Partenaire avec revenus", "Partner met inkomen", "Partner mit Einkommen"),
    ),
    (
        "partner_without_income",
        _text("Partner without income", "Partenaire sans revenus", "Partner zonder inkomen", "Partner ohne Einkommen"),
    ),
    (
        "partner_with_low_income",
        _text(
            "Partner with low income",
            "Partenaire à faibles revenus",
            "Partner met laag inkomen",
            "Partner mit geringem Einkommen",
        ),
    ),
    (
        "partner_with_low_pension",
        _text(
            "Partner with a low pension",
            "Partenaire à faible pension",
            "Partner met laag pensioen",
            "Partner mit geringer Rente",
        ),
    ),
)

WITHHOLDING = (
    ("key_formula", _text("Key formula", "Formule-clé", "Sleutelformule", "Schlüsselformel")),
    (
        "artists_flat",
        _text(
            "Artists and musicians, flat 11.11 %",
            "Artistes et musiciens, forfait 11,11 %",
            "Artiesten en muzikanten, forfaitair 11,11 %",
            "Künstler und Musiker, pauschal 11,11 %",
        ),
    ),
)

TAX_FILE = (
    InputField(
        name="family",
        kind="choice",
        label=_text("Family situation", "Situation familiale", "Gezinstoestand", "Familiensituation"),
        help=_text(
            "Married or legally cohabiting on 1 January counts as partner.",
            "Marié·e ou cohabitant·e légal·e au 1er janvier compte comme partenaire.",
            "Gehuwd of wettelijk samenwonend op 1 januari telt als partner.",
            "Verheiratet oder gesetzlich zusammenwohnend am 1. Januar zählt als Partner.",
        ),
        choices=FAMILY,
        default="single",
    ),
    InputField(
        name="children",
        kind="integer",
        label=_text("Dependent children", "Enfants à charge", "Kinderen ten laste", "Kinder zulasten"),
        default=0,
        minimum=NONE,
        maximum=MANY,
    ),
    InputField(
        name="disabled_children",
        kind="integer",
        label=_text(
            "Of these, with a disability",
            "Dont en situation de handicap",
            "Waarvan met handicap",
            "Davon mit Behinderung",
        ),
        help=_text("Each counts twice.", "Chacun compte double.", "Elk telt dubbel.", "Jedes zählt doppelt."),
        default=0,
        minimum=NONE,
        maximum=MANY,
    ),
    InputField(
        name="lone_parent",
        kind="flag",
        label=_text("Lone parent", "Parent isolé", "Alleenstaande ouder", "Alleinerziehend"),
        default=False,
    ),
    InputField(
        name="disabled",
        kind="flag",
        label=_text(
            "I have a disability",
            "Je suis en situation de handicap",
            "Ik heb een handicap",
            "Ich habe eine Behinderung",
        ),
        default=False,
    ),
    InputField(
        name="disabled_partner",
        kind="flag",
        label=_text(
            "My partner has a disability",
            "Mon partenaire est en situation de handicap",
            "Mijn partner heeft een handicap",
            "Mein Partner hat eine Behinderung",
        ),
        default=False,
    ),
    InputField(
        name="dependants_66",
        kind="integer",
        label=_text(
            "Dependants of 66 and over in need of care",
            "Personnes de 66 ans et plus à charge, dépendantes",
            "Zorgbehoevende 66-plussers ten laste",
            "Pflegebedürftige ab 66 zulasten",
        ),
        default=0,
        minimum=NONE,
        maximum=MANY,
    ),
    InputField(
        name="other_dependants",
        kind="integer",
        label=_text(
            "Other dependants", "Autres personnes à charge", "Andere personen ten laste", "Andere Personen zulasten"
        ),
        default=0,
        minimum=NONE,
        maximum=MANY,
    ),
    InputField(
        name="withholding",
        kind="choice",
        label=_text("Withholding tax", "Précompte professionnel", "Bedrijfsvoorheffing", "Berufssteuervorabzug"),
        help=_text(
            "The flat rate is only for artists and musicians whose main work is for show companies, in turn or at "
            "once, and not as a side job. The cooperative decides.",
            "Le forfait ne vaut que pour les artistes et musiciens travaillant à titre principal pour des entreprises "
            "de spectacle, simultanément ou tour à tour, et non à titre accessoire. La coopérative décide.",
            "Het forfait geldt alleen voor artiesten en muzikanten die hoofdzakelijk voor spektakelondernemingen "
            "werken, en niet in bijberoep. De coöperatie beslist.",
            "Der Pauschalsatz gilt nur für Künstler und Musiker, die hauptsächlich für Veranstalter arbeiten und nicht "
            "nebenberuflich. Die Genossenschaft entscheidet.",
        ),
        choices=WITHHOLDING,
        default="key_formula",
    ),
    InputField(
        name="within_quota",
        kind="flag",
        label=_text(
            "Student within the yearly hours",
            "Étudiant·e dans le contingent annuel",
            "Student binnen het jaarlijkse contingent",
            "Studierende innerhalb des Jahreskontingents",
        ),
        default=True,
    ),
)

EMPLOYER_INPUTS = (
    InputField(
        name="headcount",
        kind="choice",
        label=_text("Number of workers", "Nombre de travailleurs", "Aantal werknemers", "Zahl der Beschäftigten"),
        choices=(
            ("below_10", _text("Fewer than 10", "Moins de 10", "Minder dan 10", "Weniger als 10")),
            ("below_20", _text("10 to 19", "10 à 19", "10 tot 19", "10 bis 19")),
            ("from_20", _text("20 and more", "20 et plus", "20 en meer", "20 und mehr")),
        ),
        default="from_20",
    ),
    InputField(
        name="sector",
        kind="choice",
        label=_text("Sector", "Secteur", "Sector", "Sektor"),
        choices=(
            ("commercial", _text("Commercial", "Marchand", "Commercieel", "Kommerziell")),
            ("non_commercial", _text("Non-commercial", "Non marchand", "Non-profit", "Nicht kommerziell")),
        ),
        default="commercial",
    ),
    InputField(
        name="joint_committee",
        kind="text",
        label=_text("Joint committee", "Commission paritaire", "Paritair comité", "Paritätische Kommission"),
        default="",
    ),
    InputField(
        name="risk_groups",
        kind="flag",
        label=_text(
            "Contribution for risk groups is due",
            "Cotisation groupes à risque due",
            "Bijdrage risicogroepen verschuldigd",
            "Beitrag Risikogruppen geschuldet",
        ),
        default=True,
    ),
    InputField(
        name="accident_insurance_rate",
        kind="rate",
        label=_text(
            "Work accident insurance rate",
            "Taux de l'assurance accidents du travail",
            "Premievoet arbeidsongevallenverzekering",
            "Satz der Arbeitsunfallversicherung",
        ),
        help=_text(
            "From the insurer's policy, as a fraction: 0.009 is 0.9 %.",
            "Selon la police de l'assureur, en fraction : 0,009 vaut 0,9 %.",
            "Volgens de polis, als breuk: 0,009 is 0,9 %.",
            "Laut Police, als Bruch: 0,009 sind 0,9 %.",
        ),
        default=None,
        minimum=NONE,
        maximum=Decimal("0.5"),
    ),
    InputField(
        name="structural_reduction",
        kind="choice",
        label=_text(
            "Structural reduction", "Réduction structurelle", "Structurele vermindering", "Strukturelle Ermäßigung"
        ),
        choices=(
            ("none", _text("At quarter end", "En fin de trimestre", "Op kwartaaleinde", "Am Quartalsende")),
            (
                "estimate",
                _text("Estimate each month", "Estimer chaque mois", "Maandelijks ramen", "Monatlich schätzen"),
            ),
        ),
        default="none",
    ),
)
