"""The file of a declaration with its sealed number in place: given out once at a time, each time with a trace."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Declaration
from activities.models.declaration import SEALED_NUMBER
from activities.rules.declarations import file_fields
from smart.foundation.actors import Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import active_country_id


@transaction.atomic
def release_fields(declaration: Declaration, *, by: Actor) -> dict[str, str]:
    """Return the fields as they go to the authority, and record who took them when a sealed number is among them.

    The entry is written here because the audit trigger sees writes only.
    """
    if not perms.may_handle_declarations(by):
        raise NotAllowed(_("Only advisers and payroll officers of the country handle declarations."))
    sealed = [name for name, value in declaration.fields.items() if value == SEALED_NUMBER]
    if sealed:
        AuditEntry(
            country_id=active_country_id(),
            table=Declaration._meta.db_table,
            object_id=declaration.pk,
            action="read",
            changed=dict.fromkeys(sealed, "shown"),
            by_id=by.user_id,
            by_label=by.label,
            ip=by.ip,
            at=timezone.now(),
        ).save(force_insert=True)
    return file_fields(declaration)
