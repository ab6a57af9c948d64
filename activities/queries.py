"""Reads that pages share, each with its relations named so that lists cost the same for 5 rows and for 50."""

from typing import Any

from django.db.models import QuerySet

from activities.models import Activity, Client, Contract, Declaration, Mission, Order
from activities.rules.clients import fold
from smart.foundation.states import StateChange, history

RECENT = 4


def missions_of(user_id: int) -> QuerySet[Any]:
    """The member's own missions, newest first."""
    rows = Mission.objects.of_user(user_id).select_related("client", "activity__membership__user", "country")
    return rows.order_by("-id")


def missions_for_staff() -> QuerySet[Any]:
    return Mission.objects.select_related(
        "client", "activity__membership__user", "activity__membership__adviser", "activity__entity", "country"
    )


def contracts_of(user_id: int) -> QuerySet[Any]:
    rows = Contract.objects.of_user(user_id)
    return rows.select_related(
        "activity", "mission__client", "membership__user", "membership__country", "entity", "country"
    ).order_by("-id")


def contracts_for_staff() -> QuerySet[Any]:
    return Contract.objects.select_related(
        "activity", "mission__client", "membership__user", "membership__country", "entity", "country"
    )


def declarations_for_staff() -> QuerySet[Any]:
    return Declaration.objects.select_related(
        "contract__membership__user", "contract__mission__client", "contract__entity", "replaces"
    )


def activities_of(user_id: int) -> QuerySet[Any]:
    return Activity.objects.of_user(user_id).select_related("entity", "membership__user").order_by("name", "id")


def order_of(mission: Mission) -> Order | None:
    """The mission's order with what its pages show (one query)."""
    order: Order | None = Order.objects.filter(mission_id=mission.pk).first()
    if order is not None:
        order.mission = mission
    return order


def recent_clients(user_id: int) -> list[Client]:
    """The clients of the member's last missions, the newest first, each once."""
    seen: dict[int, Client] = {}
    rows = Mission.objects.of_user(user_id).filter(client__isnull=False, client__blocked_reason="")
    for mission in rows.select_related("client").order_by("-id")[: RECENT * 3]:
        seen.setdefault(mission.client_id, mission.client)
    return list(seen.values())[:RECENT]


def clients_like(start: str) -> list[Client]:
    """Up to six usable clients whose name begins so; nothing for fewer than two letters."""
    folded = fold(start)
    if len(folded) < 2:
        return []
    return list(Client.objects.named_like(folded).filter(blocked_reason="")[:6])


def events_of(*objects: Any) -> list[dict[str, Any]]:
    """What happened to the objects, newest first, as the partial `_timeline.html` wants it (one query each)."""
    changes: list[tuple[StateChange, dict[str, str]]] = []
    for obj in objects:
        labels = {str(key): str(label) for key, label in obj._meta.get_field("state").flatchoices}
        changes += [(change, labels) for change in history(obj)]
    changes.sort(key=lambda pair: (pair[0].at, pair[0].pk), reverse=True)
    return [
        {
            "at": change.at,
            "text": labels.get(change.to_state, change.to_state),
            "who": change.by_label,
            "note": change.reason,
            "now": position == 0,
        }
        for position, (change, labels) in enumerate(changes)
    ]
