"""What a conversation can be about: each table of `settings.THREAD_SUBJECTS` has a function that knows its things.

A higher room adds its own tables there, so this room asks by name and imports nobody.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from countries.addresses import country_url
from members.models import Document, Membership
from members.states import Role
from smart.foundation.said import Said
from smart.foundation.tenancy import active_country_id


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing: its name, whose it is, where each side looks at it, and who knows the answer.

    `name` is kept with the conversation; `title` is the name in the language of whoever reads.
    """

    table: str
    pk: int
    name: str | Said
    membership: Membership
    member_url: str
    staff_url: str
    role: str = Role.ADVISER

    @property
    def title(self) -> str:
        return str(self.name)


def is_subject(table: str) -> bool:
    return table in settings.THREAD_SUBJECTS


def subject_of(table: str, pk: int) -> Subject | None:
    """The thing of the entered country, or None: of no member, gone, or of a table nobody talks about."""
    finder = settings.THREAD_SUBJECTS.get(table)
    if finder is None:
        return None
    found: Subject | None = import_string(finder)(pk)
    return found


def membership(pk: int) -> Subject | None:
    """The membership itself, from the application on. Its table knows no country by itself, so the country is asked for."""
    found = Membership.objects.select_related("user", "country", "adviser")
    row = found.filter(pk=pk, country_id=active_country_id(), restricted_at=None).first()
    if row is None:
        return None
    return Subject(
        table=Membership._meta.db_table,
        pk=row.pk,
        name=Said(gettext_noop("My membership")),
        membership=row,
        member_url=country_url(row.country, "members:me"),
        staff_url=country_url(row.country, "members:staff_member", row.pk),
    )


def document(pk: int) -> Subject | None:
    """A paper of the vault that the member may read."""
    people = ("membership__user", "membership__country", "membership__adviser")
    row = Document.objects.exclude(visible_to="staff").select_related(*people).filter(pk=pk).first()
    if row is None or row.membership is None:
        return None
    where = row.membership.country
    return Subject(
        table=Document._meta.db_table,
        pk=row.pk,
        name=row.title[:120],
        membership=row.membership,
        member_url=country_url(where, "members:document_list"),
        staff_url=country_url(where, "members:staff_member", row.membership.pk),
    )
