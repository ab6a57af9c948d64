"""From the client's euro to mine: the stairs of one payslip, built from what the books and the payslip keep.

The same numbers serve the payslip's page, its PDF and the member's overview: nothing is computed afresh here. A contract
has the same stairs from what it was made with.
"""

from decimal import Decimal

from activities.models import Contract
from activities.states import ContractState
from countries.pay_documents import read_result
from invoicing.models import Payslip
from invoicing.models.payroll import RunKind
from invoicing.rules.conversion_answer import invoice_of, price_of
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


def stairs_of_contract(contract: Contract) -> Staircase | None:
    """The stairs a contract was agreed on, in the active language; None where its pay was not computed here.

    What it reserves and its pay does not cost stays in the activity. At most four queries.
    """
    if not contract.preview.get("lines"):
        return None
    result = read_result(contract.preview)
    return build_pay_staircase(_price_of(contract, cost=result.employer_cost), result)


def price_behind(payslip: Payslip) -> Price:
    """The client's price when it became this contract alone, else the budget taken from the activity.

    One-off pay begins with what it costs: that was set aside by the contract's own pay.
    """
    if payslip.line.kind != RunKind.ORDINARY:
        return Price(net=payslip.employer_cost, is_price=False)
    return _price_of(payslip.contract, cost=payslip.employer_cost)


def _price_of(contract: Contract, *, cost: Decimal) -> Price:
    own_budget = Price(net=contract.budget, kept=contract.budget - cost, is_price=False)
    if contract.mission is None or _shares_its_mission(contract):
        return own_budget
    return price_of(contract.mission, invoice_of(contract.mission), budget=contract.budget, cost=cost)


def _shares_its_mission(contract: Contract) -> bool:
    others = Contract.objects.filter(mission_id=contract.mission_id).exclude(pk=contract.pk)
    return bool(others.exclude(state=ContractState.CANCELLED).exists())
