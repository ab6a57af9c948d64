"""The functions every protected table relies on, and the barriers of the ground floor's own tables."""

from django.db import migrations

from smart.foundation.rls import ALL, APP, ENTERED, ProtectByCountry

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION smart_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The rows of % are never changed: a correction is a new row.', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
"""

# Columns ending in _sealed, and passwords, show only that they changed. JSON documents and texts over 500 characters too.
AUDIT = """
CREATE OR REPLACE FUNCTION smart_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
  entered smallint := nullif(current_setting('smart.country_id', true), '')::smallint;
  diff jsonb := '{}'::jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    SELECT coalesce(jsonb_object_agg(k, CASE
        WHEN k ~ '(_sealed|^password|_index)$' OR k = 'password' OR length(v_old::text) + length(v_new::text) > 1000
        THEN '["…", "…"]'::jsonb ELSE jsonb_build_array(v_old, v_new) END), '{}'::jsonb)
      INTO diff
      FROM (SELECT coalesce(o.key, n.key) AS k, o.value AS v_old, n.value AS v_new
              FROM jsonb_each(before) o FULL JOIN jsonb_each(after) n ON o.key = n.key
             WHERE o.value IS DISTINCT FROM n.value) d;
    IF TG_OP = 'UPDATE' AND (diff = '{}'::jsonb OR diff - 'last_login' = '{}'::jsonb) THEN
      RETURN NULL;
    END IF;
  END IF;
  INSERT INTO foundation_auditentry (country_id, "table", object_id, action, changed, by_id, by_label, ip, at)
  VALUES (
    CASE WHEN TG_ARGV[0] = 'tenant' THEN (CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END ->> 'country_id')::smallint
         ELSE entered END,
    TG_TABLE_NAME,
    (CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END ->> 'id')::bigint,
    lower(TG_OP), diff,
    nullif(current_setting('smart.actor_id', true), '')::bigint,
    coalesce(current_setting('smart.actor_label', true), ''),
    coalesce(current_setting('smart.actor_ip', true), ''),
    clock_timestamp());
  RETURN NULL;
END $$
"""

AUDIT_POLICIES = [
    "DROP POLICY one_country ON foundation_auditentry",
    f"CREATE POLICY one_country ON foundation_auditentry FOR SELECT USING (country_id = {ENTERED})",
    f"CREATE POLICY any_entry ON foundation_auditentry FOR INSERT WITH CHECK (country_id IS NOT DISTINCT FROM {ENTERED})",
]


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION smart_refuse_change()"),
        migrations.RunSQL(AUDIT, "DROP FUNCTION smart_audit()"),
        ProtectByCountry("Job", audited=False),
        ProtectByCountry("StateChange", append_only=True),
        ProtectByCountry("AuditEntry", append_only=True),
        migrations.RunSQL(AUDIT_POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}, {ALL}",
            migrations.RunSQL.noop,
        ),
    ]
