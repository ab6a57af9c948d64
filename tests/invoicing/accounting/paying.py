"""A contract paid from end to end: the worked example of tests/scenarios/be_mural.yaml, posted."""

from countries.models import Country
from invoicing.models import Payslip
from invoicing.rules import payroll
from tests.factories.payroll import MONTH, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs


def paid_payslip(where: Country) -> Payslip:
    """808.44 gross, 1 168.75 for the employer, 703.31 net; its budget was credited and reserved before."""
    make_contract(where)
    petra = payroll_officer("Petra Example")
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    payroll.approve_run(run, by=payroll_officer("Paul Example"))
    do_jobs("post_lines")
    slip: Payslip = Payslip.objects.select_related("contract__activity").get()
    return slip
