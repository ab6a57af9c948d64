"""The lines of an Italian payslip: label, step and the article each rests on."""

from countries.contract import Group
from countries.packs.it.words import TEXTS
from countries.packs.slip import line_kinds

CUNEO = "L. 207/2024 art. 1 c. 4-9; AdE Circ. 4/E of 2025"
SHOW = "D.Lgs. 182/1997; INPS Circ. 56/2024 and 14/2026"
SURTAX = "D.Lgs. 446/1997 art. 50; D.Lgs. 360/1998 art. 1"

LINES = line_kinds(
    TEXTS,
    (
        ("gross", Group.GROSS, "Codice civile art. 2099; L. 4/1953 art. 1"),
        ("thirteenth", Group.GROSS, "collective agreement; DPR 1070/1960"),
        ("fourteenth", Group.GROSS, "collective agreement"),
        ("one_off", Group.GROSS, "collective agreement; DPR 600/1973 art. 23 c. 2 b"),
        ("ivs", Group.EMPLOYEE, "L. 153/1969 art. 12; INPS Circ. 6/2026"),
        ("ivs_additional", Group.EMPLOYEE, "D.L. 384/1992 art. 3-ter"),
        ("solidarity", Group.EMPLOYEE, "D.Lgs. 182/1997 art. 1 c. 8; INPS Circ. 14/2026"),
        ("solidarity_idis", Group.EMPLOYEE, "D.Lgs. 175/2023; INPS Circ. 14/2026"),
        ("fis", Group.EMPLOYEE, "D.Lgs. 148/2015 art. 29"),
        ("cigs", Group.EMPLOYEE, "D.Lgs. 148/2015 art. 23"),
        ("separate_worker", Group.EMPLOYEE, "L. 335/1995 art. 2 c. 26-30; INPS Circ. 27/2026"),
        ("ivs_relief", Group.EMPLOYEE, "L. 213/2023 art. 1 c. 15"),
        ("irpef", Group.TAX, "DPR 600/1973 art. 23; TUIR art. 11-13"),
        ("irpef_extra_month", Group.TAX, "DPR 600/1973 art. 23 c. 2 b"),
        ("regional_surtax", Group.TAX, SURTAX),
        ("municipal_surtax", Group.TAX, SURTAX),
        ("regional_instalment", Group.TAX, SURTAX),
        ("municipal_instalment", Group.TAX, SURTAX),
        ("municipal_advance", Group.TAX, SURTAX),
        ("cuneo_sum", Group.NET, CUNEO),
        ("supplement", Group.NET, "D.L. 3/2020 art. 1"),
        ("ivs_employer", Group.EMPLOYER, "L. 153/1969 art. 12; INPS Circ. 6/2026"),
        ("solidarity_employer", Group.EMPLOYER, "D.Lgs. 182/1997 art. 1 c. 8; INPS Circ. 14/2026"),
        ("idis", Group.EMPLOYER, "D.Lgs. 175/2023; INPS Circ. 56/2024"),
        ("naspi_employer", Group.EMPLOYER, "L. 92/2012 art. 2 c. 25"),
        ("training_employer", Group.EMPLOYER, "L. 845/1978 art. 25"),
        ("cuaf_employer", Group.EMPLOYER, "DPR 797/1955; INPS tables of commerce"),
        ("sickness_employer", Group.EMPLOYER, "L. 833/1978; D.L. 536/1987 art. 6 c. 15; INPS Circ. 124/2017"),
        ("maternity_employer", Group.EMPLOYER, "D.Lgs. 151/2001 art. 78-79; INPS message 550/2022"),
        ("tfr_fund_employer", Group.EMPLOYER, "L. 297/1982 art. 2"),
        ("naspi_additional_employer", Group.EMPLOYER, "L. 92/2012 art. 2 c. 28"),
        ("naspi_renewal_employer", Group.EMPLOYER, "D.L. 87/2018 art. 3 c. 2"),
        ("fis_employer", Group.EMPLOYER, "D.Lgs. 148/2015 art. 29"),
        ("cigs_employer", Group.EMPLOYER, "D.Lgs. 148/2015 art. 23"),
        ("separate_employer", Group.EMPLOYER, "L. 335/1995 art. 2 c. 26-30; INPS Circ. 27/2026"),
        ("inail", Group.EMPLOYER, "DPR 1124/1965; INAIL Circ. 11/2022"),
        ("tfr", Group.PROVISION, "Codice civile art. 2120"),
        ("tfr_contribution", Group.PROVISION, "L. 297/1982 art. 3"),
        ("thirteenth_provision", Group.PROVISION, "collective agreement; DPR 1070/1960"),
        ("fourteenth_provision", Group.PROVISION, "collective agreement"),
        ("extra_month_contributions", Group.PROVISION, "collective agreement; INPS tables"),
        ("contribution_base", Group.INFO, "L. 153/1969 art. 12; D.L. 338/1989 art. 1"),
        ("separate_base", Group.INFO, "L. 335/1995 art. 2 c. 26-30"),
        ("taxable", Group.INFO, "TUIR art. 51"),
        ("taxable_extra", Group.INFO, "TUIR art. 51; DPR 600/1973 art. 23 c. 2 b"),
        ("cuneo_base", Group.INFO, CUNEO),
        ("tax_days", Group.INFO, "TUIR art. 13"),
        ("gross_tax", Group.INFO, "TUIR art. 11"),
        ("work_credit", Group.INFO, "TUIR art. 13"),
        ("family_credit", Group.INFO, "TUIR art. 12"),
        ("further_credit", Group.INFO, "L. 207/2024 art. 1 c. 6"),
        ("regional_surtax_due", Group.INFO, SURTAX),
        ("municipal_surtax_due", Group.INFO, SURTAX),
        ("municipal_advance_due", Group.INFO, SURTAX),
    ),
)
