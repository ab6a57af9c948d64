"""The contracts Belgian law knows and the cooperative uses (loi 3/7/1978 on contracts of employment)."""

from countries.contract import ContractKind

ALWAYS = ("dates", "declared_in_time", "overlap", "minimum_pay", "budget", "right_to_work", "age")
FIXED = ("dates", "same_month", "written_before_start", *ALWAYS[1:])

KINDS = (
    ContractKind(
        code="fixed_term",
        label={
            "en": "Fixed term, white collar",
            "fr": "Durée déterminée, employé",
            "nl": "Bepaalde duur, bediende",
            "de": "Befristet, Angestellte",
        },
        status="white_collar",
        checks=(*FIXED, "successive"),
        source="loi 3/7/1978 art. 7, 9-10bis",
        has_payroll=True,
        note="Written at the latest when work starts; at most 4 in a row of 3 months or more within 2 years.",
    ),
    ContractKind(
        code="fixed_term_worker",
        label={
            "en": "Fixed term, blue collar",
            "fr": "Durée déterminée, ouvrier",
            "nl": "Bepaalde duur, arbeider",
            "de": "Befristet, Arbeiter",
        },
        status="blue_collar",
        checks=(*FIXED, "successive"),
        source="loi 3/7/1978 art. 7, 9-10bis",
        has_payroll=True,
    ),
    ContractKind(
        code="defined_work",
        label={
            "en": "Clearly defined work",
            "fr": "Travail nettement défini",
            "nl": "Duidelijk omschreven werk",
            "de": "Klar definierte Arbeit",
        },
        status="white_collar",
        checks=FIXED,
        source="loi 3/7/1978 art. 7 and 9",
        has_payroll=True,
        note="Written before the start; describes the work.",
    ),
    ContractKind(
        code="day",
        label={"en": "Day contract", "fr": "Contrat journalier", "nl": "Dagcontract", "de": "Tagesvertrag"},
        status="white_collar",
        checks=(*FIXED, "shortest_performance"),
        source="loi 3/7/1978; Dimona with the hour where needed",
        has_payroll=True,
    ),
    ContractKind(
        code="artist",
        label={
            "en": "Employed artist",
            "fr": "Artiste salarié",
            "nl": "Kunstenaar in loondienst",
            "de": "Angestellte Künstlerin oder Künstler",
        },
        status="artist",
        checks=FIXED,
        source="loi 3/7/1978; ONSS worker code 046, contributions on 108 %",
        has_payroll=True,
    ),
    ContractKind(
        code="artist_1bis",
        label={"en": "Article 1bis", "fr": "Article 1er bis", "nl": "Artikel 1bis", "de": "Artikel 1bis"},
        status="artist",
        checks=(*FIXED, "art_work_attestation"),
        source="loi 27/6/1969 art. 1bis as changed by the law of 16/12/2022",
        has_payroll=True,
        note="No authority link; needs a valid attestation of work in the arts.",
    ),
    ContractKind(
        code="student",
        label={
            "en": "Student",
            "fr": "Étudiant",
            "nl": "Student",
            "de": "Studierende",
        },
        status="student",
        checks=(*FIXED, "student_quota"),
        source="loi 3/7/1978 art. 120-130ter",
        has_payroll=True,
        note="Written; at most 12 months; solidarity contribution within the yearly quota.",
    ),
    ContractKind(
        code="open_ended",
        label={
            "en": "Open ended, white collar",
            "fr": "Durée indéterminée, employé",
            "nl": "Onbepaalde duur, bediende",
            "de": "Unbefristet, Angestellte",
        },
        status="white_collar",
        checks=ALWAYS,
        source="loi 3/7/1978",
        is_fixed_term=False,
        has_payroll=True,
    ),
    ContractKind(
        code="amateur_arts",
        label={
            "en": "Amateur arts allowance",
            "fr": "Indemnité des arts en amateur",
            "nl": "Amateurkunstenvergoeding",
            "de": "Amateurkunstvergütung",
        },
        status="none",
        checks=("dates", "same_month", "overlap", "budget"),
        source="loi 16/12/2022, chapter on amateur arts",
        note="No pay: no contributions and no tax within the limits; registered in Working in the Arts beforehand.",
    ),
)
