"""Income becomes a contract: under the activity's lock the money is reserved and the contract drafted and sent.

Twenty requests for the same budget queue at the lock; the first takes it, the others read what is left.
"""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Activity, Contract, Mission, WorkingDay
from activities.rules import contracts
from activities.states import ActivityState, ContractState, MissionState
from countries.guards import require_open
from countries.pay_documents import result_document
from invoicing import perms
from invoicing.models import LedgerEntry, LedgerTransaction, RunLine
from invoicing.rules import ledger, payment_first
from invoicing.rules.conversion_answer import Answer, available, simulate_conversion
from invoicing.rules.pay_facts import WorkedDays
from invoicing.states import LineState, RunState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

CONVERTIBLE = frozenset({MissionState.CONFIRMED, MissionState.CLOSED})


@transaction.atomic
def convert_income(
    activity: Activity,
    *,
    mission: Mission,
    kind: str,
    days: WorkedDays,
    budget: Decimal,
    start_time: datetime.time,
    function: str,
    place: str,
    now: datetime.datetime,
    by: Actor,
    gross: Decimal | None = None,
    engagement: Mapping[str, Any] | None = None,
) -> Contract:
    """Reserve what the pay costs and send the contract to be checked; what the budget leaves stays available.

    `gross` is only for countries whose payroll is not open. Raises RuleBroken with field mission, days, kind, budget or
    gross, above all RuleBroken("not_enough_available"), RuleBroken("payment_first") for a client outside Europe who has not
    paid, and RuleBroken("contract_blocked") with what the law forbids.
    """
    if not perms.may_convert_income(by, activity):
        raise NotAllowed(_("Only the holder of the activity or an adviser may turn its income into a contract."))
    require_open(activity.country)
    ledger.lock_activities([activity.pk])
    locked: Mission = Mission.objects.select_for_update(of=("self",), no_key=True).get(pk=mission.pk)
    _check_mission(activity, locked)
    payment_first.refuse_unpaid(locked, country=activity.country, on=activity.country.local(now).date())
    _check_days(locked, days)
    _check_available(activity, budget)
    answer = simulate_conversion(
        activity,
        mission=locked,
        kind=kind,
        days=days,
        budget=budget,
        agreed_gross=gross,
        engagement=engagement,
    )
    contract = _draft(activity, locked, answer, start_time=start_time, function=function, place=place, by=by)
    _reserve(contract, on=activity.country.local(now).date(), by=by)
    return contracts.submit_contract(contract, by=by, now=now)


@transaction.atomic
def release_reservation(contract: Contract, *, on: datetime.date, by: Actor) -> None:
    """Give back what was reserved for a cancelled contract; again, or without a reservation, it does nothing.

    Raises RuleBroken("contract_was_paid") once its payroll is approved.
    """
    ledger.lock_activities([contract.activity_id])
    reserved = LedgerTransaction.objects.filter(event=f"reserved:{contract.pk}").first()
    if reserved is None:
        return
    paying = RunLine.objects.filter(
        contract=contract, run__state__in=[RunState.APPROVED, RunState.POSTED, RunState.PAID]
    )
    if paying.exclude(state=LineState.EXCLUDED).exists():
        raise RuleBroken(
            "contract_was_paid",
            _(
                "The pay of contract %(contract)s is approved: its budget cannot be given back. Make a correction instead."
            )
            % {"contract": contract},
        )
    entry = LedgerEntry.objects.filter(transaction=reserved, account__code=ledger.AVAILABLE).get()
    ledger.post(
        event=f"released:{contract.pk}",
        kind=ledger.Kind.RELEASED,
        on=on,
        entries=[
            (ledger.RESERVED, contract.activity, entry.amount),
            (ledger.AVAILABLE, contract.activity, -entry.amount),
        ],
        subject=contract,
        by=by,
        label=f"{contract.reference}",
    )


def _check_mission(activity: Activity, mission: Mission) -> None:
    if activity.state != ActivityState.OPEN:
        raise RuleBroken(
            "activity_not_open",
            _("“%(activity)s” is “%(state)s”: new contracts need an open activity.")
            % {"activity": activity, "state": activity.get_state_display()},
        )
    if mission.activity_id != activity.pk or mission.state not in CONVERTIBLE:
        raise RuleBroken(
            "mission_not_confirmed",
            _("Choose a mission of this activity that is confirmed; “%(mission)s” is “%(state)s”.")
            % {"mission": mission, "state": mission.get_state_display()},
            field="mission",
        )


def _check_days(mission: Mission, days: WorkedDays) -> None:
    assert mission.starts_on is not None  # a confirmed mission has its dates (check constraint)
    assert mission.ends_on is not None
    outside = [day for day, _hours in days if not mission.starts_on <= day <= mission.ends_on]
    if outside:
        raise RuleBroken(
            "day_outside_mission",
            _("%(day)s lies outside the mission, which runs from %(first)s to %(last)s.")
            % {
                "day": formats.day(outside[0]),
                "first": formats.day(mission.starts_on),
                "last": formats.day(mission.ends_on),
            },
            field="days",
        )
    taken = (
        WorkingDay.objects.filter(contract__mission=mission, day__in=[day for day, _hours in days])
        .exclude(contract__state=ContractState.CANCELLED)
        .select_related("contract")
        .order_by("day")
        .first()
    )
    if taken is not None:
        raise RuleBroken(
            "day_in_another_contract",
            _("%(day)s is already in contract %(contract)s of this mission. Choose other days.")
            % {"day": formats.day(taken.day), "contract": taken.contract.reference},
            field="days",
        )


def _check_available(activity: Activity, budget: Decimal) -> None:
    """Said here, before the pay is computed, so that the refusal speaks of the budget the person typed."""
    held = available(activity)
    if budget > held:
        raise RuleBroken(
            "not_enough_available",
            _("The activity has %(held)s available, less than the budget of %(budget)s. Use at most what is available.")
            % {
                "held": formats.money(held, activity.country.currency),
                "budget": formats.money(budget, activity.country.currency),
            },
            field="budget",
        )


def _draft(
    activity: Activity,
    mission: Mission,
    answer: Answer,
    *,
    start_time: datetime.time,
    function: str,
    place: str,
    by: Actor,
) -> Contract:
    days: Sequence[tuple[datetime.date, Decimal]] = answer.days
    return contracts.draft_contract(
        activity=activity,
        mission=mission,
        kind=answer.kind,
        function=function,
        place=place,
        starts_on=days[0][0],
        ends_on=days[-1][0],
        start_time=start_time,
        days=list(days),
        gross=answer.gross,
        budget=answer.cost,
        net_estimate=answer.net,
        engagement=answer.engagement,
        preview=preview_of(answer),
        pack_version=answer.result.pack_version if answer.result else "",
        by=by,
    )


def preview_of(answer: Answer) -> dict[str, Any]:
    """What the contract keeps of the computation: every line with its parameters, and the time it was computed for."""
    if answer.result is None:
        return {}
    return {**result_document(answer.result), "inputs": {name: str(value) for name, value in answer.time.items()}}


def _reserve(contract: Contract, *, on: datetime.date, by: Actor) -> None:
    ledger.post(
        event=f"reserved:{contract.pk}",
        kind=ledger.Kind.RESERVED,
        on=on,
        entries=[
            (ledger.AVAILABLE, contract.activity, contract.budget),
            (ledger.RESERVED, contract.activity, -contract.budget),
        ],
        subject=contract,
        by=by,
        label=contract.reference,
    )
