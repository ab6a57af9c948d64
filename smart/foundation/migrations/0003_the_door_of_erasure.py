"""Rows that are never changed can be erased: by smart_all, inside smart.foundation.erasing, in the entered country.

Tables made from now on get their grants and policies from ProtectByCountry; those that exist already get them here. The
audit trail also holds rows of people, who belong to no country: theirs may be erased from any.
"""

from django.db import migrations

from smart.foundation.rls import ENTERED, erasure_door_sql

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION smart_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'smart_all' AND current_setting('smart.erasing', true) = 'on' THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  RAISE EXCEPTION 'The rows of % are never changed: a correction is a new row.', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
"""
PEOPLE = "'members_user', 'members_membership', 'members_staffrole'"
AUDIT = [
    f"DROP POLICY {name} ON foundation_auditentry; CREATE POLICY {name} ON foundation_auditentry AS RESTRICTIVE"
    f' FOR {verb} TO smart_all USING (country_id IS NULL OR country_id = {ENTERED} OR "table" IN ({PEOPLE}))'
    for name, verb in (("erased_here", "DELETE"), ("blanked_here", "UPDATE"))
]


def open_the_door(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_trigger JOIN pg_class t ON t.oid = tgrelid WHERE tgname = 'append_only'")
        tables = [row[0] for row in cursor.fetchall()]
    for table in tables:
        for statement in erasure_door_sql(table):
            schema_editor.execute(statement)
    for statement in AUDIT:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_barriers")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGE, migrations.RunSQL.noop),
        migrations.RunPython(open_the_door, migrations.RunPython.noop),
    ]
