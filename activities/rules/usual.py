"""What a member usually answers: proposed again, so that little has to be typed."""

from typing import Any, Final

from activities.models import Activity, Mission
from activities.states import MissionState

USUAL: Final = (
    "function",
    "service_kind",
    "is_artistic",
    "contract_kind",
    "hours_per_day",
    "start_time",
    "work_setting",
)
"""What rarely changes between the missions of one member."""


def usual_facts(activity: Activity) -> dict[str, Any]:
    """What the member answered for their last mission, to be proposed again: never dates, risks or money. One query."""
    own = Mission.objects.filter(activity__membership_id=activity.membership_id).exclude(function="")
    last = own.exclude(contract_kind="").order_by("-id").first()
    return {name: getattr(last, name) for name in USUAL} if last is not None else {}


def last_repeatable(user_id: int) -> Mission | None:
    """The member's last mission that reached the cooperative: what “like last time” means. One query."""
    sent = Mission.objects.of_user(user_id).filter(submitted_at__isnull=False, activity__state="open")
    known = sent.filter(client__isnull=False, client__blocked_reason="").exclude(state=MissionState.CANCELLED)
    found: Mission | None = known.select_related("client", "country").order_by("-id").first()
    return found
