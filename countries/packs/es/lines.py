"""The lines of the Spanish payslip: code, step of the waterfall, and the article each rests on."""

from countries.contract import Group
from countries.packs.es.words import TEXTS
from countries.packs.slip import line_kinds

ORDER = "Orden PJC/297/2026 (and the orders of 2024 and 2025)"
FORM = "Orden de 27-12-1994, model of the payslip (Orden ESS/2098/2014)"

LINES = line_kinds(
    TEXTS,
    (
        ("gross", Group.GROSS, "Estatuto de los Trabajadores art. 26"),
        ("one_off", Group.GROSS, "Estatuto de los Trabajadores art. 26.3"),
        ("extra_payment", Group.GROSS, "Estatuto de los Trabajadores art. 31"),
        ("common_employee", Group.EMPLOYEE, f"LGSS art. 147; {ORDER}, contribution rates"),
        ("mei_employee", Group.EMPLOYEE, "LGSS art. 127 bis, DT 43a"),
        ("unemployment_employee", Group.EMPLOYEE, f"{ORDER}, unemployment, FOGASA and training"),
        ("training_employee", Group.EMPLOYEE, f"{ORDER}, unemployment, FOGASA and training"),
        ("overtime_employee", Group.EMPLOYEE, f"LGSS art. 149; {ORDER}, overtime"),
        ("overtime_force_employee", Group.EMPLOYEE, f"LGSS art. 149; {ORDER}, overtime"),
        ("solidarity_employee", Group.EMPLOYEE, "LGSS art. 19 bis, DT 42a"),
        ("irpf", Group.TAX, "RIRPF (RD 439/2007) art. 80 to 87"),
        ("common_employer", Group.EMPLOYER, f"LGSS art. 147; {ORDER}, contribution rates"),
        ("mei_employer", Group.EMPLOYER, "LGSS art. 127 bis, DT 43a"),
        ("unemployment_employer", Group.EMPLOYER, f"{ORDER}, unemployment, FOGASA and training"),
        ("fogasa_employer", Group.EMPLOYER, f"{ORDER}, unemployment, FOGASA and training"),
        ("training_employer", Group.EMPLOYER, f"{ORDER}, unemployment, FOGASA and training"),
        ("accident_employer", Group.EMPLOYER, "DA 4a Ley 42/2006; DA 61a LGSS"),
        ("overtime_employer", Group.EMPLOYER, f"LGSS art. 149; {ORDER}, overtime"),
        ("overtime_force_employer", Group.EMPLOYER, f"LGSS art. 149; {ORDER}, overtime"),
        ("solidarity_employer", Group.EMPLOYER, "LGSS art. 19 bis, DT 42a"),
        ("short_contract", Group.EMPLOYER, "LGSS art. 151"),
        ("extra_pay_provision", Group.PROVISION, "Estatuto de los Trabajadores art. 31"),
        ("end_indemnity_provision", Group.PROVISION, "Estatuto de los Trabajadores art. 49.1.c"),
        ("days", Group.INFO, FORM),
        ("counted_pay", Group.INFO, FORM),
        ("extra_pay_share", Group.INFO, f"{FORM}; LGSS art. 147"),
        ("overtime_pay", Group.INFO, FORM),
        ("base_common", Group.INFO, FORM),
        ("base_accident", Group.INFO, FORM),
        ("surplus", Group.INFO, "LGSS art. 19 bis"),
        ("taxable", Group.INFO, FORM),
        ("expected_year_pay", Group.INFO, "RIRPF art. 83"),
    ),
)
