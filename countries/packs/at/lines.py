"""Every line an Austrian payslip may have: its step of the waterfall and the law it rests on."""

from __future__ import annotations

from countries.contract import Group
from countries.packs.at.words import TEXTS
from countries.packs.slip import line_kinds

PAY, WORKER, TAX = Group.GROSS, Group.EMPLOYEE, Group.TAX
EMPLOYER, PROVISION, INFO = Group.EMPLOYER, Group.PROVISION, Group.INFO

LINES = line_kinds(
    TEXTS,
    (
        ("gross", PAY, "EStG § 25; ABGB § 1152"),
        ("fee", PAY, "ASVG § 4 (4)"),
        ("holiday_pay", PAY, "UrlG § 10"),
        ("special_pay", PAY, "Kollektivvertrag or agreement; EStG § 67"),
        ("one_off", PAY, "EStG § 67"),
        ("health", WORKER, "ASVG § 51 (1) no. 1"),
        ("pension", WORKER, "ASVG § 51 (1) no. 3"),
        ("unemployment", WORKER, "AMPFG § 2, 2a"),
        ("chamber", WORKER, "AKG § 61"),
        ("housing", WORKER, "Wohnbauförderungsbeitragsgesetz 2018"),
        ("special_social", WORKER, "ASVG § 54; AMPFG § 2a"),
        ("ecard", WORKER, "ASVG § 31c"),
        ("wage_tax", TAX, "EStG § 33, 62, 66"),
        ("special_tax", TAX, "EStG § 67 (1)"),
        ("control_sixth", TAX, "EStG § 77 (4a)"),
        ("special_tax_cap", TAX, "EStG § 77 (4)"),
        ("employer_health", EMPLOYER, "ASVG § 51 (1) no. 1"),
        ("employer_accident", EMPLOYER, "ASVG § 51 (1) no. 2, § 51 (6)"),
        ("employer_pension", EMPLOYER, "ASVG § 51 (1) no. 3"),
        ("employer_unemployment", EMPLOYER, "AMPFG § 2"),
        ("employer_insolvency", EMPLOYER, "IESG § 12"),
        ("employer_housing", EMPLOYER, "Wohnbauförderungsbeitragsgesetz 2018"),
        ("employer_special", EMPLOYER, "ASVG § 54"),
        ("marginal_accident", EMPLOYER, "ASVG § 53a (1)"),
        ("marginal_levy", EMPLOYER, "DAG § 1"),
        ("family_levy", EMPLOYER, "FLAG § 41"),
        ("chamber_levy", EMPLOYER, "WKG § 122 (7), (8)"),
        ("municipal_tax", EMPLOYER, "KommStG 1993 § 5, 9"),
        ("severance_fund", EMPLOYER, "BMSVG § 6; OGH 9 ObA 30/16a"),
        ("vienna_levy", EMPLOYER, "Wiener Dienstgeberabgabegesetz"),
        ("special_provision", PROVISION, "Kollektivvertrag or agreement; payroll reference B3"),
        ("special_provision_charges", PROVISION, "ASVG § 54; FLAG § 41; KommStG 1993; payroll reference B3"),
        ("sv_base", INFO, "ASVG § 44, 45; EStG § 78 (5)"),
        ("sv_base_special", INFO, "ASVG § 54; EStG § 78 (5)"),
        ("taxable", INFO, "EStG § 62, 78 (5)"),
        ("severance_base", INFO, "BMSVG § 6; EStG § 78 (5)"),
        ("family_bonus", INFO, "EStG § 33 (3a), 78 (5)"),
        ("special_sixth", INFO, "EStG § 67 (2)"),
        ("special_in_sixth", INFO, "EStG § 67 (2)"),
        ("special_tax_base", INFO, "EStG § 67 (1), (12)"),
        ("insured_pay", INFO, "ASVG § 44"),
        ("insured_days", INFO, "ASVG § 44 (2)"),
        ("free_insured_pay", INFO, "ASVG § 44, 4 (4)"),
        ("free_insured_days", INFO, "ASVG § 44 (2)"),
        ("tax_days", INFO, "EStG § 66 (3), 77 (1)"),
    ),
)
