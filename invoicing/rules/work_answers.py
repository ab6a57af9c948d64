"""What the law asks about the work, answered by an adviser before a contract is validated: the pay follows.

The reserved budget never changes. The same rules that turned it into a contract find the largest gross anew; answers with
which the legal minimum costs more than was reserved are refused.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Contract
from activities.rules import contract_answers, contract_checks, rows
from activities.rules.contract_answers import Pay
from countries.guards import require_open
from countries.pay_documents import plain_value
from invoicing.rules import ledger, pay_facts
from invoicing.rules.conversion import preview_of
from invoicing.rules.conversion_answer import Answer, simulate_conversion
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken

TOO_SMALL = "budget_too_small"


@transaction.atomic
def answer_about_work(
    contract: Contract, *, engagement: Mapping[str, Any], by: Actor, now: datetime.datetime
) -> Contract:
    """Keep the answers and the pay they make, within the budget that is reserved. The same answers change nothing.

    Raises NotAllowed, Conflict once the contract is decided, and RuleBroken("costs_more_than_reserved").
    """
    require_open(contract.country)
    ledger.lock_activities([contract.activity_id])
    locked = rows.lock_contract(contract)
    contract_answers.require_answerable(locked, by=by)
    if plain_value(dict(engagement)) == locked.engagement:
        return locked
    pay = _pay(locked, recompute(locked, engagement=engagement))
    kept = contract_answers.keep_answers(locked, engagement=engagement, pay=pay, by=by)
    contract_checks.check_contract(kept, now=now)
    return kept


def recompute(contract: Contract, *, engagement: Mapping[str, Any]) -> Answer:
    """What the reserved budget becomes with these answers; nothing is written."""
    mission = contract.mission
    if mission is None:
        raise RuleBroken(
            "no_mission",
            _("%(contract)s has no mission, so its pay cannot be computed anew.") % {"contract": contract},
        )
    try:
        return simulate_conversion(
            contract.activity,
            mission=mission,
            kind=contract.kind,
            days=pay_facts.days_of(contract),
            budget=contract.budget,
            agreed_gross=contract.gross,
            engagement=engagement,
            before=contract.pk,
        )
    except RuleBroken as refused:
        if refused.code == TOO_SMALL:
            raise _too_dear(contract, refused) from refused
        refused.field = ""
        raise


def _pay(contract: Contract, answer: Answer) -> Pay:
    if answer.result is None:
        return Pay(
            gross=contract.gross,
            net_estimate=contract.net_estimate,
            preview=contract.preview,
            pack_version=contract.pack_version,
        )
    return Pay(
        gross=answer.gross,
        net_estimate=answer.net,
        preview=preview_of(answer),
        pack_version=answer.result.pack_version,
    )


def _too_dear(contract: Contract, refused: RuleBroken) -> RuleBroken:
    amounts = {"smallest": refused.params["minimum_budget"], "budget": contract.budget}
    return RuleBroken(
        "costs_more_than_reserved",
        _(
            "With these answers the legal minimum costs %(smallest)s, more than the %(budget)s reserved for this contract."
            " Return it to the member: they can use more of what is available, or fewer days."
        )
        % {name: formats.money(amount, contract.country.currency) for name, amount in amounts.items()},
    )
