"""What must be true of the database before the portal is opened: asked by `manage.py check --deploy --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

UNPROTECTED = """
SELECT c.relname
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'country_id'
 WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
   AND c.relname NOT IN ('members_membership', 'members_staffrole')
 ORDER BY c.relname
"""
ROLE = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"


@register(Tags.database, deploy=True)
def barriers_stand(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Refuse a web role that passes by row-level security, and a tenant table without it."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(ROLE)
            found += [
                Error(
                    f"The database role {name} passes by row-level security; expected smart_app.",
                    hint="Connect with DATABASE_URL as smart_app (smart/db/roles.sql makes it).",
                    id="smart.E001",
                )
                for (name,) in cursor.fetchall()
            ]
            cursor.execute(UNPROTECTED)
            found += [
                Error(
                    f"The table {table} carries a country but has no forced row-level security.",
                    hint="Name its model in a ProtectByCountry migration operation.",
                    id="smart.E002",
                )
                for (table,) in cursor.fetchall()
            ]
    return found
