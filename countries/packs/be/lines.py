"""The lines of a Belgian payslip: their step of the waterfall and the law each rests on."""

from countries.contract import Group
from countries.packs.be.words import TEXTS
from countries.packs.slip import line_kinds

LAW_1969 = "AR 28/11/1969"
LAW_1981 = "loi 29/06/1981 art. 38"
KEY_FORMULA = "Annexe III AR/CIR 92"
RATES = "loi 29/06/1981 art. 38; ONSS, file of rates 2026/3"
HOLIDAYS = "AR 30/03/1967"

LINES = line_kinds(
    TEXTS,
    (
        ("gross", Group.GROSS, "loi 12/04/1965 art. 2 and 15"),
        ("end_of_year_bonus", Group.GROSS, "loi 12/04/1965 art. 2; agreement of the joint committee"),
        ("double_holiday_pay", Group.GROSS, f"{HOLIDAYS} art. 38"),
        ("departure_holiday_pay", Group.GROSS, f"{HOLIDAYS} art. 46"),
        ("amateur_allowance", Group.GROSS, "loi 16/12/2022, chapter on amateur arts"),
        ("social_security", Group.EMPLOYEE, LAW_1981),
        ("work_bonus_a", Group.EMPLOYEE, "loi 20/12/1999 art. 2; AR 17/01/2000 art. 2"),
        ("work_bonus_b", Group.EMPLOYEE, "loi 20/12/1999 art. 2; AR 17/01/2000 art. 2"),
        ("one_off_security", Group.EMPLOYEE, LAW_1981),
        ("holiday_retention", Group.EMPLOYEE, f"{HOLIDAYS} art. 38; ONSS, contribution 870"),
        ("special_contribution", Group.EMPLOYEE, "loi 30/03/1994 art. 106 to 112"),
        ("student_employee", Group.EMPLOYEE, f"{LAW_1969} art. 17bis; ONSS, codes 840 and 841"),
        ("withholding", Group.TAX, f"{KEY_FORMULA}, key formula"),
        ("withholding_artists", Group.TAX, f"{KEY_FORMULA}, point 80"),
        ("withholding_exceptional", Group.TAX, f"{KEY_FORMULA}, points 53 to 57"),
        ("fiscal_work_bonus", Group.TAX, "CIR 92 art. 289ter/1; Annexe III AR/CIR 92"),
        ("social_base", Group.INFO, f"{LAW_1969} art. 19; 108 % for workers and artists"),
        ("one_off_base", Group.INFO, f"{LAW_1969} art. 19"),
        ("student_base", Group.INFO, f"{LAW_1969} art. 17bis"),
        ("taxable", Group.INFO, "CIR 92 art. 30 and 31; AR 27/09/1966"),
        ("taxable_flat", Group.INFO, f"{KEY_FORMULA}, point 80"),
        ("taxable_exceptional", Group.INFO, f"{KEY_FORMULA}, point 53"),
        ("employer_base", Group.EMPLOYER, LAW_1981),
        ("wage_ceiling", Group.EMPLOYER, f"{LAW_1981} par. 1 al. 2; AR 6/10/2025"),
        ("one_off_employer", Group.EMPLOYER, f"{LAW_1981}; {HOLIDAYS} art. 46"),
        ("temporary_unemployment", Group.EMPLOYER, f"{RATES}, contribution 859"),
        ("work_accident_special", Group.EMPLOYER, f"{RATES}, contribution 255"),
        ("asbestos", Group.EMPLOYER, f"{RATES}, contribution 256"),
        ("closure_special", Group.EMPLOYER, f"{RATES}, contribution 810"),
        ("closure_classic.below_20", Group.EMPLOYER, f"{RATES}, contribution 809"),
        ("closure_classic.from_20", Group.EMPLOYER, f"{RATES}, contribution 809"),
        ("closure_non_commercial", Group.EMPLOYER, f"{RATES}, contribution 811"),
        ("unemployment_160", Group.EMPLOYER, f"{RATES}, contribution 855"),
        ("social_fund_200", Group.EMPLOYER, f"{RATES}, contribution 831"),
        ("risk_groups", Group.EMPLOYER, "loi 27/12/2006 art. 188 to 191; contribution 852"),
        ("holiday_quarter", Group.EMPLOYER, f"{RATES}, contribution 253"),
        ("accident_insurance", Group.EMPLOYER, "loi 10/04/1971 art. 49; the insurer's policy"),
        ("structural_reduction", Group.EMPLOYER, "loi-programme 24/12/2002 art. 331; AR 16/05/2003"),
        ("artist_reduction", Group.EMPLOYER, "loi-programme 24/12/2002, target group of artists; AR 16/05/2003"),
        ("first_hire_reduction", Group.EMPLOYER, "loi-programme 24/12/2002 art. 342 and 343; code 3315"),
        ("student_employer", Group.EMPLOYER, f"{LAW_1969} art. 17bis; ONSS, codes 840 and 841"),
        ("amateur_solidarity", Group.EMPLOYER, "loi 16/12/2022, chapter on amateur arts"),
        ("holiday_debit_note", Group.PROVISION, f"{HOLIDAYS}; lois coordonnées 28/06/1971"),
        ("holiday_simple", Group.PROVISION, f"{HOLIDAYS} art. 46"),
        ("holiday_double", Group.PROVISION, f"{HOLIDAYS} art. 46"),
        ("holiday_contribution", Group.PROVISION, f"{LAW_1981}; {HOLIDAYS} art. 46"),
    ),
)
