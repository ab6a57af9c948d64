"""What of the work must be over before a member leaves, and closing their activities (settings.CLEARANCE_CHECKS)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.models import Activity, Contract, ExpenseClaim, Mission
from activities.states import ActivityState, ContractState, ExpenseState, MissionState
from members.models import Leaving, Membership
from members.rules.leaving import Clearance
from smart.foundation.actors import Actor
from smart.foundation.said import Said, facts_of
from smart.foundation.states import move

OVER = (MissionState.CLOSED, MissionState.CANCELLED, MissionState.DRAFT)
CLAIMS_OPEN = (ExpenseState.SUBMITTED, ExpenseState.RETURNED, ExpenseState.APPROVED)


def open_work(membership: Membership) -> list[Clearance]:
    """Missions that run, contracts that are not ended, claims that are not paid back. Three queries."""
    missions = Mission.objects.filter(activity__membership_id=membership.pk).exclude(state__in=OVER)
    contracts = Contract.objects.filter(membership_id=membership.pk)
    contracts = contracts.exclude(state__in=[ContractState.ENDED, ContractState.CANCELLED])
    claims = ExpenseClaim.objects.of_user(membership.user_id).filter(state__in=CLAIMS_OPEN)
    return [
        _named(_("Missions are closed"), [str(each.reference) for each in missions], "activities:mission_list"),
        _named(_("Contracts have ended"), [str(each.reference) for each in contracts], "activities:contract_list"),
        _named(_("Expense claims are settled"), [each.reference for each in claims], "activities:expense_list"),
    ]


def close_activities(leaving: Leaving, *, by: Actor) -> None:
    """Archive every activity of the member: nothing begins in it any more, everything stays readable."""
    why = Said(gettext_noop("leaving on %(day)s"), facts_of({"day": leaving.leaves_on}))
    for activity in Activity.objects.filter(membership_id=leaving.membership_id).exclude(state=ActivityState.ARCHIVED):
        if activity.state != ActivityState.CLOSING:
            move(activity, to=ActivityState.CLOSING, by=by, reason=why)
        move(activity, to=ActivityState.ARCHIVED, by=by, reason=why)


def _named(label: str, found: list[str], page: str) -> Clearance:
    return Clearance(label, not found, found=", ".join(found[:5]), url=reverse(page))
