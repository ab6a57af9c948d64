"""A person asks for everything the portal knows of them, gets it as one file, and the file goes after a week."""

import datetime
from typing import Any, Final

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import DataExport, Membership
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job, JobState
from smart.foundation.tenancy import active_country_id

KEPT: Final = datetime.timedelta(days=7)
A_DAY: Final = datetime.timedelta(days=1)
MOST_A_DAY: Final = 3
KIND: Final = "export_my_data"


def request_export(membership: Membership, *, by: Actor) -> DataExport:
    """Put the gathering on the work list; one at a time. Works for applicants and those who left.

    Asking again after a failure tries the same request again. Raises RuleBroken: export_waiting, export_too_often.
    """
    _require_self(membership, by)
    now = timezone.now()
    Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    own = DataExport.objects.filter(membership_id=membership.pk)
    waiting = own.filter(ready_at=None).first()
    if waiting is not None:
        return _try_again(waiting)
    if own.filter(asked_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise RuleBroken("export_too_often", _("You have asked three times since yesterday. Ask again tomorrow."))
    export: DataExport = DataExport.objects.create(membership=membership, asked_at=now)
    jobs.enqueue(KIND, key=str(export.pk), payload={"export": export.pk})
    return export


def has_failed(export: DataExport) -> bool:
    """Whether gathering stopped after all attempts; one query."""
    return export.ready_at is None and Job.objects.filter(kind=KIND, key=str(export.pk), state=JobState.PARKED).exists()


def record_fetch(export: DataExport, *, by: Actor) -> None:
    """Leave a trace of who fetched the file. Raises RuleBroken("export_gone") when there is none to fetch."""
    _require_self(export.membership, by)
    if not export.is_open(timezone.now()):
        raise RuleBroken("export_gone", _("This file is no longer kept. Ask for a new one."))
    AuditEntry(
        country_id=active_country_id(),
        table=DataExport._meta.db_table,
        object_id=export.pk,
        action="read",
        changed={"storage_name": "fetched"},
        by_id=by.user_id,
        by_label=by.label,
        ip=by.ip,
        at=timezone.now(),
    ).save(force_insert=True)


def remove_old_exports(*, now: datetime.datetime) -> int:
    """Delete the files whose week is over; return how many. Done again it finds none."""
    old = DataExport.objects.select_for_update(of=("self",)).filter(kept_until__lte=now, removed_at=None)
    removed = 0
    for export in old:
        default_storage.delete(export.storage_name)
        export.storage_name, export.removed_at = "", now
        export.save(update_fields=["storage_name", "removed_at"])
        removed += 1
    return removed


def newest_export(membership: Membership) -> DataExport | None:
    found: DataExport | None = DataExport.objects.filter(membership_id=membership.pk).order_by("-id").first()
    return found


def _try_again(waiting: DataExport) -> DataExport:
    parked: Any = Job.objects.filter(kind=KIND, key=str(waiting.pk), state=JobState.PARKED).first()
    if parked is None:
        raise RuleBroken("export_waiting", _("We are already gathering your data. You hear from us when it is ready."))
    jobs.requeue(parked)
    return waiting


def _require_self(membership: Membership, by: Actor) -> None:
    if by.user_id != membership.user_id:
        raise NotAllowed(_("Only the person themselves may have their data."))
