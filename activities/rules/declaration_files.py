"""The file of a declaration with its sealed numbers in place: the authority's own format where the pack knows it."""

import csv
import hashlib
import io
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Declaration
from activities.place import entered_country, pack_of
from activities.rules.declaration_facts import SEALED
from countries.contract import DeclarationFile
from countries.guards import require_awake
from members.queries import profile_of
from smart.foundation.actors import Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import active_country_id

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet would run a text that begins so."""


@transaction.atomic
def release_file(declaration: Declaration, *, by: Actor) -> DeclarationFile:
    """Give out the file as it goes to the authority, and record who took it when sealed numbers are in it."""
    return file_of(declaration, release_fields(declaration, by=by))


@transaction.atomic
def release_fields(declaration: Declaration, *, by: Actor) -> dict[str, str]:
    """Return the fields as they go to the authority, and record who took them when a sealed number is among them.

    The entry is written here because the audit trigger sees writes only.
    """
    check_desk(by, is_reading=True)
    sealed = [name for name, value in declaration.fields.items() if value in SEALED]
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


def file_fields(declaration: Declaration) -> dict[str, str]:
    """The fields as they go to the authority: sealed numbers in their place. Only for the file itself."""
    profile = profile_of(declaration.contract.membership)
    numbers = {mark: getattr(profile, name) if profile else "" for mark, name in SEALED.items()}
    return {name: numbers.get(value, value) for name, value in declaration.fields.items()}


def file_of(declaration: Declaration, fields: Mapping[str, str]) -> DeclarationFile:
    """The pack's file of these fields, or a readable list of them where no format is known."""
    return _own_file(declaration, fields) or listed(declaration, fields)


def listed(declaration: Declaration, fields: Mapping[str, str]) -> DeclarationFile:
    """One line a field, to be typed into the authority's own pages; what a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["field", "value"])
    writer.writerows([(_plain(name), _plain(value)) for name, value in fields.items()])
    return DeclarationFile(
        name=f"{slugify(declaration.kind)}-{slugify(declaration.contract.reference)}.csv",
        media_type="text/csv",
        content=out.getvalue().encode(),
        format="CSV",
    )


def has_own_format(declaration: Declaration) -> bool:
    """Whether the pack writes this declaration in the authority's format. Sealed numbers stay sealed for the question."""
    return _own_file(declaration, declaration.fields) is not None


def fingerprint(declaration: Declaration) -> str:
    """SHA-256 of the file as it goes to the authority."""
    return hashlib.sha256(file_of(declaration, file_fields(declaration)).content).hexdigest()


def check_desk(by: Actor, *, is_reading: bool = False) -> None:
    """Refuse whoever does not handle declarations, and any change while the country sleeps."""
    if not is_reading:
        require_awake(entered_country())
    if not perms.may_handle_declarations(by):
        raise NotAllowed(_("Only advisers and payroll officers of the country handle declarations."))


def _own_file(declaration: Declaration, fields: Mapping[str, str]) -> DeclarationFile | None:
    """The pack's file, dated with the instant the fields were prepared: written again it is the same bytes."""
    country = entered_country()
    created = country.local(declaration.prepared_at)
    dated = {
        "FormCreationDate": f"{created:%Y-%m-%d}",
        "FormCreationHour": f"{created:%H:%M:%S}.{created.microsecond // 1000:03}",
    }
    return pack_of(country).declaration_file(declaration.kind, {**dated, **fields})


def _plain(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
