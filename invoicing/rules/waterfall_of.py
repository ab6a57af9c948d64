"""From the client's euro to mine: the stairs of one payslip, built from what the books and the payslip keep.

The same numbers serve the payslip's page, its PDF and the member's overview: nothing is computed afresh here.
"""

from activities.models import Contract
from activities.states import ContractState
from invoicing.models import Payslip
from invoicing.models.payroll import RunKind
from invoicing.rules.conversion_answer import price_of
from invoicing.rules.payslips import result_of
from invoicing.rules.staircase import Price, build_pay_staircase
from smart.foundation.waterfall import Staircase


def waterfall_of(payslip: Payslip) -> Staircase:
    """The stairs of a payslip in the active language; what the pay did not cost is shown as staying in the activity.

    The payslip comes with contract, its mission and country. A contract whose mission carries other contracts too, or
    whose price was credited, begins with its own budget. Costs at most four queries.
    """
    result = result_of(payslip, country=payslip.country.code.code)
    return build_pay_staircase(price_behind(payslip), result)


def price_behind(payslip: Payslip) -> Price:
    """The client's price when it became this contract alone, else the budget taken from the activity.

    One-off pay begins with what it costs: that was set aside by the contract's own pay.
    """
    if payslip.line.kind != RunKind.ORDINARY:
        return Price(net=payslip.employer_cost, is_price=False)
    contract, cost = payslip.contract, payslip.employer_cost
    own_budget = Price(net=contract.budget, kept=contract.budget - cost, is_price=False)
    if contract.mission is None or _shares_its_mission(contract):
        return own_budget
    return price_of(contract.mission, budget=contract.budget, cost=cost)


def _shares_its_mission(contract: Contract) -> bool:
    others = Contract.objects.filter(mission_id=contract.mission_id).exclude(pk=contract.pk)
    return bool(others.exclude(state=ContractState.CANCELLED).exists())
