"""Whoever looks at what is kept restricted is written down."""

from django.utils import timezone
from django.utils.translation import gettext as _

from members import perms
from members.models import Erasure
from smart.foundation.actors import Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed


def record_look(erasure: Erasure, *, by: Actor) -> None:
    """Leave a trace of who opened it; the audit trigger sees writes only. Raises NotAllowed for all but the keepers."""
    if not perms.may_see_restricted(by):
        raise NotAllowed(_("Only the keepers of restricted data may see this."))
    AuditEntry(
        country_id=erasure.country_id,
        table=Erasure._meta.db_table,
        object_id=erasure.pk,
        action="read",
        changed={"membership_id": "shown"},
        by_id=by.user_id,
        by_label=by.label,
        ip=by.ip,
        at=timezone.now(),
    ).save(force_insert=True)
