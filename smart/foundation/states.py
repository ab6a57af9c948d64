"""One way to change a state: `move()` locks the row, checks the edge and the actor, and writes a StateChange."""

from collections.abc import Mapping
from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from smart.foundation.actors import NAMES, SYSTEM, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.said import Said, stored, worded
from smart.foundation.tenancy import CountryManager

Transitions = Mapping[str, Mapping[str, frozenset[str]]]
"""From state → to state → kinds of actor who may take this edge."""


class StateChange(models.Model):
    """What moved, from where to where, who moved it, when and why. Append-only.

    `said` keeps a reason of the portal itself, which `why` words for the reader; `reason` then holds it as it was first read.
    """

    country_id = models.SmallIntegerField()
    table = models.CharField(max_length=63)
    object_id = models.BigIntegerField()
    from_state = models.CharField(max_length=32)
    to_state = models.CharField(max_length=32)
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    said = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    objects = CountryManager()

    class Meta:
        app_label = "foundation"
        indexes = [
            # the history shown on every object's page
            models.Index(
                fields=["country_id", "table", "object_id", "id"],
                name="foundation_statechange_object",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id}: {self.from_state} → {self.to_state}"

    @property
    def why(self) -> str:
        return worded(self.said, otherwise=self.reason)


def fsm_trigger(name: str, transitions: Transitions) -> pgtrigger.FSM:
    """The database guard generated from the same table: an update along no edge is refused."""
    edges = [(source, target) for source, targets in transitions.items() for target in targets]
    return pgtrigger.FSM(name=f"{name}_states", field="state", transitions=edges)


def may_move(obj: Any, *, to: str, by: Actor) -> bool:
    """Whether the edge exists from the object's state and one of the actor's kinds may take it (no lock, no query)."""
    return bool(by.kinds & obj.TRANSITIONS.get(obj.state, {}).get(to, frozenset()))


def move(obj: Any, *, to: str, by: Actor, reason: str | Said = "") -> None:
    """Move `obj.state` to `to`, saving only the state, and record the change.

    Raises Conflict when somebody moved it since it was read, RuleBroken("no_such_move") along no edge, and NotAllowed
    when the actor is of no kind that may take the edge. The row stays locked until the transaction ends.
    """
    rows = type(obj)._default_manager
    locked = rows.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
    if locked.state != obj.state:
        raise _overtaken(obj, locked)
    targets = obj.TRANSITIONS.get(obj.state, {})
    if to not in targets:
        raise RuleBroken(
            "no_such_move",
            _("%(what)s is “%(found)s” and cannot become “%(wanted)s”.")
            % {"what": obj, "found": _label(obj, obj.state), "wanted": _label(obj, to)},
        )
    if not by.kinds & targets[to]:
        who = ", ".join(str(NAMES[kind]) for kind in sorted(targets[to] - {SYSTEM}) or [SYSTEM])
        raise NotAllowed(_("Only %(who)s may do this.") % {"who": who})
    came_from, obj.state = obj.state, to
    rows.filter(pk=obj.pk).update(state=to)
    _record(obj, came_from=came_from, to=to, by=by, reason=reason)


def history(obj: Any) -> models.QuerySet[StateChange]:
    """The moves of an object, oldest first."""
    return StateChange.objects.filter(table=obj._meta.db_table, object_id=obj.pk).order_by("id")


def _record(obj: Any, *, came_from: str, to: str, by: Actor, reason: str | Said) -> None:
    StateChange(
        country_id=getattr(obj, "country_id", None) or obj.pk,
        table=obj._meta.db_table,
        object_id=obj.pk,
        from_state=came_from,
        to_state=to,
        by_id=by.user_id,
        by_label=by.label,
        reason=str(reason),
        said=stored(reason),
        at=timezone.now(),
    ).save(force_insert=True)


def _overtaken(obj: Any, locked: Any) -> Conflict:
    last = history(obj).last()
    return Conflict(
        "overtaken",
        _("%(what)s has meanwhile become “%(found)s” (by %(who)s). Nothing was changed; look at it again.")
        % {
            "what": obj,
            "found": _label(obj, locked.state),
            "who": last.by_label if last else "?",
        },
    )


def _label(obj: Any, state: str) -> str:
    return str(dict(obj._meta.get_field("state").flatchoices).get(state, state))
