"""The lines of a Swedish payslip: code, step and the law each rests on."""

from countries.contract import Group
from countries.packs.se.words import TEXTS
from countries.packs.slip import line_kinds

SFL = "skatteförfarandelagen (2011:1244)"
SAL = "socialavgiftslagen (2000:980) 2 kap."
HOLIDAY = "semesterlagen (1977:480)"
COMPONENTS = ("retirement", "survivors", "sickness", "work_injury", "parents", "labour_market", "general")

LINES = line_kinds(
    TEXTS,
    (
        ("pay", Group.GROSS, f"{SFL} 34 kap. 3 §"),
        ("holiday_pay", Group.GROSS, f"{HOLIDAY} 5 and 16 b §§"),
        ("holiday_supplement", Group.GROSS, f"{HOLIDAY} 16 a §"),
        ("holiday_payout", Group.GROSS, f"{HOLIDAY} 28-30 §§"),
        ("one_off", Group.GROSS, f"{SFL} 11 kap."),
        ("benefits", Group.GROSS, "inkomstskattelagen (1999:1229) 11 kap. 1 §"),
        ("taxable", Group.INFO, f"{SFL} 10 kap. 3 §"),
        ("withholding", Group.TAX, f"{SFL} 11 kap."),
        ("withholding_sink", Group.TAX, "lag (1991:586) om särskild inkomstskatt för utomlands bosatta"),
        ("withholding_one_off", Group.TAX, f"{SFL} 11 kap.; Skatteverket's tables for one-time pay"),
        ("benefits_received", Group.NET, "inkomstskattelagen (1999:1229) 11 kap. 1 §"),
        ("contribution_base", Group.INFO, f"{SAL} 10 §"),
        ("employer_contributions_reduced", Group.EMPLOYER, f"{SAL}; SFS 2026:100; lag (2016:1053)"),
        ("employer_contributions", Group.EMPLOYER, f"{SAL} 26 §; lag (1994:1920) om allmän löneavgift"),
        ("employer_contributions_old", Group.EMPLOYER, f"{SAL} 27 §"),
        ("pension", Group.EMPLOYER, "the collective agreement, entered by the cooperative"),
        ("pension_above", Group.EMPLOYER, "the collective agreement, entered by the cooperative"),
        ("pension_tax", Group.EMPLOYER, "lag (1991:687) om särskild löneskatt på pensionskostnader"),
        ("insurance", Group.EMPLOYER, "the collective agreement, entered by the cooperative"),
        ("life_insurance", Group.EMPLOYER, "the collective agreement, entered by the cooperative"),
        ("holiday_accrued", Group.PROVISION, f"{HOLIDAY} 16 b and 28 §§"),
        ("holiday_accrued_charges", Group.PROVISION, f"{HOLIDAY} 28 §; {SAL}"),
        ("holiday_released", Group.PROVISION, f"{HOLIDAY} 30 §"),
        ("holiday_released_charges", Group.PROVISION, f"{HOLIDAY} 30 §; {SAL}"),
        *((f"component_{name}", Group.INFO, f"{SAL} 26 §; lag (1994:1920)") for name in COMPONENTS),
    ),
)
