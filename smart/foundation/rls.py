"""The second and third barrier, as migration operations: row-level security and composite foreign keys.

`ProtectByCountry("Mission")` makes a tenant table safe: forced row-level security with an equality policy, grants, the
audit trigger, and for every SameCountryKey a composite foreign key and an index that leads with the country.
Idempotent, so a later migration may name the model again after adding a key. PostgreSQL 16 or newer.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

from smart.foundation.tenancy import SameCountryKey

APP, ALL, OWNER = "smart_app", "smart_all", "smart_owner"
ENTERED = "(SELECT nullif(current_setting('smart.country_id', true), '')::smallint)"


def protect_sql(table: str, *, append_only: bool, audited: bool) -> list[str]:
    """SQL that puts one tenant table behind row-level security and the audit trigger."""
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS one_country ON "{table}"',
        f'CREATE POLICY one_country ON "{table}" USING (country_id = {ENTERED}) WITH CHECK (country_id = {ENTERED})',
        f'DROP POLICY IF EXISTS every_country ON "{table}"',
        f'CREATE POLICY every_country ON "{table}" TO {ALL}, {OWNER} USING (true) WITH CHECK (true)',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {APP}, {ALL}',
    ]
    if append_only:
        statements += [
            f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {APP}, {ALL}',
            f'DROP TRIGGER IF EXISTS append_only ON "{table}"',
            (
                f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION smart_refuse_change()"
            ),
            *erasure_door_sql(table),
        ]
    return statements + (audit_sql(table, scope="tenant") if audited else [])


def erasure_door_sql(table: str) -> list[str]:
    """SQL that lets smart.foundation.erasing change a table that is only added to, in the entered country."""
    return [
        f'GRANT UPDATE, DELETE ON "{table}" TO {ALL}',
        f'DROP POLICY IF EXISTS erased_here ON "{table}"',
        f'CREATE POLICY erased_here ON "{table}" AS RESTRICTIVE FOR DELETE TO {ALL} USING (country_id = {ENTERED})',
        f'DROP POLICY IF EXISTS blanked_here ON "{table}"',
        f'CREATE POLICY blanked_here ON "{table}" AS RESTRICTIVE FOR UPDATE TO {ALL} USING (country_id = {ENTERED})',
    ]


def audit_sql(table: str, *, scope: str) -> list[str]:
    """SQL that records every write of a table; scope `global` for tables without row-level security."""
    return [
        f'DROP TRIGGER IF EXISTS audit ON "{table}"',
        (
            f'CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION smart_audit('{scope}')"
        ),
    ]


def same_country_sql(table: str, column: str, parent: str) -> list[str]:
    """SQL of a composite foreign key (country_id, column) → parent (country_id, id), and its index."""
    unique, key, index = (
        f"{parent}_country_key"[:63],
        f"{table}_{column}_country_fk"[:63],
        f"{table}_{column}_idx"[:63],
    )
    return [
        f'CREATE UNIQUE INDEX IF NOT EXISTS "{unique}" ON "{parent}" (country_id, id)',
        f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{key}"',
        (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{key}" FOREIGN KEY (country_id, "{column}") '
            f'REFERENCES "{parent}" (country_id, id) DEFERRABLE INITIALLY IMMEDIATE'
        ),
        f'CREATE INDEX IF NOT EXISTS "{index}" ON "{table}" (country_id, "{column}")',
    ]


class ProtectByCountry(Operation):
    """Put a tenant model behind the barriers. `append_only` also refuses UPDATE and DELETE to everybody."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, *, append_only: bool = False, audited: bool | None = None) -> None:
        self.model, self.append_only = model, append_only
        self.audited = not append_only if audited is None else audited

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The barriers live in the database only."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        table = model._meta.db_table
        statements = protect_sql(table, append_only=self.append_only, audited=self.audited)
        for field in model._meta.local_fields:
            if isinstance(field, SameCountryKey):
                statements += same_country_sql(table, field.column, field.related_model._meta.db_table)
        for statement in statements:
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for policy in ("one_country", "every_country"):
            schema_editor.execute(f'DROP POLICY IF EXISTS {policy} ON "{table}"')
        for trigger in ("audit", "append_only"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS {trigger} ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self) -> str:
        return f"Protect {self.model} by country"


class AuditGlobal(Operation):
    """Record every write of a table that belongs to no country (users, countries, memberships, roles)."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The trigger lives in the database only."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in audit_sql(table, scope="global"):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(f'DROP TRIGGER IF EXISTS audit ON "{table}"')

    def describe(self) -> str:
        return f"Audit {self.model}"
