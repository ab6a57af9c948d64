"""Reads that pages share, each with its relations named so that lists cost the same for 5 rows and for 50."""

from typing import Any

from django.db.models import Q, QuerySet

from activities.models import (
    Activity,
    Client,
    ClientContact,
    Contract,
    Declaration,
    Mission,
    Order,
    OrderLine,
    OrderSeries,
    OrderVersion,
    TeamShare,
)
from activities.rules.clients import fold
from activities.rules.order_versions import PAPER
from activities.rules.signed_papers import SIGNED_ORDER
from activities.rules.team_deal import BEHIND as BEHIND_A_DEAL
from activities.states import MissionState, ShareState
from members.models import Document
from smart.foundation.states import StateChange

RECENT = 4


def missions_of(user_id: int) -> QuerySet[Any]:
    """The member's own missions, newest first."""
    rows = Mission.objects.of_user(user_id).select_related("client", "activity__membership__user", "country")
    return rows.order_by("-id")


def missions_for_staff() -> QuerySet[Any]:
    """Not of people whose data are kept restricted."""
    return Mission.objects.filter(activity__membership__restricted_at=None).select_related(
        "client", "activity__membership__user", "activity__membership__adviser", "activity__entity", "country"
    )


def contracts_of(user_id: int) -> QuerySet[Any]:
    rows = Contract.objects.of_user(user_id)
    return rows.select_related(
        "activity", "mission__client", "membership__user", "membership__country", "entity", "country"
    ).order_by("-id")


def contracts_for_staff() -> QuerySet[Any]:
    """Not of people whose data are kept restricted."""
    return Contract.objects.filter(membership__restricted_at=None).select_related(
        "activity", "mission__client", "membership__user", "membership__country", "entity", "country"
    )


def declarations_for_staff() -> QuerySet[Any]:
    """Not of people whose data are kept restricted."""
    return Declaration.objects.filter(contract__membership__restricted_at=None).select_related(
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


def versions_of(order: Order) -> list[OrderVersion]:
    """Every version the client was sent, newest first, with its answer in `answered` (two queries)."""
    versions = list(OrderVersion.objects.filter(order_id=order.pk).prefetch_related("answers").order_by("-version"))
    for version in versions:
        version.order = order
        version.answered = next(iter(version.answers.all()), None)
    return versions


def papers_of(versions: list[OrderVersion]) -> dict[int, Document]:
    """The newest paper of each version, by the version's id; a version whose paper is still being made is not in it."""
    table, keys = OrderVersion._meta.db_table, [version.pk for version in versions]
    rows = Document.objects.filter(subject_table=table, subject_id__in=keys, kind=PAPER).order_by("version")
    return {document.subject_id: document for document in rows}


def signed_paper_of(order: Order) -> Document | None:
    """The paper uploaded instead of the client's confirmation."""
    found: Document | None = Document.objects.about(order).filter(kind=SIGNED_ORDER).order_by("-version").first()
    return found


def lines_of(mission: Mission) -> list[OrderLine]:
    """The lines of a mission's quote, in order."""
    return list(OrderLine.objects.filter(order__mission_id=mission.pk).order_by("position"))


def contacts_of(membership_id: int, *, client_id: int | None) -> list[ClientContact]:
    """The member's own contacts at a client's; never anybody else's."""
    if client_id is None:
        return []
    own = ClientContact.objects.filter(membership_id=membership_id, client_id=client_id)
    return list(own.select_related("client", "membership").order_by("name", "id"))


def series_of(user_id: int) -> QuerySet[Any]:
    """The member's own series."""
    rows = OrderSeries.objects.filter(activity__membership__user_id=user_id)
    return rows.select_related("activity__membership__user")


def shares_of(user_id: int) -> QuerySet[Any]:
    """The member's own shares in missions that others lead, with the whole deal of each."""
    return TeamShare.objects.of_user(user_id).select_related(*BEHIND_A_DEAL)


def shares_open_of(user_id: int) -> QuerySet[Any]:
    """Those that wait for a word or for the whole to be confirmed: a share with its own mission is in the list of missions."""
    rows = shares_of(user_id).filter(part__isnull=True)
    rows = rows.exclude(state__in=[ShareState.WITHDRAWN, ShareState.REFUSED])
    return rows.exclude(mission__state=MissionState.CANCELLED).order_by("mission__starts_on", "pk")


def recent_clients(user_id: int) -> list[Client]:
    """The clients of the member's last missions, the newest first, each once."""
    seen: dict[int, Client] = {}
    rows = Mission.objects.of_user(user_id).filter(
        client__isnull=False, client__blocked_reason="", client__merged_into__isnull=True
    )
    for mission in rows.select_related("client").order_by("-id")[: RECENT * 3]:
        seen.setdefault(mission.client_id, mission.client)
    return list(seen.values())[:RECENT]


def clients_like(start: str) -> list[Client]:
    """Up to six usable clients whose name begins so; nothing for fewer than two letters."""
    folded = fold(start)
    if len(folded) < 2:
        return []
    return list(Client.objects.named_like(folded).filter(blocked_reason="")[:6])


def moves_of(*objects: Any) -> list[StateChange]:
    """The moves of several objects, oldest first (one query)."""
    theirs = Q()
    for obj in objects:
        theirs |= Q(table=obj._meta.db_table, object_id=obj.pk)
    return list(StateChange.objects.filter(theirs).order_by("at", "id")) if objects else []


def events_of(*objects: Any, moves: list[StateChange] | None = None) -> list[dict[str, Any]]:
    """What happened to the objects, newest first, as the partial `_timeline.html` wants it (one query, none with their `moves`)."""
    labels = {
        obj._meta.db_table: {str(key): str(label) for key, label in obj._meta.get_field("state").flatchoices}
        for obj in objects
    }
    newest_first = reversed(moves_of(*objects) if moves is None else moves)
    return [
        {
            "at": change.at,
            "text": labels[change.table].get(change.to_state, change.to_state),
            "who": change.by_label,
            "note": change.why,
            "now": position == 0,
        }
        for position, change in enumerate(newest_first)
    ]
